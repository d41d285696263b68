"""What is computed of the tables: sums, growth, indexes, means and ratios, reckoned here anew."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from dashboard.figures import country, growth, metals, output
from kzdata import derived
from kzdata.consistency.sums import WITH_COUNTRY

# Tonnes of whole years, as the fact book prints them.
TOTALS = {
    ("copper", "KZ"): [482_942, 460_355, 457_434, 425_120, 474_911, 480_098],
    ("zinc", "KZ"): [318_793, 326_883, 266_337, 279_906, 287_740, 259_638],
    ("aluminium", "KZ"): [279_004, 280_488, 261_441, 274_658, 279_396, 282_418],
    ("aluminium", "KZ-55"): [268_315, None, None, None, 264_509, 263_884],
    ("lead", "KZ"): [132_793, 120_508, 118_078, 121_002, 131_930, None],
    ("steel", "KZ"): [4_002_808, 4_498_994, 4_139_313, 3_923_303, 4_177_899, 4_271_851],
}
YEARS = range(2020, 2026)
INDEX = [114.3, 106.7, 106.3, 102.4, 105.5, 102.8, 98.8, 101.1, 98.2, 106.9, 100.9]


def months(values, *, metal="copper", unit="t", region="KZ", start="2020-01-01"):
    """Monthly output of one metal: a value a month from a day on."""
    first = pd.date_range(start, periods=len(values), freq="MS").astype("datetime64[ms]")
    return pd.DataFrame(
        {
            "metal_id": metal,
            "region_id": region,
            "borders": "unchanged",
            "period_start": first,
            "period_end": first + pd.offsets.MonthEnd(),
            "value": [float(value) for value in values],
            "unit": unit,
            "basis": "record",
            "source_id": "a",
        }
    )


def people(persons, *, source="a", region="KZ"):
    """People on 1 January by year."""
    days = pd.to_datetime([f"{year}-01-01" for year in persons]).astype("datetime64[ms]")
    return pd.DataFrame(
        {
            "region_id": region,
            "day": days,
            "persons": pd.array(list(persons.values()), dtype="Int64"),
            "source_id": source,
        }
    )


@pytest.mark.parametrize(("metal", "region"), TOTALS)
def test_whole_years_are_the_totals_of_the_fact_book(book, metal, region):
    rows = metals.shown_years(book["metal_output_monthly"])
    own = rows[(rows["metal_id"] == metal) & (rows["region_id"] == region) & rows["whole"]]
    expected = dict(zip(YEARS, TOTALS[metal, region], strict=True))
    assert own.set_index("year")["tonnes"].to_dict() == {y: t for y, t in expected.items() if t}


def test_a_year_of_eleven_months_is_not_whole_and_has_no_growth():
    rows = derived.yearly_output(months([10] * 12 + [20] * 11))
    assert rows["whole"].tolist() == [True, False]
    assert rows["months"].tolist() == [12, 11]
    assert rows["growth"].isna().all()


def test_growth_is_of_the_whole_year_before_and_kilograms_are_converted():
    rows = derived.yearly_output(months([1_000] * 12 + [1_200] * 12, unit="kg"))
    assert rows["tonnes"].tolist() == pytest.approx([12, 14.4])
    assert rows["growth"].tolist()[1] == 20.0


@pytest.mark.parametrize(
    ("metal", "region", "year", "percent"),
    [
        ("copper", "KZ", 2024, 11.7),
        ("copper", "KZ", 2025, 1.1),
        ("zinc", "KZ", 2024, 2.8),
        ("zinc", "KZ", 2025, -9.8),
        ("aluminium", "KZ-55", 2025, -0.2),
    ],
)
def test_growth_of_whole_years_is_that_of_the_fact_book(book, metal, region, year, percent):
    rows = derived.yearly_output(book["metal_output_monthly"])
    own = rows[(rows["metal_id"] == metal) & (rows["region_id"] == region)]
    assert own.set_index("year")["growth"][year] == percent


def test_no_growth_of_copper_is_told_beside_an_annual_balance_that_differs(book):
    rows = output.against_projections(
        book["metal_output_monthly"], book["metal_output"], book["metal_growth"]
    )
    copper = rows[rows["metal_id"] == "copper"].set_index("year")["growth"]
    assert copper[[2021, 2022]].isna().all()
    assert copper[2024] == 11.7


def test_the_projections_as_a_share_of_what_was_made(book):
    rows = output.against_projections(
        book["metal_output_monthly"], book["metal_output"], book["metal_growth"]
    )
    found = rows.dropna(subset=["percent"]).set_index(["metal_id", "region_id"])["percent"]
    assert found.to_dict() == {
        ("copper", "KZ"): 58,
        ("zinc", "KZ"): 58,
        ("aluminium", "KZ"): 113,
        ("aluminium", "KZ-55"): 121,
    }


def test_the_claimed_growth_beside_both_years(book):
    rows = growth.growth_by_year(
        book["metal_growth"],
        book["metal_output_monthly"],
        book["metal_index"],
        book["metal_output"],
    )
    values = rows[["metal_id", "claimed", "first", "second"]].fillna(0).to_numpy().tolist()
    assert values == [
        ["all", 7.0, 6.9, 0.9],
        ["copper", 8.5, 11.7, 1.1],
        ["zinc", 6.8, 2.8, -9.8],
        ["aluminium", 7.2, 1.7, 1.1],
        ["aluminium", 7.2, 0.0, -0.2],
    ]
    assert {*rows["first_year"], *rows["second_year"]} == {2024, 2025}


def test_an_index_is_chained_both_ways_from_its_base_and_stops_at_a_gap():
    index = pd.DataFrame(
        {"year": [2013, 2015, 2016, 2018], "percent_of_year_before": [90.0, 125.0, 110.0, 50.0]}
    )
    assert derived.chained(index, 2015).round(6).to_dict() == {2014: 80.0, 2015: 100.0, 2016: 110.0}
    assert derived.chained(index, 2020).empty


@pytest.mark.parametrize(
    ("branch", "level"), [("metallurgy", 133.3), ("ferrous", 124.5), ("non_ferrous", 141.0)]
)
def test_the_index_of_2025_with_2015_as_100(book, branch, level):
    index = book["metal_index"]
    own = index[index["branch"] == branch]
    assert round(derived.chained(own, 2015)[2025], 1) == level
    if branch == "metallurgy":
        assert own.set_index("year")["percent_of_year_before"][range(2015, 2026)].tolist() == INDEX


def test_the_prices_of_the_article_are_of_about_august_2023(book):
    """Each month's misfit is that of the fact book, which reckoned it apart from this code."""
    fit = derived.price_fit(book["metal_prices"], book["metal_prices_monthly"])
    with (Path(__file__).parent / "price_strip_fit.csv").open(newline="") as file:
        expected = {row["month"]: float(row["misfit_percent"]) for row in csv.DictReader(file)}
    found = dict(zip(fit["month"].dt.strftime("%Y-%m"), fit["misfit"] * 100, strict=True))
    assert found == {month: pytest.approx(misfit, abs=0.006) for month, misfit in expected.items()}
    best = derived.best_fit(fit)
    assert (f"{best['month']:%Y-%m}", round(best["misfit"] * 100, 2)) == ("2023-08", 1.97)


def test_leaving_out_any_one_metal_keeps_the_month(book):
    monthly = book["metal_prices_monthly"]
    for metal in monthly["metal_id"].unique():
        rest = book["metal_prices"][book["metal_prices"]["metal_id"] != metal]
        best = derived.best_fit(derived.price_fit(rest, monthly))
        assert (f"{best['month']:%Y-%m}", best["metals"]) == ("2023-08", 9), metal


@pytest.mark.parametrize("name", WITH_COUNTRY)
def test_regions_come_to_the_country(book, name):
    """People and product exactly, electricity within 0.2 GWh; no region is counted twice."""
    value, time, rounding = WITH_COUNTRY[name]
    before = book["regions"].set_index("region_id")["predecessor"]
    for (_, when), rows in book[name].groupby(["source_id", time]):
        held = rows.set_index("region_id")[value]
        parts = held.drop("KZ")
        parts = parts[[before[region] not in parts.index for region in parts.index]]
        assert parts.sum() == pytest.approx(held["KZ"], abs=max(rounding, 1e-6)), when


def test_the_population_of_a_year_is_the_mean_of_both_its_ends():
    rows = derived.mean_population(people({2020: 100, 2021: 110, 2023: 500}))
    assert rows[["year", "persons"]].to_numpy().tolist() == [[2020, 105.0]]


def test_a_mean_is_never_of_two_series():
    both = pd.concat([people({2020: 100}), people({2021: 200}, source="b")])
    assert derived.mean_population(both).empty


def test_the_two_series_of_the_country_agree_where_they_join(book):
    rows = derived.country_population(book["population"])
    assert rows["year"].tolist() == list(range(2005, 2026))
    (last,) = rows.loc[rows["source_id"] == "bns-population-2000-2023", "year"].tail(1)
    means = derived.mean_population(book["population"])
    joint = means[(means["region_id"] == "KZ") & (means["year"] == last)]
    assert joint["persons"].nunique() == 1 and len(joint) == 2


@pytest.mark.parametrize(
    ("region", "kt", "first", "next", "kg"),
    [
        # Of the publications themselves: emissions of 2022, people on 1 January 2022 and 2023.
        ("KZ-55", 724.2, 756_511, 754_944, 958),
        ("KZ-61", 25.2, 2_088_510, 2_119_224, 12),
    ],
)
def test_emissions_per_head_by_hand(book, region, kt, first, next, kg):
    rows = derived.per_head(
        book["regional_emissions"],
        book["national_emissions"],
        book["population"],
        book["regions"],
        2022,
    )
    assert rows["people_source_id"].nunique() == 1
    row = rows.set_index("region_id").loc[region]
    assert (row["kt"], row["persons"]) == (kt, (first + next) / 2)
    assert row["kg"] == kg == round(kt * 1_000_000 / ((first + next) / 2))


@pytest.mark.parametrize("year", [*range(2005, 2023), 2024])
def test_people_of_a_year_are_of_one_series_and_of_all_regions_that_emit(book, year):
    rows = derived.per_head(
        book["regional_emissions"],
        book["national_emissions"],
        book["population"],
        book["regions"],
        year,
    )
    assert rows["people_source_id"].nunique() == 1
    regions = rows[rows["region_id"] != "KZ"]
    if year != 2024:  # of which few regions are published
        whole = rows.set_index("region_id").loc["KZ"]
        assert regions["persons"].sum() == pytest.approx(whole["persons"], abs=1)
        assert regions["kt"].sum() == pytest.approx(whole["kt"], abs=0.21)


def test_emissions_for_product_are_of_the_same_borders(book):
    for year, old in ((2020, True), (2021, False)):
        rows = derived.per_product(
            book["regional_emissions"], book["national_emissions"], book["regional_product"], year
        )
        assert ("KZ-KAR" in set(rows["region_id"])) == old
        assert ("KZ-35" in set(rows["region_id"])) != old


def of_regions(book, year):
    tables = (
        "regional_emissions",
        "national_emissions",
        "population",
        "regional_product",
        "regions",
    )
    return derived.intensity(*(book[name] for name in tables), year).set_index("region_id")


def test_emissions_of_a_region_for_its_size_in_percent_of_the_country_by_hand(book):
    rows = of_regions(book, 2022)
    assert rows.loc["KZ", ["head", "product"]].tolist() == [100, 100]
    kt, persons, mln_tenge = rows.loc["KZ-55", ["kt", "persons", "mln_tenge"]]
    whole = rows.loc["KZ"]
    assert rows.loc["KZ-55", "head"] == round(kt / persons / (whole["kt"] / whole["persons"]) * 100)
    part = kt / mln_tenge / (whole["kt"] / whole["mln_tenge"])
    assert rows.loc["KZ-55", "product"] == round(part * 100)
    assert rows.loc["KZ-55", ["head", "product"]].tolist() == [813, 756]


def test_a_region_is_compared_with_the_country_in_one_of_its_borders_alone(book):
    """Product of 2020 is known in the old borders, people in the new ones: those stand."""
    rows = of_regions(book, 2020)
    assert "KZ-KAR" not in rows.index and rows.loc["KZ-35", "head"] > 0
    assert rows.loc["KZ-35", ["kg_product", "product"]].isna().all()


def test_the_country_in_2025_with_2005_as_100(book):
    rows = country.country_indexes(
        book["national_emissions"], book["regional_product_index"], book["population"]
    )
    last = rows.set_index("year").loc[2025]
    assert (round(last["product"]), round(last["emissions"])) == (240, 77)


def test_pavlodar_makes_most_electricity_and_its_emissions_go_with_it(book):
    electricity = book["electricity"]
    region = country.largest_generator(electricity)
    rows = country.emissions_and_electricity(book["regional_emissions"], electricity, region)
    assert (region, round(rows["kt"].corr(rows["gwh"]), 2)) == ("KZ-55", 0.89)
