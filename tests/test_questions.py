"""Every figure has its page of questions from the hall, and the data raise the objections."""

from datetime import date

import pandas as pd
import pytest

from dashboard.figures import FIGURES, FigureRequest, cited, codes
from dashboard.figures.promises import PROMISE_TABLES
from dashboard.i18n import words_of
from dashboard.slides import speaker_notes
from dashboard.slides.objections import RULES, objections
from dashboard.slides.questions import questions
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)
EACH = [(id, language) for id in FIGURES for language in LANGUAGES]
PROMISED = PROMISE_TABLES[:3]


def made(id, tables, language="en", **chosen):
    return FIGURES[id].build(tables, FigureRequest(words_of(language), DAY, **chosen))


def asked(id, tables, language="en", **chosen):
    """A figure and its page of notes."""
    words, figure = words_of(language), made(id, tables, language, **chosen)
    named = cited(figure.sources, tables["sources"], words)
    return figure, questions(figure, named, tables, words)


def raised(id, tables, language="en", **chosen):
    """The names of the objections to a figure, with the values that they name."""
    return objections(made(id, tables, language, **chosen), tables, words_of(language))


@pytest.mark.parametrize(("id", "language"), EACH)
def test_every_figure_has_its_page_of_notes(tables, id, language):
    figure, page = asked(id, tables, language)
    assert page.says[0] == figure.answer
    assert figure.refers in page.says[1]
    assert len(page.says) == 3
    assert len(page.says_not) == 1
    assert len(page.sources) == len(figure.sources)
    assert page.objections, f"no rule in dashboard/slides/rules/ raises a question about {id}"
    for one in page.objections:
        assert one.question.endswith("?")
        assert one.answer.endswith(".")
    texts = (*page.says_not, *(text for o in page.objections for text in (o.question, o.answer)))
    assert not set(texts) & set(figure.notes)
    for text in (*texts, *page.sources):
        assert "{" not in text
        assert "nan" not in text.lower().split()


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_raises_the_same_objections_in_every_language(tables, id):
    kk, ru, en = (list(raised(id, tables, language)) for language in LANGUAGES)
    assert kk == ru == en


@pytest.mark.parametrize("id", [id for id, kind in FIGURES.items() if kind.choices])
def test_no_choice_leaves_a_figure_without_objections(tables, id):
    (name, *_) = reversed(FIGURES[id].choices)
    for code in codes(name, tables):
        assert raised(id, tables, **{name: code}), code


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_of_which_nothing_is_known_is_asked_about_that(book, town):
    nothing = {
        **book,
        "plants": book["plants"].iloc[:0],
        "air_quality": book["air_quality"][book["air_quality"]["place"] == "guideline"],
    }
    for id in ("town_air", "town_measured", "town_limits"):
        assert "not_found" in raised(id, nothing, town=town)


def test_a_figure_needs_no_table_for_its_objections_that_it_does_not_name(tables):
    for id, kind in FIGURES.items():
        named = {name: tables[name] for name in (*kind.tables, "sources")}
        assert set(raised(id, named)) >= set(raised(id, tables)) - {"change_claimed"}


def with_all(book, names, **columns):
    """The tables, where columns of some of them hold one value in all rows."""
    return {**book, **{name: book[name].assign(**columns) for name in names}}


def test_every_objection_is_raised_by_some_figure(book):
    declared = with_all(book, PROMISED, outcome="met_declared")
    found = {name for id in FIGURES for name in raised(id, book, year=2024)}
    found |= {name for town in TOWNS for name in raised("town_measured", book, town=town)}
    found |= set(raised("overdue", declared))
    assert found == set(RULES)


def test_a_base_year_and_an_outcome_answer_the_questions_about_them(book):
    based = with_all(book, ["plant_targets"], base_year=pd.array([2020], "Int64")[0])
    kept = with_all(book, PROMISED, outcome="met_verified")
    declared = with_all(book, PROMISED, outcome="met_declared")
    for id in ("overdue", "plant_targets", "temirtau_drift", "town_promises", "acid_plant"):
        assert {"no_base", "no_outcome"} <= set(raised(id, book))
        assert "no_base" not in raised(id, based)
        assert "no_outcome" not in raised(id, kept)
    assert "self_declared" not in raised("overdue", kept)
    assert raised("overdue", declared)["self_declared"] == {"state": "met by own declaration"}


def test_only_the_promises_that_a_figure_tells_are_asked_about(book):
    """The promises of three plants stand in one source."""
    targets = book["plant_targets"]
    known = targets["plant_id"] == "karaganda-power-plants"
    years = targets["base_year"].mask(known, 2020)
    some = {**book, "plant_targets": targets.assign(base_year=years)}
    assert raised("town_promises", some, town="temirtau")["no_base"]["count"] == "6"
    assert raised("plant_targets", some)["no_base"] == {"count": "3", "total": "5"}
    assert "no_base" not in raised("town_promises", some, town="karaganda")


def test_the_operator_of_old_is_asked_about_only_where_there_was_one(book):
    assert "new_owner" in raised("town_promises", book, town="temirtau")
    assert "new_owner" not in raised("town_promises", book, town="balkhash")


def test_one_scope_and_one_publisher_need_no_explaining(book):
    regional = book["regional_emissions"]
    alone = {**book, "regional_emissions": regional[regional["method"] != "second_publisher"]}
    same = with_all(book, ["national_emissions"], scope="all_categories")
    assert raised("national_line", book)["scope_change"] == {
        "before": "2021",
        "year": "2022",
        "scope": "without sites of category IV",
    }
    assert "scope_change" not in raised("national_line", same)
    assert "two_figures" in raised("share_claim", book)
    assert "two_figures" not in raised("share_claim", alone)


@pytest.mark.parametrize("id", ["region_map", "region_ranking"])
def test_a_year_is_incomplete_where_regions_are_missing(book, id):
    assert raised(id, book, year=2024)["incomplete_year"] == {
        "year": "2024",
        "count": "8",
        "total": "20",
    }
    assert "incomplete_year" not in raised(id, book, year=2022)
    assert "incomplete_year" not in raised(id, book, year=2015)


def test_old_borders_are_asked_about_where_values_in_both_stand_together(book):
    assert "borders" in raised("region_share", book, region="KZ-35")
    assert "borders" not in raised("region_share", book, region="KZ-55")
    assert "borders" not in raised("region_ranking", book, year=2015)


def test_a_fall_that_was_claimed_is_asked_about_until_the_record_bears_it_out(book):
    claims = book["claims"]
    about = claims["claim_id"] == "national-change-2024"
    agreeing = {**book, "claims": claims.assign(value=claims["value"].mask(about, 0.6))}
    page = asked("national_line", book)[1]
    assert any("−6%" in o.answer and "Trend" in o.answer for o in page.objections)
    assert "change_claimed" not in raised("national_line", agreeing)


def test_dust_of_all_towns_and_dated_prices_leave_nothing_to_ask(book):
    air, prices = book["air_quality"], book["metal_prices"]
    dust = air[(air["place"] == "karaganda") & (air["measure"] == "pm25")]
    others = [dust.assign(place=town) for town in TOWNS if town != "karaganda"]
    measured = {**book, "air_quality": pd.concat([air, *others], ignore_index=True)}
    dated = {**book, "metal_prices": prices.assign(price_day=pd.Timestamp(2023, 8, 31))}
    assert raised("city_dust", book)["other_towns"] == {"towns": "Balkhash, Temirtau"}
    assert "other_towns" not in raised("city_dust", measured)
    assert {"price_day"} == set(raised("prices", book)) - set(raised("prices", dated))


def test_official_and_dated_sources_are_not_asked_about(book):
    official = with_all(
        book, ["sources"], kind="official_statistics", published=pd.Timestamp(2024, 1, 1)
    )
    for id in ("initiatives", "goals", "plant_targets"):
        assert {"press_only", "undated"} <= set(raised(id, book))
        assert not {"press_only", "undated"} & set(raised(id, official))
    assert raised("sources_by_kind", book)["undated"]["total"] == str(len(book["sources"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notes_beneath_a_slide_hold_the_whole_page(book, language):
    page = asked("limits", book, language)[1]
    told = list(speaker_notes.told(page, words_of(language)))
    for text in (*page.says, *page.says_not, *page.sources):
        assert (speaker_notes.TEXT, text) in told
    for one in page.objections:
        assert told[told.index((speaker_notes.QUESTION, one.question)) + 1] == (
            speaker_notes.TEXT,
            one.answer,
        )


def test_no_heading_stands_above_nothing(book):
    page, words = asked("sources_by_kind", book)[1], words_of("en")
    assert page.sources == ()
    assert (speaker_notes.HEADING, words("hall.sources")) not in list(
        speaker_notes.told(page, words)
    )
