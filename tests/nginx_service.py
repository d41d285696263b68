"""nginx and processes of the dashboard as they are served: what the tests of the service share."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import ROOT, SERVED_AS

from deploy.serve import PLACES, free_ports

NGINX = shutil.which("nginx", path=PLACES)
PATIENCE = 60  # seconds; a state is awaited, never a time
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)

needs_nginx = pytest.mark.skipif(
    NGINX is None and not os.environ.get("REQUIRE_NGINX"),
    reason="no nginx on this machine and none could be installed",
)

needs_faketime = pytest.mark.skipif(
    FAKETIME is None and not os.environ.get("REQUIRE_NGINX"),
    reason="no libfaketime on this machine and none could be installed",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port, path, source="127.0.0.1", method="GET", **headers):
    """What a reader at an address of the loopback is answered; names of headers with _ for -."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(source, 0))
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, headers=named)
        answer = line.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        line.close()


def awaited(state, what):
    """The first answer of `state` that is true; fails if there is none in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := state():
            return found
        time.sleep(0.05)  # the pause between two looks, not a wait for a time
    raise AssertionError(f"not after {PATIENCE} seconds: {what}")


@dataclass(frozen=True)
class Served:
    """The service on loopback: its supervisor, its port and what it has said so far."""

    supervisor: subprocess.Popen
    port: int
    said: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def folder(self):
        return Path(re.search(r"logs of nginx in (\S+)", self.said.read_text())[1])

    def process(self, number):
        """The id of the process of a number, as it was last started."""
        return int(re.findall(rf"process {number} started as (\d+)", self.said.read_text())[-1])

    @property
    def nginx(self):
        return int(re.findall(r"nginx started as (\d+)", self.said.read_text())[-1])

    @property
    def visits(self):
        """What nginx has logged."""
        lines = (self.folder / "access.log").read_text().splitlines()
        return [json.loads(line) for line in lines]

    @property
    def ports(self):
        """Those of the processes."""
        configuration = (self.folder / "nginx.conf").read_text()
        upstream = r"server 127\.0\.0\.1:(\d+) max_fails=1 fail_timeout=5s;"
        return [int(port) for port in re.findall(upstream, configuration)]

    def all_healthy(self):
        """Wait until every process answers, each by its own port."""
        for port in self.ports:
            awaited(lambda port=port: _answers(port), f"a healthy process at {port}")


def _answers(port):
    with suppress(OSError, http.client.HTTPException):
        return ask(port, "/healthz").status == 200


@contextmanager
def service(log, processes=2, **environment):
    """The service as `make serve` begins it; yields it when all processes are healthy."""
    assert NGINX, "REQUIRE_NGINX is set and there is no nginx"
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "deploy.serve", "--processes", str(processes)]
    with log.open("w") as out:
        supervisor = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            env=os.environ | {"SITE_ADDRESS": SERVED_AS} | environment,
        )
        served = Served(supervisor, port, log)
        try:
            awaited(lambda: "are healthy" in log.read_text(), f"healthy: {log.read_text()}")
            yield served
        finally:
            with suppress(ProcessLookupError):
                supervisor.send_signal(signal.SIGCONT)
            supervisor.terminate()
            supervisor.wait(40)


class Clock:
    """A clock that a service reads, told by a file: right, or ahead.

    Python reads it by a library of its own, for libfaketime holds up its locks and pauses; nginx,
    which has none, by libfaketime.
    """

    def __init__(self):
        assert FAKETIME, "REQUIRE_NGINX is set and there is no libfaketime"
        self.folder = TemporaryDirectory(prefix="kz-air-clock-")

    def __enter__(self):
        folder = Path(self.folder.name)
        folder.chmod(0o755)  # the workers of nginx are another user
        self.file, nginx = folder / "clock", folder / "nginx"
        self.ahead(timedelta())
        faked = {
            "LD_PRELOAD": FAKETIME,
            "FAKETIME_TIMESTAMP_FILE": self.file,
            "FAKETIME_CACHE_DURATION": 1,
            "FAKETIME_DONT_FAKE_MONOTONIC": 1,
            "NO_FAKE_STAT": 1,
        }
        exports = " ".join(f"{name}={value}" for name, value in faked.items())
        passed = " ".join(f"env {name};" for name in faked)  # its workers know no others
        call = f'exec {NGINX} "$@" -g "daemon off; {passed}"'
        nginx.write_text(f"#!/bin/sh\nexport {exports}\n{call}\n")
        nginx.chmod(0o755)
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    @property
    def environment(self):
        return {
            "CLOCK_FILE": str(self.file),
            "PYTHONPATH": str(ROOT / "tests" / "clock"),
            "PATH": f"{self.file.parent}{os.pathsep}{os.environ['PATH']}",
        }

    def ahead(self, time):
        """Set it that far ahead of the right time."""
        self.file.write_text(f"+{time.total_seconds():.0f}")


def lives(process):
    """Whether a process runs; one that has ended and was not yet asked why does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
