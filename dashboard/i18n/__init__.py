"""Kazakh, Russian, English: texts from the catalogues, numbers and dates from Babel's CLDR."""

from kzdata.datasets import LANGUAGES

from .languages import ALSO, DEFAULT_LANGUAGE, OWN_NAMES, named_language, wished_language
from .vega import vega_locale
from .words import Words, words_of

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
