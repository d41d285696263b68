"""The number and date language of charts, in the form that Vega takes, from Babel's CLDR."""

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboard.i18n.numbers import MINUS
from dashboard.i18n.words import Words

WEEK = (6, 0, 1, 2, 3, 4, 5)  # Vega begins the week on Sunday, Babel on Monday.


def vega_locale(words: Words) -> dict[str, dict]:
    """Keyword arguments of `alt.Locale`: `number` and `time`."""
    locale = words.locale
    return {
        "number": {
            "decimal": get_decimal_symbol(locale),
            "thousands": get_group_symbol(locale),
            "grouping": [3],
            "currency": ["", "\N{NO-BREAK SPACE}$"],
            "percent": "\N{NO-BREAK SPACE}%",
            "minus": MINUS,
        },
        "time": {
            "dateTime": "%A, %e %B %Y, %X",
            "date": "%d.%m.%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": [locale.days["stand-alone"]["wide"][i] for i in WEEK],
            "shortDays": [locale.days["stand-alone"]["abbreviated"][i] for i in WEEK],
            "months": _months(locale, "wide"),
            "shortMonths": _months(locale, "abbreviated"),
        },
    }


def _months(locale: Locale, width: str) -> list[str]:
    return [locale.months["stand-alone"][width][i] for i in range(1, 13)]
