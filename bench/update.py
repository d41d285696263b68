"""What an update costs on a table of a million rows: `make bench-update` measures and writes it.

Each job is a process of its own, so that its memory is known: `python bench/update.py JOB FOLDER`
does it once and prints what it took. Without arguments all are measured, and a section of
docs/performance.md is written.
"""

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rows import PAGE, ROOT, machine
from rows_made import TABLE, make

import kzdata
from dashboard.i18n.differences import say_difference
from dashboard.render.spreadsheet_csv import csv_by_hand
from dashboard.render.workbook import workbook
from kzdata.parquet import file_of, packed, read, write

ROWS = 1_000_000
MOST_SECONDS, MOST_GB = 10, 1.5  # wanted
TOLD = 20  # rows of each kind, as the command tells them
SECTION = re.compile(r"<!-- update -->\n.*<!-- /update -->\n", re.DOTALL)

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)

Cell = Mapping[str, float]


def prepare(rows: int, folder: Path) -> None:
    """The published tables, and files for the long one.

    With one row changed, with every row, with every key, and as it stands in each form.
    """
    make(rows, ROOT / "data", folder)
    old = kzdata.load(TABLE.name, folder=folder)
    states = {
        "one": old.assign(kt=old["kt"] + (old.index == len(old) // 2)),
        "every": old.assign(kt=old["kt"] + 1),
        "other": old.assign(borders="old"),
    }
    for name, new in states.items():
        (folder / name).mkdir()
        write(TABLE, new, file_of(TABLE, folder / name))
    (folder / "same").mkdir()
    for form, content in {
        "parquet": packed(TABLE, old),
        "csv": csv_by_hand(TABLE, old, "ru"),
        "xlsx": workbook(TABLE, old, "ru", "", NO_DAY),
    }.items():
        (folder / "same" / f"{TABLE.name}.{form}").write_bytes(content)


def differ(name: str) -> Callable[[Path], int]:
    """Read both states, compare them, and say the difference."""

    def run(folder: Path) -> int:
        old, new = (read(TABLE, file_of(TABLE, part)) for part in (folder, folder / name))
        found = kzdata.diff(TABLE, old, new)
        assert say_difference(found, "kk", most=TOLD)
        return len(found.added) + len(found.removed) + found.changed_rows

    return run


def command(verb: str, *about: str, form: str = "parquet", state: str = "same"):
    """The command as a maintainer calls it."""

    def run(folder: Path) -> None:
        file = folder / state / f"{TABLE.name}.{form}"
        call = [sys.executable, "-m", "kzdata", verb, *about, file, "--data", folder]
        subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    return run


JOBS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "diff-one": ("`diff`, one row changed", differ("one")),
    "diff-every": ("`diff`, every row changed", differ("every")),
    "diff-other": ("`diff`, every key another", differ("other")),
    "diff-command": (
        "`kzdata diff`, every row changed, with its start",
        command("diff", TABLE.name, state="every"),
    ),
    "check-parquet": ("`kzdata check` of Parquet, with its start", command("check")),
    "check-csv": ("`kzdata check` of a CSV, with its start", command("check", form="csv")),
    "check-xlsx": ("`kzdata check` of a workbook, with its start", command("check", form="xlsx")),
}


def measure(job: str, folder: Path) -> Cell:
    """Seconds that a job takes after its imports, and the most memory of a whole process."""
    began = time.perf_counter()
    JOBS[job][1](folder)
    seconds = time.perf_counter() - began
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return {"s": seconds, "mb": max(resource.getrusage(who).ru_maxrss for who in of) / 1024}


def in_a_process(job: str, folder: Path) -> Cell:
    done = subprocess.run(
        [sys.executable, __file__, job, folder], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


def section(cells: Mapping[str, Cell], rows: int, about: str) -> str:
    """What was measured beside what is wanted, as it stands in docs/performance.md."""
    lines = [
        "<!-- update -->",
        f"## What an update of {rows:,} rows costs",
        "",
        "`regional_emissions` made longer, each job in a process of its own; the memory is that of",
        f"the whole process. Wanted: under {MOST_SECONDS} s and {MOST_GB} GB. {about}",
        "",
        "| job | time | memory | |",
        "| :-- | --: | --: | :-- |",
    ]
    for job, cell in cells.items():
        kept = cell["s"] < MOST_SECONDS and cell["mb"] < MOST_GB * 1000
        said = "kept" if kept else "not kept"
        lines.append(f"| {JOBS[job][0]} | {cell['s']:.1f} s | {cell['mb']:,.0f} MB | {said} |")
    return "\n".join([*lines, "<!-- /update -->", ""])


def main() -> None:
    with TemporaryDirectory() as beside:
        folder = Path(beside) / "data"
        # Apart: a process counts as its own memory what the one that began it held.
        subprocess.run([sys.executable, __file__, "prepare", folder], check=True)
        cells = {job: in_a_process(job, folder) for job in JOBS}
    text = section(cells, ROWS, machine())
    print(text)
    PAGE.write_text(SECTION.sub(lambda _: text, PAGE.read_text(encoding="utf-8")), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        prepare(ROWS, Path(sys.argv[2]))
    elif len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
