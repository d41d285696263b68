"""The static edition: what it costs to write, whether its links lead anywhere, how fast it is."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from link_graph import broken, pages_in
from nginx_service import NGINX, ask, awaited
from under_load import Row

from deploy.serve import free_ports

ROOT = Path(__file__).parent.parent
PLACE = "https://air.example/below/"
WRK = shutil.which("wrk")
CONNECTIONS = 64
PAGES_A_SECOND = 5_000

# As plain as can be: files, and of each the packed one that lies beside it.
CONFIGURATION = """\
%{user}
worker_processes auto;
pid %{folder}/nginx.pid;
error_log %{folder}/error.log;
events { worker_connections 1024; }
http {
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    open_file_cache max=10000;
    gzip_static on;
    client_body_temp_path %{folder}/body;
    proxy_temp_path %{folder}/proxy;
    fastcgi_temp_path %{folder}/fastcgi;
    uwsgi_temp_path %{folder}/uwsgi;
    scgi_temp_path %{folder}/scgi;
    server {
        listen 127.0.0.1:%{port};
        root %{root};
    }
}
"""

# One page after another, so that none is read more often than the others.
READER = """\
local pages = { %s }
local at = 0
request = function()
    at = at %% #pages + 1
    return wrk.format("GET", "/" .. pages[at], { ["Accept-Encoding"] = "gzip" })
end
"""


def edition(pictures: str, seconds: int) -> Iterator[Row]:
    """Write it with `pictures`, follow every link, and read it for so many seconds."""
    with TemporaryDirectory(prefix="kz-air-edition-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the workers of nginx are another user
        out = folder / "site"
        began = time.monotonic()
        command = [sys.executable, "-m", "dashboard.edition", str(out), "--packed"]
        subprocess.run([*command, "--pictures", pictures], cwd=ROOT, check=True)
        taken = time.monotonic() - began
        sizes = [path.stat().st_size for path in out.rglob("*") if path.is_file()]
        yield (
            f"the edition written, pictures: {pictures}",
            "",
            f"{len(sizes):,} files, {sum(sizes) / 1e6:.0f} MB, in {taken:.0f} s",
        )

        pages = pages_in(out)
        lost = list(broken(out, pages, PLACE))
        links = sum(len(page.links) for page in pages.values())
        found = ", ".join(f"{page}: {link}" for page, link in lost[:5]) or "none"
        yield (
            f"links of its {len(pages):,} pages that lead nowhere",
            "none",
            f"{found} of {links:,}",
        )

        wanted = f"over {PAGES_A_SECOND:,}"
        what = f"its pages a second by plain nginx, {CONNECTIONS} lines"
        if WRK is None:
            yield what, wanted, "not measured: no wrk on this machine (apt-get install wrk)"
            return
        with served_at(out, folder) as port:
            yield what, wanted, read_for(port, sorted(pages), folder, seconds)


@contextmanager
def served_at(out: Path, folder: Path) -> Iterator[int]:
    (port,) = free_ports(1)
    said = {"folder": folder, "root": out, "port": port}
    said["user"] = "user www-data;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(re.sub(r"%\{(\w+)\}", lambda at: str(said[at[1]]), CONFIGURATION))
    command = [NGINX, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"]
    nginx = subprocess.Popen(command)
    try:
        awaited(lambda: _answers(port), "nginx answers")
        yield port
    finally:
        nginx.terminate()
        nginx.wait(10)


def _answers(port: int) -> bool:
    try:
        return ask(port, "/index.html").status == 200
    except OSError:
        return False


def read_for(port: int, pages: list[str], folder: Path, seconds: int) -> str:
    """As many pages as one reading program gets, on the same cores."""
    script = folder / "read.lua"
    script.write_text(READER % ", ".join(f'"{page}"' for page in pages))
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    command.append(f"http://127.0.0.1:{port}")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    failed = re.findall(r"(?:Non-2xx.*|Socket errors.*)", told)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    half, most = (re.search(rf"{part}%\s+(\S+)", told)[1] for part in (50, 99))
    failures = "; ".join(failed) or "none"
    return f"{rate:,.0f}, median {half}, 99 % {most}; failures: {failures}"
