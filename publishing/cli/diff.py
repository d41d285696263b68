"""`kzdata diff NAME FILE`: what a file would change in a table, and in what readers see."""

import argparse
from pathlib import Path
from tempfile import TemporaryFile

import pandas as pd

from kzdata import clock
from kzdata.current import standing
from kzdata.load import load, table_named
from kzdata.schema import TABLES
from kzdata.schema.problems import BadTable, Error, Grade
from kzdata.schema.validate import row_problems
from kzdata.versions.diff import Difference, diff
from kzdata.versions.find import table_of
from kzdata.versions.shape import Reshaped, reshaped
from publishing.cli.check import files_by_table, in_folder
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    WrongCall,
    folder_of,
    how_many,
    print_problems,
)
from publishing.cli.preview import MOST, draw, lost_figures, tell_effects, tell_rows
from publishing.cli.progress import progress
from publishing.intake import Candidate, read_candidate, whole
from publishing.review.preview import LONG, Preview
from publishing.review.rehearsal import shape_of


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("diff", parents=[shared], help=hint("help.diff"))
    parser.add_argument("what", metavar="NAME|FILE|FOLDER", help=hint("help.diff.what"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=hint("help.diff.file"))
    parser.add_argument("--since", metavar="VERSION", help=hint("help.diff.since"))
    parser.add_argument(
        "--rows", type=how_many, default=MOST, help=hint("help.diff.rows", most=MOST)
    )
    parser.add_argument("--figures", action="store_true", help=hint("help.diff.figures", long=LONG))
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help=hint("help.diff.pictures"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    folder = folder_of(call)
    if call.pictures:
        _be_writable(call.pictures)
    if call.since:
        _tell(_change_since(folder, call), call)
        return GOOD
    candidates = _candidates(call)
    findings = [finding for each in candidates for finding in each.findings]
    if findings:
        print_problems(findings, call.lang)
    if any(finding.grade is Grade.ERROR for finding in findings):
        return BAD_DATA
    stands = standing(folder)
    candidates = [whole(each, stands.frames) for each in candidates]
    # A table that does not stand is as good as empty.
    empty = {each.table.name: each.frame.iloc[:0] for each in candidates if each.frame is not None}
    before = {**empty, **stands.frames}
    shapes = [shape_of(stands, each.table.name) for each in candidates]
    pairs = zip(candidates, shapes, strict=True)
    preview = Preview(before, [_difference(before[c.table.name], c, shape) for c, shape in pairs])
    files = [each.file for each in candidates]
    print_problems(lost_figures(preview, call.lang, clock.today(), files), call.lang)
    _tell(preview, call)
    return GOOD


def _be_writable(folder: Path) -> None:
    """Raises WrongCall before anything is computed that could not be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise WrongCall("diff.pictures", folder=folder, reason=error.strerror) from error


def _candidates(call: argparse.Namespace) -> list[Candidate]:
    """What is to be compared; raises WrongCall where that is not plain."""
    what = Path(call.what)
    if call.file is None and not what.exists():
        raise WrongCall("diff.call", what=call.what)
    if call.file:
        files = files_by_table([call.file], call.what)
    else:
        files = in_folder(what) if what.is_dir() else files_by_table([what], None)
    with progress("check.progress", call.lang) as done:
        return [read_candidate(TABLES[name], path, done) for name, path in files.items()]


def _difference(old: pd.DataFrame, new: Candidate, shape: Reshaped) -> Difference:
    """Raises BadTable for rows that cannot be told apart."""
    try:
        return diff(new.table, old, new.frame, shape)
    except pd.errors.MergeError:
        problems = row_problems(new.table, new.frame, new.file, new.rows)
        alike = [problem for problem in problems if problem.rule == Error.KEY]
        raise BadTable(new.table.name, alike) from None


def _change_since(folder: Path, call: argparse.Namespace) -> Preview:
    """How a table came from an older version to what stands."""
    table = table_named(call.what)
    if call.file is not None:
        raise WrongCall("diff.since")
    older = load(table.name, folder=folder, version=call.since)
    stands = standing(folder)
    now = stands.frames.get(table.name, older.iloc[:0])
    shape = reshaped(table.name, table_of(folder, table.name, call.since), stands.paths[table.name])
    found = diff(table, older, now, shape)
    return Preview({**stands.frames, table.name: older}, [found])


def _tell(preview: Preview, call: argparse.Namespace) -> None:
    day = clock.today()
    tell_rows(preview, call.lang, call.rows)
    if any(preview.differences):
        print()
        found = tell_effects(preview, call.lang, day, however_long=call.figures)
        if call.pictures:
            draw(found, preview, call.lang, day, call.pictures)
