"""`kzdata check`: all faults of the data at once."""

import argparse

from ..check import check
from ..words import say
from .telling import BAD_DATA, GOOD, folder_of, print_faults


def add(commands, shared: argparse.ArgumentParser) -> None:
    parser = commands.add_parser("check", parents=[shared], help="all faults of the data at once")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    faults = check(folder_of(call))
    if not faults:
        print(say("check.good", call.lang))
        return GOOD
    print_faults(faults, call.lang)
    return BAD_DATA
