"""`kzdata build FOLDER`: the Parquet files from a folder of CSV files."""

import argparse
from pathlib import Path

from ..build import build
from ..files import data_folder
from ..words import count
from .telling import GOOD


def add(commands, shared: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "build", parents=[shared], help="write the Parquet files from a folder of CSV files"
    )
    parser.add_argument("source", type=Path, metavar="FOLDER")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    if not call.source.is_dir():
        raise NotADirectoryError(str(call.source))
    # The folder to write need not exist yet.
    written = build(call.source, call.data or data_folder())
    print(count("build.written", len(written), call.lang))
    return GOOD
