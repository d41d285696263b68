"""A process of its own that draws: the converter holds Python's lock for as long as it works.

One picture takes up to a second; drawn in the server, it would stop every visitor for as long. The
process ends when the server does, whatever ends it, and is started anew when it has died. What it
says by itself is told in the server's log.
"""

import json
import logging
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Thread
from typing import IO

from dashboard.monitoring import tell
from dashboard.monitoring.metrics import DRAWING_SECONDS
from dashboard.render.worker_process import __file__ as PEN
from dashboard.render.worker_process import receive, send

log = logging.getLogger(__name__)


class NotDrawn(Exception):
    """The converter refused, or died of, what it was given."""


class Painter:
    """Draws in its process, one thing at a time; starts it when it is first needed."""

    def __init__(self):
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, if none is alive, without waiting until it is ready."""
        with self._lock:
            self._alive()

    def draw(self, task: str, *given: object) -> bytes:
        """The answer of a task of TASKS; raises NotDrawn."""
        with self._lock:
            process = self._alive()
            assert process.stdin and process.stdout  # pipes, as it is started
            try:
                with DRAWING_SECONDS.labels(task).time():
                    send(process.stdin, json.dumps([task, *given]).encode())
                    state, *_ = answer = receive(process.stdout)
            except (OSError, EOFError, ValueError) as error:
                process.kill()
                raise NotDrawn(f"{task}: the process that draws has died") from error
        if state:
            raise NotDrawn(answer[1:].decode())
        return answer[1:]

    def close(self) -> None:
        """End the process, if there is one, and wait until it has gone."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if (process := self._process) is not None:
            assert process.stdin and process.stdout
            with suppress(OSError):
                process.stdin.close()
            process.wait()
            process.stdout.close()
            self._process = None

    def _alive(self) -> subprocess.Popen:
        if self._process is not None and (status := self._process.poll()) is not None:
            self._end()
            tell(log, "painter_restarted", "the process that draws had died", status=status)
        if self._process is None:
            pipe, call = subprocess.PIPE, [sys.executable, PEN]
            self._process = subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe)
            Thread(target=repeat, args=[self._process.stderr], daemon=True).start()
        return self._process


def repeat(said: IO[bytes]) -> None:
    """Tell the log, line by line, what a process says."""
    with said:
        for line in said:
            tell(log, "painter_said", line.decode(errors="replace").rstrip())
