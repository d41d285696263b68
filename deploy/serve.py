"""`python -m deploy.serve`: nginx and several processes of the dashboard on loopback, watched.

For trying what the public service is; there systemd watches the processes. Whatever ends is started
again. Ctrl-C or SIGTERM ends all of it, and what it wrote is gone.
"""

import argparse
import asyncio
import ctypes
import os
import pwd
import resource
import shutil
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.healthy import health
from deploy.nginx import render, trial

# Debian has nginx where the shells of ordinary users do not look.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
NO_NGINX = """\
No nginx found in PATH, /usr/sbin or /usr/local/sbin.
On Debian: apt-get install nginx-light (its own service need not run).
One process without nginx: make run
"""
GRACE = 10  # seconds in which a process may end by itself
SET = 1  # a clock that jumps by more seconds was set, and not kept right
SHORT, PAUSE = 5, 2  # who has lived less than so many seconds waits so many for the next try
# Seconds until a process that has ended is started again, if others live: its readers come back to
# these, and one that starts would take a core from them.
GIVE_WAY = 5


def main(asked: list[str] | None = None) -> int:
    """Serve until told to end; 1 if that cannot begin, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(prog="python -m deploy.serve", description=__doc__)
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--port", type=int, default=8501)
    call = parser.parse_args(asked)
    if call.processes < 1:
        parser.error(f"--processes: at least 1 is needed, not {call.processes}")
    nginx = shutil.which("nginx", path=PLACES)
    if nginx is None:
        print(NO_NGINX, end="", file=sys.stderr)
        return 1
    if not is_free(call.port):
        print(f"Port {call.port} is in use: name another, PORT=8600", file=sys.stderr)
        return 1
    # What is made beforehand is made for one address: here for that of this machine alone.
    os.environ["SITE_ADDRESS"] = os.environ.get("SITE_ADDRESS") or f"http://127.0.0.1:{call.port}"
    with TemporaryDirectory(prefix="kz-air-") as folder:
        return asyncio.run(serve(nginx, call.processes, call.port, Path(folder)))


async def serve(nginx: str, count: int, port: int, folder: Path) -> int:
    """All of it, until the first signal to end."""
    ports = free_ports(count)
    configuration = folder / "nginx.conf"
    configuration.write_text(configured(ports, port, folder), encoding="utf-8")
    folder.chmod(0o755)  # the workers of nginx may be another user

    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    front = [nginx, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"]
    tasks, living = [asyncio.create_task(kept_alive("nginx", front, set()))], set()
    for number, own in enumerate(ports, 1):
        one = kept_alive(f"process {number}", dashboard(own), living)
        tasks.append(asyncio.create_task(one))
    tasks.append(asyncio.create_task(told(ports, port, folder)))
    tasks.append(asyncio.create_task(mindful_of_the_clock(folder)))
    await ended.wait()
    say("ending")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return 0


def configured(ports: Sequence[int], port: int, folder: Path) -> str:
    """The configuration of nginx; its workers give up what rights we have."""
    user = "www-data" if os.geteuid() == 0 and _exists("www-data") else None
    files = min(32768, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    processes = [f"127.0.0.1:{own}" for own in ports]
    return render(trial(processes, port, folder, user, files))


def _exists(user: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(user))
    return False


def dashboard(port: int) -> list[str]:
    """The call of one process, as deploy/systemd/kz-air@.service has it."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    return [*command, "--server.port", str(port), "--server.address", "127.0.0.1"]


async def kept_alive(name: str, command: Sequence[str], living: set[str]) -> None:
    """Run a command, anew after each end, until this task is cancelled; then end it.

    `living` holds the names of all that do the same work and run now.
    """
    clock = asyncio.get_running_loop().time
    while True:
        begun = clock()
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.DEVNULL,  # Streamlit names an address that is not ours
            start_new_session=True,  # a Ctrl-C of the terminal is for us to pass on
            preexec_fn=_end_with_us,
        )
        say(f"{name} started as {process.pid}")
        living.add(name)
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            await _ended(process)
            raise
        say(f"{name} ended, {_why(status)}; it is started again")
        living.discard(name)
        await asyncio.sleep(GIVE_WAY if living else PAUSE if clock() - begun < SHORT else 0)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End a process: asked first, killed if it does not listen."""
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _end_with_us() -> None:
    """Have the kernel end this process when its parent is gone, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _why(status: int) -> str:
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with {status}"


async def mindful_of_the_clock(folder: Path) -> None:
    """Have nginx forget what it has seen whenever the clock is set back, until this is cancelled.

    It counts from the hour at which it saw something: pages of a wrong day would hold until that
    day comes, and a process that was away then would not be asked before.
    """
    measured = asyncio.get_running_loop().time
    ahead = time.time() - measured()
    while True:
        await asyncio.sleep(1)
        before, ahead = ahead, time.time() - measured()
        if ahead - before > SET:
            say("the clock was set forward")
        if before - ahead > SET:
            say("the clock was set back: nginx forgets what it has seen")
            for kept in (folder / "cache").rglob("*"):
                if kept.is_file():
                    kept.unlink(missing_ok=True)
            os.kill(int((folder / "nginx.pid").read_text()), signal.SIGHUP)


async def told(ports: Sequence[int], port: int, folder: Path) -> None:
    """Say where the dashboard is as soon as one process answers, and when all do."""
    waiting = [asyncio.create_task(_healthy(own)) for own in ports]
    for count, each in enumerate(asyncio.as_completed(waiting), 1):
        await each
        if count == 1:
            say(f"http://127.0.0.1:{port} serves; logs of nginx in {folder}")
    say(f"all {len(ports)} processes are healthy; Ctrl-C ends them")


async def _healthy(port: int) -> None:
    while await asyncio.to_thread(health, f"http://127.0.0.1:{port}") is None:
        await asyncio.sleep(0.2)


def is_free(port: int) -> bool:
    """Whether one may listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """So many ports of the loopback that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
