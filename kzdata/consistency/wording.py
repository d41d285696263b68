"""Texts in the column of another language, texts that end too early, one page as two sources."""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from kzdata.consistency.found import Frames, broken
from kzdata.schema import LANGUAGES, TABLES
from kzdata.schema.problems import Error, Problem, Question

PLACE = r"\{[^{}]*\}"  # of a value
CYRILLIC, LATIN = "[\u0400-\u04ff]", "[A-Za-z]"
KAZAKH = "[ӘәҒғҚқҢңӨөҰұҮүҺһІі]"  # letters that Russian has not
# Words and endings that Kazakh has not.
RUSSIAN = (
    r"(?i)(?:^|\s)(?:и|в|во|на|с|со|для|при|из|об|или|это|что)(?:\s|$)"
    r"|(?:ский|ская|ское|ских|ение|ность)(?:\W|$)"
)
# Names of publishers are written in capitals, sentences are not.
LATIN_SENTENCE = r"(?:(?:^|\s)[a-z]{2,}\b.*){3}"
WORDS = r"\S+\s+\S+\s+\S+"
UNFINISHED = r"[,;:(\[«„/\\|&+=–—-]$"
PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))
ADDRESS_END = r"[.,;:!'»”]$"


def languages(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """Texts that stand in the column of another language, or may be left untranslated."""
    for stem in _in_three_languages(name):
        frame = frames[name]
        kk, ru, en = (
            frame[f"{stem}_{language}"].fillna("").str.replace(PLACE, "", regex=True)
            for language in LANGUAGES
        )
        kazakh, no_kazakh = ru.str.count(KAZAKH), _holds(kk, CYRILLIC) & ~_holds(kk, KAZAKH)
        swapped = (kazakh >= 2) & no_kazakh
        foreign = _holds(en, CYRILLIC)
        alone = foreign & ~_holds(en, LATIN)
        same = (kk == ru) & _holds(kk, WORDS)
        russian = no_kazakh & ~swapped & (_holds(kk, RUSSIAN) | same)
        for language, rule, where in (
            ("en", Error.WRONG_LANGUAGE, alone),
            ("en", Question.OTHER_LANGUAGE, foreign & ~alone),
            ("ru", Error.WRONG_LANGUAGE, swapped),
            ("ru", Question.OTHER_LANGUAGE, (kazakh > 0) & ~swapped | _is_latin(ru)),
            ("kk", Question.OTHER_LANGUAGE, russian | _is_latin(kk)),
        ):
            yield from broken(name, frame, rule, f"{stem}_{language}", where)


def loose_ends(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """Texts that end as no text does, or open what they do not close."""
    for stem in _in_three_languages(name):
        for column in (f"{stem}_{language}" for language in LANGUAGES):
            text = frames[name][column].fillna("")
            loose = _holds(text, UNFINISHED)
            for opening, closing in PAIRS:
                loose |= text.str.count(re.escape(opening)) != text.str.count(re.escape(closing))
            yield from broken(name, frames[name], Question.LOOSE_END, column, loose)
    if name == "sources":
        sources = frames["sources"]
        ends = _holds(sources["url"].fillna(""), ADDRESS_END)
        yield from broken("sources", sources, Question.LOOSE_END, "url", ends)


def addresses(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Sources at the address of another one."""
    if "sources" in frames:
        sources = frames["sources"]
        # Which of them comes first does not hang on the order of the rows.
        first = sources.groupby("url")["source_id"].transform("min")
        others = sources["url"].notna() & (sources["source_id"] > first)
        yield from broken("sources", sources, Question.SAME_ADDRESS, "url", others, first)


def _in_three_languages(name: str) -> Iterator[str]:
    """The beginning of the names of columns of a table that hold one text in each language."""
    for column in TABLES[name].columns:
        stem = column.removesuffix(f"_{LANGUAGES[0]}")
        if stem != column and f"{stem}_{LANGUAGES[-1]}" in TABLES[name].columns:
            yield stem


def _holds(texts: pd.Series, pattern: str) -> pd.Series:
    return texts.str.contains(pattern, regex=True)


def _is_latin(texts: pd.Series) -> pd.Series:
    return ~_holds(texts, CYRILLIC) & _holds(texts, LATIN_SENTENCE)
