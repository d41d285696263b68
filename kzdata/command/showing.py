"""`kzdata show NAME`: columns and rows of a table."""

import argparse

from ..load import known_columns, table_named
from .shown import shown
from .telling import GOOD, folder_of


def add(commands, shared: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("show", parents=[shared], help="columns and rows of a table")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--columns", help="only these, separated by commas")
    parser.add_argument("--rows", type=int, default=20, help="how many rows (20)")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    table = table_named(call.name)
    columns = call.columns.split(",") if call.columns else list(table.columns)
    known_columns(table, columns)
    frame = shown(call.name, folder_of(call), call.lang).frames[call.name][columns]
    print(table.title[call.lang])
    for name in frame:
        about = table.about(name)
        unit = f", {about['unit']}" if about["unit"] else ""
        print(f"  {name} [{about['dtype']}{unit}] {about['title'][call.lang]}")
    print(frame.head(call.rows).to_csv(index=False), end="")
    return GOOD
