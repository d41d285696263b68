"""`kzdata show NAME`: columns and rows of a table."""

import argparse

from kzdata.load import known_columns, table_named
from publishing.cli.current import shown
from publishing.cli.output import GOOD, Commands, Hint, folder_of, how_many

MOST = 20  # rows that are shown unless more are asked for


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("show", parents=[shared], help=hint("help.show"))
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--columns", help=hint("help.show.columns"))
    parser.add_argument(
        "--rows", type=how_many, default=MOST, help=hint("help.show.rows", most=MOST)
    )
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    table = table_named(call.name)
    columns = call.columns.split(",") if call.columns else list(table.columns)
    known_columns(table, columns)
    frame = shown(call.name, folder_of(call), call.lang).frames[call.name][columns]
    print(table.title[call.lang])
    for name in frame:
        spec = table.specs[name]
        unit = f", {spec.unit}" if spec.unit else ""
        print(f"  {name} [{spec.dtype}{unit}] {spec.title[call.lang]}")
    print(frame.head(call.rows).to_csv(index=False), end="")
    return GOOD
