"""The static edition as a command: `python -m dashboard.edition OUT`.

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
from dashboard import store
from dashboard.addresses import address_of_site
from dashboard.command_line import parsed
from dashboard.edition.links_to import PICTURES, Edition
from dashboard.edition.swap import Busy, NotOurs, mark, taking
from dashboard.edition.write import DataChanged, NothingStands, write
from dashboard.i18n import Words, words_of
from dashboard.slides.command import progress_told
from kzdata import clock
from kzdata.schema.model import LANGUAGES

GOOD, FAULTY, WRONG_CALL = 0, 1, 2
EXAMPLE = "https://air.example/site"


class WrongCall(Exception):
    """The call cannot be followed; says what was found and what there is to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write an edition and return the exit status."""
    call = parsed(_parser, arguments)
    words, out = words_of(call.lang), call.out.resolve()
    try:
        return _write(call, out, words)
    except DataChanged:
        _tell(words("site.command.changed"))
        return FAULTY
    except NothingStands:
        tables = ", ".join(sorted(store.snapshot().faulty))
        _tell(words("site.command.nothing", tables=tables))
        return FAULTY
    except WrongCall as wrong:
        _tell(str(wrong))
    except NotOurs:
        _tell(words("site.command.not_ours", place=out))
    except Busy:
        _tell(words("site.command.busy", place=out))
    except OSError as error:
        reason = error.strerror or str(error)
        _tell(words("site.command.not_written", place=out, reason=reason))
    return WRONG_CALL


def _parser(language: str) -> argparse.ArgumentParser:
    words = words_of(language)
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.edition", description=words("site.help")
    )
    parser.add_argument("out", type=Path, metavar="OUT", help=words("site.help.out"))
    parser.add_argument("--address", default="", help=words("site.help.address"))
    parser.add_argument(
        "--pictures",
        choices=PICTURES,
        default=PICTURES[0],
        help=words("site.help.pictures"),
    )
    parser.add_argument("--packed", action="store_true", help=words("site.help.packed"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language, help=words("call.lang"))
    return parser


def _address(named: str, words: Words) -> str:
    parts = urlsplit(named)
    if named and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
        raise WrongCall(words("site.command.address", address=named, example=EXAMPLE))
    return named.rstrip("/")


def _write(call: argparse.Namespace, out: Path, words: Words) -> int:
    address = _address(call.address, words)
    for folder in (out.parent, kzdata.data_folder()):
        if not folder.is_dir():
            raise WrongCall(words("deck.command.folder", folder=folder))
    data, day = store.snapshot(), clock.today()
    edition = Edition(day, data.key, address, address_of_site(""), call.pictures)
    progress = progress_told(words, sys.stderr.isatty())
    with taking(out) as new:
        files, lost = write(edition, new, call.packed, progress)
        about = {"as_of": day.isoformat(), "data_version": data.version}
        mark(new, about | {"faulty_tables": sorted(data.faulty), "left_out": lost})
    print(words("site.command.written", place=out, count=words.number(len(files))))
    if data.faulty or lost:
        _tell(words("site.command.faulty", tables=", ".join(sorted(data.faulty))), *lost)
        return FAULTY
    return GOOD


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
