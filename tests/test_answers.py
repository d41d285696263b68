"""An answer stands alone on a slide, in a message: it must not flatter what is known."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import FIGURES, FigureRequest, cell
from dashboard.i18n import words_of
from kzdata.schema.columns import TOWNS
from kzdata.schema.emissions import AIR_LEVELS
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)
# What is graded in words, the best first: where an answer grades at all, it names the worst.
GRADES = {
    "level": AIR_LEVELS,
    "verdict": ("agrees", "differs", "contradiction"),
    "state": ("met_verified", "met_declared", "missed"),
}
EVERY_VIEW = [
    (id, language, town)
    for id, kind in FIGURES.items()
    for language in LANGUAGES
    for town in (TOWNS if "town" in kind.choices else TOWNS[:1])
]


def made(tables, id, language, town):
    return FIGURES[id].build(tables, FigureRequest(words_of(language), DAY, town=town))


def named(text, family, language):
    """The grades of a family that a text names; a longer name is not the shorter one within it."""
    names = {grade: words_of(language).code(family, grade).lower() for grade in GRADES[family]}
    found, left = set(), text.lower()
    for grade, name in sorted(names.items(), key=lambda pair: -len(pair[1])):
        left, times = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", left)
        found |= {grade} if times else set()
    return found


def worst(grades, family):
    return max(grades, key=GRADES[family].index, default=None)


def all_that_is_told(figure, language):
    words = words_of(language)
    cells = (
        cell(value, column, words)
        for column in figure.columns
        for value in figure.table[column.name]
    )
    return "\n".join((figure.answer, *figure.notes, *cells))


def assert_does_not_flatter(figure, language):
    for family in GRADES:
        said = named(figure.answer, family, language)
        told = named(all_that_is_told(figure, language), family, language)
        assert not said or worst(told, family) in said, (figure.answer, told)


@pytest.mark.parametrize(("id", "language", "town"), EVERY_VIEW)
def test_an_answer_that_grades_names_the_worst_that_its_table_and_notes_tell(
    tables, id, language, town
):
    assert_does_not_flatter(made(tables, id, language, town), language)


def test_a_grade_is_known_by_its_whole_name():
    assert named("2024: very high pollution", "level", "en") == {"very_high"}
    assert named("ластану деңгейі – өте жоғары, бұрын төмен", "level", "kk") == {"very_high", "low"}
    assert named("higher, lower", "level", "en") == set()


YEARS = st.integers(2005, 2025)
STATEMENTS = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["level", "exceedances", "years_high"]),
        "level": st.sampled_from(AIR_LEVELS),
        "value": st.integers(1, 9),
        "first": YEARS,
        "last": YEARS,
    }
)


def air_of(air, town, drawn):
    """The air of a town as some statements have it; everything else as it is."""
    rows = [
        {
            "place": town,
            "measure": row["measure"],
            "value": None if row["measure"] == "level" else float(row["value"]),
            "unit": {"exceedances": "cases", "years_high": "years"}.get(row["measure"]),
            "qualifier": "exact",
            "level": "high" if row["measure"] == "years_high" else row["level"],
            "averaging": None,
            "period_start": pd.Timestamp(min(row["first"], row["last"]), 1, 1),
            "period_end": pd.Timestamp(max(row["first"], row["last"]), 12, 31),
            "basis": "record",
            "source_id": air["source_id"].iloc[0],
        }
        for row in drawn
    ]
    own = pd.DataFrame(rows, columns=air.columns).astype(air.dtypes)
    return pd.concat([air[air["place"] != town], own], ignore_index=True)


@settings(max_examples=40)
@given(st.lists(STATEMENTS, min_size=1, max_size=6), st.sampled_from(LANGUAGES))
def test_whatever_is_known_of_a_town_its_answer_names_the_worst(book, drawn, language):
    """And the latest of each count: how often the limit was passed, how many years were bad."""
    words = words_of(language)
    tables = {**book, "air_quality": air_of(book["air_quality"], "temirtau", drawn)}
    figure = made(tables, "town_air", language, "temirtau")
    assert_does_not_flatter(figure, language)
    assert_does_not_flatter(made(tables, "city_air", language, "temirtau"), language)
    rows = tables["air_quality"]
    rows = rows[(rows["place"] == "temirtau") & rows["value"].notna()]
    for _, counted in rows.groupby("measure"):
        latest = counted[counted["period_end"] == counted["period_end"].max()]
        said = [words.quantity(r.value, r.unit) for r in latest.itertuples()]
        assert any(each in figure.answer for each in said)


def test_the_answer_on_benchmarks_is_not_the_claim_itself(book):
    """What the article says of its targets is told as claimed; first, whether it can be checked."""
    figure = made(book, "goals", "en", "balkhash")
    assert figure.answer == (
        "Comparisons in the article: 3. Not one of them can be checked: "
        "no record of the same scope was found."
    )
    assert figure.notes[0].startswith("As claimed, the target is better")
