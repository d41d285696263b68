"""Claims and what is known are counted mark by mark, in lines that a phone can hold."""

import re
from datetime import date
from html import unescape

import pandas as pd
import pytest

from dashboard.addresses import lite_path
from dashboard.figures import FIGURES, FigureRequest
from dashboard.figures.chart_types import PLOT
from dashboard.figures.chart_units import DOT, SQUARE, units
from dashboard.figures.claims import unknown_counts
from dashboard.html import Place, lite_page, wished_choices
from dashboard.i18n import words_of
from kzdata.schema.columns import OUTCOMES
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)


def made(tables, id, language="en"):
    return FIGURES[id].build(tables, FigureRequest(words_of(language), DAY))


def marked(figure):
    """The marks of a figure that stand on rungs."""
    sets = figure.chart.to_dict()["datasets"].values()
    return pd.DataFrame(next(rows for rows in sets if "middle_x" in rows[0]))


def test_each_claim_is_a_square_that_says_which_it_is(book):
    figure = made(book, "verdicts")
    squares = marked(figure)
    assert len(squares) == len(book["claims"]) == squares["link"].nunique()
    expected = figure.table["verdict_said"] + ": " + figure.table["text"]
    assert sorted(squares["say"]) == sorted(expected)


@pytest.mark.parametrize("page", ["overview", "claims"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_square_leads_to_its_claim(pages_of_the_book, book, language, page):
    place = Place(page, language, DAY, "", wished_choices(page, {}), lite=True)
    card = lite_page(place).split('id="card-verdicts"')[1].split('class="foot"')[0]
    links = {unescape(link) for link in re.findall(r'<a href="([^"]+)" ?[^>]*><path', card)}
    claims = {f"claim-{id}" for id in book["claims"]["claim_id"]}
    assert links == {lite_path("claims", language, {}, claim) for claim in claims}


def test_a_row_has_as_many_dots_as_there_are_things_and_fills_the_known(book):
    figure = made(book, "unknowns")
    dots = marked(figure)
    rows = dots.groupby("written")["fill"].agg(["size", lambda fill: (fill != "#ffffff").sum()])
    assert rows["size"].tolist() == figure.table["total"].tolist()
    assert rows.iloc[:, 1].tolist() == figure.table["known"].tolist()


def test_what_least_is_known_of_comes_first(book):
    table = made(book, "unknowns").table
    assert (table["known"] / table["total"]).is_monotonic_increasing


def test_what_is_not_due_is_not_counted(book):
    counts = unknown_counts(book, FigureRequest(words_of("en"), DAY)).set_index("what")
    promised = pd.concat(
        [book[name][["deadline", "outcome"]] for name in ("plant_targets", "projects")]
        + [book["initiatives"][["deadline", "outcome"]]]
    )
    past = promised[promised["deadline"] < pd.Timestamp(DAY)]
    due = counts.loc["promises_overdue"]
    assert due["known"] == past["outcome"].isin(OUTCOMES).sum()
    assert due["total"] <= len(past)  # without those that a later promise replaced
    claims = counts.loc["claims_without_record"]
    later = (book["claims"]["due"] > pd.Timestamp(DAY)).sum()
    assert len(book["claims"]) - later <= claims["total"] <= len(book["claims"])


@pytest.mark.parametrize("unit", [DOT, SQUARE])
@pytest.mark.parametrize("count", [0, 1, 20, 45])
def test_a_line_that_is_full_goes_on_in_the_next(unit, count):
    things = pd.DataFrame({"fill": ["#000"] * count, "colour": ["#000"] * count})
    one = things.iloc[:0].reset_index(drop=True).reindex([0])
    frame = pd.DataFrame({"label": ["all", "one"]})
    spec = units(frame, [things, one], unit).to_dict()
    sets = [pd.DataFrame(rows) for rows in spec["datasets"].values()]
    rungs = next(rows for rows in sets if "label" in rows)
    marks = next(rows for rows in sets if "middle_x" in rows)
    assert len(marks) == count + 1
    assert marks["right"].max() <= PLOT
    assert not marks.duplicated(["left", "top"]).any()
    of_first = marks.iloc[:count]
    assert (of_first["top"] >= rungs["top"].iloc[0]).all()
    assert (of_first["bottom"] <= rungs["bottom"].iloc[0]).all()
