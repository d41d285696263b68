"""Who sees to it that all is made before visitors ask for it, and anew when data or day change."""

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from dashboard import store
from dashboard.monitoring import tell
from dashboard.monitoring.readiness import ALL_MADE
from dashboard.prerender.pages import Stopped, all_made, choices_made, make_all
from kzdata import clock

log = logging.getLogger(__name__)

Now = tuple[tuple, date]

PAUSE = 5  # seconds between two looks at the data and the day


class Keeper:
    """Looks after the edition in a thread of its own, as long as it is not stopped.

    What is to be made is made by a process of its own: pages are put together by Python, and two
    threads of one process share one processor, so that half a minute long visitors would wait.
    """

    def __init__(self, static: Path):
        self.static, self._stopped = static, Event()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop what is being made, and wait for that."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        made: Now | tuple[()] | None = None
        while not self._stopped.wait(0 if made is None else PAUSE):
            try:
                now = _now()
                if now != made:
                    ALL_MADE.clear()
                    begun = perf_counter()
                    self._make(now)
                    ALL_MADE.set()
                    took = round(perf_counter() - begun, 2)
                    tell(log, "all_made", "every page stands ready", seconds=took)
                    made = now
                    self._go_on(now)
            except Stopped:
                return
            except Exception:
                log.exception("pages cannot be made beforehand")
                made = made or ()

    def _make(self, now: Now) -> None:
        _, day = now
        if all_made(day):
            return
        self._by_process()
        if all_made(day):
            return
        # Without editions on disk this process has to make things for itself.
        make_all(self.static, day, self._stopped.is_set)
        # What is made by now lives long; Python need not look through it again and again.
        gc.collect()
        gc.freeze()

    def _go_on(self, now: Now) -> None:
        """Make what visitors may choose, as long as that is what they would choose from."""
        _, day = now
        if _wants_choices() and all_made(day) and not choices_made(day):
            self._by_process("--choices", wanted=lambda: _now() == now)

    def _by_process(self, *more: str, wanted: Callable[[], bool] = lambda: True) -> None:
        """Have things made into the edition, until it is done or nobody wants it any more."""
        command = [
            sys.executable,
            "-m",
            "dashboard.prerender",
            str(self.static),
            "--for-server",
            *more,
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin  # a pipe, as it is started
            looked = perf_counter()
            while process.poll() is None:
                if self._stopped.wait(0.2):
                    process.stdin.close()
                    process.wait()
                    raise Stopped
                if perf_counter() - looked > PAUSE:
                    looked = perf_counter()
                    if not wanted():
                        process.stdin.close()


def _wants_choices() -> bool:
    """`MAKE_CHOICES`, which is "yes" if it is not set; raises ValueError for a third word."""
    if (said := os.environ.get("MAKE_CHOICES", "yes")) not in ("yes", "no"):
        raise ValueError(f'MAKE_CHOICES is {said!r}; expected "yes" or "no"')
    return said == "yes"


def _now() -> Now:
    """What pages are made of: the data, and the day."""
    return store.condition().data.key, clock.today()
