"""Walk through the commands of docs/update.md, each printing what it prints: `python docs/walk.py`.

They run on the first edition of the data, in a folder of their own, on one fixed day.
"""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from openpyxl import load_workbook

from kzdata import clock
from publishing import Change
from publishing.build import build
from publishing.cli.command import main

HERE = Path(__file__).parent
PAGE = HERE / "update.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
TIME = datetime(2026, 11, 22, 12, 0, tzinfo=clock.KAZAKHSTAN)
# A file that the page shows in full, under its name.
SHOWN_FILE = re.compile(r"`(\w+\.csv)`:\n\n```csv\n(.*?)```", re.DOTALL)

# What step 2 tells the reader to do by hand: file, code of the row, column, value.
EDIT = ("plant_targets.xlsx", "sixteen-2021", "second_source_id", "kazinform-2022-08-23")


def walked(text: str) -> str:
    """The page with what the commands of its blocks `console` print today."""
    with _first_edition():
        for name, content in SHOWN_FILE.findall(text):
            Path(name).write_text(content, encoding="utf-8")
        return BLOCK.sub(lambda block: _run_all(block[0]), text)


@contextlib.contextmanager
def _first_edition() -> Iterator[None]:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        build(HERE.parent / "data" / "factbook", Path(folder) / "data", Change("build", TIME))
        told = {"KZDATA_DIR": str(Path(folder) / "data")}
        with patch.dict(os.environ, told), patch.object(clock, "now", lambda: TIME):
            os.chdir(folder)
            try:
                yield
            finally:
                os.chdir(before)


def _run_all(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_printed(shlex.split(command[2:]))}" for command in commands)


def _printed(command: list[str]) -> str:
    """What a command prints; what it complains of stops the walk."""
    out, complaints = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints):
        status = main(command[1:])
    assert (command[0], status) == ("kzdata", 0), complaints.getvalue()
    if command[1] == "export":
        _edit(*EDIT)
    return out.getvalue()


def _edit(file: str, code: str, column: str, value: str) -> None:
    """Change one cell as somebody with a spreadsheet would."""
    book = load_workbook(file)
    rows = book.worksheets[0]
    header = next(row for row in rows.iter_rows() if column in {cell.value for cell in row})
    place = next(cell.column for cell in header if cell.value == column)
    line = next(row[0].row for row in rows.iter_rows() if code in {cell.value for cell in row})
    rows.cell(line, place, value)
    book.save(file)


if __name__ == "__main__":
    PAGE.write_text(walked(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
