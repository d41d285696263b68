"""`kzdata update NAME FILE …` or `kzdata update FOLDER`: rehearse, ask, publish all or none."""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dashboard.i18n.messages import say
from kzdata import clock
from kzdata.load import table_named
from kzdata.schema import TABLES
from publishing.cli.check import files_by_table, in_folder
from publishing.cli.confirm import (
    add_options,
    add_yes,
    announce,
    change_of,
    refused,
    set_aside_told,
)
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    WrongCall,
    folder_of,
    print_problems,
    writable_folder_of,
)
from publishing.cli.preview import lost_figures
from publishing.cli.progress import progress
from publishing.commit.publish import publish
from publishing.intake import Candidate, read_candidate
from publishing.review.preview import Preview
from publishing.review.rehearsal import asked, rehearse


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser(
        "update",
        parents=[shared],
        help=hint("help.update"),
    )
    parser.add_argument("files", nargs="+", metavar="NAME FILE | FILE | FOLDER")
    add_yes(parser, hint)
    add_options(parser, hint)
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    writable_folder_of(call)
    folder = folder_of(call)
    files = _files(call.files)
    with progress("check.progress", call.lang) as done:
        candidates = [read_candidate(TABLES[name], path, done) for name, path in files.items()]
    return offer(folder, candidates, call, action="update")


def offer(
    folder: Path, candidates: Iterable[Candidate], call: argparse.Namespace, *, action: str
) -> int:
    """Rehearse, tell, ask, publish."""
    change, day = change_of(call, action), clock.today()
    candidates = list(candidates)
    with progress("update.progress", call.lang) as done:
        rehearsal = rehearse(folder, candidates, day, done)
    preview, findings = Preview(rehearsal.before, rehearsal.differences), [*rehearsal.findings]
    if rehearsal.frames:
        findings += lost_figures(preview, call.lang, day, [each.file for each in candidates])
    if findings:
        print_problems(findings, call.lang)
    if rehearsal.refused:
        return BAD_DATA
    if not rehearsal.frames:
        print(say("update.same", call.lang))
        return GOOD
    if (status := refused(call, preview, day, findings)) is not None:
        return status
    basis = rehearsal.stands.version
    change = replace(change, at=clock.now(), answered=asked(findings), basis=basis)
    with set_aside_told(folder, call.lang), progress("publish.progress", call.lang) as done:
        entry = publish(folder, change, rehearsal.frames, done)
    return announce(entry, folder, call.lang)


def _files(named: list[str]) -> dict[str, Path]:
    """The files of a folder, the sheets of a workbook, or names and files as given, in turn."""
    if len(named) == 1 and (only := Path(named[0])).exists():
        return in_folder(only) if only.is_dir() else files_by_table([only], None)
    if len(named) % 2:
        raise WrongCall("update.pairs")
    files: dict[str, Path] = {}
    for name, file in zip(named[::2], map(Path, named[1::2]), strict=True):
        table_named(name)
        if not file.is_file():
            raise WrongCall("unknown.file", file=file)
        if name in files:
            raise WrongCall("check.twice", first=files[name], second=file, table=name)
        files[name] = file
    return files
