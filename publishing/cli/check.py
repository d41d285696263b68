"""`kzdata check [FILE…]`: all problems of the data, or of files handed in, at once."""

import argparse
from pathlib import Path

from dashboard.i18n.messages import say
from kzdata import clock
from kzdata.check import check
from kzdata.load import table_named
from kzdata.schema import TABLES
from kzdata.schema.problems import Grade, Problem
from publishing.cli.export import be_new, be_writable_as, write_file
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    WrongCall,
    complain,
    folder_of,
    print_problems,
    tell_shut_out,
)
from publishing.cli.preview import lost_figures
from publishing.cli.progress import progress
from publishing.intake import Candidate, read_candidate, tables_of
from publishing.intake.file_type import BY_NAME
from publishing.intake.findings import Unreadable
from publishing.review.preview import Preview
from publishing.review.rehearsal import rehearse


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("check", parents=[shared], help=hint("help.check"))
    parser.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help=hint("help.check.files")
    )
    parser.add_argument("--as", dest="name", metavar="NAME", help=hint("help.check.as"))
    parser.add_argument("--mark", type=Path, metavar="OUT.xlsx", help=hint("help.check.mark"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    if call.mark:
        _be_markable(call)
    if call.name and (len(call.files) != 1 or call.files[0].is_dir()):
        raise WrongCall("check.one_file")
    folder = folder_of(call)
    if not call.files:
        problems = check(folder, clock.today())
        tell_shut_out(folder, call.lang)
        if not problems:
            print(say("check.good", call.lang))
            return GOOD
        print_problems(problems, call.lang)
        return GOOD if all(problem.grade is Grade.NOTE for problem in problems) else BAD_DATA
    if call.files[0].is_dir() and len(call.files) == 1:
        asked = in_folder(call.files[0])
    else:
        asked = files_by_table(call.files, call.name, "check.which")
    with progress("check.progress", call.lang) as done:
        candidates = [read_candidate(TABLES[name], path, done) for name, path in asked.items()]
    day = clock.today()
    rehearsal = rehearse(folder, candidates, day)
    preview, found = Preview(rehearsal.before, rehearsal.differences), [*rehearsal.findings]
    found += lost_figures(preview, call.lang, day, [each.file for each in candidates])
    print_problems(found, call.lang)
    refused = {problem.file for problem in found if problem.grade is Grade.ERROR}
    others = refused - {each.file for each in candidates}
    for each in candidates:
        # What stands already and no longer fits is the matter of every file.
        if each.file not in refused and not others:
            print(_fits(each, call.lang))
    if call.mark:
        _mark(call, candidates, found)
    return GOOD if all(problem.grade is Grade.NOTE for problem in found) else BAD_DATA


def _be_markable(call: argparse.Namespace) -> None:
    """Raises WrongCall where no one file is to be marked, or not as a new workbook."""
    if len(call.files) != 1 or call.files[0].is_dir():
        raise WrongCall("check.mark_one")
    be_writable_as(call.mark, (".xlsx",))
    be_new(call.mark)


def _mark(call: argparse.Namespace, candidates: list[Candidate], found: list[Problem]) -> None:
    """Write the file that was handed in as a workbook with its faults marked, and say so."""
    from publishing.intake.mark import marked  # openpyxl takes its time

    if all(problem.grade is Grade.NOTE for problem in found):
        print(say("check.nothing_to_mark", call.lang, file=call.mark))
        return
    try:
        content = marked(candidates, found, call.lang)
    except Unreadable:
        complain("check.not_marked", call.lang, file=call.mark)
    else:
        write_file(lambda: content, call.mark, call.lang)


def files_by_table(
    files: list[Path], name: str | None, which: str = "check.which_by_name"
) -> dict[str, Path]:
    """The file for each table; raises WrongCall where a table is not known, or known twice.

    `which` is the sentence that says how to name the table of a file that could be of several.
    """
    found: dict[str, Path] = {}
    for path in files:
        for table in _tables_of(path, name, which):
            if table in found:
                raise WrongCall("check.twice", first=found[table], second=path, table=table)
            found[table] = path
    return found


def in_folder(folder: Path) -> dict[str, Path]:
    """Every file of a folder that is seen; raises WrongCall if one of them is of no table."""
    files = sorted(path for path in folder.iterdir() if _is_seen(path))
    if not files:
        raise WrongCall("update.no_tables", folder=folder)
    # What bears the name of a table is told more closely why it cannot be read.
    named = [path for path in files if path.is_file() and path.stem in TABLES]
    if none := [p.name for p in files if p not in named and p.suffix.lower() not in BY_NAME]:
        raise WrongCall("check.no_table", file=", ".join(none))
    return files_by_table(files, None)


def _is_seen(path: Path) -> bool:
    # Spreadsheets keep hidden files beside those that are open.
    return not path.is_dir() and not path.name.startswith((".", "~$"))


def _tables_of(path: Path, name: str | None, which: str) -> list[str]:
    """The table that is named, else those that the file is for; raises WrongCall."""
    if not path.is_file():
        raise WrongCall("unknown.file", file=path)
    if name:
        return [table_named(name).name]
    if not (found := tables_of(path)):
        raise WrongCall(which, file=path, known=", ".join(TABLES))
    return found


def _fits(candidate: Candidate, language: str) -> str:
    table = candidate.table
    return say(
        "check.fits",
        language,
        file=candidate.file,
        title=table.title[language],
        table=table.name,
        rows=len(candidate.rows),
    )
