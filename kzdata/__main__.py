"""The command `kzdata`: list, show and check the tables, build them from CSV files.

Exit status: 0 all is well, 1 the data are bad, 2 the call is wrong.
"""

import argparse
import sys
from pathlib import Path

from .build import build
from .check import check
from .datasets import LANGUAGES, TABLES
from .faults import BadTable, UnknownColumn, UnknownTable
from .files import data_folder
from .load import load, table_named
from .words import count, say, say_fault

GOOD, BAD_DATA, WRONG_CALL = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    call = _parser().parse_args(arguments)
    try:
        return call.run(call)
    except BadTable as error:
        _print_faults(error.faults, call.lang)
        return BAD_DATA
    except UnknownTable as error:
        _complain("unknown.table", call.lang, name=error.name, known=", ".join(error.known))
    except UnknownColumn as error:
        known = ", ".join(error.known)
        _complain("unknown.column", call.lang, table=error.table, name=error.name, known=known)
    except NotADirectoryError as error:
        _complain("unknown.folder", call.lang, folder=error.args[0])
    return WRONG_CALL


def _list(call: argparse.Namespace) -> int:
    status = GOOD
    for table in TABLES.values():
        try:
            rows = count("list.rows", len(load(table.name, folder=_folder(call))), call.lang)
        except BadTable as error:
            rows, status = say_fault(error.faults[0], call.lang), BAD_DATA
        print(f"{table.name:20} {table.title[call.lang]} – {rows}")
    return status


def _show(call: argparse.Namespace) -> int:
    table = table_named(call.name)
    columns = call.columns.split(",") if call.columns else None
    frame = load(call.name, columns=columns, folder=_folder(call))
    print(table.title[call.lang])
    for name in frame:
        about = table.about(name)
        unit = f", {about['unit']}" if about["unit"] else ""
        print(f"  {name} [{about['dtype']}{unit}] {about['title'][call.lang]}")
    print(frame.head(call.rows).to_csv(index=False), end="")
    return GOOD


def _check(call: argparse.Namespace) -> int:
    faults = check(_folder(call))
    if not faults:
        print(say("check.good", call.lang))
        return GOOD
    _print_faults(faults, call.lang)
    return BAD_DATA


def _build(call: argparse.Namespace) -> int:
    if not call.source.is_dir():
        raise NotADirectoryError(str(call.source))
    # The folder to write need not exist yet.
    written = build(call.source, call.data or data_folder())
    print(count("build.written", len(written), call.lang))
    return GOOD


def _folder(call: argparse.Namespace) -> Path:
    folder = call.data or data_folder()
    if not folder.is_dir():
        raise NotADirectoryError(str(folder))
    return folder


def _print_faults(faults, language: str) -> None:
    for fault in faults:
        print(say_fault(fault, language), file=sys.stderr)
    print(count("check.faults", len(faults), language), file=sys.stderr)


def _complain(key: str, language: str, **values: object) -> None:
    print(say(key, language, **values), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the messages")
    shared.add_argument("--data", type=Path, help="folder of the data (else KZDATA_DIR or data/)")
    parser = argparse.ArgumentParser(prog="kzdata", description="The tables of the dashboard.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    listing = commands.add_parser("list", parents=[shared], help="all tables and their rows")
    listing.set_defaults(run=_list)

    showing = commands.add_parser("show", parents=[shared], help="columns and rows of a table")
    showing.add_argument("name", metavar="NAME")
    showing.add_argument("--columns", help="only these, separated by commas")
    showing.add_argument("--rows", type=int, default=20, help="how many rows (20)")
    showing.set_defaults(run=_show)

    checking = commands.add_parser("check", parents=[shared], help="all faults of the data at once")
    checking.set_defaults(run=_check)

    building = commands.add_parser(
        "build", parents=[shared], help="write the Parquet files from a folder of CSV files"
    )
    building.add_argument("source", type=Path, metavar="FOLDER")
    building.set_defaults(run=_build)
    return parser


if __name__ == "__main__":
    sys.exit(main())
