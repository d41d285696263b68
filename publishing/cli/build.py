"""`kzdata build FOLDER`: the Parquet files from a folder of CSV files."""

import argparse
from pathlib import Path

import numpy as np

from dashboard.i18n.messages import count
from kzdata.schema import TABLES
from kzdata.versions.log import latest
from publishing.build import build, read_folder
from publishing.cli.confirm import add_options, add_yes, announce, change_of, set_aside_told
from publishing.cli.output import Commands, Hint, writable_folder_of
from publishing.cli.update import offer
from publishing.intake import Candidate


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("build", parents=[shared], help=hint("help.build"))
    parser.add_argument("source", type=Path, metavar="FOLDER")
    add_yes(parser, hint)
    add_options(parser, hint)
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    if not call.source.is_dir():
        raise NotADirectoryError(str(call.source))
    # The folder to write need not exist yet.
    folder = writable_folder_of(call)
    if latest(folder) is not None:
        # What was published since may be undone only after it was told and asked.
        return offer(folder, _candidates(call.source), call, action="build")
    with set_aside_told(folder, call.lang):
        entry = build(call.source, folder, change_of(call, "build"))
    if entry is not None:
        print(count("build.written", len(entry.changes), call.lang))
    return announce(entry, folder, call.lang)


def _candidates(source: Path) -> list[Candidate]:
    """The rows of each CSV file, numbered as a spreadsheet does."""
    return [
        Candidate(TABLES[name], source / f"{name}.csv", frame, (), np.arange(len(frame)) + 2)
        for name, frame in read_folder(source).items()
    ]
