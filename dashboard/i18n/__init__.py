"""Kazakh, Russian, English: texts from the catalogues, numbers and dates from Babel's CLDR."""

from kzdata.datasets import LANGUAGES

from .languages import DEFAULT_LANGUAGE, OWN_NAMES, wished_language
from .vega import vega_locale
from .words import Words, words_of

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "OWN_NAMES",
    "Words",
    "vega_locale",
    "wished_language",
    "words_of",
]
