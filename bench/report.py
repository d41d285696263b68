"""Figures in, Markdown out: what was measured beside what is wanted.

A figure has a name of the form `part/subject/measure`; one that was not measured is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]

DIGITS = {"s": 2, "ms": 0, "MB": 2, "a second": 1, "requests": 0, "times": 2}
MISSING = "not measured"
UNKNOWN = "–"  # a bound above something that was not measured


@dataclass(frozen=True)
class Goal:
    """What is wanted: the worst of some figures within a bound, which may lie above another figure.

    `plain` names the same figure of plain Streamlit, to be seen beside it.
    """

    wanted: str
    figures: tuple[str, ...]
    bound: float
    unit: str
    plain: str = ""
    at_least: bool = False
    above: str = ""

    def bound_in(self, figures: Figures) -> float | None:
        base = figures.get(self.above) if self.above else 0
        return None if base is None else base + self.bound

    def found_in(self, figures: Figures) -> float | None:
        found = [figures[name] for name in self.figures if name in figures]
        if len(found) < len(self.figures):
            return None
        return min(found) if self.at_least else max(found)

    def verdict(self, figures: Figures) -> str:
        found, bound = self.found_in(figures), self.bound_in(figures)
        if found is None or bound is None:
            return MISSING
        reached = found >= bound if self.at_least else found <= bound
        return "reached" if reached else "not reached"


def _of_app(part: str, measure: str, *pages: str) -> tuple[str, ...]:
    return tuple(f"{part}/this app, {page}/{measure}" for page in pages)


BOTH = ("overview", "regions")
FIRST_VISITOR_MARGIN = 1.1  # two measurements of the same thing differ by as much

GOALS = (
    Goal("line A: first answer sentence and chart readable", _of_app("A", "readable", *BOTH),
         1.0, "s", "A/plain Streamlit/readable"),
    Goal("line A: a tap on a mark answered", _of_app("A", "answers", *BOTH), 1.5, "s"),
    Goal("line A: live and usable", _of_app("A", "live", *BOTH),
         7.0, "s", "A/plain Streamlit/live"),
    Goal("line A: page without scripts complete", ("A/lite page/live",), 0.8, "s"),
    Goal("line B: first answer sentence and chart readable", _of_app("B", "readable", *BOTH),
         2.0, "s", "B/plain Streamlit/readable"),
    Goal("bytes of a first visit, live app", _of_app("A", "megabytes", *BOTH),
         0.95, "MB", "A/plain Streamlit/megabytes"),
    Goal("rerun after a choice made before", _of_app("server", "rerun", "regions"),
         20, "ms", "server/plain Streamlit/rerun"),
    Goal("rerun after a choice nobody has made yet", _of_app("server", "rerun, new", "regions"),
         20, "ms", "server/plain Streamlit/rerun, new"),
    Goal("page runs of one process, 20 clients", _of_app("server", "runs", *BOTH),
         60, "a second", "server/plain Streamlit/runs", at_least=True),
    Goal("100 visitors who each act every 10 s: median", _of_app("server", "crowd", "regions"),
         50, "ms", "server/plain Streamlit/crowd"),
    Goal("100 visitors who each act every 10 s: 95th percentile",
         _of_app("server", "crowd, 95 %", "regions"),
         150, "ms", "server/plain Streamlit/crowd, 95 %"),
    Goal("memory after the first pages", ("memory/this app/pages",),
         60, "MB", "memory/plain Streamlit/pages", above="memory/plain Streamlit/pages"),
    Goal("memory of an idle session", ("memory/this app/session",),
         0.2, "MB", "memory/plain Streamlit/session"),
    Goal("start until healthy", ("start/this app/healthy",),
         3.0, "s", "start/plain Streamlit/healthy"),
    Goal("first visitor after that, beside the second",
         _of_app("start", "first to second", *BOTH),
         FIRST_VISITOR_MARGIN, "times", "start/plain Streamlit/first to second"),
    Goal("pages without scripts, one process", ("lite/this app/pages",),
         400, "a second", at_least=True),
)  # fmt: skip

VISITS = (
    ("readable", "s"),
    ("answers", "s"),
    ("live", "s"),
    ("megabytes", "MB"),
    ("requests", "requests"),
)
SERVER = (
    ("rerun", "ms"), ("processor", "ms"), ("rerun, new", "ms"), ("runs", "a second"),
    ("crowd", "ms"), ("crowd, 95 %", "ms"),
)  # fmt: skip
MEMORY = (
    ("start", "MB"), ("pages", "MB"), ("pages, proportional", "MB"), ("children", "MB"),
    ("session", "MB"),
)  # fmt: skip
START = (
    ("healthy", "s"), ("first visitor", "ms"), ("second visitor", "ms"),
    ("first to second", "times"),
)  # fmt: skip

# Where the parts begin that other measurements write into the same document.
OTHERS = "<!-- rows -->"


def document(figures: Figures, about: Mapping[str, str], lines: Mapping[str, str]) -> str:
    """The whole report; `about` says day, runs and machine, `lines` what lines A and B are."""
    parts = ["# Performance\n", "As `make bench` measured it, all side by side in one run.\n"]
    parts += [f"- {name}: {text}" for name, text in about.items()]
    parts += ["", "## Goals\n", goals(figures), "## First visits\n"]
    parts += ["A phone of 360 x 740 with an empty cache, its processor 4 times slower."]
    parts += [f"Line {name}: {text}." for name, text in lines.items()]
    parts += ["A thing is there when the frame that shows it has been painted."]
    parts += ["Megabytes and requests are those of the whole visit, the websocket included.\n"]
    parts += [f"### Line {name}\n\n{table(figures, name, VISITS)}" for name in lines]
    parts += [
        "## Server\n",
        "Raw websocket clients in another process, once every page was made beforehand.",
        "*rerun*: one visitor takes region after region; *processor*: what that costs the server;",
        "*new*: the first to take it. *runs*: 20 clients in a closed loop, another region each",
        "time where the page has that choice. *crowd*: 100 visitors who each act every 10 s,",
        "median and 95th percentile.\n",
        table(figures, "server", SERVER),
        "## Memory\n",
        "Resident memory of the server's process; *proportional*: its fair share of what it has in",
        "common with others; *children*: the process that draws pictures, proportional;",
        "*session*: the growth by 200 open and idle pages, for each.\n",
        table(figures, "memory", MEMORY),
        "## Start\n",
        "Each a fresh start; the first visitor comes as soon as the server says it is healthy,",
        "from another server of its kind, so that only this one is new.",
        "*after a rest*: the next two visitors of the same server, when nobody came for a while.",
        "*nothing made yet*: no page has been made beforehand, as at the very first start.\n",
        table(figures, "start", START),
    ]
    return "\n".join(parts)


def goals(figures: Figures) -> str:
    """The goals, what was found, and whether they are reached."""
    rows = []
    for goal in GOALS:
        sign = "at least" if goal.at_least else "at most"
        bound = said(goal.bound_in(figures), goal.unit, UNKNOWN)
        found = said(goal.found_in(figures), goal.unit)
        plain = said(figures.get(goal.plain), goal.unit) if goal.plain else ""
        verdict = goal.verdict(figures)
        rows.append((goal.wanted, plain, f"{sign} {bound}", found, verdict))
    return _markdown(("", "plain Streamlit", "goal", "this app", ""), rows)


def table(figures: Figures, part: str, measures: Iterable[tuple[str, str]]) -> str:
    """All subjects of a part in the order measured, and what was found of each."""
    subjects = dict.fromkeys(n.split("/")[1] for n in figures if n.startswith(f"{part}/"))
    if not subjects:
        return f"{MISSING.capitalize()}.\n"
    head = ("", *(name for name, _ in measures))
    rows = [
        (
            subject,
            *(said(figures.get(f"{part}/{subject}/{name}"), unit, "") for name, unit in measures),
        )
        for subject in subjects
    ]
    return _markdown(head, rows)


def said(figure: float | None, unit: str, missing: str = MISSING) -> str:
    """A figure with its unit."""
    if figure is None:
        return missing
    return f"{figure:.{DIGITS[unit]}f}" + f" {unit}" * (unit != "requests")


def _markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def kept(written: str, before: str) -> str:
    """A new report with the parts of the old one that other measurements wrote."""
    return written + "\n" + before[before.index(OTHERS) :] if OTHERS in before else written
