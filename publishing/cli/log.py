"""`kzdata log [NAME]`: every version, the newest first, and what else there is to be told."""

import argparse

from dashboard.i18n.messages import say
from dashboard.i18n.versions import say_entry, say_standing
from kzdata.current import standing
from kzdata.load import table_named
from kzdata.versions.log import latest, log, problems
from kzdata.versions.shape import reshaped_in
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    folder_of,
    print_problems,
    tell_shut_out,
)


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("log", parents=[shared], help=hint("help.log"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=hint("help.log.name"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    folder = folder_of(call)
    if call.name is not None:
        table_named(call.name)
    versions = log(folder)
    entries = [
        (entry, shapes)
        for before, entry in zip([None, *versions], versions, strict=False)
        for shapes in [reshaped_in(folder, before, entry)]
        if call.name is None or call.name in (*entry.changes, *entry.set_aside, *shapes)
    ]
    above = say_standing(standing(folder), latest(folder), call.lang)
    paragraphs = [above, *(say_entry(*entry, call.lang) for entry in reversed(entries))]
    if not entries:
        paragraphs.append([say("log.none", call.lang)])
    print("\n\n".join("\n".join(lines) for lines in paragraphs if lines))
    tell_shut_out(folder, call.lang)
    if damaged := problems(folder):
        print_problems(damaged, call.lang)
        return BAD_DATA
    return GOOD
