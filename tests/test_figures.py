"""Every figure in every language is whole, draws, and keeps apart what must be kept apart."""

import csv
import json
import re
from datetime import date
from itertools import product

import pandas as pd
import pytest
import vl_convert

from dashboard.addresses import PAGES
from dashboard.figures import (
    FIGURES,
    FigureRequest,
    cell,
    codes,
    headlines,
    national,
    plain,
    shares,
    theme,
)
from dashboard.i18n import words_of
from dashboard.page_contents import PICTURED, figures_of
from dashboard.render.figure_table import csv_text, json_text
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

EACH = [(id, language) for id in FIGURES for language in LANGUAGES]
MOST_HEARD = 320  # letters that a listener hears at once; the rows stand in the table


@pytest.fixture(scope="module")
def made(tables):
    """Each figure in each language, made once, for a town of which something is known."""
    day = date(2026, 11, 22)
    return {
        (id, language): FIGURES[id].build(
            tables, FigureRequest(words_of(language), day, town="temirtau")
        )
        for id, language in EACH
    }


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_figure_is_whole(made, id, language):
    figure = made[id, language]
    assert figure.id == id
    assert figure.title.endswith("?")
    assert figure.answer.endswith(".")
    assert figure.refers
    assert figure.basis
    assert len(figure.table) > 0
    assert list(figure.table) == [column.name for column in figure.columns]
    for text in (figure.title, figure.answer, *figure.notes):
        assert "{" not in text
        assert "nan" not in text.lower().split()
        assert "<NA>" not in text
        assert ".." not in text.replace("...", "")


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_figure_survives_json_and_becomes_a_picture(made, id, language):
    spec = json.loads(json.dumps(made[id, language].chart.to_dict()))
    panels = spec.get("vconcat", [spec])
    for panel in panels:
        panel["width"] = 320
    picture = vl_convert.vegalite_to_png(spec)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 2_000


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_figure_tells_its_message_and_numbers_to_those_who_listen(made, id, language):
    figure = made[id, language]
    assert figure.chart.to_dict()["description"] == figure.label
    assert len(figure.label) <= MOST_HEARD
    assert figure.description.startswith(figure.label)
    assert figure.title in figure.description
    assert figure.answer in figure.description
    words = words_of(language)
    for column, value in zip(figure.columns, figure.table.iloc[0], strict=True):
        assert cell(value, column, words).removesuffix(".") in figure.description


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_chart_speaks_the_language_of_its_numbers(made, id, language):
    number = made[id, language].chart.to_dict()["config"]["locale"]["number"]
    assert number["decimal"] == ("." if language == "en" else ",")


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_cites_only_sources_that_exist(made, tables, id):
    sources = made[id, "en"].sources
    assert set(sources) <= set(tables["sources"]["source_id"])
    assert sources or id == "sources_by_kind"


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_needs_no_table_that_it_does_not_name(tables, id):
    kind = FIGURES[id]
    named = {name: tables[name] for name in kind.tables}
    assert kind.build(named, FigureRequest(words_of("en"), date(2026, 11, 22))).answer


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_leaves_its_tables_as_they_are(tables, id):
    before = {name: frame.copy() for name, frame in tables.items()}
    FIGURES[id].build(tables, FigureRequest(words_of("kk"), date(2026, 11, 22)))
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


# Fields that place a mark and are no numbers of the data.
LAYOUT = {
    "zero", "written", "top", "middle", "bottom", "left", "right", "upper", "lower", "middle_x",
    "from", "to", "position",
}  # fmt: skip
LAYOUT |= {"since", "until"}  # between two years, where the area of one ends


def drawn_numbers(chart):
    """The numbers that a chart's marks stand for: their field, and each value."""
    for panel in chart.get("vconcat", [chart]):
        for mark in marks(panel):
            rows = mark["data"].get("values") or chart["datasets"][mark["data"]["name"]]
            for channel in ("x", "x2", "y", "y2"):
                field = mark.get("encoding", {}).get(channel, {}).get("field")
                # A break of a series lies between two years and is a word, not a number.
                if field and field not in LAYOUT and not (len(rows) == 1 and "label" in rows[0]):
                    yield from ((field, row[field]) for row in rows if row[field] is not None)


def told_numbers(figure):
    """The numbers of a figure's table: each value with the digits that it is told with."""
    for column in figure.columns:
        for value in figure.table[column.name]:
            told = plain(value, column)
            digits = 4 if column.digits is None else column.digits
            if isinstance(told, str):
                for number in re.findall(r"\d[\d\N{NO-BREAK SPACE}]*,?\d*", told):
                    bare = number.replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
                    yield float(bare), digits
            elif told is not None:
                yield told, digits


@pytest.mark.parametrize("id", FIGURES)
def test_a_chart_draws_the_numbers_of_its_table(made, id):
    figure = made[id, "ru"]
    told = set(told_numbers(figure))
    years = {str(int(number)) for number, _ in told if 1900 < number < 2100}
    for field, value in drawn_numbers(figure.chart.to_dict()):
        if isinstance(value, str):  # a day: today, or one that the table names by its year
            assert value[:10] in ("", "2026-11-22") or value[:4] in years
            continue
        scales = (1, 1000) if field in ("tonnes", "thousand") else (1,)
        assert any(
            round(value * scale, digits) == number for number, digits in told for scale in scales
        ), (field, value)


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_figure_s_files_hold_the_numbers_of_its_table(made, id, language):
    figure, words = made[id, language], words_of(language)
    record = json.loads(json_text(figure, None, [], {}))
    decimal, delimiter = (".", ",") if language == "en" else (",", ";")
    lines = csv_text(figure, words, ["a remark"]).removeprefix("\N{BYTE ORDER MARK}").split("\r\n")
    assert lines[0] == "# a remark"
    header, *rows = csv.reader(lines[1:-1], delimiter=delimiter)
    assert header == [column.title for column in figure.columns]
    assert len(rows) == len(record["rows"]) == len(figure.table)
    for i, (in_csv, in_json) in enumerate(zip(rows, record["rows"], strict=True)):
        for column, from_csv, from_json in zip(figure.columns, in_csv, in_json, strict=True):
            shown = cell(figure.table[column.name][i], column, words)
            if column.kind in ("number", "signed") and from_json is not None:
                bare = shown.replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
                bare = bare.replace(",", "") if decimal == "." else bare.replace(",", ".")
                assert float(bare) == from_json == float(from_csv.replace(decimal, "."))
            elif from_json is None:
                assert (shown, from_csv) == ("–", "")
            else:
                assert from_csv == str(from_json)
                assert shown == from_csv or column.kind == "day"


def test_every_page_has_a_figure_or_is_shown_by_one():
    assert {kind.page for kind in FIGURES.values()} | PICTURED.keys() == set(PAGES)
    assert set(PICTURED) == {page for page in PAGES if not figures_of(page)}


def in_english(tables, id):
    return FIGURES[id].build(tables, FigureRequest(words_of("en"), date(2026, 11, 22)))


REGIONS = ["KZ-10", "KZ-19", "KZ-35", "KZ-61", "KZ-62", "KZ-75", "KZ-79"]
YEARS = [2005, 2013, 2017, 2018, 2020, 2021, 2022, 2024]


@pytest.mark.parametrize("id", [id for id, kind in FIGURES.items() if kind.choices])
def test_choices_change_the_figures_that_take_them(tables, id):
    kind = FIGURES[id]
    offered = {"region": REGIONS, "year": YEARS, "town": TOWNS, "place": codes("place", tables)}
    for chosen in product(*(offered[choice] for choice in kind.choices)):
        choices = dict(zip(kind.choices, chosen, strict=True))
        figure = kind.build(tables, FigureRequest(words_of("ru"), date(2026, 11, 22), **choices))
        assert figure.answer, choices
        if figure.chart is not None:
            figure.chart.to_dict()


def marks(spec):
    """The single layers of a chart, however deep they lie, each with its data."""
    for layer in spec.get("layer", [spec]):
        layer = {"data": spec.get("data"), **layer}
        yield from marks(layer) if "layer" in layer else [layer]


@pytest.mark.parametrize("id", ["overdue", "plant_targets", "temirtau_drift", "initiatives"])
def test_a_timeline_of_promises_names_each_of_its_signs_and_the_day(tables, id):
    figure, words = in_english(tables, id), words_of("en")
    sets = figure.chart.to_dict()["datasets"].values()
    named = {row["label"]: row["colour"] for rows in sets for row in rows if "sign" in row}
    assert f"today, {words.day(date(2026, 11, 22))}" in {
        row.get("label") for s in sets for row in s
    }
    spans = next(rows for rows in sets if "deadline" in rows[0])
    begun = [row for row in spans if row["start"] != row["deadline"]]
    expected = {"deadline": theme.INK}
    if any(row["fill"] == theme.PAPER for row in begun):
        expected["from announcement to deadline"] = theme.QUIET
    if any(row["until"] for row in spans):
        expected[words.code("state", "overdue")] = theme.OVERDUE
    if any(row["fill"] == theme.CONTEXT for row in begun):
        expected[words.code("state", "replaced")] = theme.CONTEXT
    assert named == expected


@pytest.mark.parametrize("region", REGIONS)
def test_mixed_borders_never_share_a_line(tables, region):
    rows = shares.history(
        tables["regional_emissions"], tables["national_emissions"], tables["regions"], region
    )
    rows = rows.assign(name=rows["region_id"], say="")
    broken = national.ScopeBreak(2021, 2022, "without_category_4")
    chart = shares.draw_share(rows, 2022, broken, words_of("kk")).to_dict()
    line = next(m for m in marks(chart) if m["mark"]["type"] == "line")
    assert line["encoding"]["detail"]["field"] == "stretch"
    drawn = pd.DataFrame(chart["datasets"][line["data"]["name"]])
    for _, stretch in drawn.groupby("stretch"):
        assert stretch["region_id"].nunique() == 1
        assert len(set(stretch["borders"]) - {"unchanged"}) <= 1
        assert (stretch["year"].diff().dropna() == 1).all()


def test_the_national_line_breaks_where_its_scope_changes(book):
    chart = in_english(book, "national_line").chart.to_dict()
    line = next(m for m in marks(chart) if m["mark"]["type"] == "line")
    assert line["encoding"]["detail"]["field"] == "stretch"
    drawn = pd.DataFrame(chart["datasets"][line["data"]["name"]])
    assert drawn.groupby("stretch")["scope"].nunique().eq(1).all()
    assert drawn.groupby("scope")["year"].agg(["min", "max"]).to_dict("index") == {
        "all_categories": {"min": 2005, "max": 2021},
        "without_category_4": {"min": 2022, "max": 2025},
    }


def test_no_change_is_told_across_the_break_of_scope(book):
    table = in_english(book, "national_line").table.set_index("year")
    assert pd.isna(table.loc[2022, "change"])
    assert table.loc[2024, "change"] == 0.6


def test_a_limit_and_a_measurement_never_share_a_figure(tables):
    words, day = words_of("en"), date(2026, 11, 22)
    measured = FIGURES["measurements"].build(tables, FigureRequest(words, day)).basis
    permitted = FIGURES["limits"].build(tables, FigureRequest(words, day)).basis
    assert "limit" not in measured
    assert set(permitted) == {"limit", "projected"}


def test_two_publishers_stand_side_by_side(book):
    table = in_english(book, "two_publishers").table
    assert table["kt"].tolist() == [455.0, 445.3, 694.2, 697.8]


def test_a_chart_of_promises_that_were_all_kept_or_missed_still_draws(book):
    """No row is overdue any more: the layer of what is overdue must go, not stay empty."""
    for outcome, colour in (("missed", theme.OVERDUE), ("met_verified", theme.RECORD)):
        targets = book["plant_targets"].assign(outcome=outcome)
        figure = FIGURES["temirtau_drift"].build(
            {**book, "plant_targets": targets}, FigureRequest(words_of("en"), date(2026, 11, 22))
        )
        spec = figure.chart.to_dict()
        assert "isValid" not in str(spec)
        assert colour in str(spec["datasets"])


def test_the_jump_of_almaty_is_never_told_as_a_rise(book):
    view = FigureRequest(words_of("en"), date(2026, 11, 22), region="KZ-75")
    figure = FIGURES["region_share"].build(book, view)
    assert any("12.4" in n and "43.5" in n and "not found" in n for n in figure.notes)
    assert "in 2022" in figure.answer
    assert "2005" not in figure.answer
    rows = shares.history(
        book["regional_emissions"], book["national_emissions"], book["regions"], "KZ-75"
    )
    spans = rows.groupby("stretch")["year"].agg(["min", "max"]).to_numpy().tolist()
    assert spans == [[2005, 2013], [2014, 2021], [2022, 2022], [2024, 2024]]


def test_the_day_counts_the_days(book):
    answer = {
        day: FIGURES["acid_plant"].build(book, FigureRequest(words_of("en"), day)).answer
        for day in (date(2023, 12, 1), date(2024, 1, 1))
    }
    assert answer[date(2023, 12, 1)].endswith("State: running.")
    assert "1\N{NO-BREAK SPACE}day" in answer[date(2024, 1, 1)]


def test_shares_of_2024_leave_unknown_regions_unknown(book):
    figure = FIGURES["region_map"].build(
        book, FigureRequest(words_of("en"), date(2026, 11, 22), year=2024)
    )
    assert "only 8 of 20" in figure.answer
    assert len(figure.table) == 8


@pytest.mark.parametrize("year", [2005, 2019, 2020, 2021, 2022, 2024])
def test_the_map_shows_what_the_ranking_shows(tables, year):
    view = FigureRequest(words_of("en"), date(2026, 11, 22), year=year)
    on_map = FIGURES["region_map"].build(tables, view).table
    ranked = FIGURES["region_ranking"].build(tables, view).table
    assert on_map.set_index("name")["kt"].to_dict() == ranked.set_index("name")["kt"].to_dict()


def test_the_value_of_the_projections_is_summed_before_it_is_rounded(book):
    figure = FIGURES["value"].build(book, FigureRequest(words_of("en"), date(2026, 11, 22)))
    assert "3,368\N{NO-BREAK SPACE}million" in figure.answer


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_brings_together_what_concerns_it(book, town):
    """Plant, promise, days overdue, what was measured, limits, air; what is unknown is said so."""
    view = FigureRequest(words_of("en"), date(2026, 11, 22), town=town)
    made = {id: kind.build(book, view) for id, kind in FIGURES.items() if kind.page == "town"}
    name = view.words.code("place", town)
    assert all(figure.title.startswith(f"{name}: ") for figure in made.values())
    answers = {id: figure.answer.replace("\N{NO-BREAK SPACE}", " ") for id, figure in made.items()}
    assert {
        "balkhash": {
            "town_promises": "Past their day with no published outcome: 2 promises of 2. "
            "The oldest is 1,057 days past its day.",
            "town_years": "Balkhash, exceedances at the posts: 43 cases in 2025, 195 in 2023; "
            "the two cannot be compared: for a time the automatic post did not list SO₂, H₂S. "
            "Satellites saw 119.7 thousand t of sulphur dioxide in 2023, and 519.9 a year on "
            "average in 2005–2007.",
            "town_air": "Balkhash, 2015–2024: the level was “high” in 7 years of 10; 2023: low "
            "pollution, exceedances of the permitted concentration: 195 cases.",
            "town_measured": "Balkhash copper smelter: no measured emissions were found.",
            "town_limits": "Balkhash copper smelter: no limit was found.",
        },
        "temirtau": {
            "town_promises": "Past their day with no published outcome: 2 promises of 7. "
            "The oldest is 691 days past its day.",
            "town_years": "Temirtau, exceedances at the posts: 1,925 cases in 2025, 1,084 in 2021. "
            "Satellites saw 76.3 thousand t of sulphur dioxide in 2023, and 74.8 a year on average "
            "in 2005–2007.",
            "town_air": "Temirtau, 3rd quarter 2025: high pollution.",
            "town_measured": "Temirtau iron and steel works, about 2021: "
            "over 230 thousand t a year (claimed).",
            "town_limits": "Temirtau iron and steel works: 2021 – 325 thousand t; "
            "2022 – 249 thousand t; 2023 – 210 thousand t; 2025, planned – 165 thousand t; "
            "2025, planned – 149 thousand t.",
        },
        "karaganda": {
            "town_promises": "The only promise is 326 days past its day, and no outcome was "
            "published.",
            "town_years": "Karaganda, exceedances at the posts: 40,555 cases in 2025, 30,380 in "
            "2021. The file holds no satellite estimate.",
            "town_air": "Karaganda, 3rd quarter 2025: very high pollution; 2024: exceedances of "
            "the permitted concentration: over 46,000 cases.",
            "town_measured": "Karaganda combined heat and power plants: no measured emissions "
            "were found.",
            "town_limits": "Karaganda combined heat and power plants: no limit was found.",
        },
    }[town] == answers


def test_a_town_without_promises_or_rated_air_says_so(book):
    view = FigureRequest(words_of("en"), date(2026, 11, 22), town="karaganda")
    empty = {
        **book,
        "plants": book["plants"][book["plants"]["town"] != "karaganda"],
        "air_quality": book["air_quality"][book["air_quality"]["place"] != "karaganda"],
    }
    assert "no promises" in FIGURES["town_promises"].build(empty, view).answer
    assert "no rating" in FIGURES["town_air"].build(empty, view).answer


def test_the_headline_of_no_overdue_promise_is_no_alarm(book):
    tables = {
        **book,
        **{
            name: book[name].assign(outcome="met_verified")
            for name in ("plant_targets", "projects", "initiatives")
        },
    }
    now, then = (
        headlines(frames, FigureRequest(words_of("en"), date(2026, 11, 22)))[0]
        for frames in (book, tables)
    )
    assert (now.number, now.role) == ("8", "overdue")
    assert now.text.startswith("promises of 22")
    assert (then.number, then.role) == ("0", "record")
