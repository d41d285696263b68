"""How cost grows with rows: `make bench-rows` measures and writes a section of docs/performance.md.

Each way is a process of its own; they take turns, so that what else the machine does meets all of
them. Peers live in an environment of their own, `.venv-bench`.
"""

import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

from rows_made import make

from kzdata.clock import today

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
SECTION = re.compile(r"<!-- rows -->\n.*<!-- /rows -->\n", re.DOTALL)

SIZES = (100, 10_000, 1_000_000, 10_000_000)
RUNS = 5
WAYS = {"kzdata": "kzdata", "pandas": "pandas", "duckdb": "DuckDB", "polars": "Polars"}
JOBS = {"load": "one region: year and kt", "total": "the sum of kt by region and year"}
# What the dashboard itself does: read and check all tables; give a figure that stands ready, one
# that looks at the long table and one that does not.
OWN = {
    ("kzdata", "survey"): "`kzdata.survey`",
    ("store", "unknowns"): "`unknowns`, standing ready",
    ("store", "overdue"): "`overdue`, standing ready",
}
MOST_SURVEYED = 1_000_000  # a survey holds all rows as pandas has them
MOST_TIMES, MOST_MB = 3, 200  # wanted: of DuckDB's time, and of memory

Cell = Mapping[str, float]
One = tuple[str, str]  # way and job


@contextmanager
def waiting(way: str, job: str, folder: Path) -> Iterator[Callable[[], Cell]]:
    """A process of its own for one way and job; calling it does the job once."""
    own = way in ("kzdata", "store")
    python = sys.executable if own else ROOT / ".venv-bench" / "bin" / "python"
    command = [python, ROOT / "bench" / "rows_ways.py", way, job, folder]
    told = os.environ | {"KZDATA_DIR": str(folder)}
    with Popen(command, cwd=ROOT, env=told, stdin=PIPE, stdout=PIPE, text=True) as process:

        def run() -> Cell:
            print(file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield run
        process.stdin.close()


def in_turns(asked: Iterable[One], folder: Path) -> dict[One, Cell]:
    """The median times of some runs of each after a first one, and the peak of memory."""
    with ExitStack() as stack:
        runs = {one: stack.enter_context(waiting(*one, folder)) for one in asked}
        for run in runs.values():
            run()
        rounds = [{one: run() for one, run in runs.items()} for _ in range(RUNS)]
    return {one: _of_rounds([cells[one] for cells in rounds]) for one in runs}


def _of_rounds(cells: list[Cell]) -> Cell:
    times = {name: median(cell[name] for cell in cells) for name in ("ms", "processor_ms")}
    return times | {"mb": max(cell["mb"] for cell in cells)}


def measured() -> dict[tuple[int, str, str], Cell]:
    """Every way and job at every size."""
    cells = {}
    with TemporaryDirectory() as beside:
        for rows in SIZES:
            folder = Path(beside) / str(rows)
            make(rows, ROOT / "data", folder)
            turns = [[(way, job) for way in WAYS] for job in JOBS]
            turns += [[one] for one in OWN] if rows <= MOST_SURVEYED else []
            for asked in turns:
                for one, cell in in_turns(asked, folder).items():
                    cells[rows, *one] = cell
            shutil.rmtree(folder)
            print(f"{rows:,} rows measured", file=sys.stderr)
    return cells


INTRODUCTION = """\
`regional_emissions` made longer: a row for each facility, year and region, sorted by its key and
written as `kzdata` writes. A cell says milliseconds, in brackets those of the processor, and by how
many MB the process grew at most over what its imports took. Medians of five runs after a first one,
each way in a process of its own; they take turns, and the file lies in the memory of the system."""

FOUND = """\
A figure that stands ready costs its visitor the same however long a table is. What grows is the
survey, once a version of the data, and the memory that holds the tables whole. A figure that draws
a row for each region and year would first have to sum up facilities: `total` loads three columns
whole and sums them in pandas. What summed part by part, in 31 MB, had no user and is gone; no table
is long enough to need it."""


def section(cells: Mapping[tuple[int, str, str], Cell], about: str) -> str:
    """What was measured, as it stands in docs/performance.md."""
    sizes = sorted({rows for rows, _, _ in cells})
    lines = ["<!-- rows -->", "## How cost grows with rows", "", INTRODUCTION, about]
    for job, said in JOBS.items():
        titles = {(way, job): name for way, name in WAYS.items()}
        lines += ["", f"`{job}`, {said}:", "", *_table(cells, sizes, titles)]
    lines += ["", *_wanted(cells, sizes[-1])]
    surveyed = [rows for rows in sizes if (rows, "kzdata", "survey") in cells]
    lines += ["", "The dashboard itself:", "", *_table(cells, surveyed, OWN)]
    return "\n".join([*lines, "", FOUND, "<!-- /rows -->", ""])


def _table(cells, sizes: Iterable[int], titles: Mapping[One, str]) -> list[str]:
    lines = ["| rows | " + " | ".join(titles.values()) + " |"]
    lines.append("|" + " ---: |" * (1 + len(titles)))
    for rows in sizes:
        said = [_said(cells[rows, *one]) for one in titles]
        lines.append("| " + " | ".join([f"{rows:,}", *said]) + " |")
    return lines


def _wanted(cells, rows: int) -> list[str]:
    """What is wanted of kzdata at the most rows, and what was found."""
    lines = [
        f"Wanted at {rows:,} rows: within {MOST_TIMES} times DuckDB's time and under {MOST_MB} MB."
    ]
    for job in JOBS:
        own, peer = cells[rows, "kzdata", job], cells[rows, "duckdb", job]
        times, processor = (own[name] / peer[name] for name in ("ms", "processor_ms"))
        kept = "kept" if times <= MOST_TIMES and own["mb"] < MOST_MB else "not kept"
        lines.append(
            f"`{job}`: {times:.2f} times ({processor:.2f} times the processor's), "
            f"{own['mb']:.0f} MB, {kept}."
        )
    return lines


def _said(cell: Cell) -> str:
    ms, processor = (f"{cell[name]:,.{_digits(cell[name])}f}" for name in ("ms", "processor_ms"))
    return f"{ms} ({processor}) ms, {cell['mb']:,.0f} MB"


def _digits(value: float) -> int:
    """So many digits that a small figure is not nothing."""
    return 0 if value >= 10 else 1 if value >= 1 else 2


def machine() -> str:
    """The day, what it was measured on, and how many processes wanted it at a time."""
    return (
        f"Measured on {today().isoformat()}: {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.system()}, load {os.getloadavg()[1]:.0f}."
    )


if __name__ == "__main__":
    text = section(measured(), machine())
    print(text)
    PAGE.write_text(SECTION.sub(lambda _: text, PAGE.read_text(encoding="utf-8")), "utf-8")
