"""`kzdata export [NAME…] --to FILE`: tables as a file that people change and hand in again."""

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from pathlib import Path

import pandas as pd

from dashboard.file_access import inherit
from dashboard.i18n.messages import say
from dashboard.render.workbook import MOST_ROWS
from kzdata.load import table_named
from kzdata.parquet import read
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import BadTable, Error, Problem
from kzdata.versions.find import UnknownVersion, find, table_of
from kzdata.versions.log import log
from kzdata.versions.objects import is_whole
from kzdata.versions.shape import declared_then
from publishing.cli.current import shown
from publishing.cli.output import GOOD, Commands, Hint, WrongCall, folder_of
from publishing.table_files import (
    FORMS,
    Edition,
    edition_of,
    modified,
    table_file,
    tables_workbook,
)


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser(
        "export",
        parents=[shared],
        help=hint("help.export"),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=hint("help.export.names"))
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=", ".join(FORMS))
    parser.add_argument("--as-of", metavar="VERSION", help=hint("help.export.as_of"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    folder = folder_of(call)
    be_writable_as(call.to, FORMS)
    if len(call.names) != 1:
        return _several(call, folder)
    (name,) = call.names
    if call.as_of is None:
        table, stands = table_named(name), shown(name, folder, call.lang)
        frame, edition, frames = stands.frames[name], edition_of(stands, name), stands.frames
    else:
        table, frame = _as_it_was(folder, name, call.as_of)
        edition, frames = _older_edition(table, folder, call.as_of), {}
    write_out(table, frame, edition, call.to, call.lang, frames)
    return GOOD


def _several(call: argparse.Namespace, folder: Path) -> int:
    """Several tables, or all, as one workbook with a sheet for each; raises WrongCall."""
    if call.to.suffix.lower() != ".xlsx" or call.as_of is not None:
        raise WrongCall("export.several")
    tables = [table_named(name) for name in call.names or TABLES]
    stands = [shown(table.name, folder, call.lang) for table in tables][-1]
    made = partial(tables_workbook, tables, stands, call.lang)
    write_file(made, call.to, call.lang)
    return GOOD


def _as_it_was(folder: Path, name: str, version: str) -> tuple[Table, pd.DataFrame]:
    """A table in the columns that it had in a version, though it be declared no more.

    Raises UnknownTable, UnknownVersion, and BadTable where its file is damaged.
    """
    if not any(name in entry.digests for entry in log(folder)):
        table_named(name)
    path = table_of(folder, name, version)
    if not is_whole(path):
        raise BadTable(name, [Problem(name, path.name, Error.DAMAGED_OBJECT)])
    table = declared_then(name, path)
    return table, read(table, path)


def be_writable_as(to: Path, forms: tuple[str, ...]) -> None:
    """Raises WrongCall for a name that does not end as one of some forms."""
    if to.suffix.lower() not in forms:
        raise WrongCall("export.form", file=to, known=", ".join(forms))


def write_out(
    table: Table,
    frame: pd.DataFrame,
    edition: Edition,
    to: Path,
    language: str,
    frames: Mapping[str, pd.DataFrame],
) -> None:
    """Write a table as the file that its name says, and say so; raises WrongCall.

    A workbook offers the keys of `frames` to choose from.
    """
    form = to.suffix.lower()
    if form == ".xlsx" and len(frame) > MOST_ROWS:
        raise WrongCall("export.too_long", most=MOST_ROWS, rows=len(frame))
    write_file(partial(table_file, table, frame, edition, form, language, frames), to, language)


def be_new(to: Path) -> None:
    """Raises WrongCall for a file that is there already."""
    if to.exists():
        raise WrongCall("export.exists", file=to)


def write_file(made: Callable[[], bytes], to: Path, language: str) -> None:
    """Write a file that is not there yet, and say so; raises WrongCall."""
    try:
        _put(made, to)
    except FileExistsError:
        raise WrongCall("export.exists", file=to) from None
    except OSError as error:
        raise WrongCall("export.unwritable", file=to, reason=error.strerror) from error
    print(say("export.written", language, file=to))


def _put(made: Callable[[], bytes], to: Path) -> None:
    """Write the file whole or not at all, and never over one that somebody may have worked on."""
    if to.exists():
        raise FileExistsError(to)
    content = made()
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            inherit(file.fileno(), to)
            file.write(content)
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


def _older_edition(table: Table, folder: Path, as_of: str) -> Edition:
    try:
        entry = find(folder, as_of)
    except UnknownVersion:  # the digest of a table's file is of no one version
        path = table_of(folder, table.name, as_of)
        return path.stem[:12], modified(path)
    return entry.version, entry.at.astimezone(UTC)
