"""The data hold the whole fact book, and its sums come out."""

import csv

import pytest
from conftest import ROOT

from dashboard.figures import doubling, national, output, regions, shares
from kzdata import TABLES

FACT_BOOK = ROOT / "data" / "factbook"
ROWS = {
    "regions": 24,
    "population": 714,
    "national_emissions": 21,
    "regional_emissions": 318,
    "metal_prices": 23,
    "benchmarks": 3,
    "benchmark_records": 13,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_each_row_of_the_fact_book_once(book, name):
    with (FACT_BOOK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert len(book[name]) == sum(1 for _ in csv.DictReader(file))


@pytest.mark.parametrize("name", ROWS)
def test_a_table_holds_all_its_rows(book, name):
    assert len(book[name]) == ROWS[name]


# What the site itself asked and was told; an answer names its source.
OUR_OWN = ("requests", "reports")


@pytest.mark.parametrize("name", [name for name in TABLES if name not in OUR_OWN])
def test_every_row_names_its_source(tables, name):
    assert tables[name]["source_id"].notna().all()


@pytest.mark.parametrize("year", range(2005, 2023))
def test_the_regions_add_up_to_the_national_line(book, year):
    rows = regions.in_year(book["regional_emissions"], book["national_emissions"], year)
    national = book["national_emissions"].set_index("year")["kt"]
    assert rows["kt"].sum() == pytest.approx(national[year], abs=0.2)


def test_years_in_both_borders_add_up_in_each(book):
    rows = book["regional_emissions"]
    for year in (2020, 2021):
        national = book["national_emissions"].set_index("year")["kt"][year]
        in_year = rows[rows["year"] == year]
        for other in ("old", "2022"):
            one_set = in_year[in_year["borders"] != other]
            assert one_set["kt"].sum() == pytest.approx(national, abs=0.2)


@pytest.mark.parametrize(
    ("region", "year", "share"),
    [
        ("KZ-35", 2022, 20.3),
        ("KZ-35", 2024, 20.0),
        ("KZ-35", 2020, 21.3),
        ("KZ-35", 2021, 20.3),
        ("KZ-KAR", 2021, 23.7),
    ],
)
def test_the_share_of_karaganda(book, region, year, share):
    rows = shares.history(
        book["regional_emissions"], book["national_emissions"], book["regions"], "KZ-35"
    )
    found = rows[(rows["region_id"] == region) & (rows["year"] == year)]
    assert found["share"].tolist() == [share]


def test_the_national_line_rose_in_2024(book):
    line = national.changes(book["national_emissions"]).set_index("year")["change"]
    assert line[2024] == 0.6


def test_doubling_at_seven_percent():
    assert round(doubling.years_to_double(7), 1) == 10.2


def test_what_the_projections_imply_of_the_year_before(book):
    rows = output.projected(book["metal_output"], book["metal_growth"])
    assert rows.set_index("metal_id")["implied"].to_dict() == {
        "copper": 258_065,
        "zinc": 140_449,
        "aluminium": 298_507,
    }
