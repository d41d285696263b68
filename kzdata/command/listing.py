"""`kzdata list`: all tables and their rows."""

import argparse

from ..datasets import TABLES
from ..faults import BadTable
from ..load import load
from ..words import count, say_fault
from .telling import BAD_DATA, GOOD, folder_of


def add(commands, shared: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("list", parents=[shared], help="all tables and their rows")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    status = GOOD
    for table in TABLES.values():
        try:
            rows = count("list.rows", len(load(table.name, folder=folder_of(call))), call.lang)
        except BadTable as error:
            rows, status = say_fault(error.faults[0], call.lang), BAD_DATA
        print(f"{table.name:20} {table.title[call.lang]} – {rows}")
    return status
