"""`kzdata upload PLACE`: the newest version of the data taken to where the dashboard reads them."""

import argparse

from dashboard.i18n.messages import say
from kzdata.location import is_elsewhere, place_at
from publishing.cli.output import BAD_DATA, GOOD, Commands, Hint, WrongCall, complain, folder_of
from publishing.cli.progress import progress
from publishing.remote.upload import NotUploaded, upload


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser(
        "upload",
        parents=[shared],
        help=hint("help.upload"),
    )
    parser.add_argument("place", metavar="PLACE")
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    if not is_elsewhere(call.place):
        raise WrongCall("upload.place", place=call.place)
    place, folder = place_at(call.place), folder_of(call)
    try:
        with progress("upload.progress", call.lang) as done:
            number = upload(folder, place, done)
    except NotUploaded as failure:
        complain(f"upload.{failure.key}", call.lang, place=place.said, detail=failure.detail)
        return BAD_DATA
    print(say("upload.done", call.lang, number=number, place=place.said))
    return GOOD
