"""`kzdata list`: all tables and their rows."""

import argparse
import sys

from dashboard.i18n.messages import count, say, say_problem
from dashboard.i18n.versions import say_instead
from kzdata.current import standing
from kzdata.mismatch import faulty
from kzdata.schema import TABLES
from publishing.cli.output import BAD_DATA, GOOD, Commands, Hint, folder_of


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("list", parents=[shared], help=hint("help.list"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    stands = standing(folder_of(call))
    for table in TABLES.values():
        if table.name in stands.frames:
            rows = count("list.rows", len(stands.frames[table.name]), call.lang)
        else:
            problem = next(problem for problem in stands.problems if problem.table == table.name)
            rows = say_problem(problem, call.lang)
        if stands.published is not None and table.name in stands.instead:
            rows += f" ({say('list.instead', call.lang, number=stands.published.number)})"
            print(say_instead(stands, table.name, call.lang), file=sys.stderr)
        print(f"{table.name:20} {table.title[call.lang]} – {rows}")
    missing = faulty(stands.problems) - stands.frames.keys()
    return BAD_DATA if stands.instead or missing else GOOD
