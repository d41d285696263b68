"""A comparison takes the period that it names, whatever years are missing: reckoned here anew."""

import re
from datetime import date

import pandas as pd
import pytest

from dashboard.figures import FIGURES, FigureRequest, headlines
from dashboard.i18n import words_of

VIEW = FigureRequest(words_of("en"), date(2026, 11, 22))
NATIONAL_YEARS = range(2005, 2026)
REGIONAL_YEARS = [*range(2005, 2023), 2024]


def without(tables, name, year):
    """The tables without the rows of one year in one of them."""
    rows = tables[name]
    return {**tables, name: rows[rows["year"] != year].reset_index(drop=True)}


def answer(tables, id, view=VIEW):
    return FIGURES[id].build(tables, view).answer.replace("\N{NO-BREAK SPACE}", " ")


def numbers(text):
    """The numbers of a text as they stand there."""
    return [
        float(n.replace(",", "").replace("−", "-")) for n in re.findall(r"[−+]?[\d,]*\.?\d+", text)
    ]


def by_year(tables, name):
    return {row.year: row for row in tables[name].itertuples()}


@pytest.mark.parametrize("year", NATIONAL_YEARS)
def test_a_change_is_on_the_year_before_and_on_no_other(book, year):
    tables = without(book, "national_emissions", year)
    held = by_year(tables, "national_emissions")
    table = FIGURES["national_line"].build(tables, VIEW).table
    for now, change in zip(table["year"], table["change"], strict=True):
        before = held.get(now - 1)
        if before is None or before.scope != held[now].scope:
            assert pd.isna(change), now
        else:
            assert change == round((held[now].kt / before.kt - 1) * 100, 1), now
    last = max(held)
    said = answer(tables, "national_line")
    if last - 1 in held:
        change = round((held[last].kt / held[last - 1].kt - 1) * 100, 1)
        assert numbers(said) == [last, held[last].kt, change]
        assert said.endswith("on the year before.")
    else:
        assert numbers(said) == [last, held[last].kt, last - 1]
        assert "on the year before" not in said


@pytest.mark.parametrize("year", NATIONAL_YEARS)
def test_no_line_is_drawn_over_a_year_that_is_missing(book, year):
    chart = FIGURES["national_line"].build(without(book, "national_emissions", year), VIEW).chart
    (rows,) = [
        d
        for d in chart.to_dict()["datasets"].values()
        if d and "stretch" in d[0] and "dx" not in d[0]
    ]
    for _, stretch in pd.DataFrame(rows).groupby("stretch"):
        assert (stretch["year"].diff().dropna() == 1).all()
        assert stretch["scope"].nunique() == 1


def test_a_changed_scope_is_told_as_it_is(book):
    """The last year is of another scope, so nothing is compared with it and no note is false."""
    rows = book["national_emissions"]
    last = rows["year"] == rows["year"].max()
    tables = {
        **book,
        "national_emissions": rows.assign(scope=rows["scope"].mask(last, "all_categories")),
    }
    figure = FIGURES["national_line"].build(tables, VIEW)
    assert "on the year before" not in figure.answer
    (note,) = [note for note in figure.notes if "scope" in note]
    assert "Since 2025" in note
    assert "all categories" in note
    same = {**book, "national_emissions": rows.assign(scope="all_categories")}
    assert not any("scope" in note for note in FIGURES["national_line"].build(same, VIEW).notes)


@pytest.mark.parametrize("name", ["national_emissions", "regional_emissions"])
@pytest.mark.parametrize("year", REGIONAL_YEARS)
def test_a_share_is_of_the_country_in_its_own_year(book, name, year):
    tables = without(book, name, year)
    country = {y: row.kt for y, row in by_year(tables, "national_emissions").items()}
    rows = tables["regional_emissions"]
    own = rows[(rows["region_id"] == "KZ-35") & (rows["method"] != "second_publisher")]
    shares = {
        r.year: round(r.kt / country[r.year] * 100, 1)
        for r in own.itertuples()
        if r.year in country
    }
    said = answer(tables, "region_share")
    since_scope = {y: share for y, share in shares.items() if y >= 2022}
    first, last = min(since_scope), max(since_scope)
    if len(since_scope) > 1:
        assert numbers(said) == [since_scope[first], first, since_scope[last], last]
    else:
        assert numbers(said) == [since_scope[last], last]
        assert "later years" not in said or not (own["year"] > last).any()
    headline = headlines(tables, VIEW)[1]
    assert (numbers(headline.number), numbers(headline.text)) == (
        [shares[max(shares)]],
        [max(shares)],
    )
    for view_year in (year, 2022):
        view = FigureRequest(VIEW.words, VIEW.day, year=view_year)
        ranked = FIGURES["region_ranking"].build(tables, view).table
        for kt, share in zip(ranked["kt"], ranked["share"], strict=True):
            known = country.get(view_year)
            assert pd.isna(share) if known is None else share == round(kt / known * 100, 1)


def test_a_region_of_a_year_without_the_country_has_tonnes_and_no_share(book):
    """It is told what is known: neither a number nor a blank stands for the share."""
    new = book["regional_emissions"].iloc[[-1]].assign(region_id="KZ-35", year=2026, kt=450.0)
    rows = pd.concat([book["regional_emissions"], new], ignore_index=True)
    tables = {**book, "regional_emissions": rows}
    view = FigureRequest(VIEW.words, VIEW.day, year=2026)
    assert "the share is unknown" in answer(tables, "region_ranking", view)
    assert "2026" in answer(tables, "region_map", view)
    assert "2024" in headlines(tables, VIEW)[1].text
    notes = FIGURES["region_share"].build(tables, VIEW).notes
    assert any("2026" in note and "no share is computed" in note for note in notes)


def test_two_projections_are_never_told_as_of_one_year(book):
    """Each is held against the output of its own year, and is worth something in that year only."""
    output = book["metal_output"]
    later = output[(output["metal_id"] == "zinc") & (output["basis"] == "projected")].assign(
        period_start=pd.Timestamp("2030-01-01"),
        period_end=pd.Timestamp("2030-12-31"),
        tonnes=500_000.0,
    )
    tables = {**book, "metal_output": pd.concat([output, later], ignore_index=True)}
    said = answer(tables, "output")
    assert said.startswith("Made in 2025")
    assert "zinc 260 (150)" in said
    assert "2030" not in said
    price = book["metal_prices"].set_index("metal_id")["usd_per_kg"]["zinc"]
    worth = f"USD {round(500 * price):,} million"
    assert f"for 2030 is worth {worth}" in answer(tables, "value")


@pytest.mark.parametrize("missing", ["claim", "index of 2024", "index of 2025"])
def test_growth_is_told_of_the_two_whole_years_as_far_as_they_are_known(book, missing):
    growth, index = book["metal_growth"], book["metal_index"]
    if missing == "claim":
        growth = growth[(growth["metal_id"] != "all") | (growth["basis"] != "claimed")]
    else:
        index = index[index["year"] != int(missing[-4:])]
    said = answer({**book, "metal_growth": growth, "metal_index": index}, "growth")
    told = {"claim": "+7%", "index of 2024": "+6.9% (2024)", "index of 2025": "+0.9% (2025)"}
    for what, number in told.items():
        assert (number in said) == (what != missing)
    assert ("no claimed growth" in said) == (missing == "claim")


@pytest.mark.parametrize("percent", [0.5, 7.0, 100.0])
def test_doubling_takes_as_long_as_it_is_reckoned_to(book, percent):
    claims = book["claims"]
    of_all = (claims["record"] == "metal_growth") & (claims["record_id"] == "all")
    changed = {**book, "claims": claims.assign(value=claims["value"].mask(of_all, percent))}
    years, output = 0, 1.0
    while output < 2:
        years, output = years + 1, output * (1 + percent / 100)
    notes = FIGURES["doubling"].build(changed, VIEW).notes
    (note,) = [note for note in notes if "doubling takes" in note]
    assert years - 1 <= numbers(note)[1] <= years
