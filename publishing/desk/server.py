"""The server of the desk: Streamlit on the loopback, with a key in the address.

Nobody on another computer reaches it. On this one the page shows nothing and does nothing without
the key, which is made anew each time; until then it lies in a file that its user alone may read,
since the command line of a browser is read by all.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page.py")
MOST_MB = 64  # of a file that is handed in
PATIENCE = 60  # seconds until the page has to be there

# Settings of a folder, of a home or of the environment are those of other programs.
OPTIONS = {
    "runner.fastReruns": "false",  # what is begun, such as a publication, comes to its end
    "server.baseUrlPath": "",
    "server.enableStaticServing": "false",
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": str(MOST_MB),
    "server.maxMessageSize": "200",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": "false",
    "logger.hideWelcomeMessage": "true",
    "theme.primaryColor": "#1d5a96",  # as on the public pages
}


@dataclass(frozen=True)
class Desk:
    """What the page has to know: the data, the language, the key, and a room for files."""

    folder: Path
    language: str
    key: str
    room: Path

    def environment(self) -> dict[str, str]:
        """The desk as the page is told it."""
        return {
            "KZDATA_DESK_FOLDER": str(self.folder),
            "KZDATA_DESK_LANGUAGE": self.language,
            "KZDATA_DESK_KEY": self.key,
            "KZDATA_DESK_ROOM": str(self.room),
        }

    @classmethod
    def told(cls) -> "Desk":
        """The desk that this process was started for; raises KeyError in any other."""
        told = os.environ
        return cls(
            Path(told["KZDATA_DESK_FOLDER"]),
            told["KZDATA_DESK_LANGUAGE"],
            told["KZDATA_DESK_KEY"],
            Path(told["KZDATA_DESK_ROOM"]),
        )

    def admits(self, key: str) -> bool:
        """Whether an address bears the key."""
        return secrets.compare_digest(key.encode(), self.key.encode())


class NotStarted(Exception):
    """The server did not come up; what it said stands in the standard error."""


@dataclass(frozen=True)
class Opened:
    """A desk that is open: its address with the key, a file that leads there, and its process."""

    address: str
    door: Path
    process: subprocess.Popen[bytes]


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of the loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):  # taken, not allowed, or no port
            return False
        return True


@contextmanager
def opened(folder: Path, language: str, port: int = 0) -> Iterator[Opened]:
    """The desk of a folder until the block ends.

    Port 0 is any that is free. Raises NotStarted.
    """
    with TemporaryDirectory(prefix="kzdata-desk-") as made:
        room = Path(made)
        desk = Desk(folder.resolve(), language, secrets.token_urlsafe(24), room)
        port = port or _free_port()
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        own = {name: said for name, said in os.environ.items() if name[:10] != "STREAMLIT_"}
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(PAGE),
                f"--server.port={port}",
                *options,
            ],
            env=own | desk.environment(),
            cwd=room,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _await(port, process)
            query = urlencode({"key": desk.key, "lang": language})
            address = f"http://{HOST}:{port}/?{query}"
            door = room / "desk.html"
            door.touch(0o600)
            door.write_text(f'<meta http-equiv="refresh" content="0;url={escape(address)}">')
            yield Opened(address, door, process)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; raises NotStarted where it ends, or takes too long."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with direct.open(f"http://{HOST}:{port}/_stcore/health", timeout=5):
                return
        except OSError:  # refused: not up yet
            time.sleep(0.05)  # the pause between two looks
    raise NotStarted
