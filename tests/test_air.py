"""What was measured in the air comes out as it was told, and what was not is drawn as not."""

import csv
import json
import random
from datetime import date

import pandas as pd
import pytest
from conftest import ROOT

from dashboard.figures import (
    FIGURES,
    FigureRequest,
    channels,
    posts,
    satellite,
    satellite_compared,
    theme,
)
from dashboard.figures.choices import codes
from dashboard.i18n import words_of
from kzdata.schema.air import COMBINED
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 29)
OF_AIR = [id for id, kind in FIGURES.items() if kind.page == "air"]
PICKED = 20


def made(tables, id, place="balkhash", language="en"):
    return FIGURES[id].build(tables, FigureRequest(words_of(language), DAY, place=place))


@pytest.mark.parametrize(
    ("place", "means"),
    [
        ("balkhash", [519.9, 62.9, 82.5, 132.8, 79.3, 49.4, 119.7]),
        ("temirtau", [74.8, 67.9, 74.0, 73.5, 82.3, 86.4, 76.3]),
    ],
)
def test_the_means_of_what_satellites_saw(book, place, means):
    rows = satellite.seen(book["satellite_so2"], place)
    spans = [
        (2005, 2007),
        (2009, 2013),
        (2014, 2017),
        (2018, 2020),
        *((y, y) for y in (2021, 2022, 2023)),
    ]
    assert [satellite.mean_of(rows, *span) for span in spans] == means


def test_the_instruments_give_the_combined_estimate(book):
    """Where one saw a year it is that; where several did it lies between them."""
    for _, rows in book["satellite_so2"].groupby(["place_id", "year"]):
        combined = rows.loc[rows["instrument"] == COMBINED, "kt"].item()
        single = rows.loc[rows["instrument"] != COMBINED, "kt"]
        assert single.min() - 0.05 <= combined <= single.max() + 0.05
        assert len(single) > 1 or single.item() == combined


def test_the_pollutants_give_all_cases_but_where_a_channel_is_left_out(book):
    rows = book["air_pollutants"]
    rows = rows[(rows["statistic"] == "cases") & rows["spot"].isna()]
    keys = ["place_id", "period_start", "period_end"]
    single = rows.groupby(keys)["value"].sum().rename("single")
    both = book["air_posts"].dropna(subset=["cases"]).merge(single, on=keys)
    assert len(both) > 20
    apart = both[both["cases"] != both["single"]]
    assert [
        (r.place_id, r.period_end.strftime("%Y-%m"), r.cases, r.single) for r in apart.itertuples()
    ] == [("balkhash", "2021-12", 2784, 206), ("temirtau", "2022-06", 423, 393)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_in_which_a_post_was_blind_are_not_compared(book, language):
    words = words_of(language)
    figure = made(book, "post_cases", language=language)
    numbers = {"cases": words.quantity(43, "cases"), "before": words.number(195)}
    assert figure.answer == words(
        "post_cases.incomparable",
        place=book["places"].set_index("place_id").loc["balkhash", f"name_{language}"],
        year="2025",
        before_year="2023",
        pollutants="SO₂, H₂S",
        **numbers,
    )


def cells_of(figure):
    """What stands in the cells of a grid, by row and column, and whether each is hollow."""
    chart = figure.chart.to_dict()
    rows = next(rows for rows in chart["datasets"].values() if rows and "tile_row" in rows[0])
    return {
        (row["tile_row"], row["tile_col"]): (row["said"], row["stroke"] == theme.UNKNOWN)
        for row in rows
    }


def test_what_the_blind_post_did_not_list_is_hollow(book):
    figure = made(book, "post_cases")
    names = list(dict.fromkeys(figure.table["name"]))
    found = cells_of(figure)
    so2 = [found[names.index("SO₂"), col] for col in range(6)]
    assert so2 == [
        ("133", False), ("96", False), ("156", False), ("28*", True), ("0*", True), ("64*", True),
    ]  # fmt: skip
    h2s = [found[names.index("H₂S"), col] for col in range(6)]
    assert h2s[4] == ("–", True)


def test_a_number_that_no_bulletin_holds_is_never_zero(book):
    for place in codes("place", book):
        figure = made(book, "post_cases", place)
        for said, hollow in cells_of(figure).values():
            assert hollow == (said == "–" or said.endswith("*"))


def test_the_gap_of_the_post_is_one_box_without_colour(book):
    chart = made(book, "blind_post").chart.to_dict()
    rows = [row for r in chart["datasets"].values() for row in r if "middle_day" in row]
    gaps = [row for row in rows if row["colour"] == theme.UNKNOWN]
    assert {(g["period_start"][:10], g["until"][:10], g["fill"]) for g in gaps} == {
        ("2024-07-01", "2026-03-31", theme.PAPER)
    }
    said = {row["said"] for row in rows if row["fill"] == theme.PAPER} - {"not listed"}
    assert said == {"195", "41", "43", "270"}


def test_years_that_are_not_in_the_file_are_a_hollow_box(book):
    """As many as are over on the day; the line ends before them."""
    spec = json.dumps(made(book, "so2_line").chart.to_dict())
    assert '"first": 2023.5, "last": 2025.5' in spec
    sooner = FIGURES["so2_line"].build(
        book, FigureRequest(words_of("en"), date(2024, 6, 1), place="balkhash")
    )
    assert "no estimate" not in json.dumps(sooner.chart.to_dict())


def test_a_place_that_no_satellite_sees_alone_has_no_line(book):
    figure = made(book, "so2_line", "karaganda")
    assert (figure.chart, figure.basis) == (None, ("unknown",))
    assert "no satellite estimate" in figure.answer


def test_the_acid_plant_is_marked_at_balkhash_alone(book):
    for place, marked in (("balkhash", True), ("temirtau", False)):
        figure = made(book, "so2_line", place)
        assert ("acid plant" in json.dumps(figure.chart.to_dict())) == marked
        assert any("does not tell why" in note for note in figure.notes) == marked


def test_phenol_of_temirtau(book):
    rows = channels.of_pollutant(book["air_pollutants"], book["air_posts"], **channels.PHENOL)
    assert rows["value"].tolist() == [397, 537, 827, 682, 863, 361]
    assert rows["basis"].tolist() == ["measured", "derived", *["measured"] * 4]
    assert rows["whole"].tolist() == [True] * 5 + [False]


def test_the_choice_offers_where_posts_counted_a_whole_year(book):
    assert codes("place", book) == ["balkhash", "karaganda", "temirtau", "zhezkazgan"]
    assert codes("place", {}) == ()


def test_a_satellite_estimate_and_a_measurement_never_share_a_figure(book):
    for id in OF_AIR:
        assert not {"satellite", "measured"} <= set(made(book, id).basis), id


# Twenty numbers of the page, held against the files from which the data were made.


def told_in_files(name):
    with (ROOT / "data" / "factbook" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_shown(tables):
    """Each number of the page's tables: its value, and by which cells of which file it is told."""
    words = words_of("en")
    for place in codes("place", tables):
        for row in made(tables, "so2_line", place).table.itertuples():
            key = {"place_id": place, "year": str(row.year), "instrument": COMBINED}
            yield row.kt, "satellite_so2", "kt", key
            yield row.kt_sd, "satellite_so2", "kt_sd", key
        for row in made(tables, "so2_instruments", place).table.to_dict("records"):
            for instrument in satellite_compared.SINGLE:
                key = {"place_id": place, "year": str(int(row["year"])), "instrument": instrument}
                yield row[instrument], "satellite_so2", "kt", key
        rows = posts.counted(tables["air_posts"], tables["air_pollutants"], place)
        shown = made(tables, "post_cases", place).table
        for row, value in zip(rows.itertuples(), shown["value"], strict=True):
            ends = {
                side: f"{getattr(row, side):%Y-%m-%d}" for side in ("period_start", "period_end")
            }
            key = {"place_id": place, **ends}
            if row.pollutant == posts.ALL:
                yield value, "air_posts", "cases", key
            else:
                key |= {"pollutant": row.pollutant, "statistic": "cases", "spot": ""}
                yield value, "air_pollutants", "value", key
    for row in made(tables, "mobile_so2").table.itertuples():
        spot = next(
            s for s in ("quarter_17", "rabochy", "balkhash_1") if words.code("spot", s) == row.name
        )
        yield row.value, "air_pollutants", "value", {"spot": spot}


def test_twenty_numbers_of_the_page_are_those_of_the_files(book):
    shown = list(numbers_shown(book))
    assert len(shown) > 300
    for value, name, column, key in random.Random(24).sample(shown, PICKED):
        rows = [
            row
            for row in told_in_files(name)
            if row[column] and all(row[field] == code for field, code in key.items())
        ]
        assert value in [float(row[column]) for row in rows], (name, key)


@pytest.mark.parametrize("name", ["places", "satellite_so2", "air_posts", "air_pollutants"])
def test_every_place_is_known_and_lies_in_the_country(book, name):
    places = book["places"].set_index("place_id")
    assert set(book[name]["place_id"]) <= set(places.index)
    seen = places.loc[pd.unique(book["satellite_so2"]["place_id"])]
    assert seen[["latitude", "longitude"]].notna().all(axis=None)
