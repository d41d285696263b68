"""Kazakh, Russian, English: texts from the catalogues, numbers and dates from Babel's CLDR."""

from .vega import vega_locale
from .words import DEFAULT_LANGUAGE, LANGUAGES, Words, words_of

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Words", "vega_locale", "words_of"]
