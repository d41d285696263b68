"""Whether the service holds: `make soak`, which takes two hours.

`load` is two processes behind nginx with hundreds of live pages and readers without scripts;
`sessions` is one process that thousands of visitors come to and leave; `faults` are injected under
the load; `edition` is the whole static edition, written and read. Prints what was seen beside what
is wanted, and writes each part that was measured as a section of docs/performance.md.
"""

import argparse
import asyncio
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))  # deploy/ is no package that is installed
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import clients
import faults
from edition import edition
from nginx_service import Served, service
from subjects import APP, ROOT, megabytes, serving
from under_load import EACH, PROCESSES, Row, Seen, acting, all_made, reading

from dashboard.addresses import PAGES
from kzdata import clock

PAGE = ROOT / "docs" / "performance.md"

LOOK = 5  # seconds between two looks at the memory
LATE = 0.6  # the part of the time after which memory should not grow any more
AT_ONCE = 8  # short sessions

MOST_SECONDS, MOST_GROWTH, MOST_AFTER = 0.5, 0.05, 0.15

# Memory.


def of_processes(served: Served) -> float:
    """Megabytes of all processes, each fairly shared, without those that draw."""
    pids = [served.process(number) for number in range(1, PROCESSES + 1)]
    return sum(megabytes(pid, "Pss") for pid in pids)


async def watched(served: Served, seconds: float) -> list[float]:
    """The memory at each look."""
    found = []
    for _ in range(int(seconds / LOOK)):
        await asyncio.sleep(LOOK)
        found.append(await asyncio.to_thread(of_processes, served))
    return found


def growth(found: list[float]) -> float:
    """How much more at the end than when the last part of the time began, of that.

    Each is the median of some looks.
    """
    late = found[int(len(found) * (1 - LATE)) :]
    few = max(1, len(late) // 6)
    before, after = statistics.median(late[:few]), statistics.median(late[-few:])
    return after / before - 1


# What is asked.


def load(visitors: int, per_second: float, seconds: float) -> Iterator[Row]:
    """Live pages and readers at once, on two processes behind nginx."""
    with TemporaryDirectory() as folder, service(Path(folder) / "log", PROCESSES) as served:
        all_made(served.port)
        with ProcessPoolExecutor(1) as apart:
            readers = apart.submit(reading, served.port, per_second, seconds)
            live, memory = asyncio.run(_both(served, visitors, seconds))
            lite = readers.result()
    who = (
        f"{visitors} live pages, each acting every {EACH} s, {PROCESSES} processes, {seconds:.0f} s"
    )
    yield (
        f"{who}: acts, median / 95 % / 99 %",
        f"95 % under {1000 * MOST_SECONDS:.0f} ms",
        live.told(),
    )
    yield "the same: failures", "none", _failures(live)
    yield f"{per_second:.0f} lite pages a second meanwhile: median / 95 % / 99 %", "", lite.told()
    yield "the same: failures", "none", _failures(lite)
    late = f"growth over the last {LATE * seconds:.0f} s"
    told = f"{growth(memory):+.1%}, {memory[0]:.0f} to {memory[-1]:.0f} MB"
    yield f"memory of the processes: {late}", f"at most {MOST_GROWTH:.0%}", told


async def _both(served: Served, visitors: int, seconds: float) -> tuple[Seen, list[float]]:
    return await asyncio.gather(acting(served.address, visitors, seconds), watched(served, seconds))


def _failures(seen: Seen) -> str:
    return ", ".join(f"{what} {count}" for what, count in seen.failed.items()) or "none"


def sessions(first: int, count: int) -> Iterator[Row]:
    """One process that many visitors come to, look at one page, and leave."""
    with serving(APP) as served:
        served.await_all_made()
        began = time.monotonic()
        failed = asyncio.run(_coming(served.address, first))
        before = served.memory()["resident"]
        failed += asyncio.run(_coming(served.address, count - first))
        after = served.memory()["resident"]
        seconds = time.monotonic() - began
    what = f"{count:,} short sessions of one process in {seconds:.0f} s"
    told = f"{after / before - 1:+.1%}, {before:.0f} to {after:.0f} MB"
    yield f"{what}: memory beside that after {first}", f"at most {MOST_AFTER:.0%} more", told
    yield "the same: failures", "none", ", ".join(f"{k} {n}" for k, n in failed.items()) or "none"


async def _coming(address: str, count: int) -> Counter[str]:
    failed, numbers = Counter(), iter(range(count))

    async def one_after_another() -> None:
        for number in numbers:
            try:
                async with AsyncExitStack() as stack:
                    page = PAGES[number % len(PAGES)]
                    await clients.opened(stack, address, "" if page == PAGES[0] else page)
            except Exception as error:
                failed[type(error).__name__] += 1

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return failed


PARTS = {
    "load": ("Under load", lambda: load(500, 300, 300), lambda: load(40, 50, 30)),
    "sessions": ("Many short visits", lambda: sessions(500, 20_000), lambda: sessions(50, 200)),
    "faults": (
        "Faults under load",
        lambda: faults.faults(500, 300, 20),
        lambda: faults.faults(40, 50, 2),
    ),
    "edition": ("The static edition", lambda: edition("all", 30), lambda: edition("none", 2)),
}


def section(name: str, rows: list[Row], about: Mapping[str, str]) -> str:
    """A part, what was seen beside what is wanted, as it stands in docs/performance.md."""
    said = "; ".join(f"{what}: {text}" for what, text in about.items())
    lines = [f"<!-- soak {name} -->", f"## {PARTS[name][0]}", "", f"By `make soak`. {said}.", ""]
    lines += ["| | wanted | seen |", "| :-- | :-- | :-- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, f"<!-- /soak {name} -->", ""])


def kept(text: str, name: str, before: str) -> str:
    """The page with a section that takes the place of an earlier one, or stands at the end."""
    earlier = re.compile(rf"<!-- soak {name} -->.*?<!-- /soak {name} -->\n", re.DOTALL)
    if earlier.search(before):
        return earlier.sub(lambda _: text, before)
    return f"{before}\n{text}"


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--only", choices=PARTS, help="one of them")
    asks.add_argument("--quick", action="store_true", help="short, to try it; writes nothing")
    asked = asks.parse_args()
    about = {
        "Day": clock.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, on which the visitors run as well",
        "other work": f"load of {os.getloadavg()[0]:.1f} before",
    }
    for name, (_, whole, short) in PARTS.items():
        if asked.only in (None, name):
            rows = []
            for row in (short if asked.quick else whole)():
                print(" | ".join(row), flush=True)
                rows.append(row)
                if not asked.quick:  # after each: what takes an hour may be cut off
                    before = PAGE.read_text(encoding="utf-8")
                    PAGE.write_text(kept(section(name, rows, about), name, before), "utf-8")


if __name__ == "__main__":
    main()
