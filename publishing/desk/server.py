"""The server of the desk: Streamlit on the loopback, with a key in the address.

Nobody on another computer reaches it, and nobody on this one without the key, which is made anew
each time and stands in no file.
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
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page.py")
MOST_MB = 64  # of a file that is handed in
PATIENCE = 60  # seconds until the page has to be there
LOG_END = 2_000  # characters of the log that are told where it is not

# Whatever folder the command is called from: settings that lie there are another program's.
OPTIONS = {
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
    """The server did not come up; `log` is the end of what it said."""

    def __init__(self, log: str):
        self.log = log
        super().__init__(log)


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
def opened(
    folder: Path, language: str, port: int = 0
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The desk of a folder until the block ends: its address with the key, and its process.

    Port 0 is any that is free. Raises NotStarted.
    """
    with TemporaryDirectory(prefix="kzdata-desk-") as room:
        desk = Desk(folder.resolve(), language, secrets.token_urlsafe(24), Path(room))
        port = port or _free_port()
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        command = [sys.executable, "-m", "streamlit", "run", str(PAGE), f"--server.port={port}"]
        log = Path(room) / "log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                [*command, *options],
                env=os.environ | desk.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        try:
            _await(port, process, log)
            query = urlencode({"key": desk.key, "lang": language})
            yield f"http://{HOST}:{port}/?{query}", process
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers; raises NotStarted where it ends, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=5):
                return
        except OSError:  # refused: not up yet
            time.sleep(0.05)  # the pause between two looks
    raise NotStarted(log.read_text(errors="replace")[-LOG_END:])
