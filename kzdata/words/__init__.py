"""The sentences of the `kzdata` command and the reader of message catalogues."""

import gettext
import io
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ..datasets import TABLES
from ..faults import Fault

HERE = Path(__file__).parent


class UnknownKey(LookupError):
    """A catalogue was asked for a key that it does not hold."""


class Catalogue:
    """The texts of one language, read from `folder/language.po`, by key."""

    def __init__(self, folder: Path, language: str):
        self.language = language
        with (folder / f"{language}.po").open("rb") as file:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
        compiled.seek(0)
        self._texts = gettext.GNUTranslations(compiled)

    def text(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled."""
        found = self._texts.gettext(key)
        if found == key:
            raise UnknownKey(f"no text {key!r} in the {self.language} catalogue")
        return found.format_map(values)

    def plural(self, key: str, number: int, **values: object) -> str:
        """The plural form of a key that fits a number; its placeholders filled."""
        found = self._texts.ngettext(key, "", number)
        if found in (key, ""):
            raise UnknownKey(f"no plural {key!r} in the {self.language} catalogue")
        return found.format_map(values)


@lru_cache
def catalogue(folder: Path, language: str) -> Catalogue:
    return Catalogue(folder, language)


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the command in one language."""
    return catalogue(HERE, language).text(key, **values)


def count(key: str, number: int, language: str) -> str:
    """A sentence of the command that counts something."""
    return catalogue(HERE, language).plural(key, number, n=number)


def say_fault(fault: Fault, language: str) -> str:
    """A fault in one line: where it is, what was found, what is expected, what to do."""
    rule = say(f"rule.{fault.rule}", language, found=fault.found, expected=fault.expected)
    place = [fault.file]
    if fault.row is not None:
        place.append(say("place.row", language, row=fault.row))
    if fault.column is not None:
        place.append(say("place.column", language, column=_titled(fault, language)))
    return f"{', '.join(place)}: {rule}"


def _titled(fault: Fault, language: str) -> str:
    """The column's name as it stands in the file, with its declared title behind it."""
    table = TABLES.get(fault.table)
    if table is None or fault.column not in table.columns:
        return str(fault.column)
    return f"{fault.column} ({table.about(fault.column)['title'][language]})"
