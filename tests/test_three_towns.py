"""Three lines on each town on the front page: they say what the page of the town says."""

from datetime import date
from html import unescape

import pandas as pd
import pytest

from dashboard.addresses import lite_path
from dashboard.figures import FIGURES, FigureRequest
from dashboard.figures.posts import highest_of
from dashboard.figures.three_towns import towns
from dashboard.html import Place, lite_page, wished_choices
from dashboard.i18n import words_of
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)


def found(tables, language="en", day=DAY):
    return {town.code: town for town in towns(tables, FigureRequest(words_of(language), day))}


def of_town(id, tables, language, town):
    return FIGURES[id].build(tables, FigureRequest(words_of(language), DAY, town=town))


def spaced(text):
    """A text with each space, also one that does not break, as one."""
    return " ".join(text.split())


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_on_a_town_are_those_of_its_page(book, language, town):
    lines, words = found(book, language)[town], words_of(language)
    last = of_town("town_years", book, language, town).table.dropna(subset=["si"]).iloc[-1]
    for said in (last["when"], last["level_said"], words.number(last["si"])):
        assert said in lines.air.text
    assert isinstance(last["listed"], str) == bool(lines.gap)
    promise = of_town("town_promises", book, language, town).table.iloc[0]
    assert spaced(lines.promise.days) in spaced(promise["state_said"])
    for said in (promise["name"], promise["size"], promise["due_said"]):
        assert said in lines.promise.text
    assert lines.measured.text == of_town("town_measured", book, language, town).answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_of_posts_that_did_not_list_all_is_hollow_and_says_so(book, language):
    lines, words = found(book, language), words_of(language)
    assert {town for town in TOWNS if lines[town].gap} == {"balkhash"}
    air = lines["balkhash"].air
    for pollutant in ("so2", "h2s"):
        assert words.code("pollutant", pollutant) in air.text
    assert air.basis == "measured"  # as far as the post did list it
    figure = FIGURES["three_towns"].build(book, FigureRequest(words, DAY))
    balkhash = lines["balkhash"]
    level = words.code("level", balkhash.level)
    told = words("three_towns.level_gap", level=level, pollutants=balkhash.gap)
    assert told in figure.answer
    assert "*" not in figure.answer
    chart = figure.chart.to_dict()
    dots = next(rows for rows in chart["datasets"].values() if "say" in rows[0])
    hollow = {row["said"] for row in dots if row["fill"] == "#ffffff"}
    assert hollow == {lines["balkhash"].name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_highest_value_names_its_pollutant_where_that_is_told(book, language):
    words, whole = words_of(language), found(book, language)
    for town, pollutant in (("balkhash", "h2s"), ("temirtau", "h2s"), ("karaganda", "pm25")):
        assert f"({words.code('pollutant', pollutant)})" in whole[town].air.text
    rows = book["air_pollutants"]
    told = rows["statistic"] == "highest_of_limit"
    for town, lines in found({**book, "air_pollutants": rows[~told]}, language).items():
        assert "(" not in lines.air.text, town
    # What is lower than the highest value is not named for it.
    lower = rows.assign(value=rows["value"].where(~told, rows["value"] / 2))
    assert "(" not in found({**book, "air_pollutants": lower}, language)["karaganda"].air.text


def test_a_value_that_was_rounded_is_known_again(book):
    """5.65 times the limit is published as 5.7, and as 5.6 by those who round to the even digit."""
    posts = book["air_posts"]
    of_year = (posts["place_id"] == "balkhash") & (posts["period_end"] == "2023-12-31")
    rows = posts[of_year & posts["si"].notna()].head(1)
    assert list(highest_of(rows, book["air_pollutants"])) == [("h2s",)]


def test_what_is_not_known_of_a_town_is_said(book):
    bare = {
        **book,
        "air_posts": book["air_posts"][book["air_posts"]["place_id"] != "temirtau"],
        "plant_targets": book["plant_targets"][
            book["plant_targets"]["plant_id"] != "temirtau-works"
        ],
        "plant_records": book["plant_records"].iloc[:0],
    }
    town = found(bare)["temirtau"]
    assert {town.air.basis, town.promise.basis, town.measured.basis} == {"unknown"}
    assert town.air.text == words_of("en")("three_towns.no_air")
    assert "no promises" in town.promise.text
    assert "no measured emissions" in town.measured.text
    assert town.level is None


def test_a_town_without_an_overdue_promise_tells_the_one_that_runs(book):
    day = date(2023, 12, 1)
    promise = found(book, day=day)["balkhash"].promise
    assert promise.days == ""
    assert promise.text.endswith(words_of("en").code("state", "running"))


def test_the_longest_overdue_promise_is_told_with_its_days(book):
    """Two of Balkhash are past their day, the one for 1,057 days."""
    overdue = (pd.Timestamp(DAY) - pd.Timestamp(2023, 12, 31)).days
    assert found(book)["balkhash"].promise.days == words_of("en").quantity(overdue, "days")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_card_leads_to_its_town(pages_of_the_book, language):
    place = Place("overview", language, DAY, "", wished_choices("overview", {}), lite=True)
    page = unescape(lite_page(place))
    for town in TOWNS:
        address = lite_path("town", language, {"town": town})
        name = words_of(language).code("place", town)
        assert f'<h3><a href="{address}">{name}</a></h3>' in page
        assert page.count(f'href="{address}"') == 2  # its dot on the map as well
