"""The meeting kit as a file, for those who work without a server: `python -m dashboard.slides`.

Exit status: 0 the file is written, 1 the data allow nothing, 2 the call is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import kzdata
from dashboard import atomic_file, store
from dashboard.addresses import address_of_site
from dashboard.command_line import asked_language, parsed
from dashboard.figures import FIGURES
from dashboard.i18n import DEFAULT_LANGUAGE, Words, words_of
from dashboard.i18n.locations import say_source
from dashboard.slides.build import Progress
from dashboard.slides.downloads import whole
from dashboard.slides.formats import FORMS
from dashboard.slides.model import Deck
from dashboard.slides.selection import DECKS, TEN, WHOLE, Choice, offered, wished
from kzdata import clock
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES
from publishing import remote

GOOD, NOTHING, WRONG_CALL = 0, 1, 2


class WrongCall(Exception):
    """The call cannot be followed; says what was found and what there is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one file and return the exit status."""
    call, words = parsed(_parser, arguments), words_of(asked_language(arguments))
    try:
        choice, form = _choice(call, words), _form(call.to, words)
        _look(call.to, words)
        with store.one_version():
            made, content = whole(
                choice,
                form,
                clock.today(),
                _site(call.site),
                progress_told(words, sys.stderr.isatty()),
            )
            if len(made.left_out) == len(choice.made):
                _tell(words("deck.command.nothing"), *_reasons(choice.made, words))
                return NOTHING
            _tell(*_left_out(made, words))
        _write(call.to, content, words)
    except WrongCall as wrong:
        _tell(str(wrong))
        return WRONG_CALL
    except store.Unavailable:
        _tell(words("deck.command.nothing"), *_reasons(choice.made, words))
        return NOTHING
    print(words("deck.command.written", file=call.to, count=str(len(made.slides))))
    return GOOD


def _parser(language: str) -> argparse.ArgumentParser:
    words = words_of(language)
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.slides", description=words("deck.help")
    )
    # Slides are for a hall, and messages for whoever sits at the terminal.
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=words("deck.help.lang")
    )
    parser.add_argument("--town", default="", help=words("deck.help.town", known=", ".join(TOWNS)))
    parser.add_argument("--slides", default="", help=words("deck.help.slides"))
    parser.add_argument(
        "--deck", choices=DECKS, default="", help=words("deck.help.deck", ten=TEN, whole=WHOLE)
    )
    parser.add_argument("--second", choices=LANGUAGES, default="", help=words("deck.help.second"))
    ends = words("deck.help.to", known=_ends())
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=ends)
    parser.add_argument("--site", default="", help=words("deck.help.site"))
    return parser


def _ends() -> str:
    return ", ".join(f".{form}" for form in FORMS)


def _choice(call: argparse.Namespace, words: Words) -> Choice:
    if call.town and call.town not in TOWNS:
        towns = ", ".join(TOWNS)
        raise WrongCall(words("deck.command.town", name=call.town, known=towns))
    known, asked = offered(call.town), call.slides.replace(",", " ").split()
    for id in asked:
        if id not in known:
            raise WrongCall(words("deck.command.figure", name=id, known=", ".join(known)))
    named = {"town": call.town, "slides": ",".join(asked), "deck": call.deck}
    named |= {"second": call.second}
    return wished(call.lang, named)


def _form(to: Path, words: Words) -> str:
    form = to.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise WrongCall(words("deck.command.form", name=to.name, known=_ends()))
    return form


def _look(to: Path, words: Words) -> None:
    """Look before the work is done whether its result has a place."""
    folder = to.parent
    if not folder.is_dir():
        raise WrongCall(words("deck.command.folder", folder=folder))
    if to.is_dir():
        raise WrongCall(words("deck.command.is_folder", file=to))
    if (source := remote.fetch()) is not None:
        _tell(*say_source(source, words.language))
    if not kzdata.data_folder().is_dir():
        raise WrongCall(words("deck.command.folder", folder=kzdata.data_folder()))


def _site(named: str) -> str:
    return named.rstrip("/") or address_of_site("")


def _write(to: Path, content: bytes, words: Words) -> None:
    """Write the whole file or none, and leave nothing beside it."""
    try:
        atomic_file.put(to, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongCall(words("deck.command.not_written", file=to, reason=reason)) from error
    finally:
        atomic_file.beside(to).unlink(missing_ok=True)


def _left_out(made: Deck, words: Words) -> list[str]:
    """Which figures are not in the deck and why, in lines; none if all are."""
    shown = {slide.id for slide in made.slides}
    lost = [id for id in made.choice.made if id not in shown]
    return [words("deck.command.left_out"), *_reasons(lost, words, made.left_out)] if lost else []


def _reasons(ids: Sequence[str], words: Words, titles: Sequence[str] = ()) -> list[str]:
    """Figures, each with the tables of its own that did not pass the check."""
    broken = store.snapshot().broken
    said = []
    for id, title in zip(ids, titles or ids, strict=True):
        needed = (*store.ALWAYS_NEEDED, *FIGURES[id].tables)
        tables = ", ".join(dict.fromkeys(table for table in needed if table in broken))
        said.append(words("deck.cell", title=title, value=tables) if tables else title)
    return said


def progress_told(words: Words, terminal: bool) -> Progress:
    """On a terminal one line that is written over and over; elsewhere nothing."""

    def tell(made: int, of: int) -> None:
        end = "\r\x1b[K" if made == of else ""
        line = words("deck.making", made=str(made), of=str(of))
        print(f"\r{line}{end}", end="", file=sys.stderr, flush=True)

    return tell if terminal else lambda made, of: None


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
