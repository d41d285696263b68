"""The law as a letter cites it: by act, each article with what it says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.i18n import Words

STATE, COMPANY = "state", "company"

# By what is asked and of whom. What nobody has read is in no table, and so in no letter.
CITED = {
    ("environment", STATE): (
        "code-17-1", "code-17-2", "code-18-2", "code-19-2", "code-20-3", "code-20-5",
    ),
    ("environment", COMPANY): (
        "code-17-1", "code-17-2", "code-18-2", "code-18-3-4", "code-20-1", "code-20-3",
        "code-184-2-9",
    ),
    ("statistics", STATE): ("code-17-2", "access-11-1", "access-11-2"),
    ("general", STATE): ("access-11-1", "access-11-2"),
}  # fmt: skip
# What else carries a letter by its group or kind.
BESIDES = {
    "unknown-plants": ("code-22-7", "code-22-13"),
    "plant": ("code-202-7",),
}
OF_STATE = ("appc-65-1", "appc-76-1", "appc-89-2")
REMINDER = {STATE: ("appc-76-1", "appc-91-2"), COMPANY: ("code-18-3-4", "code-20-1", "appc-76-1")}
# The code of procedures, whose articles are divided into parts and not into paragraphs.
OF_PARTS = ("350-VI",)
COMPLAINT = ("appc-91-2", "appc-92-1", "appc-93-2", "appc-99")


@dataclass(frozen=True)
class Act:
    """An act with its number, day and edition, and what is cited of it."""

    said: str
    url: str
    articles: tuple[str, ...]


def place_of(row: pd.Series, words: Words) -> str:
    """Where in an act a sentence stands: article, paragraph, point."""
    article, paragraph, point = (row[name] for name in ("article", "paragraph", "point"))
    if pd.isna(paragraph):
        return words("ask.article", article=str(article))
    if row["number"] in OF_PARTS:
        return words("ask.part", article=str(article), paragraph=str(paragraph))
    if pd.isna(point):
        return words("ask.paragraph", article=str(article), paragraph=str(paragraph))
    said = {"article": str(article), "paragraph": str(paragraph), "point": str(point)}
    return words("ask.point", **said)


def said_article(row: pd.Series, words: Words) -> str:
    """An article with its sentence: between quotation marks where these are its own words."""
    said = {"place": place_of(row, words), "sentence": row[words.own("sentence")].rstrip(".")}
    own = row["quoted"] == words.language
    return words("ask.quoted", **said) if own else words("ask.told", **said)


def said_given(row: pd.Series, words: Words) -> str:
    """What an article gives to whoever asks, and the article."""
    return words("ask.gives", gives=row[words.own("gives")], law=said_article(row, words))


Say = Callable[[pd.Series, Words], str]
Laws = Mapping[str, pd.Series]  # rows of the table of laws by their ids


def by_id(laws: pd.DataFrame) -> Laws:
    """The table of laws as it is looked up in: many letters cite the same few rows."""
    return {str(law_id): row for law_id, row in laws.set_index("law_id").iterrows()}


def acts(law_ids: Iterable[str], laws: Laws, words: Words, say: Say = said_article) -> list[Act]:
    """Articles by their acts, in the order in which they are named, as `say` tells each."""
    by_act: dict[str, list[pd.Series]] = {}
    for row in (laws[law_id] for law_id in dict.fromkeys(law_ids)):
        by_act.setdefault(row["number"], []).append(row)
    return [
        Act(
            _said_act(rows[0], words),
            rows[0]["url_ru" if words.language == "en" else words.own("url")],
            tuple(say(row, words) for row in rows),
        )
        for rows in by_act.values()
    ]


def _said_act(row: pd.Series, words: Words) -> str:
    said = {"act": row[words.own("act")], "number": row["number"], "day": words.day(row["adopted"])}
    if pd.isna(row["edition"]):
        return words("ask.act_undated", **said)
    return words("ask.act", edition=words.day(row["edition"]), **said)


def term_of(law_id: str, laws: Laws, words: Words) -> str:
    """The term that an article sets, in words."""
    row = laws[law_id]
    number = int(row["term"])
    if row["term_unit"] == "month":
        return words.plural("ask.months", number)
    return words.plural("ask.working_days", number)


def open_years(laws: pd.DataFrame, day: date) -> tuple[int, int]:
    """The first and last year whose releases by plant are to be open to everybody on a day.

    From the year in which the code was adopted to the last one whose term has ended.
    """
    law = laws.set_index("law_id").loc["code-22-13"]
    last = day.year
    while pd.Timestamp(last, 12, 31) + pd.DateOffset(months=int(law["term"])) >= pd.Timestamp(day):
        last -= 1
    return law["adopted"].year, last
