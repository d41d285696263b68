"""Where an nginx serves, and what stands behind it: all that differs from place to place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

STATE, LOGS, PID = Path("/var/lib/nginx"), Path("/var/log/nginx"), Path("/run/nginx.pid")
EVERYWHERE = ("", "[::]:")  # IPv4 and IPv6


@dataclass(frozen=True)
class Tls:
    """The folder of `fullchain.pem` and `privkey.pem`, and where those come who begin unencrypted.

    `challenges` is the folder in which a certificate authority looks for proof of the name.
    """

    folder: Path
    plain: tuple[str, ...] = tuple(f"{host}80" for host in EVERYWHERE)
    challenges: Path = Path("/var/www/html")


@dataclass(frozen=True)
class Front:
    """An nginx in front of `processes` (host:port), listening at `listen`, known by `names`.

    `port` is what stands behind the name in its addresses, if anything. `files` is how many the
    workers may hold open. Its folders are there before it starts.
    """

    processes: tuple[str, ...]
    listen: tuple[str, ...]
    names: tuple[str, ...]
    port: int | None = None
    tls: Tls | None = None
    user: str | None = "www-data"
    files: int = 32768
    state: Path = STATE
    logs: Path = LOGS
    pid: Path = PID

    def __post_init__(self):
        if not self.processes:
            raise ValueError("nginx needs at least one process behind it, as 127.0.0.1:8501")


def trial(processes: Sequence[str], port: int, folder: Path, user: str | None, files: int) -> Front:
    """On loopback, with all that it writes in one folder."""
    return Front(
        tuple(processes),
        (f"127.0.0.1:{port}",),
        ("127.0.0.1", "localhost"),
        port,
        user=user,
        files=files,
        state=folder,
        logs=folder,
        pid=folder / "nginx.pid",
    )


def public(processes: Sequence[str], name: str, certificate: Path) -> Front:
    """On the open internet, at the usual ports, under one name."""
    listen = tuple(f"{host}443" for host in EVERYWHERE)
    return Front(tuple(processes), listen, (name,), tls=Tls(certificate))
