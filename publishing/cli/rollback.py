"""`kzdata rollback NAME [VERSION]`, `kzdata rollback --all [VERSION]`: back to an older version."""

import argparse
from dataclasses import replace

from dashboard.i18n.messages import say
from dashboard.i18n.numbers import moment
from dashboard.i18n.versions import say_table
from kzdata import clock
from kzdata.load import table_named
from publishing.cli.confirm import (
    add_options,
    add_yes,
    announce,
    change_of,
    refused,
    set_aside_told,
)
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
from publishing.cli.preview import lost_figures
from publishing.commit.rollback import rollback
from publishing.commit.way_back import way_back
from publishing.review.rehearsal import asked


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
    found, now = way_back(folder, name, version), clock.now()
    to = found.to
    print(say("rollback.to", call.lang, number=to.number, time=moment(to.at, call.lang)))
    if found.is_same:
        print(say("rollback.same", call.lang))
        return GOOD
    if found.gone:
        tables = ", ".join(say_table(each, call.lang) for each in found.gone)
        print(say("rollback.later", call.lang, number=to.number, tables=tables))
    findings = found.findings(now.date())
    findings += lost_figures(found.preview, call.lang, now.date())
    if findings:
        print_problems(findings, call.lang)
    if (status := refused(call, found.preview, now.date(), findings)) is not None:
        return status
    answered = asked(findings)
    change = replace(change, at=clock.now(), answered=answered, basis=found.stands.version)
    with set_aside_told(folder, call.lang):
        entry = rollback(folder, change, name, to.number)
    return announce(entry, folder, call.lang)
