"""What faults cost those who read meanwhile: each is injected again and again under load.

Every page that a reader gets, and every part that a live page is sent, is held against what this
program makes of the published data by itself.
"""

import asyncio
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from multiprocessing import Manager
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import clients
import pyarrow.compute as pc
import pyarrow.parquet as pq
from nginx_service import Clock, Served, ask, awaited, service
from s3_server import SURROUNDINGS, Bucket, Line, address, files_of, s3_server
from under_load import CHOOSING, EACH, PACKED, PROCESSES, Row, Seen, all_made, reading, source
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from dashboard import store
from dashboard.addresses import PAGES, lite_path
from dashboard.html import Place, figure_parts, lite_page, wished_choices
from dashboard.page_contents import figures_of
from kzdata import TABLES, clock
from kzdata.schema.model import LANGUAGES

SITE = "http://127.0.0.1"
MOST_BACK = 5  # seconds until the page of a lost session is there again
AGAIN = 0.5  # seconds after which a browser tries to come back, and between two tries
YEAR = timedelta(days=365)
OUTAGE = 60  # seconds for which the place of the data is gone
ROOM = 2  # megabytes of the disk that fills up
BLOCK = 4096  # bytes, of which a disk in memory gives a file a whole number
BLOCKS_OF_UPDATE = 4  # with fewer an update cannot be written

CARD = re.compile(r'<section class="card" id="card-(\w+)">.*?</section>', re.DOTALL)
NOTICE = re.compile(r'<p class="unavailable" role="status">.*?</p>', re.DOTALL)


# What may be read.


@dataclass(frozen=True)
class Truth:
    """What pages say on a day, made of the data of a folder.

    By address, the cards of each page without scripts and what stands around them; by the region
    that is chosen, what the live page is sent: words, tables, and what is drawn.
    """

    around: Mapping[str, str]
    cards: Mapping[str, frozenset[str]]
    live: Mapping[str, frozenset[str | bytes]]


def truth(folder: Path, day: date) -> Truth:
    """Made here and now, in a process that serves nobody."""
    os.environ |= {"KZDATA_DIR": str(folder), "SITE_ADDRESS": SITE}
    with store.one_version():
        pages = {
            lite_path(page, language): lite_page(
                Place(page, language, day, SITE, wished_choices(page, {}), lite=True)
            )
            for page in PAGES
            for language in LANGUAGES
        }
        return Truth(
            around={path: _around(html) for path, html in pages.items()},
            cards={path: frozenset(_cards(html).values()) for path, html in pages.items()},
            live=dict(_live(day)),
        )


def _live(day: date) -> Iterator[tuple[str, frozenset[str | bytes]]]:
    language = clients.LANGUAGE.removeprefix("lang=")
    for region in store.codes("region").values():
        choices = {**wished_choices(CHOOSING, {}), "region": region}
        place = Place(CHOOSING, language, day, SITE, choices)
        sent: set[str | bytes] = set()
        for id in figures_of(CHOOSING):
            above, below, table = figure_parts(id, place)
            sent |= {f'<div class="head">{above}</div>', f'<div class="foot">{below}</div>{table}'}
            chart = store.living(id, language, day, **choices)
            sent |= set(chart.spec["datasets"].values()) if chart else set()
        yield region, frozenset(sent)


def _cards(html: str) -> dict[str, str]:
    return {card[1]: card[0] for card in CARD.finditer(html)}


def _around(html: str) -> str:
    return NOTICE.sub("", CARD.sub("", html))


@dataclass
class Judged:
    """What was read that is not true, and what was left out because it could not be shown."""

    wrong: Counter[str] = field(default_factory=Counter)
    gaps: int = 0

    def page(self, path: str, html: str, truths: list[Truth]) -> None:
        """A page without scripts, held against all that has been true meanwhile."""
        if all(_around(html) != true.around[path] for true in truths):
            self.wrong[f"{path}: around the figures"] += 1
        for id, card in _cards(html).items():
            if NOTICE.search(card):
                self.gaps += 1
            elif all(card not in true.cards[path] for true in truths):
                self.wrong[f"{path}: {id}"] += 1

    def sent(self, region: str, part: str | bytes, count: int, truths: list[Truth]) -> None:
        """What live pages were sent so many times after a region was chosen."""
        if isinstance(part, str) and NOTICE.search(part):
            self.gaps += count
        elif all(part not in true.live[region] for true in truths):
            self.wrong[f"{region}: {part[:80]!r}"] += count


# Who lives through it.


class Resident(clients.Visitor):
    """A visitor who keeps what the last run has sent of figures.

    `cut` is whether it has not come to its end, `astray` whether it led to another place.
    """

    def __init__(self, socket, page: str):
        super().__init__(socket, page)
        self.parts: list[str | bytes] = []
        self.cut, self.astray = True, False

    async def run(self) -> float:
        self.parts.clear()
        self.cut, wanted = True, self.chosen
        taken = await super().run()
        self.cut = False
        self.astray = clients.LANGUAGE not in self.query or wanted not in ("", self.chosen)
        return taken

    def _seen(self, element) -> None:
        super()._seen(element)
        kind = element.WhichOneof("type")
        if kind == "html" and element.html.body.startswith(('<div class="head">', '<div class="f')):
            self.parts.append(element.html.body)
        elif kind == "vega_lite_chart":
            self.parts += [one.data.data for one in element.vega_lite_chart.datasets]


@dataclass
class Lived:
    """What residents lived through: seconds of acts, what failed, seconds until they were back.

    `away` are those whose line is lost now; `first` is how many were back before the second fault.
    """

    acts: list[float] = field(default_factory=list)
    away: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)
    first: int = 0
    elsewhere: int = 0  # acts that led to another language or another choice
    sent: Counter[tuple[str, str | bytes]] = field(default_factory=Counter)  # by the region chosen
    judged: Judged = field(default_factory=Judged)


async def resident(number: int, at: str, lived: Lived, over: asyncio.Event):
    """One who acts now and then, and whose browser comes back when the line is lost.

    As Streamlit's side in the browser does: the page stays on the screen, what it holds is kept,
    it connects anew, and asks for a run only if one was cut off. Readers keep their own time: else
    all whom one fault has kept waiting would act as one from then on.
    """
    there = {"local_addr": source(number), "origin": at, "subprotocols": ["streamlit"]}
    there["additional_headers"] = {"cookie": f"process={number % PROCESSES + 1}"}
    me, lost, act, due = None, None, number, time.monotonic() + EACH
    while not over.is_set():
        try:
            stream = at.replace("http", "ws", 1) + "/_stcore/stream"
            async with connect(stream, ping_interval=None, max_size=None, **there) as socket:
                me = me or Resident(socket, CHOOSING)
                me.socket = socket
                if me.cut:
                    await _ran(me, me.run(), lived)
                if lost is not None:
                    lived.back.append(time.monotonic() - lost)
                    lived.away -= 1
                    lost = None
                while not await _until(due, over, socket):
                    act += 1
                    due += EACH * max(1, math.ceil((time.monotonic() - due) / EACH))
                    lived.acts.append(await _ran(me, me.choose(act), lived))
        except (OSError, EOFError, TimeoutError, WebSocketException):
            if me is not None and not me.choice:  # cut off before there was anything to keep
                me = None
            if lost is None:
                lost = time.monotonic()
                lived.away += 1
            await asyncio.sleep(AGAIN)
        except RuntimeError as error:  # the page says that it has failed
            lived.failed[str(error)[:80]] += 1
            me = None
            await asyncio.sleep(AGAIN)


async def _ran(me: Resident, run, lived: Lived) -> float:
    taken = await run
    lived.elsewhere += me.astray
    lived.sent.update((me.chosen, part) for part in me.parts)
    return taken


async def _until(due: float, over: asyncio.Event, socket) -> bool:
    """Wait; whether it is over. Raises ConnectionError if the line is lost meanwhile."""
    ends = [asyncio.create_task(over.wait()), asyncio.create_task(socket.wait_closed())]
    try:
        left = max(0.0, due - time.monotonic())
        await asyncio.wait(ends, timeout=left, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
    if not over.is_set() and socket.close_code is not None:
        raise ConnectionError("the line was lost")
    return over.is_set()


# What is done to the service.


@dataclass(frozen=True)
class Fault:
    """Something that happens: how it begins and ends, and whether the service has noticed it.

    `lasts` are its seconds; `rests` are those between its end and the next; `updates` says whether
    other data are published when it ends.
    """

    name: str
    begin: Callable[[int], None]
    end: Callable[[], None] = lambda: None
    noticed: Callable[[], bool] | None = None
    lasts: float = 3
    rests: float = 3
    updates: bool = False


def of_processes(served: Served) -> Iterator[Fault]:
    def kill(number: int) -> None:
        os.kill(served.process(number % PROCESSES + 1), signal.SIGKILL)

    def reload(number: int) -> None:
        os.kill(served.nginx, signal.SIGHUP)

    yield Fault("a process killed", kill, served.all_healthy)
    yield Fault("nginx reloaded", reload)


def of_files(served: Served, folder: Path, data: Path) -> Iterator[Fault]:
    """What may happen to a Parquet file; each time to another table."""
    hit: list[Path] = []

    def harm(number: int, how: Callable[[Path], None]) -> None:
        hit[:] = [data / f"{list(TABLES)[number % len(TABLES)]}.parquet"]
        how(hit[0])

    def heal() -> None:
        (path,) = hit
        with suppress(FileNotFoundError):
            path.unlink()
        shutil.copy2(folder / path.name, path)

    def degraded() -> bool:
        told = [ask(port, "/healthz").body.decode() for port in served.ports]
        return all(f'"{hit[0].stem}"' in one and '"degraded"' in one for one in told)

    for name, how in HARMS.items():
        yield Fault(f"a Parquet file {name}", partial(harm, how=how), heal, degraded)


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _another_schema(path: Path) -> None:
    table = pq.read_table(path)
    pq.write_table(table.rename_columns([f"other_{name}" for name in table.column_names]), path)


def _unreadable(path: Path) -> None:
    """Not even by root, who may read what nobody else may."""
    if os.geteuid():
        path.chmod(0)
    else:
        path.unlink()
        path.symlink_to(path)


HARMS = {
    "truncated": _truncated,
    "emptied": lambda path: os.truncate(path, 0),
    "of another schema": _another_schema,
    "deleted": Path.unlink,
    "unreadable": _unreadable,
}


def of_disk(data: Path) -> Fault:
    """Each time an update that finds no room for one of its steps, and is done again with room."""
    filler, changed = data / "filler", data.parent / "changed.parquet"
    ended: list[int] = []
    before = pq.read_table(data / "metal_prices.parquet")
    at = before.column_names.index("usd_per_kg")
    update = [sys.executable, "-m", "kzdata", "update", "metal_prices", str(changed), "--yes"]
    update += ["--data", str(data), "--reason", "a full disk", "--by", "the soak"]

    def without_room(number: int) -> None:
        prices = pc.add(before.column(at), number + 1)
        pq.write_table(before.set_column(at, before.field(at), prices), changed)
        free = shutil.disk_usage(data).free
        filler.write_bytes(b"x" * (free - BLOCK * (number % BLOCKS_OF_UPDATE)))
        ended.append(subprocess.run(update, capture_output=True).returncode)
        filler.unlink()

    def with_room() -> None:
        subprocess.run(update, capture_output=True, check=True)

    name = "the disk full while an update writes"
    return Fault(name, without_room, with_room, lambda: ended[-1] != 0, updates=True)


# How it is measured.


def under(
    fault: Fault,
    times: int,
    served: Served,
    visitors: int,
    per_second: float,
    true: Callable[[], Truth],
    also: Iterable[Truth] = (),
):
    """Inject a fault some times under load: what residents and readers lived through.

    `true` tells what the published data say now; `also` is true while the fault lasts.
    """
    truths = [true(), *also]

    def inject(lived: Lived) -> int:
        noticed = 0
        for number in range(times):
            fault.begin(number)
            time.sleep(fault.lasts)  # how long a fault lasts is what is chosen here
            noticed += bool(fault.noticed and fault.noticed())
            fault.end()
            if fault.updates:
                truths.append(true())
            time.sleep(fault.rests)
            awaited(lambda: lived.away == 0, "all are back")  # before the next comes
            lived.first = len(lived.back) if number == 0 else lived.first
        return noticed

    async def all_of_it() -> tuple[Lived, int]:
        lived, over = Lived(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for number in range(visitors):
                group.create_task(resident(number, served.address, lived, over))
                await asyncio.sleep(EACH / 500)
            noticed = await asyncio.to_thread(inject, lived)
            over.set()
        return lived, noticed

    with Manager() as manager, ProcessPoolExecutor(1) as apart:
        stop = manager.Event()
        readers = apart.submit(reading, served.port, per_second, stop=stop, keeping=True)
        try:
            lived, noticed = asyncio.run(all_of_it())
        finally:
            stop.set()
        read = readers.result()
    # Not before now: of what has just been published the truth is made only after it was shown.
    for (region, part), count in lived.sent.items():
        lived.judged.sent(region, part, count, truths)
    for (path, _), html in read.bodies.items():
        lived.judged.page(path, html, truths)
    afterwards = true()
    for path in afterwards.around:
        answer = ask(served.port, path, accept_encoding=PACKED)
        lived.judged.page(path, brotli.decompress(answer.body).decode(), [afterwards])
    return lived, read, noticed


def told(fault: Fault, times: int, lived: Lived, read, noticed: int) -> Row:
    """One fault as a row: what was wanted, and what was seen."""
    judged = lived.judged
    wrong = ", ".join(f"{what} {count}" for what, count in judged.wrong.items()) or "none"
    parts = [f"wrong numbers: {wrong}", f"gaps: {judged.gaps}"]
    if fault.noticed:
        parts.append(f"noticed {noticed} times")  # by the service, or by who wrote
    failed = lived.failed + read.failed
    asked = len(lived.acts) + len(read.taken)
    said = ", ".join(f"{what} {count}" for what, count in failed.items()) or "none"
    parts.append(f"failed of {asked:,} requests: {said}")
    if len(lived.acts) > 1:
        parts.append(f"acts, median / 95 % / 99 %: {Seen(lived.acts).told()}")
    if lived.back:
        times_back = f"{statistics.median(lived.back):.1f} s, at most {max(lived.back):.1f} s"
        parts.append(f"{len(lived.back):,} sessions lost and back in {times_back}")
    if lived.first:  # when each process had its share; from then on one of them has all sessions
        slowest = max(lived.back[: lived.first])
        parts.append(f"the first time {lived.first:,}, at most {slowest:.1f} s")
    parts.append(f"acts that led elsewhere: {lived.elsewhere}")
    wanted = f"no wrong number; lost sessions back within {MOST_BACK} s in the same place"
    return f"{fault.name}, {times} times", wanted, "; ".join(parts)


def faults(visitors: int, per_second: float, times: int, only: str = "") -> Iterator[Row]:
    """All faults, one after another."""
    with on_small_disk() as (folder, data):
        environment = {"KZDATA_DIR": str(data), "SITE_ADDRESS": SITE}
        with truths_of() as true, service(folder / "log", PROCESSES, **environment) as served:
            all_made(served.port)
            kept = folder / "kept"
            shutil.copytree(data, kept)
            of_all = [*of_processes(served), *of_files(served, kept, data)]
            of_all.append(of_disk(data))
            for fault in of_all:
                if only in fault.name:
                    seen = under(fault, times, served, visitors, per_second, partial(true, data))
                    yield told(fault, times, *seen)
    if only in PLACE_GONE:
        yield from place_gone(visitors, per_second, times)
    if only in CLOCK:
        yield from clock_forward(visitors, per_second, times)


@contextmanager
def on_small_disk() -> Iterator[tuple[Path, Path]]:
    """A folder, and in it the data on a disk of their own that is soon full."""
    with TemporaryDirectory(prefix="kz-air-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = folder / "disk"
        data.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(data)]
        subprocess.run(mount, check=True)
        try:
            shutil.copytree(Path(__file__).parent.parent / "data", data, dirs_exist_ok=True)
            yield folder, data
        finally:
            subprocess.run(["umount", str(data)], check=True)


@contextmanager
def truths_of() -> Iterator[Callable[..., Truth]]:
    """Truths, today's or of a day, are made in a process of their own, which serves nobody."""
    with ProcessPoolExecutor(1) as apart:
        yield lambda data, day=None: apart.submit(truth, data, day or clock.today()).result()


PLACE_GONE = f"the place of the data gone for {OUTAGE} s"


def place_gone(visitors: int, per_second: float, times: int) -> Iterator[Row]:
    """An S3 server that cannot be reached; what was last fetched is served."""
    data = Path(__file__).parent.parent / "data"
    os.environ |= SURROUNDINGS  # whoever writes there says who it is
    with TemporaryDirectory(prefix="kz-air-faults-") as name, truths_of() as true:
        folder = Path(name)
        with s3_server(folder / "s3.log") as port:
            Bucket(port).put(data, *files_of(data))
            line = Line(port)
            environment = {"KZDATA_DIR": address(line.port), "SITE_ADDRESS": SITE}
            environment |= {"KZDATA_CACHE": name, "KZDATA_LOOK_EVERY": "5"}
            with service(folder / "log", PROCESSES, **environment) as served:
                all_made(served.port)

                def gone() -> bool:
                    told = [ask(port, "/healthz").body for port in served.ports]
                    return all(b'"reachable":false' in one for one in told)

                fault = Fault(PLACE_GONE, lambda _: line.cut(), line.mend, gone, OUTAGE, 10)
                seen = under(fault, times, served, visitors, per_second, partial(true, data))
                yield told(fault, times, *seen)
            line.cut()


CLOCK = "the clock a year forward"


def clock_forward(visitors: int, per_second: float, times: int) -> Iterator[Row]:
    """All that runs sees a clock that jumps a year ahead, and back."""
    data = Path(__file__).parent.parent / "data"
    with (
        TemporaryDirectory(prefix="kz-air-faults-") as folder,
        Clock() as told_clock,
        truths_of() as true,
    ):
        environment = {"KZDATA_DIR": str(data), "SITE_ADDRESS": SITE} | told_clock.environment
        with service(Path(folder) / "log", PROCESSES, **environment) as served:
            all_made(served.port)

            def jumped() -> bool:
                dates = [
                    ask(port, "/healthz").headers["date"] for port in (served.port, *served.ports)
                ]
                return all(parsedate_to_datetime(one) > clock.now() + YEAR / 2 for one in dates)

            forward = Fault(
                CLOCK,
                lambda _: told_clock.ahead(YEAR),
                lambda: told_clock.ahead(timedelta()),
                jumped,
                lasts=10,
                rests=10,
            )
            also = [true(data, clock.today() + YEAR)]
            seen = under(forward, times, served, visitors, per_second, partial(true, data), also)
            yield told(forward, times, *seen)
