"""What is measured, part by part: each gives the name of a figure with one measurement of it."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import clients
import load
import visits
from browser import CHROMIUM, FLAGS
from subjects import APP, DASH, PANEL, PLAIN, STATIC, Subject, has_page, serving, static_page

from dashboard.addresses import PAGES
from kzdata.schema.model import LANGUAGES

CHOOSING = "regions"  # the page of this app whose choice is made again and again
LITE = "/lite/kk/"
CONNECTIONS = 8
IDLE = 200
OFTEN = 3  # times as often as all else: what takes milliseconds differs by tenths


@dataclass(frozen=True)
class Plan:
    """How often and how long to measure."""

    runs: int
    window: float  # seconds of a closed loop
    long_window: float  # seconds of visitors who pause
    rest: float  # seconds in which nobody comes
    idle: int = IDLE


Found = Iterable[tuple[str, float]]  # a figure's name with one measurement of it


def measure_visits(plan: Plan) -> Found:
    """Visits in Chromium, subject after subject, as many rounds as there are runs."""
    with ExitStack() as stack:
        browser = stack.enter_context(visits.chromium(CHROMIUM, FLAGS))
        app, plain, dash, panel = (
            stack.enter_context(serving(subject)).address for subject in (APP, PLAIN, DASH, PANEL)
        )
        page = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "page.html"
        page.write_text(static_page(app), encoding="utf-8")
        static = stack.enter_context(serving(STATIC, str(page))).address
        places = [
            ("this app, overview", f"{app}/?lang=kk", "streamlit"),
            ("this app, regions", f"{app}/{CHOOSING}?lang=kk", "streamlit"),
            ("plain Streamlit", plain, "streamlit"),
            ("Dash", dash, "page"),
            ("Panel", panel, "page"),
            ("static SVG", static, "page"),
        ]
        if has_page(app + LITE):
            places.insert(2, ("lite page", app + LITE, "page"))
        for _ in range(plan.runs):
            for name, url, live in places:
                yield from named(f"A/{name}", visits.visit(browser, url, visits.LINES["A"], live))
            name, url, live = places[0]
            seen = visits.visit(browser, url, visits.LINES["A"], live, again=True)
            yield from named(f"A/{name}, again", seen)
            for name, url, live in places:
                # What takes minutes and has no goal on this line is left out.
                if name in ("Dash", "Panel"):
                    continue
                whole = live if live == "page" else None
                yield from named(f"B/{name}", visits.visit(browser, url, visits.LINES["B"], whole))


def measure_server(plan: Plan) -> Found:
    """Reruns, runs a second and a crowd, by raw websocket clients."""
    for subject, page, places in (
        (APP, CHOOSING, (("this app, overview", ""), (f"this app, {CHOOSING}", CHOOSING))),
        (PLAIN, "", (("plain Streamlit", ""),)),
    ):
        with serving(subject) as served:
            at, whole = served.await_all_made().address, places[-1][0]
            asyncio.run(clients.first(at, page, 2))  # what is new is the choice, not the page
            new = asyncio.run(clients.choices(at, page))
            yield f"server/{whole}/rerun, new", 1000 * statistics.median(new)
            for _ in range(plan.runs):
                before = served.processor()
                known = asyncio.run(clients.choices(at, page))
                yield f"server/{whole}/rerun", 1000 * statistics.median(known)
                # The page was opened as well.
                spent = (served.processor() - before) / (len(known) + 1)
                yield f"server/{whole}/processor", 1000 * spent
            for name, place in places:
                for _ in range(plan.runs):
                    choosing = place == page
                    loop = clients.crowd(at, place, 20, plan.window, choosing=choosing)
                    yield f"server/{name}/runs", asyncio.run(loop).per_second
            crowd = asyncio.run(clients.crowd(at, page, 100, plan.long_window, pause=10)).taken
            yield f"server/{whole}/crowd", 1000 * statistics.median(crowd)
            yield f"server/{whole}/crowd, 95 %", 1000 * statistics.quantiles(crowd, n=20)[-1]


def measure_memory(plan: Plan) -> Found:
    """Memory after the start and the first pages, and of an idle session."""
    for subject, pages in ((APP, ["", *PAGES[1:]]), (PLAIN, [""])):
        for _ in range(plan.runs):
            with serving(subject) as served:
                yield f"memory/{subject.name}/start", served.memory()["resident"]
                for page in pages:
                    asyncio.run(clients.first(served.await_all_made().address, page, 1))
                after = served.memory()
                yield f"memory/{subject.name}/pages", after["resident"]
                yield f"memory/{subject.name}/pages, proportional", after["proportional"]
                yield f"memory/{subject.name}/children", after["children"]
        with serving(subject) as served:
            asyncio.run(clients.first(served.await_all_made().address, "", 5))
            before = served.memory()["resident"]
            crowd = clients.while_open(served.address, "", plan.idle, served.memory)
            grown = asyncio.run(crowd)["resident"] - before
            yield f"memory/{subject.name}/session", grown / plan.idle


def measure_start(plan: Plan) -> Found:
    """Seconds from the start until healthy; the first visitor of a page beside the second.

    The same server after some seconds at rest shows how much of the difference is not its being
    new. A server that is started anew finds what was made before it; one that never ran makes it.
    """
    for subject, pages in ((APP, {"overview": "", CHOOSING: CHOOSING}), (PLAIN, {"": ""})):
        with serving(subject) as other:
            for _ in range(OFTEN * plan.runs):
                for name, page in pages.items():
                    of = f"start/{subject.name}, {name}" if name else f"start/{subject.name}"
                    with serving(subject) as served:
                        yield f"start/{subject.name}/healthy", served.seconds
                        yield from _visited(of, served.address, page, other.address)
                        time.sleep(plan.rest)
                        at_rest = f"{of}, after a rest"
                        yield from _visited(at_rest, served.address, page, other.address)
    with serving(APP) as other:
        for _ in range(plan.runs):
            with tempfile.TemporaryDirectory() as empty, serving(_anew(empty)) as served:
                yield "start/this app, nothing made yet/healthy", served.seconds
                of = "start/this app, nothing made yet"
                yield from _visited(of, served.address, "", other.address)


def _visited(of: str, address: str, page: str, elsewhere: str) -> Found:
    """The next visitor of a server, the one after, and how many times as long the first waits."""
    first, second = asyncio.run(clients.first_and_second(address, page, elsewhere))
    yield f"{of}/first visitor", 1000 * first
    yield f"{of}/second visitor", 1000 * second
    yield f"{of}/first to second", first / second


def _anew(cache: str) -> Subject:
    """This app as it starts the very first time, or after its code has changed."""
    return replace(APP, environment=APP.environment | {"KZDATA_CACHE": cache})


def measure_lite(plan: Plan) -> Found:
    """Pages without scripts that one process answers in a second, all pages in all languages."""
    names = ["", *PAGES[1:]]
    paths = [f"/lite/{language}/{name}" for language in LANGUAGES for name in names]
    with serving(APP) as served:
        if has_page(served.await_all_made().address + LITE):
            for _ in range(plan.runs):
                loop = load.pages_per_second(served.address, paths, CONNECTIONS, plan.window)
                yield "lite/this app/pages", loop


PARTS: dict[str, Callable[[Plan], Found]] = {
    "visits": measure_visits,
    "clients": measure_server,
    "memory": measure_memory,
    "start": measure_start,
    "lite": measure_lite,
}


def named(prefix: str, seen: dict[str, float]) -> Found:
    return ((f"{prefix}/{name}", value) for name, value in seen.items())
