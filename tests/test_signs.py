"""What rises is not said to fall, what is equal neither, and nothing takes less than no time."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import FIGURES, FigureRequest, judged
from dashboard.figures.air import said_dust
from dashboard.figures.doubling import years_to_double
from dashboard.figures.plants import said_limits
from dashboard.i18n import words_of
from dashboard.i18n.numbers import MINUS
from kzdata.evidence.record import latest_output
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)
BEYOND = 2040  # a year of which no output is on record
# Two numbers of which the first is less, the same or more; often near each other.
PAIRS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: [n / 2 for n in pair])


def sign(value):
    return (value > 0) - (value < 0)


LIMITS = {
    ("limit", -1): " less.",
    ("limit", 0): ", as much in 2025.",
    ("limit", 1): " more.",
    ("projected", -1): " planned for 2025, ",
    ("projected", 0): ", as much planned for 2025.",
    ("projected", 1): " planned for 2025, ",
}


@given(PAIRS, st.sampled_from(["limit", "projected"]))
def test_a_limit_is_said_to_be_what_it_is(values, basis):
    """In force or planned; less, as much or more."""
    if not values[0]:
        return
    rows = pd.DataFrame({"year": [2021, 2025], "value": values, "basis": ["limit", basis]})
    rows = rows.assign(plant_id="temirtau-works", town="temirtau", unit="kt", name="Works")
    way = sign(values[1] - values[0])
    told = {language: said_limits(rows, words_of(language)) for language in LANGUAGES}
    assert MINUS not in "".join(told.values())
    assert LIMITS[basis, way] in told["en"]
    assert ("planned" in told["en"]) == ("по плану" in told["ru"]) == (basis == "projected")
    assert ("жоспарланған" in told["kk"]) == (basis == "projected")
    ways = {"en": ("less", "more"), "ru": ("меньше", "больше"), "kk": ("аз.", "көп.")}
    for language, (less, more) in ways.items():
        assert (less in told[language], more in told[language]) == (way < 0, way > 0)


@pytest.mark.parametrize("bases", [["limit"], ["projected", "limit"], ["claimed", "projected"], []])
def test_limits_that_are_no_change_are_listed(bases):
    """One limit alone, or a plan without a limit to hold it against."""
    rows = pd.DataFrame({"basis": bases}, dtype="str").assign(
        plant_id="works", town="temirtau", year=2021, value=325.0, unit="kt", name="Works"
    )
    told = said_limits(rows, words_of("en"))
    assert told.count("325") == len(bases)
    assert told.count("planned") == bases.count("projected")
    assert told.count("as claimed") == bases.count("claimed")


@given(PAIRS)
def test_dust_is_said_to_be_above_or_below_the_guideline_as_it_is(values):
    found, guideline = (
        pd.Series(
            {
                "place": "karaganda",
                "period_start": pd.Timestamp("2024-01-01"),
                "period_end": pd.Timestamp("2024-12-31"),
                "value": value,
                "unit": "ug_per_m3",
            }
        )
        for value in values
    )
    value, level = values
    told = said_dust(found, guideline, words_of("en"))
    assert ("less than" in told) == (value < level)
    assert ("the same as" in told) == (value == level)
    assert ("more than" in told) == (level < value and (not level or value < 2 * level))
    assert ("times the guideline" in told) == (level > 0 and value >= 2 * level)
    ways = {"ru": ("меньше", "равна", "больше", "превышен"), "kk": ("төмен", "тең", "жоғары")}
    for language, said in ways.items():
        told = said_dust(found, guideline, words_of(language))
        assert sum(way in told for way in said) == 1


@given(st.floats(-100, 100) | st.floats(-0.01, 0.01))
def test_only_what_grows_doubles(percent):
    years = years_to_double(percent)
    assert (years is None) == (not round(percent, 4) > 0)
    assert years is None or (1 + percent / 100) ** years == pytest.approx(2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [-3.0, 0.0, -100.0, 0.01, 100.0])
def test_a_claim_that_output_falls_leaves_the_figure_of_doubling(book, language, percent):
    at = book["claims"]["claim_id"] == "growth-all"
    claims = book["claims"].assign(value=book["claims"]["value"].mask(at, percent))
    words = words_of(language)
    made = FIGURES["doubling"].build({**book, "claims": claims}, FigureRequest(words, DAY))
    assert made.chart is not None
    assert any(words("percent", value=words.signed(percent).lstrip("+")) in n for n in made.notes)
    never = words("doubling.never", growth=words("percent", value=words.signed(percent)))
    assert (never in made.notes) == (percent <= 0)


@settings(max_examples=30)
@given(
    st.floats(0.5, 4).map(lambda m: round(m, 2)),
    st.lists(st.just(0.999) | st.floats(0.01, 3), min_size=1, max_size=3),
)
def test_what_falls_short_of_a_multiple_is_never_said_to_reach_it(book, multiple, reached):
    """The claim of any multiple of any output, of one year or of several, also by very little."""
    ids = [f"projection-{metal}" for metal in ("copper", "zinc", "aluminium")]
    claims = book["claims"].set_index("claim_id", drop=False).loc[["doubling", *ids]]
    claims["record_year"] = BEYOND
    bases = [
        latest_output(book["metal_output"], metal, before=BEYOND)["tonnes"]
        for metal in claims.loc[ids, "record_id"]
    ]
    tonnes = [base * multiple * part for base, part in zip(bases, reached, strict=False)]
    claims.loc["doubling", "value"] = multiple
    for id, value in zip(ids, tonnes, strict=False):
        claims.loc[id, "value"] = value
    tables = {**book, "claims": claims.reset_index(drop=True)}
    for language in LANGUAGES:
        words = words_of(language)
        rows = judged(tables, FigureRequest(words, DAY)).set_index("claim_id")
        short = rows.loc[[i for i in ids if rows.loc[i, "verdict"] == "contradiction"]]
        for row in short.itertuples():
            percents = range(round(row.factor * 100) - 1, round(row.factor * 100) + 2)
            said = [p for p in percents if words.percent(p) in row.arithmetic]
            assert said
            assert min(said) < multiple * 100
            assert words.quantity(multiple, "times") in row.arithmetic
        assert len(short) >= sum(part < 1 for part in reached)
        goal = rows.loc["doubling"]
        assert (goal["verdict"] == "contradiction") == (len(short) > 0)
        # One share alone is no range.
        assert len(short) != 1 or "–" not in goal["arithmetic"].split(";")[-1]
