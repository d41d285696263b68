"""What all verbs share: the folder that is meant, the exit status, complaints."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from ..faults import Fault
from ..files import data_folder
from ..words import count, say, say_fault

GOOD, BAD_DATA, WRONG_CALL = 0, 1, 2


def folder_of(call: argparse.Namespace) -> Path:
    """The folder of the data; raises NotADirectoryError if there is none."""
    folder = call.data or data_folder()
    if not folder.is_dir():
        raise NotADirectoryError(str(folder))
    return folder


def print_faults(faults: Iterable[Fault], language: str) -> None:
    faults = list(faults)
    for fault in faults:
        print(say_fault(fault, language), file=sys.stderr)
    print(count("check.faults", len(faults), language), file=sys.stderr)


def complain(key: str, language: str, **values: object) -> None:
    print(say(key, language, **values), file=sys.stderr)
