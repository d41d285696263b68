"""Whether the service holds: `make soak`, which takes some twenty minutes.

`load` is two processes behind nginx with hundreds of live pages and readers without scripts;
`sessions` is one process that thousands of visitors come to and leave. Prints what was seen beside
what is wanted, and writes it as a section of docs/performance.md.
"""

import argparse
import asyncio
import itertools
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import clients
from front import Served, ask, service
from subjects import APP, ROOT, megabytes, serving

from dashboard.i18n import LANGUAGES
from dashboard.pages import PAGES, lite_path
from kzdata import clock

PAGE = ROOT / "docs" / "performance.md"
SECTION = re.compile(r"<!-- soak -->.*?<!-- /soak -->\n", re.DOTALL)

PROCESSES = 2
CHOOSING = "regions"  # the page whose choice is made again and again
EACH = 20  # seconds between two acts of a visitor
LOOK = 5  # seconds between two looks at the memory
LATE = 0.6  # the part of the time after which memory should not grow any more
AT_ONCE = 8  # short sessions

MOST_SECONDS, MOST_GROWTH, MOST_AFTER = 0.5, 0.05, 0.15

Row = tuple[str, str, str]  # what was looked at, what is wanted, what was seen


@dataclass
class Seen:
    """What visitors saw: seconds of each act, and what went wrong how often."""

    taken: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        slow = statistics.quantiles(self.taken, n=100)
        times = (statistics.median(self.taken), slow[94], slow[98])
        return "{:.0f} / {:.0f} / {:.0f} ms of {:,}".format(
            *(1000 * t for t in times), len(self.taken)
        )


def source(number: int) -> tuple[str, int]:
    """An address of the loopback for each visitor: what is limited, is limited for each address."""
    return f"127.77.{number // 250}.{number % 250 + 1}", 0


# Live pages.


async def acting(address: str, visitors: int, seconds: float) -> Seen:
    """Visitors who open a page one after another, then each act every EACH seconds."""
    seen, end = Seen(), time.monotonic() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(EACH * number / visitors)
        async with AsyncExitStack() as stack:
            cookie = {"cookie": f"process={number % PROCESSES + 1}"}
            there = {"local_addr": source(number), "additional_headers": cookie}
            visitor = await clients.opened(stack, address, CHOOSING, **there)
            for choice in itertools.count(number):
                if time.monotonic() >= end:
                    return
                try:
                    seen.taken.append(await visitor.choose(choice))
                except Exception as error:
                    seen.failed[type(error).__name__] += 1
                    return
                await asyncio.sleep(EACH - seen.taken[-1] % EACH)

    came = await asyncio.gather(*map(one, range(visitors)), return_exceptions=True)
    seen.failed.update(type(error).__name__ for error in came if error is not None)
    return seen


# Readers without scripts.


def reading(port: int, per_second: float, seconds: float) -> Seen:
    """Readers of lite pages who come at an even pace, however long each waits for an answer."""
    return asyncio.run(_reading(port, per_second, seconds))


async def _reading(port: int, per_second: float, seconds: float) -> Seen:
    paths = [lite_path(page, language) for page in PAGES for language in LANGUAGES]
    seen, start, count = Seen(), time.monotonic(), int(per_second * seconds)
    places = asyncio.Queue()
    for number in range(200):  # so many lines, each an address of its own
        places.put_nowait((number, None))

    async def one(number: int) -> None:
        place, line = await places.get()
        began = time.perf_counter()
        try:
            line = line or await _line(port, place)
            status = await _asked(line, paths[number % len(paths)])
            seen.taken.append(time.perf_counter() - began)
            if status != 200:
                seen.failed[str(status)] += 1
        except (OSError, EOFError, ValueError) as error:
            seen.failed[type(error).__name__] += 1
            line = None
        places.put_nowait((place, line))

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(0.0, start + number / per_second - time.monotonic()))
            group.create_task(one(number))
    while not places.empty():
        _, line = places.get_nowait()
        if line:
            line[1].close()
    return seen


async def _line(port: int, place: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=source(1000 + place))


async def _asked(line: tuple, path: str) -> int:
    """The status of an answer, read to its end."""
    reader, writer = line
    port = writer.get_extra_info("peername")[1]
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br, gzip\r\n\r\n"
    writer.write(asked.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = int(re.search(r"(?i)content-length: (\d+)", head)[1])
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1])


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
        _all_made(served.port)
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


def _all_made(port: int) -> None:
    """Wait until what is made beforehand is made: a service is not judged by its first minute."""
    while b'"all_made":true' not in ask(port, "/healthz").body:
        time.sleep(0.5)


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


def section(rows: list[Row], about: Mapping[str, str]) -> str:
    """What was seen beside what is wanted, as it stands in docs/performance.md."""
    said = "; ".join(f"{name}: {text}" for name, text in about.items())
    lines = ["<!-- soak -->", "## Under load", "", f"By `make soak`. {said}.", ""]
    lines += ["| | wanted | seen |", "| :-- | :-- | :-- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "<!-- /soak -->", ""])


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--only", choices=("load", "sessions"), help="one of the two")
    asks.add_argument("--quick", action="store_true", help="short, to try it; writes nothing")
    asked = asks.parse_args()
    about = {
        "Day": clock.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, on which the visitors run as well",
        "other work": f"load of {os.getloadavg()[0]:.1f} before",
    }
    parts = {
        "load": lambda: load(40, 50, 30) if asked.quick else load(500, 300, 300),
        "sessions": lambda: sessions(50, 200) if asked.quick else sessions(500, 20_000),
    }
    rows: list[Row] = []
    for name, measure in parts.items():
        if asked.only in (None, name):
            for row in measure():
                print(" | ".join(row), flush=True)
                rows.append(row)
    if asked.only is None and not asked.quick:
        text, before = section(rows, about), PAGE.read_text(encoding="utf-8")
        whole = SECTION.sub(lambda _: text, before)
        PAGE.write_text(whole if SECTION.search(before) else f"{before}\n{text}", "utf-8")


if __name__ == "__main__":
    main()
