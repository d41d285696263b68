"""What is measured, and how each subject is started on the loopback and ended."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from dashboard.i18n import words_of
from dashboard.page_contents import figures_of

ROOT = Path(__file__).parent.parent
PEERS = Path(__file__).parent / "peers"
PEERS_PYTHON = str(ROOT / ".venv-bench" / "bin" / "python")  # Plotly would slow Streamlit down
STREAMLIT = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1")


@dataclass(frozen=True)
class Subject:
    """Something that serves pages: its command, which ends with the port, and where it is run.

    `environment` comes on top of that of the benchmark.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    health: str = "/"
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """A subject that serves: its address, its process, seconds from its start until healthy."""

    address: str
    process: subprocess.Popen
    seconds: float

    def await_all_made(self) -> "Served":
        """Wait until nothing is being made beforehand any more; peers make nothing."""
        while status(f"{self.address}/healthz") == 200:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as answer:
                if b'"all_made":false' not in answer.read():
                    break
            time.sleep(0.2)
        return self

    def memory(self) -> dict[str, float]:
        """Megabytes of the process, resident and shared fairly, and of its child processes."""
        pid = self.process.pid
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = {child for task in tasks for child in task.read_text().split()}
        return {
            "resident": megabytes(pid, "Rss"),
            "proportional": megabytes(pid, "Pss"),
            "children": sum(megabytes(child, "Pss") for child in children),
        }

    def processor(self) -> float:
        """Seconds of processor time that the process has used, whatever else the machine did."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, stat[11:13])) / os.sysconf("SC_CLK_TCK")


# It knows its address, as a public service does: that stands in what is made beforehand.
SITE = {"SITE_ADDRESS": "http://127.0.0.1"}
APP = Subject("this app", (*STREAMLIT, "--server.port"), ROOT, "/healthz", SITE)
# Its settings are Streamlit's own, but for two that keep it from asking somebody outside or here.
PLAIN = Subject(
    "plain Streamlit",
    (*STREAMLIT, "--server.headless=true", "--browser.gatherUsageStats=false", "--server.port"),
    PEERS / "plain_streamlit",
    "/_stcore/health",
)
DASH = Subject("Dash", (PEERS_PYTHON, "dash_app.py"), PEERS)
PANEL = Subject("Panel", (PEERS_PYTHON, "panel_app.py"), PEERS)
STATIC = Subject("static SVG", (PEERS_PYTHON, "static_page.py"), PEERS)


def make_beforehand() -> None:
    """What a service has made by the time most visitors come, for all servers that follow."""
    static = Path(find_spec("streamlit").origin).parent / "static"
    command = [sys.executable, "-m", "dashboard.prerender", str(static), "--choices"]
    subprocess.run(command, cwd=ROOT, env=os.environ | SITE, check=True)


@contextmanager
def serving(subject: Subject, *arguments: str) -> Iterator[Served]:
    """Start a subject on a free port, wait until it is healthy, and end it by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    start = time.perf_counter()
    process = subprocess.Popen(
        [*subject.command, port, *arguments],
        cwd=subject.folder,
        env=os.environ | {"PYTHONPATH": str(PEERS)} | dict(subject.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address + subject.health, process)
        yield Served(address, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(30)


def _await(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while status(url) != 200:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{url} does not answer: {process.args}")
        time.sleep(0.02)


def status(url: str) -> int:
    """How an address answers: its HTTP status, or 0 if nobody is there."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def has_page(url: str) -> bool:
    """Whether an address has its own page: Streamlit answers any unknown one with its shell."""
    if status(url) != 200:
        return False
    with urllib.request.urlopen(url, timeout=10) as answer:
        return b'<div id="root">' not in answer.read()


def megabytes(pid: int | str, field: str) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(rf"^{field}:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024


def static_page(address: str) -> str:
    """A page of the first four figures as they are taken away, without their fonts."""
    words = words_of("kk")
    parts = []
    for figure in figures_of("overview"):
        with urllib.request.urlopen(f"{address}/figures/kk/{figure}.svg", timeout=60) as answer:
            drawn = re.sub(r"@font-face\s*{.*?}", "", answer.read().decode(), flags=re.DOTALL)
        title = words(f"{figure}.title")
        parts.append(f"<h2>{title}</h2><p>{words(f'{figure}.refers')}</p>{drawn}")
    return f'<!doctype html><html lang="kk"><title>SVG</title>{"".join(parts)}</html>'
