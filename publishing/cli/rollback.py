"""`kzdata rollback NAME [VERSION]`, `kzdata rollback --all [VERSION]`: back to an older version."""

import argparse
from dataclasses import replace
from pathlib import Path

from dashboard.i18n.messages import say
from dashboard.i18n.numbers import moment
from dashboard.i18n.versions import say_table
from kzdata import clock
from kzdata.current import Standing, standing
from kzdata.load import load, table_named
from kzdata.promise_guard import doubtful, leaving
from kzdata.schema import TABLES
from kzdata.versions.diff import diff
from kzdata.versions.entry import Entry
from kzdata.versions.objects import object_of
from kzdata.versions.shape import Reshaped, reshaped
from publishing.cli.confirm import (
    add_options,
    add_yes,
    announce,
    asked,
    change_of,
    refused,
    set_aside_told,
)
from publishing.cli.lost_figures import lost_figures
from publishing.cli.output import (
    GOOD,
    WRONG_CALL,
    Commands,
    Hint,
    complain,
    folder_of,
    print_problems,
    writable_folder_of,
)
from publishing.cli.preview import Preview
from publishing.commit.rollback import goal, later, names, rollback


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("rollback", parents=[shared], help=hint("help.rollback"))
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument(
        "version",
        nargs="?",
        metavar="VERSION",
        help=hint("help.rollback.version"),
    )
    parser.add_argument("--all", action="store_true", help=hint("help.rollback.all"))
    add_yes(parser, hint)
    add_options(parser, hint)
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    writable_folder_of(call)
    folder = folder_of(call)
    name, version = (None, call.name) if call.all else (call.name, call.version)
    if call.all is (name is not None) or (call.all and call.version):
        complain("rollback.which", call.lang)
        return WRONG_CALL
    if name is not None:
        table_named(name)
    change = change_of(call, "rollback")
    stands, to, now = standing(folder), goal(folder, name, version), clock.now()
    print(say("rollback.to", call.lang, number=to.number, time=moment(to.at, call.lang)))
    wanted, gone = names(name, to), [] if name else later(folder, to)
    if _stand(stands, to, wanted) and not gone:
        print(say("rollback.same", call.lang))
        return GOOD
    if gone:
        tables = ", ".join(say_table(each, call.lang) for each in gone)
        print(say("rollback.later", call.lang, number=to.number, tables=tables))
    preview = _preview(folder, stands, to, wanted, gone)
    findings = [
        *leaving(preview.before, preview.after, now.date()),
        *doubtful(preview.before, preview.after, now.date()),
        *lost_figures(preview, call.lang, now.date()),
    ]
    if findings:
        print_problems(findings, call.lang)
    if (status := refused(call, preview, now.date(), findings)) is not None:
        return status
    answered = asked(findings)
    change = replace(change, at=clock.now(), answered=answered, basis=stands.version)
    with set_aside_told(folder, call.lang):
        entry = rollback(folder, change, name, to.number)
    return announce(entry, folder, call.lang)


def _stand(stands: Standing, to: Entry, wanted: list[str]) -> bool:
    """Whether tables are as they were then, and so are their files."""
    same = all(stands.digests[each] == to.digests[each] for each in wanted)
    return same and stands.instead.isdisjoint(wanted)


def _preview(
    folder: Path, stands: Standing, to: Entry, wanted: list[str], gone: list[str]
) -> Preview:
    older = {each: load(each, folder=folder, version=to.number) for each in wanted}
    before = {**{each: frame.iloc[:0] for each, frame in older.items()}, **stands.frames}
    found = [
        diff(TABLES[each], before[each], frame, _shape(folder, stands, to, each))
        for each, frame in older.items()
    ]
    return Preview(before, [difference for difference in found if difference], frozenset(gone))


def _shape(folder: Path, stands: Standing, to: Entry, name: str) -> Reshaped:
    return reshaped(name, stands.paths[name], object_of(folder, to.digests[name]))
