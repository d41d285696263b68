"""`kzdata show NAME`: columns and rows of a table."""

import argparse

from ..load import load, table_named
from .telling import GOOD, folder_of


def add(commands, shared: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("show", parents=[shared], help="columns and rows of a table")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--columns", help="only these, separated by commas")
    parser.add_argument("--rows", type=int, default=20, help="how many rows (20)")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    table = table_named(call.name)
    columns = call.columns.split(",") if call.columns else None
    frame = load(call.name, columns=columns, folder=folder_of(call))
    print(table.title[call.lang])
    for name in frame:
        about = table.about(name)
        unit = f", {about['unit']}" if about["unit"] else ""
        print(f"  {name} [{about['dtype']}{unit}] {about['title'][call.lang]}")
    print(frame.head(call.rows).to_csv(index=False), end="")
    return GOOD
