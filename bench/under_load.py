"""Who visits under load: live pages that act, and readers of pages without scripts."""

import asyncio
import itertools
import re
import statistics
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event

import brotli
import clients
from nginx_service import ask

from dashboard.addresses import PAGES, lite_path
from kzdata.schema.model import LANGUAGES

PROCESSES = 2
CHOOSING = "regions"  # the page whose choice is made again and again
EACH = 20  # seconds between two acts of a visitor
PACKED = "br, gzip"  # what every browser takes

Row = tuple[str, str, str]  # what was looked at, what is wanted, what was seen


@dataclass
class Seen:
    """What visitors saw: seconds of each act, and what went wrong how often.

    `bodies` are the different pages that were read at each address, where they are kept.
    """

    taken: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    bodies: dict[tuple[str, bytes], str] = field(default_factory=dict)

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


def reading(
    port: int,
    per_second: float,
    seconds: float | None = None,
    stop: Event | None = None,
    keeping: bool = False,
) -> Seen:
    """Readers of lite pages who come at an even pace, however long each waits for an answer.

    They come for so many seconds, or until a process that it is shared with says `stop`.
    """
    return asyncio.run(_reading(port, per_second, seconds, stop, keeping))


async def _reading(
    port: int, per_second: float, seconds: float | None, stop: Event | None, keeping: bool
) -> Seen:
    paths = [lite_path(page, language) for page in PAGES for language in LANGUAGES]
    seen, start = Seen(), time.monotonic()
    places = asyncio.Queue()
    for number in range(200):  # so many lines, each an address of its own
        places.put_nowait((number, None))

    async def one(path: str) -> None:
        place, line = await places.get()
        began, kept = time.perf_counter(), line is not None
        try:
            line = line or await _line(port, place)
            try:
                status, body = await _asked(line, path)
            except (OSError, EOFError):
                # Whoever keeps a line open may find it closed, and asks once more as browsers do.
                if not kept:
                    raise
                line = await _line(port, place)
                status, body = await _asked(line, path)
            seen.taken.append(time.perf_counter() - began)
            if status != 200:
                seen.failed[str(status)] += 1
            elif keeping and (known := (path, sha256(body).digest())) not in seen.bodies:
                seen.bodies[known] = brotli.decompress(body).decode()
        except (OSError, EOFError, ValueError) as error:
            seen.failed[type(error).__name__] += 1
            line = None
        places.put_nowait((place, line))

    async with asyncio.TaskGroup() as group:
        for number in itertools.count():
            if seconds is not None and number >= per_second * seconds:
                break
            if stop is not None and number % 100 == 0 and stop.is_set():
                break
            await asyncio.sleep(max(0.0, start + number / per_second - time.monotonic()))
            group.create_task(one(paths[number % len(paths)]))
    while not places.empty():
        _, line = places.get_nowait()
        if line:
            line[1].close()
    return seen


async def _line(port: int, place: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=source(1000 + place))


async def _asked(line: tuple, path: str) -> tuple[int, bytes]:
    """The status and the bytes of an answer, packed by brotli if it is a page."""
    reader, writer = line
    port = writer.get_extra_info("peername")[1]
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {PACKED}\r\n\r\n"
    writer.write(asked.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = int(re.search(r"(?i)content-length: (\d+)", head)[1])
    body = await reader.readexactly(length)
    return int(head.split(" ", 2)[1]), body


def all_made(port: int) -> None:
    """Wait until what is made beforehand is made: a service is not judged by its first minute."""
    while b'"all_made":true' not in ask(port, "/healthz").body:
        time.sleep(0.5)
