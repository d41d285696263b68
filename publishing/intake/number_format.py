"""What the number format of a cell makes of its number: another unit, a part of it, or nothing."""

import re
from functools import cache, lru_cache

from dashboard.i18n.messages import quantity
from kzdata.schema import LANGUAGES, Table
from publishing.intake.neighbours import is_quantity

# What a format says word for word; a sign behind _ or * is only as wide as it, or fills the cell.
WORDS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([$€£¥₸₽])')
WIDTH = re.compile(r"[_*].")
CONDITION = re.compile(r"\[[^\]$][^\]]*\]")
PLACES = re.compile("[0#?]")
IN_THOUSANDS = re.compile("[0#?],+(?![0#?,])")
NO_WORD = " .,:()[]-–+/"


@lru_cache
def shows_percent(number_format: str) -> bool:
    """Whether a cell shows its number times a hundred: a percent sign that is no word does so."""
    return "%" in WORDS.sub("", number_format)


@lru_cache
def shows_otherwise(number_format: str, sign: int) -> bool:
    """Whether a number of a sign (1, 0, -1) is shown in a unit, in thousands, or not at all."""
    if number_format in ("General", "@"):
        return False
    section = _section(number_format, sign)
    plain = WORDS.sub("", section)
    if "General" in plain:
        return bool(_words(section))
    # A dash for nothing is usual; nothing at all, or a word alone, hides the number.
    hidden = not PLACES.search(plain) and not WORDS.search(section) and "@" not in plain
    return hidden or bool(IN_THOUSANDS.search(plain)) or bool(_words(section))


def says_own_unit(number_format: str, table: Table, column: str) -> bool:
    """Whether all that a format does is to say the column's own unit, or that a year is one."""
    section = _section(number_format, 1)
    plain = WORDS.sub("", section)
    if IN_THOUSANDS.search(plain) or not (PLACES.search(plain) or "General" in plain):
        return False
    return not is_quantity(table, column) or _words(section) in _units(table.specs[column].unit)


@cache
def _units(unit: str | None) -> set[str]:
    """How the languages write a unit behind a number."""
    if unit is None:
        return set()
    said = (quantity(n, unit, each, written="") for n in (1, 2, 5) for each in LANGUAGES)
    return {_plain(text) for text in said} | ({"$", "USD"} if unit.startswith("usd") else set())


def _section(number_format: str, sign: int) -> str:
    """The part of a format that numbers of a sign are shown by."""
    sections = re.findall(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)', number_format)[:-1]
    sections = sections or [number_format]
    if sign == 0 and len(sections) > 2:
        return _bare(sections[2])
    return _bare(sections[1] if sign < 0 and len(sections) > 1 else sections[0])


def _bare(section: str) -> str:
    """A section without what has only width, colour or a condition."""
    return WIDTH.sub("", CONDITION.sub("", section))


def _words(section: str) -> str:
    return _plain("".join("".join(found) for found in WORDS.findall(section)))


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(NO_WORD)
