"""The sentences of the `kzdata` command and the reader of message catalogues."""

import gettext
import io
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard.i18n import numbers
from kzdata.schema import TABLES
from kzdata.schema.problems import Problem, Promised

HERE = Path(__file__).parent / "messages"


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


def count(key: str, number: int, language: str, **values: object) -> str:
    """A sentence of the command that counts something."""
    counted = numbers.number(number, language)
    return catalogue(HERE, language).plural(key, number, n=counted, **values)


def quantity(value: float, unit: str, language: str, written: str | None = None) -> str:
    """A number with its unit; `written` is the number where its digits are chosen already."""
    shown = numbers.number(value, language) if written is None else written
    form = numbers.plural_number(value)
    return catalogue(HERE, language).plural(f"unit.{unit}", form, n=shown)


def say_problem(problem: Problem, language: str) -> str:
    """A problem in one line: where it is, what was found, what is expected, what to do."""
    return f"{said_place(problem, language)}: {say_rule(problem, language)}"


def say_rule(problem: Problem, language: str) -> str:
    """What was found, what is expected, what to do."""
    found, expected = problem.found, problem.expected
    if problem.promise is not None:
        found = _promised(problem.found, problem.promise, language)
        expected = expected or say("diff.unknown", language)
        moved, less = problem.promise.moved_to, problem.promise.lowered_to
        if moved is not None:
            expected = numbers.day(moved, language)
        if less is not None:
            expected = quantity(less, problem.promise.unit, language)
    about = {"found": found, "expected": expected, "table": problem.table, "file": problem.file}
    return say(problem.rule.message_key, language, **about)


def said_place(problem: Problem, language: str) -> str:
    """Where a problem is: file, row, column."""
    place = [problem.file]
    if problem.row is not None:
        place.append(say("place.row", language, row=problem.row))
    if problem.column is not None:
        place.append(say("place.column", language, column=_titled(problem, language)))
    return ", ".join(place)


def _promised(id: str, promise: Promised, language: str) -> str:
    """Who promised what by when, behind the key of the promise."""
    day = numbers.day(promise.deadline, language)
    said = [names[language] for names in (promise.who, promise.what) if names]
    with suppress(UnknownKey):  # a unit that is not declared is the check's to refuse
        said.append(quantity(promise.size, promise.unit, language))
    late = promise.days_late or 0
    due = say("promise.due", language, day=day)
    said.append(count("promise.late", late, language, day=day) if late > 0 else due)
    return say("promise.told", language, promise=id, said=", ".join(said))


def _titled(problem: Problem, language: str) -> str:
    """The column's name as it stands in the file, with its declared title behind it."""
    table = TABLES.get(problem.table)
    if table is None or problem.column not in table.columns:
        return str(problem.column)
    return f"{problem.column} ({table.specs[problem.column].title[language]})"
