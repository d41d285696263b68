"""Kazakh, Russian, English: texts from the catalogues, numbers and dates from Babel's CLDR."""

from dashboard.i18n.languages import (
    ALSO,
    DEFAULT_LANGUAGE,
    OWN_NAMES,
    named_language,
    wished_language,
)
from dashboard.i18n.vega import vega_locale
from dashboard.i18n.words import Words, words_of
from kzdata.schema import LANGUAGES

__all__ = [
    "ALSO",
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "OWN_NAMES",
    "Words",
    "named_language",
    "vega_locale",
    "wished_language",
    "words_of",
]
