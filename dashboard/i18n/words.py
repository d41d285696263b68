"""The words of one language: texts by key, codes, numbers with units, days and periods."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list

from dashboard.i18n import numbers
from dashboard.i18n.messages import Catalogue, quantity
from dashboard.i18n.numbers import LOCALES, firm
from kzdata.schema import LANGUAGES

HERE = Path(__file__).parent

MOST_DIGITS = 4  # after the decimal sign, where the data do not fix them


class Words:
    """Everything that is said in one language; call it with a key to get a text."""

    def __init__(self, language: str):
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self._catalogue = Catalogue(HERE, language)

    def __call__(self, key: str, **values: object) -> str:
        return self._catalogue.text(key, **values)

    def plural(self, key: str, number: float, digits: int | None = None, **values: object) -> str:
        """The form of a key that fits a number, which it may hold as `{n}`."""
        form = numbers.plural_number(number)
        return self._catalogue.plural(key, form, n=self.number(number, digits), **values)

    def code(self, family: str, code: str, **values: object) -> str:
        """What a code of the data is called."""
        return self(f"code.{family}.{code}", **values)

    def own(self, name: str) -> str:
        """The data's column that holds a text in this language: `name_kk` of `name`."""
        return f"{name}_{self.language}"

    def number(self, value: float, digits: int | None = None) -> str:
        """A number with this language's decimal sign, and thousands that do not break.

        `digits` fixes the digits after the decimal sign; without it they are as in the data. Raises
        ValueError or TypeError for what is no number: that nothing is known, whoever asks must say.
        """
        if not isfinite(value):
            raise ValueError(f"{value!r} cannot be said")
        if digits is None:
            return numbers.number(value, self.language, most=MOST_DIGITS)
        return numbers.number(value, self.language, least=digits, most=digits)

    def signed(self, value: float, digits: int | None = None) -> str:
        """A number with its sign, plus as well as minus."""
        return ("+" if value > 0 else "") + self.number(value, digits)

    def quantity(
        self, value: float, unit: str, digits: int | None = None, *, qualifier: str = "exact"
    ) -> str:
        """A number with its unit; `qualifier` says that it is "over" or "about" that."""
        if qualifier == "over":
            return self.plural(f"over.{unit}", value, digits)
        said = quantity(value, unit, self.language, self.number(value, digits))
        return self("about", value=said) if qualifier == "about" else said

    def percent(self, value: float, digits: int | None = None) -> str:
        return self("percent", value=self.number(value, digits))

    def day(self, value: date) -> str:
        """A day in full, month by name."""
        return numbers.day(value, self.language)

    def month(self, value: date) -> str:
        return firm(format_skeleton("yMMMM", value, locale=self.locale))

    def years(self, values: Iterable[int]) -> str:
        """Years in a row of words: "2020 and 2021"."""
        return format_list([str(year) for year in values], locale=self.locale)

    def deadline(self, value: date, given: str) -> str:
        """A deadline as exactly as it was given: a day, month, quarter or year."""
        if given == "quarter":
            return self._quarter(value)
        if given == "year":
            return self("end_of_year", year=str(value.year))
        if given == "period":
            return self("end_of_period", year=str(value.year))
        return self.month(value) if given == "month" else self.day(value)

    def _quarter(self, day: date) -> str:
        """The quarter of a day; CLDR has Cyrillic letters for the Roman numerals of Kazakh."""
        return firm(format_skeleton("yQQQQ", day, locale=self.locale)).replace("І", "I")

    def period_in_lines(self, start: date, end: date) -> str:
        """A period for the head of a column: the year, and below it the months if it is a part."""
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return str(end.year)
        months = [format_date(day, "LLL", self.locale) for day in (start, end)]
        return "\n".join([str(end.year), "–\n".join(dict.fromkeys(months))])

    def period(self, start: date, end: date) -> str:
        """A period in its shortest form: years, a quarter, months or days from and to.

        Where only one end of it is known, that is said; raises ValueError where neither is.
        """
        if _unknown(start) and _unknown(end):
            raise ValueError("a period without a beginning and an end cannot be said")
        if _unknown(start):
            return self("period.until", day=self.day(end))
        if _unknown(end):
            return self("period.since", day=self.day(start))
        if start == end:
            return self.day(end)
        if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
            return firm(format_interval(start, end, "yMMMMd", locale=self.locale))
        if (start.month, end.month) == (1, 12):
            if start.year != end.year:
                return self("years", first=str(start.year), last=str(end.year))
            return str(end.year)
        same_year = start.year == end.year
        if same_year and start.month % 3 == 1 and end.month == start.month + 2:
            return self._quarter(end)
        return firm(format_interval(start, end, "yMMMM", locale=self.locale))


def _unknown(day: date) -> bool:
    """Whether there is no such day: only that which is not known differs from itself."""
    return day is None or day != day


@lru_cache(len(LANGUAGES))
def words_of(language: str) -> Words:
    return Words(language)
