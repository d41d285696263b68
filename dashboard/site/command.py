"""The static edition as a command: `python -m dashboard.site OUT`.

Exit status: 0 the edition is written, 1 the data are faulty, 2 the call is wrong. On faulty data it
is written all the same with what stands, as the live pages show it: one figure that is said to be
missing keeps no reader from the others, and whoever publishes by a script sees the status.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import kzdata
from dashboard import shelf
from dashboard.i18n import DEFAULT_LANGUAGE, LANGUAGES, Words, words_of
from dashboard.pages import address_of_site
from kzdata import clock

from .edition import PICTURES, Edition
from .place import Busy, NotOurs, mark, taking
from .writing import DataChanged, NothingStands, Progress, write

GOOD, FAULTY, WRONG_CALL = 0, 1, 2


class WrongCall(Exception):
    """The call cannot be followed; says what was found and what there is to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write an edition and return the exit status."""
    call = _parser().parse_args(arguments)
    words = words_of(call.lang)
    try:
        return _write(call, words)
    except WrongCall as wrong:
        _tell(str(wrong))
        return WRONG_CALL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.site",
        description="All pages, figures and data as files that any server or disk serves. "
        "SITE_ADDRESS names the live dashboard to which the pages lead, if there is one.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write")
    parser.add_argument("--address", default="", help="where the edition will stand (https://…)")
    parser.add_argument(
        "--pictures",
        choices=PICTURES,
        default=PICTURES[0],
        help="of all choices; of the usual ones and of towns; none and no slides, which is soonest",
    )
    parser.add_argument("--packed", action="store_true", help="each text as .br and .gz as well")
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    return parser


def _address(named: str, words: Words) -> str:
    parts = urlsplit(named)
    if named and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
        raise WrongCall(words("site.command.address", address=named))
    return named.rstrip("/")


def _write(call: argparse.Namespace, words: Words) -> int:
    out, address = call.out.resolve(), _address(call.address, words)
    for folder in (out.parent, kzdata.data_folder()):
        if not folder.is_dir():
            raise WrongCall(words("deck.command.folder", folder=folder))
    data = shelf.snapshot()
    edition = Edition(clock.today(), data.key, address, address_of_site(""), call.pictures)
    try:
        with taking(out) as new:
            files, lost = write(edition, new, call.packed, _progress(words, sys.stderr.isatty()))
            about = {"as_of": edition.day.isoformat(), "data_version": data.version}
            mark(new, about | {"faulty_tables": sorted(data.faulty), "left_out": lost})
    except NotOurs as error:
        raise WrongCall(words("site.command.not_ours", place=out)) from error
    except Busy as error:
        raise WrongCall(words("site.command.busy", place=out)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongCall(words("site.command.not_written", place=out, reason=reason)) from error
    except (DataChanged, NothingStands) as error:
        changed = isinstance(error, DataChanged)
        key = "site.command.changed" if changed else "site.command.nothing"
        _tell(words(key, tables=", ".join(sorted(data.faulty))))
        return FAULTY
    print(words("site.command.written", place=out, count=words.number(len(files))))
    if data.faulty or lost:
        _tell(words("site.command.faulty", tables=", ".join(sorted(data.faulty))), *lost)
        return FAULTY
    return GOOD


def _progress(words: Words, terminal: bool) -> Progress:
    """On a terminal one line that is written over and over; elsewhere nothing."""

    def tell(made: int, of: int) -> None:
        end = "\r\x1b[K" if made == of else ""
        line = words("deck.making", made=str(made), of=str(of))
        print(f"\r{line}{end}", end="", file=sys.stderr, flush=True)

    return tell if terminal else lambda made, of: None


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
