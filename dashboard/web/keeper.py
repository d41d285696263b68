"""Who sees to it that all is made before visitors ask for it, and anew when data or day change."""

import gc
import logging
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from dashboard import shelf
from dashboard.monitoring import tell
from kzdata import clock

from .beforehand import Stopped, all_made, make_all

log = logging.getLogger(__name__)

PAUSE = 5  # seconds between two looks at the data and the day
ALL_MADE = Event()  # set while everything that can be made beforehand stands ready


class Keeper:
    """Looks after the stock in a thread of its own, as long as it is not stopped.

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
        made = None
        while not self._stopped.wait(0 if made is None else PAUSE):
            try:
                now = (shelf.condition().data.key, clock.today())
                if now != made:
                    ALL_MADE.clear()
                    begun = perf_counter()
                    self._make(now[-1])
                    ALL_MADE.set()
                    took = round(perf_counter() - begun, 2)
                    tell(log, "all_made", "every page stands ready", seconds=took)
                made = now
            except Stopped:
                return
            except Exception:
                log.exception("pages cannot be made beforehand")
                made = made or ()

    def _make(self, day: date) -> None:
        if all_made(self.static, day) or self._made_by_process(day):
            return
        # Without a stock on disk this process has to make things for itself.
        make_all(self.static, day, self._stopped.is_set)
        # What is made by now lives long; Python need not look through it again and again.
        gc.collect()
        gc.freeze()

    def _made_by_process(self, day: date) -> bool:
        command = [sys.executable, "-m", "dashboard.web", str(self.static), "--for-server"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            while process.poll() is None:
                if self._stopped.wait(0.2):
                    process.stdin.close()
                    process.wait()
                    raise Stopped
        return all_made(self.static, day)
