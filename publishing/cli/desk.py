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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # its server ends with it
    try:
        with server.opened(folder, call.lang, call.port) as (address, process):
            print(say("desk.open_at", call.lang, address=address), flush=True)
            if not call.no_browser:
                webbrowser.open(address)
            process.wait()
    except server.NotStarted as failed:
        complain("desk.not_started", call.lang, log=failed.log)
        return BAD_DATA
    return GOOD
