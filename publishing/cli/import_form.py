"""`kzdata import FORM FILE`: figures in the form of an office, made a file for `update`."""

import argparse
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dashboard.i18n.messages import count, say
from dashboard.i18n.numbers import day
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Grade
from publishing.cli.current import shown
from publishing.cli.export import be_writable_as, write_out
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    WrongCall,
    folder_of,
    print_problems,
)
from publishing.intake.forms import FORMS, Form, Known, Reading
from publishing.intake.forms.merge import Merged, Row, is_time, merged, series_of
from publishing.intake.forms.reading import read_form
from publishing.table_files import edition_of

ENDINGS = (".xlsx", ".csv")
NAMING = ("regions", "places", "sources")  # the tables by which a form's names are known
PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")
MOST = 8  # that are named of many


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("import", parents=[shared], help=hint("help.import"))
    parser.add_argument("form", metavar="FORM", help=hint("help.import.form", known=_names()))
    parser.add_argument("file", type=Path, metavar="FILE", help=hint("help.import.file"))
    parser.add_argument("--source", required=True, metavar="ID", help=hint("help.import.source"))
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=", ".join(ENDINGS))
    parser.add_argument("--period", metavar="START/END", help=hint("help.import.period"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    form, period = _form(call)
    be_writable_as(call.to, ENDINGS)
    table, folder = TABLES[form.table], folder_of(call)
    stands = shown(table.name, folder, call.lang)
    for name in NAMING:
        if name not in stands.frames:
            shown(name, folder, call.lang)  # says what is wrong with it
    if call.source not in set(stands.frames["sources"]["source_id"]):
        raise WrongCall("import.source", source=call.source)
    reading, findings = read_form(form, call.file, Known(call.source, stands.frames, period))
    print_problems(findings, call.lang)
    if any(finding.grade is Grade.ERROR for finding in findings):
        print(say("import.refused", call.lang, file=call.file.name, layout=form.layout))
        return BAD_DATA
    change = merged(table, stands.frames[table.name], reading.told)
    for line in (*_understood(form, table, reading, call), *_change(table, change, call.lang)):
        print(line)
    if not (change.new or change.changed):
        print(say("import.same", call.lang))
        return GOOD
    write_out(
        table, change.frame, edition_of(stands, table.name), call.to, call.lang, stands.frames
    )
    print(say("import.next", call.lang, table=table.name, file=call.to))
    return GOOD


def _names() -> str:
    return ", ".join(FORMS)


def _form(call: argparse.Namespace) -> tuple[Form, tuple[date, date] | None]:
    """The form that is named, and the period; raises WrongCall where they are not plain."""
    if call.form not in FORMS:
        known = "\n".join(f"  {each.name} – {each.title[call.lang]}" for each in FORMS.values())
        raise WrongCall("import.form", form=call.form, known=known)
    if not call.file.is_file():
        raise WrongCall("unknown.file", file=call.file)
    form = FORMS[call.form]
    if form.needs_period and not call.period:
        raise WrongCall("import.period_needed", form=form.name)
    if call.period and not form.needs_period:
        raise WrongCall("import.period_needless", form=form.name)
    return form, _period(call.period) if call.period else None


def _period(text: str) -> tuple[date, date]:
    try:
        found = PERIOD.fullmatch(text)
        start, end = map(date.fromisoformat, found.groups() if found else ())
    except ValueError:
        raise WrongCall("import.period", period=text) from None
    if end < start:
        raise WrongCall("import.period", period=text)
    return start, end


def _understood(
    form: Form, table: Table, reading: Reading, call: argparse.Namespace
) -> Iterable[str]:
    """What was read: the form, the codes and times of the keys, and what was left out and why."""
    yield say(
        "import.read",
        call.lang,
        file=call.file.name,
        form=form.title[call.lang],
        name=form.name,
        title=table.title[call.lang],
        table=table.name,
    )
    for column in table.key:
        told = {each.values.get(column) for each in reading.told}
        values = sorted(value for value in told if value is not None)
        title = table.specs[column].title[call.lang]
        if values and column != "source_id":
            said = _span(values, call.lang) if is_time(table, column) else ", ".join(values)
            yield f"  {title}: {said}"
    yield f"  {table.specs['source_id'].title[call.lang]}: {call.source}"
    reasons: dict[str, dict[str, int]] = {}
    for (reason, what), rows in reading.left_out.items():
        reasons.setdefault(reason, {})[what] = rows
    for reason, whats in reasons.items():
        why = say(f"import.left.{reason}", call.lang)
        what = ", ".join(f"{each} ({rows})" for each, rows in sorted(whats.items()))
        yield count("import.left", sum(whats.values()), call.lang, why=why, what=what)
    if form.silent:
        yield say("import.silent", call.lang, columns=", ".join(form.silent))


def _span(values: Sequence[date | int], language: str) -> str:
    said = [day(each, language) if isinstance(each, date) else str(each) for each in values]
    return said[0] if len(said) == 1 else f"{said[0]} – {said[-1]}"


def _change(table: Table, change: Merged, language: str) -> Iterable[str]:
    """How the table would change, and what of it should be looked at twice."""
    yield say(
        "import.rows",
        language,
        new=len(change.new),
        changed=len(change.changed),
        same=change.same,
        untold=change.untold,
    )
    series = partial(_series, table)
    if rows := change.other_series:
        yield count("import.other_series", len(rows), language, series=series(rows))
    if rows := change.earlier:
        yield count("import.earlier", len(rows), language, series=series(rows))
    if rows := change.remarked:
        yield count("import.remarked", len(rows), language, series=series(rows))


def _series(table: Table, rows: Iterable[Row]) -> str:
    """The series of some rows by the codes of their keys, a few of many."""
    named = dict.fromkeys(" ".join(filter(None, series_of(table, row))) for row in rows)
    return ", ".join([*list(named)[:MOST], *(["…"] if len(named) > MOST else [])])
