"""`kzdata desk`: the page for updates, opened in the browser of this computer."""

import argparse
import signal
import webbrowser

from dashboard.i18n.messages import say
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    Commands,
    Hint,
    WrongCall,
    complain,
    folder_of,
    how_many,
    writable_folder_of,
)
from publishing.desk import server


def add(commands: Commands, shared: argparse.ArgumentParser, hint: Hint) -> None:
    parser = commands.add_parser("desk", parents=[shared], help=hint("help.desk"))
    parser.add_argument("--port", type=how_many, default=0, help=hint("help.desk.port"))
    parser.add_argument("--no-browser", action="store_true", help=hint("help.desk.no_browser"))
    parser.set_defaults(run=run)


def run(call: argparse.Namespace) -> int:
    writable_folder_of(call)
    folder = folder_of(call)
    if call.port and not server.is_free(call.port):
        raise WrongCall("desk.port", port=call.port)
    for name in ("SIGTERM", "SIGHUP"):  # its server and its files end with it
        if ended := getattr(signal, name, None):
            signal.signal(ended, signal.default_int_handler)
    try:
        with server.opened(folder, call.lang, call.port) as desk:
            print(say("desk.open_at", call.lang, address=desk.address), flush=True)
            if not call.no_browser:
                webbrowser.open(desk.door.as_uri())
            if desk.process.wait() == 0:
                return GOOD
    except server.NotStarted:
        complain("desk.not_started", call.lang)
    else:
        complain("desk.ended", call.lang)
    return BAD_DATA
