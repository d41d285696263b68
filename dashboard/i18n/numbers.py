"""Numbers and days as each language writes them, from Babel's CLDR."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from babel.dates import format_date
from babel.numbers import format_decimal

from kzdata.clock import KAZAKHSTAN

# British English writes the day before the month, as Kazakh and Russian do.
LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
MINUS, NO_BREAK = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
# Where a number that stands in a text of the data could be broken in two.
LOOSE = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")


def number(value: float, language: str, *, least: int = 0, most: int | None = None) -> str:
    """A number with its language's decimal sign, and thousands that do not break.

    `least` and `most` are the digits after the decimal sign; else as many as tell it from others.
    """
    if not isfinite(value):
        return str(value)
    if most is None:
        # The exponent is a letter only for what is no number, which was told above.
        most = max(least, -int(Decimal(str(value)).normalize().as_tuple().exponent))
    places = "0" * least + "#" * (most - least)
    pattern = f"#,##0.{places}" if places else "#,##0"
    return format_decimal(value or 0, format=pattern, locale=LOCALES[language]).replace("-", MINUS)


@lru_cache(1000)  # each page names the days of its data and its own
def day(value: date, language: str) -> str:
    """A day in full, month by name."""
    return firm(format_date(value, "long", locale=LOCALES[language]))


def moment(value: datetime, language: str) -> str:
    """A day in full, with the hour and minute in Kazakhstan."""
    there = value.astimezone(KAZAKHSTAN)
    return f"{day(there, language)}, {there:%H:%M}"


def plural_number(value: float) -> int:
    """The whole number whose plural form a number takes.

    A fraction takes the form that "2" takes: «2,5 жыл», «2,5 года», “2.5 years”.
    """
    return int(abs(value)) if float(value).is_integer() else 2


def firm(text: str) -> str:
    """Keep a date on one line; the narrow space that CLDR uses is missing from some fonts."""
    text = text.replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK).replace(" ", NO_BREAK)
    return text.replace("-", "\N{NON-BREAKING HYPHEN}")


def unbroken(text: str) -> str:
    """A text whose numbers stay on one line, each with its sign of per cent."""
    return LOOSE.sub(NO_BREAK, text)


def spans(numbers: Iterable[int]) -> str:
    """Whole numbers, those that follow one another as from and to."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)
