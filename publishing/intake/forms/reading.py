"""From a file in a form to the rows that it tells, every fault named."""

from pathlib import Path

from kzdata.access import denied_problem
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Problem
from publishing.intake import read_csv
from publishing.intake.file_type import CSV, PARQUET, kind_of
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.forms.model import Form, Known, LeftOut, Reading, Told
from publishing.intake.forms.sheet import Sheet
from publishing.intake.grid import Row


def read_form(form: Form, path: Path, known: Known) -> tuple[Reading, list[Problem]]:
    """What a file in a form tells, and what was found in it; never raises for what it holds.

    The reading is fit to be handed on only if nothing among the findings is a fault.
    """
    table = TABLES[form.table]
    findings, reading = Findings(table, path, lambda done, total: None), Reading()
    try:
        for each in form.read(Sheet(_rows(path), findings), known):
            if isinstance(each, LeftOut):
                reason = (each.reason, each.what)
                reading.left_out[reason] = reading.left_out.get(reason, 0) + 1
            else:
                reading.told.append(each)
        _tell_twice(table, reading.told, findings)
        if not reading.told and not findings.found:
            raise Unreadable(Error.NOTHING_TOLD, expected=form.layout)
    except Unreadable as error:
        findings.refused(error)
    except PermissionError:
        findings.found.append(denied_problem(table.name, path))
    except OSError as error:
        findings.add(Error.UNREADABLE_FILE, found=error.strerror or str(error))
    return reading, findings.found


def _rows(path: Path) -> list[Row]:
    """All rows of a CSV, or of the only sheet of a workbook that holds any."""
    kind = kind_of(path)
    if kind == PARQUET:
        raise Unreadable(Error.OTHER_KIND, found=PARQUET, expected="XLSX, CSV")
    if kind == CSV:
        return read_csv.all_rows(path)
    from publishing.intake import read_xlsx  # openpyxl takes its time

    sheets = {name: rows for name, rows in read_xlsx.all_rows(path).items() if rows}
    if len(sheets) > 1:
        raise Unreadable(Error.SHEETS_ALIKE, found=", ".join(sheets))
    return next(iter(sheets.values()), [])


def _tell_twice(table: Table, told: list[Told], findings: Findings) -> None:
    """A key that a file tells twice means two things at once."""
    seen: set[tuple[object, ...]] = set()
    for each in told:
        key = tuple(each.values.get(column) for column in table.key)
        if key in seen:
            findings.add(
                Error.KEY, row=each.row, found=", ".join(str(part) for part in key if part)
            )
        seen.add(key)
