"""Rows that cannot be, or are doubtful: each a good row of the fact book, changed in some cells."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

Values = Mapping[str, object]


@dataclass(frozen=True)
class Row:
    """A row that is `like` another in all but some `values`, and how it has to be named.

    `new` says that it stands beside the other row, else it takes its place. `blamed` is the table
    and the place in it that the finding names, where that is another row.
    """

    table: str
    like: Values
    values: Values
    rule: str
    column: str
    expected: str | None = None
    new: bool = False
    blamed: tuple[str, Values] | None = None
    rows: int = 1  # that are named

    def put_in(self, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """The tables that are others with the row in them."""
        frame = tables[self.table]
        at = place(frame, self.like)
        if self.new:
            frame = pd.concat([frame, frame.iloc[[at]]], ignore_index=True)
            at = len(frame) - 1
        return {self.table: _with(frame, at, self.values)}

    def row(self, tables: Mapping[str, pd.DataFrame]) -> tuple[str, int]:
        """The table and the position of the row that is to be blamed."""
        if self.blamed:
            name, like = self.blamed
            return name, place(tables[name], like)
        frame = tables[self.table]
        return self.table, len(frame) if self.new else place(frame, self.like)


def place(frame: pd.DataFrame, like: Values) -> int:
    """The position of the one row that holds some values."""
    found = pd.concat([frame[name] == value for name, value in like.items()], axis=1).all(axis=1)
    (at,) = found[found.fillna(False)].index
    return at


def _with(frame: pd.DataFrame, at: int, values: Values) -> pd.DataFrame:
    frame = frame.copy()
    for name, value in values.items():
        frame.loc[at, name] = value
    return frame.astype({name: frame[name].dtype for name in values})


def _day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def region(id: str, year: int, source_id: str = "bns-emissions-2005-2022") -> Values:
    return {"region_id": id, "year": year, "source_id": source_id}


BNS, TALDAU = "bns-emissions-2005-2022", "bns-taldau-705070"
BALKHASH = {"target_id": "balkhash-2023"}  # announced 2023-08-31 by minex, due in 2025
TEMIRTAU = {"target_id": "temirtau-2019"}  # announced 2019-12-20, due in 2024
PLANT = {"project_id": "balkhash-acid-plant"}
COPPER = {"metal_id": "copper", "period_end": _day("2024-11-30")}
STEEL = {"metal_id": "steel", "period_end": _day("2023-12-31")}
DUST = {"place": "karaganda", "measure": "pm25"}
COUNTED = {"day": _day("2023-01-01"), "source_id": "bns-population-boy-2026"}
ZINC_MONTH = {"metal_id": "zinc", "region_id": "KZ", "period_start": _day("2024-06-01")}
EMISSIONS = {"plant_id": "sixteen-enterprises", "measure": "emissions"}


def national(year: int, values: Values, rule: str, expected: str, **more: object) -> Row:
    return Row("national_emissions", {"year": 2025}, {"year": year, **values}, rule, "year",
               expected, **more)  # fmt: skip


def outcome(
    like: Values, outcome: str, day: str | None, source: str, rule: str, column: str, expected: str
) -> Row:
    values = {
        "outcome": outcome,
        "outcome_day": pd.NaT if day is None else _day(day),
        "outcome_source_id": source,
    }
    table = "projects" if "project_id" in like else "plant_targets"
    return Row(table, like, values, rule, column, expected)


DAYS = {
    "a record of 2093": national(2093, {}, "period_to_come", "2026-11-22"),
    "a record of this year": national(2026, {}, "period_to_come", "2026-11-22"),
    "a record of a year after its source": national(
        2024, {"source_id": BNS}, "period_after_source", "2023-07-05", new=True,
    ),
    "a record of the year in which its source appeared": Row(
        "regional_emissions", region("KZ-10", 2022), {"year": 2023}, "period_after_source", "year",
        "2023-07-05",
    ),
    "a derived value of a year after its source": Row(
        "regional_emissions", region("KZ-10", 2022), {"year": 2025, "basis": "derived"},
        "period_after_source", "year", "2023-07-05",
    ),
    "a record of a plant of a year after its source": Row(
        "plant_records", EMISSIONS, {"year": 2023}, "period_after_source", "year", "2022-08-23",
    ),
    "a benchmark of a year to come": Row(
        "benchmark_records", {"metal_id": "zinc"}, {"year": 2027}, "period_to_come", "year",
        "2026-11-22",
    ),
    "a benchmark of a year after its source": Row(
        "benchmark_records", {"metal_id": "steel", "year": 2023}, {"year": 2025},
        "period_after_source", "year", "2025-06-06",
    ),
    "growth of a period after its source": Row(
        "metal_growth", {"source_id": "zakon-2025-12-17"}, {"period_end": _day("2025-12-31")},
        "period_after_source", "period_end", "2025-12-17",
    ),
    "growth of a period to come": Row(
        "metal_growth", COPPER, {"period_end": _day("2026-12-31")}, "period_to_come", "period_end",
        "2026-11-22",
    ),
    "output of a period after its source": Row(
        "metal_output", STEEL, {"period_end": _day("2024-12-31")}, "period_after_source",
        "period_end", "2024-04-29",
    ),
    "a capacity of a period after its source": Row(
        "metal_output", {"measure": "capacity"},
        {"period_start": _day("2027-01-01"), "period_end": _day("2027-12-31")},
        "period_to_come", "period_end", "2026-11-22",
    ),
    "air of a period after its source": Row(
        "air_quality", DUST, {"period_end": _day("2025-12-31")}, "period_after_source",
        "period_end", "2025-03-13",
    ),
    "people counted after their source": Row(
        "population", {**COUNTED, "region_id": "KZ-10", "source_id": "bns-population-2000-2023"},
        {"day": _day("2024-01-01")}, "period_after_source", "day", "2023-07-21",
    ),
    "a price of a day after its source": Row(
        "metal_prices", {"metal_id": "gold"}, {"price_day": _day("2023-09-15")},
        "period_after_source", "price_day", "2023-08-31",
    ),
    "a claim about a year to come": Row(
        "claims", {"claim_id": "growth-copper"}, {"record_year": 2027}, "claim_year_to_come",
        "record_year", "2026-11-22",
    ),
    "a claim about a year after its source": Row(
        "claims", {"claim_id": "lead-compounds-2024"}, {"record_year": 2026},
        "claim_year_after_source", "record_year", "2025-06-30",
    ),
    "a projection of which nobody says when it is due": Row(
        "claims", {"claim_id": "temirtau-limit-cut"}, {"due": pd.NaT}, "claim_year_after_source",
        "record_year", "2022-12-14",
    ),
    "a source to come": Row(
        "sources", {"source_id": "vlast-53415"}, {"published": _day("2027-01-15")}, "day_to_come",
        "published", "2026-11-22",
    ),
    "a source moved before what it tells": Row(
        "sources", {"source_id": "zakon-2025-12-17"}, {"published": _day("2025-11-17")},
        "period_after_source", "period_end", "2025-11-17",
        blamed=("metal_growth", {"source_id": "zakon-2025-12-17"}),
    ),
    "a promise to come": Row(
        "initiatives", {"initiative_id": "workforce-certification"},
        {"announced": _day("2027-01-01"), "deadline": _day("2028-12-31")}, "day_to_come",
        "announced", "2026-11-22",
    ),
    "announced after the source that tells of it": Row(
        "plant_targets", TEMIRTAU, {"announced": _day("2023-12-20")}, "announced_after_source",
        "announced", "2019-12-20",
    ),
    "announced after the second source": Row(
        "plant_targets", BALKHASH, {"second_source_id": "minex-2023-04-05"},
        "announced_after_source", "announced", "2023-04-05",
    ),
    "a project announced after its source": Row(
        "projects", PLANT, {"announced": _day("2023-09-01")}, "announced_after_source",
        "announced", "2023-08-31",
    ),
    "a cut before the project": Row(
        "projects", PLANT, {"cut_by": _day("2022-12-31")}, "order", "cut_by",
        "announced 2023-08-31",
    ),
    "a cut from the year of its deadline": Row(
        "plant_targets", BALKHASH, {"base_year": 2025}, "base_year", "base_year",
    ),
    "a period that ends before it begins": Row(
        "metal_output", STEEL, {"period_end": _day("2022-12-31")}, "order", "period_end",
    ),
    "a period of growth that ends before it begins": Row(
        "metal_growth", COPPER, {"period_start": _day("2024-12-01")}, "order", "period_end",
    ),
    "a period of air that ends before it begins": Row(
        "air_quality", {"place": "temirtau"}, {"period_end": _day("2025-06-30")}, "order",
        "period_end",
    ),
    "a period without an end": Row(
        "metal_growth", COPPER, {"period_end": pd.NaT}, "half", "period_end",
    ),
    "a period without a beginning": Row(
        "air_quality", {"place": "temirtau"}, {"period_start": pd.NaT}, "half", "period_end",
    ),
    "the mean of a month as that of a year": Row(
        "air_quality", DUST, {"period_end": _day("2024-01-31")}, "part_of_year", "averaging",
    ),
    "the mean of half a year as that of a year": Row(
        "air_quality", DUST, {"period_start": _day("2024-07-01")}, "part_of_year", "averaging",
    ),
}  # fmt: skip
OUTCOMES = {
    "an outcome to come": outcome(
        TEMIRTAU, "met_declared", "2027-01-31", "vlast-53415", "outcome_early", "outcome_day",
        "2026-11-22",
    ),
    "an outcome after its source": outcome(
        TEMIRTAU, "met_declared", "2026-01-31", "baq-2025-11-13", "outcome_after_source",
        "outcome_day", "2025-11-13",
    ),
    "an outcome before its promise": outcome(
        BALKHASH, "met_declared", "2023-08-01", "baq-2025-11-13", "order", "outcome_day",
        "announced 2023-08-31",
    ),
    "an outcome whose source is older than the promise": outcome(
        BALKHASH, "met_declared", None, "minex-2023-04-05", "outcome_source_before_promise",
        "outcome_source_id", "2023-08-31",
    ),
    "an outcome proven by its announcement": outcome(
        TEMIRTAU, "met_verified", None, "regnum-2019-12-20", "outcome_of_announcement",
        "outcome_source_id", "",
    ),
    "a project proven by its announcement": outcome(
        PLANT, "met_verified", None, "minex-2023-08-31", "outcome_of_announcement",
        "outcome_source_id", "",
    ),
    "missed years before its deadline": outcome(
        BALKHASH, "missed", "2024-05-28", "kazinform-2024-05-28", "missed_too_early", "outcome",
        "2025-12-31",
    ),
    "missed before its deadline by the day of the source": outcome(
        BALKHASH, "missed", None, "kazinform-2024-05-28", "missed_too_early", "outcome",
        "2025-12-31",
    ),
    "missed though the deadline is still to come": outcome(
        {"target_id": "temirtau-2022"}, "missed", None, "vlast-53415", "missed_too_early",
        "outcome", "2030-12-31",
    ),
}  # fmt: skip
DOUBTFUL_OUTCOMES = {
    "an outcome told by the second account of the promise": outcome(
        BALKHASH, "met_declared", None, "aqparat-karaganda", "outcome_of_same_source",
        "outcome_source_id", "",
    ),
    "missed in the year of the deadline": outcome(
        BALKHASH, "missed", "2025-10-30", "caclimate-2025-10-30", "missed_early", "outcome",
        "2025-12-31",
    ),
    "an outcome older than what tells of the promise": Row(
        "plant_targets", BALKHASH,
        {"announced": pd.NaT, "outcome": "met_declared", "outcome_source_id": "minex-2023-04-05"},
        "outcome_source_earlier", "outcome_source_id", "2023-08-31",
    ),
}  # fmt: skip

KT = {"region_id": "KZ-55", "year": 2021, "borders": "unchanged"}
SMALL = region("KZ-33", 2022)
PARTS = {
    "a region over the country": Row(
        "regional_emissions", KT, {"kt": 7361.0}, "part_over_whole", "kt", "2407.5",
    ),
    "regions together over the country": Row(
        "regional_emissions", region("KZ-75", 2022), {"kt": 409.0}, "parts_over_whole", "kt",
        "2682.3 > 2314.8",
    ),
    "a lost comma in a region of old borders": Row(
        "regional_emissions", {"region_id": "KZ-ALM", "year": 2015}, {"kt": 463.0},
        "parts_over_whole", "kt",
    ),
    "half the country": Row(
        "national_emissions", {"year": 2019}, {"kt": 1241.55}, "parts_over_whole", "kt",
        "2483.1 > 1241.55",
    ),
    "half the country in the last borders": Row(
        "national_emissions", {"year": 2022}, {"kt": 1157.4}, "parts_over_whole", "kt",
        "2314.8 > 1157.4",
    ),
    "half the country where few regions are known": Row(
        "national_emissions", {"year": 2024}, {"kt": 1135.7}, "parts_over_whole", "kt",
    ),
    "people of a region over the country": Row(
        "population", {**COUNTED, "region_id": "KZ-75"}, {"persons": 21_616_950},
        "part_over_whole", "persons", "19766807",
    ),
    "people of the regions over the country": Row(
        "population", {**COUNTED, "region_id": "KZ-62"}, {"persons": 2_214_210},
        "parts_over_whole", "persons", "21759596 > 19766807",
        blamed=("population", {**COUNTED, "region_id": "KZ-62"}),
    ),
    "a plant over the country": Row(
        "plant_records", EMISSIONS, {"value": 65_500.0}, "part_over_whole", "value", "2407.5",
    ),
    "a plant in tonnes over the country": Row(
        "plant_records", EMISSIONS, {"value": 99_000.0, "unit": "kt_per_year"}, "part_over_whole",
        "value", "2407.5",
    ),
    "a share over the whole": Row(
        "plant_records", {"measure": "share_of_region"}, {"value": 112.0}, "percent", "value",
        "0 … 100",
    ),
    "a range of shares over the whole": Row(
        "benchmark_records", {"metric": "recycling", "metal_id": "copper"}, {"value_most": 140.0},
        "percent", "value_most", "0 … 100",
    ),
    "a value above its own upper bound": Row(
        "benchmark_records", {"metal_id": "zinc"}, {"value": 5.0}, "order", "value_most",
        "value 5.0",
    ),
    "a cut above its own upper bound": Row(
        "plant_targets", TEMIRTAU, {"cut_percent": 52.0}, "order", "cut_percent_most",
        "cut_percent 52.0",
    ),
    "more high years than years": Row(
        "air_quality", {"measure": "years_high"}, {"value": 17.0}, "part_over_whole", "value", "10",
    ),
    "a year of output below that of its first months": Row(
        "metal_output", {"metal_id": "copper", "period_end": _day("2024-04-30")},
        {"period_end": _day("2024-12-31"), "tonnes": 121_000.0, "source_id": "prometall-7-2"},
        "less_than_part", "tonnes", "159800", new=True,
    ),
    "product of a region over the country": Row(
        "regional_product", {"region_id": "KZ-55", "year": 2024}, {"mln_tenge": 900_000_000.0},
        "part_over_whole", "mln_tenge",
    ),
    "electricity of the regions over the country": Row(
        "electricity", {"region_id": "KZ-33", "year": 2024}, {"gwh": 30_000.0},
        "parts_over_whole", "gwh",
    ),
    "product of a region after its end": Row(
        "regional_product", {"region_id": "KZ-YUZ", "year": 2017}, {"year": 2019},
        "region_no_more", "year", "2018",
    ),
    "a month in another unit than its series": Row(
        "metal_output_monthly", ZINC_MONTH, {"unit": "kg"}, "unit_of_series", "unit", "t",
    ),
    "a price by the ounce in a series by the tonne": Row(
        "metal_prices_monthly", {"metal_id": "copper", "period_start": _day("2024-06-01")},
        {"per": "oz"}, "unit_of_series", "per", "t",
    ),
    "a month of two months": Row(
        "metal_output_monthly", ZINC_MONTH, {"period_end": _day("2024-07-31")}, "one_month",
        "period_end",
    ),
    "months that begin before others have ended": Row(
        "metal_output", {"metal_id": "zinc", "period_end": _day("2024-04-30")},
        {"period_start": _day("2024-03-01"), "period_end": _day("2024-06-30")}, "overlap",
        "period_start", "2024-01-01 … 2024-04-30", new=True,
    ),
    "two regions at one place": Row(
        "regions", {"region_id": "KZ-62"}, {"tile_row": 1, "tile_col": 1}, "tile_taken", "tile_col",
        "KZ-15",
    ),
    "half a place": Row(
        "regions", {"region_id": "KZ-62"}, {"tile_col": None}, "half", "tile_col",
    ),
    "a region its own predecessor": Row(
        "regions", {"region_id": "KZ-62"}, {"predecessor": "KZ-62"}, "own_predecessor",
        "predecessor",
    ),
    "a region its own predecessor by way of another": Row(
        "regions", {"region_id": "KZ-VOS"}, {"predecessor": "KZ-63"}, "own_predecessor",
        "predecessor", rows=2,
    ),
    "a region after its end": Row(
        "regional_emissions", {"region_id": "KZ-ALM", "year": 2021},
        {"year": 2024, "source_id": "astana-times-110717"}, "region_no_more", "year", "2022",
    ),
    "people of a region after its end": Row(
        "population", {**COUNTED, "region_id": "KZ-10"}, {"region_id": "KZ-VOS"},
        "region_no_more", "day", "2022",
    ),
}  # fmt: skip
DOUBTFUL_PARTS = {
    "half the country where no region is known": Row(
        "national_emissions", {"year": 2025}, {"kt": 1140.45}, "jump", "kt", "2264.45",
    ),
    "a country that doubles": Row(
        "national_emissions", {"year": 2023}, {"kt": 4515.0}, "jump", "kt", "2280.9",
    ),
    "regions somewhat over the country": Row(
        "regional_emissions", {"region_id": "KZ-75", "year": 2021}, {"kt": 191.5},
        "parts_beyond_whole", "kt",
    ),
    "a region that has lost a digit": Row(
        "regional_emissions", region("KZ-55", 2022), {"kt": 72.42}, "parts_below_whole", "kt",
        "1663.02 < 2314.8",
    ),
    "people of a region with two digits exchanged": Row(
        "population", {**COUNTED, "region_id": "KZ-61"}, {"persons": 2_191_224},
        "parts_beyond_whole", "persons",
    ),
    "product of a region with its comma moved": Row(
        "regional_product", {"region_id": "KZ-55", "year": 2024}, {"mln_tenge": 515_082.22},
        "parts_below_whole", "mln_tenge",
    ),
    "electricity of a region with its comma moved": Row(
        "electricity", {"region_id": "KZ-55", "year": 2010}, {"gwh": 3_649.43823},
        "parts_below_whole", "gwh",
    ),
    "a year of output unlike its months": Row(
        "metal_output", {"metal_id": "zinc", "period_end": _day("2020-12-31")},
        {"tonnes": 381_793.0}, "months_unlike", "tonnes", "318793",
    ),
    "growth unlike that of the months": Row(
        "metal_growth", COPPER, {"growth_percent": 31.3}, "growth_unlike", "growth_percent", "14.2",
    ),
    "growth unlike the index": Row(
        "metal_growth", {"metal_id": "all", "period_end": _day("2024-12-31")},
        {"growth_percent": 16.9}, "growth_unlike", "growth_percent", "6.9",
    ),
    "an index of metallurgy above both of its branches": Row(
        "metal_index", {"branch": "metallurgy", "year": 2019}, {"percent_of_year_before": 150.5},
        "index_unlike", "percent_of_year_before", "102.5 … 107.7",
    ),
    "an index of the country below all regions": Row(
        "regional_product_index", {"region_id": "KZ", "year": 2019},
        {"percent_of_year_before": 14.5}, "index_unlike", "percent_of_year_before",
    ),
    "people of a region that have lost a digit": Row(
        "population", {**COUNTED, "region_id": "KZ-61"}, {"persons": 212_040},
        "parts_below_whole", "persons",
    ),
}  # fmt: skip
PEAK = {"place_id": "balkhash", "year": 2020}
HALF_2022 = {"place_id": "balkhash", "period_end": _day("2022-06-30")}
FIRST_OF_2023 = {"place_id": "balkhash", "period_start": _day("2023-01-01")}
SO2_CASES = {"pollutant": "so2", "statistic": "cases"}
AIR = {
    "a negative uncertainty of a satellite estimate": Row(
        "satellite_so2", PEAK | {"instrument": "tropomi"}, {"kt_sd": -6.4}, "range", "kt_sd",
        "0 … 10000",
    ),
    "latitude and longitude exchanged": Row(
        "places", {"place_id": "balkhash"}, {"latitude": 74.9448, "longitude": 46.8322}, "range",
        "latitude", "40.5 … 55.5",
    ),
    "a place beyond the country": Row(
        "places", {"place_id": "balkhash"}, {"longitude": 94.9448}, "range", "longitude",
        "46.4 … 87.4",
    ),
    "half of where a place lies": Row(
        "places", {"place_id": "balkhash"}, {"longitude": None}, "half", "longitude",
    ),
    "a share of measurements over all": Row(
        "air_posts", FIRST_OF_2023, {"np_percent": 102.0}, "range", "np_percent", "0 … 100",
    ),
    "more cases above ten times than above once": Row(
        "air_posts", FIRST_OF_2023, {"cases_over_10": 196}, "order", "cases",
        "cases_over_10 196",
    ),
    "a year with fewer cases than its half": Row(
        "air_posts",
        {"place_id": "balkhash", "period_start": _day("2022-01-01"), "basis": "derived"},
        {"cases": 140}, "below_part", "cases", "207",
    ),
    "fewer cases than of all its pollutants": Row(
        "air_posts", FIRST_OF_2023, {"cases": 194}, "below_part", "cases", "195",
    ),
    "a highest value below that of a pollutant": Row(
        "air_posts", FIRST_OF_2023, {"si": 4.0}, "below_part", "si", "5.65",
    ),
    "a year of a pollutant with fewer cases than its half": Row(
        "air_pollutants",
        {"place_id": "balkhash", "period_start": _day("2022-01-01"), "basis": "derived"}
        | SO2_CASES,
        {"value": 60.0}, "below_part", "value", "65",
    ),
    "nine months that begin within a half-year": Row(
        "air_posts", HALF_2022,
        {"period_start": _day("2022-04-01"), "period_end": _day("2022-12-31")}, "overlap",
        "period_start", "2022-01-01 … 2022-06-30", new=True,
    ),
    "a channel that is told twice of the same days": Row(
        "air_channels", FIRST_OF_2023 | {"pollutant": "so2"},
        {"period_start": _day("2023-07-01")}, "overlap", "period_start",
        "2023-01-01 … 2023-12-31", new=True,
    ),
    "milligrams where cases are counted": Row(
        "air_pollutants", FIRST_OF_2023 | SO2_CASES, {"unit": "mg_per_m3"}, "other_unit", "unit",
        "cases: cases",
    ),
    "air that was measured before its time": Row(
        "air_posts", {"place_id": "temirtau", "period_end": _day("2026-06-30")},
        {"period_end": _day("2026-12-31")}, "period_to_come", "period_end", "2026-11-22",
    ),
}  # fmt: skip
DOUBTFUL_AIR = {
    "a combined estimate beyond all instruments": Row(
        "satellite_so2", PEAK | {"instrument": "combined"}, {"kt": 300.0}, "beyond_instruments",
        "kt", "166.5 … 228",
    ),
    "a grade that none of its numbers gives": Row(
        "air_posts", FIRST_OF_2023, {"level": "very_high"}, "unlike_level", "level",
        "high, elevated, low",
    ),
}  # fmt: skip
COPPER_NAME = {"metal_id": "copper"}
SMELTER = {"plant_id": "balkhash-smelter"}
BAQ = {"source_id": "baq-2025-10-07"}


def copper(language: str, text: str, rule: str, expected: str = "") -> Row:
    column = f"name_{language}"
    return Row("metals", COPPER_NAME, {column: text}, rule, column, expected)


def misread(text: str, written: str, read: str, expected: str = "") -> Row:
    return copper("ru", text.encode(written).decode(read), "mojibake", expected or text)


def address(text: str, rule: str) -> Row:
    return Row("sources", BAQ, {"url": text}, rule, "url")


TEXTS = {
    "UTF-8 as Windows-1251": misread("Медь", "utf-8", "cp1251"),
    "UTF-8 as Windows-1252": misread("Руда", "utf-8", "cp1252"),
    "UTF-8 as Latin-1": misread("Медь", "utf-8", "latin-1"),
    "UTF-8 as KOI-8": misread("Медь", "utf-8", "koi8-r"),
    "UTF-8 as DOS": misread("Медь", "utf-8", "cp866"),
    "Windows-1251 as Latin-1": misread("Медь", "cp1251", "latin-1"),
    "Windows-1251 as KOI-8": misread("Медь и цинк", "cp1251", "koi8-r"),
    "Windows-1251 as DOS": misread("Медь", "cp1251", "cp866"),
    "KOI-8 as Windows-1251": misread("Медь и цинк", "koi8-r", "cp1251"),
    "DOS as Windows-1251": misread("Медь", "cp866", "cp1251"),
    "UTF-8 read wrongly twice": misread("РњРµРґСЊ", "utf-8", "cp1251", "Медь"),
    "an apostrophe read wrongly": copper("en", "Copperâ€™s", "mojibake", "Copper’s"),
    "Russian in the English column": copper("en", "Медь", "wrong_language"),
    "Kazakh and Russian exchanged": Row(
        "plants", SMELTER,
        {"name_kk": "Балхашский медеплавильный завод", "name_ru": "Балқаш мыс балқыту зауыты"},
        "wrong_language", "name_ru",
    ),
    "a blank of the web": copper("ru", "Медь&nbsp;катодная", "markup", "&nbsp;"),
    "an ampersand of the web": copper("en", "Copper &amp; zinc", "markup", "&amp;"),
    "a tag of the web": copper("en", "<b>Copper</b>", "markup", "<b>, </b>"),
    "a link of Markdown": copper(
        "en", "[Copper](https://a.example)", "markup", "[Copper](https://a.example)"
    ),
    "bold in Markdown": copper("ru", "**Медь**", "markup", "**Медь**"),
    "a ditto mark": copper("ru", "-\"-", "ditto"),
    "a ditto mark of print": copper("kk", "〃", "ditto"),
    "the same in words": copper("ru", "то же", "ditto"),
    "to be determined": copper("en", "TBD", "no_value"),
    "not available": copper("en", "N.A.", "no_value"),
    "a question mark for a name": copper("kk", "?", "no_value"),
    "unknown in Kazakh": copper("kk", "белгісіз", "no_value"),
    "nothing but dots": copper("en", ". . .", "no_value"),
    "an address on the computer itself": address("http://localhost:8501/a", "local_address"),
    "the number of the computer itself": address("http://127.0.0.1/a", "local_address"),
    "an address in a network": address("http://192.168.1.5/report.pdf", "local_address"),
    "the name of a computer": address("http://fileserver/report.pdf", "local_address"),
    "a file on a disk": address("file:///C:/report.pdf", "address"),
    "an address in Markdown": address("[BAQ.kz](https://baq.kz/a)", "address"),
    "the end of Markdown": address("https://baq.kz/a)](b", "address_marks"),
    "an address in angle brackets": address("https://baq.kz/a>", "address_marks"),
    "an address twice": address("https://baq.kz/ahttps://baq.kz/a", "address_twice"),
    "two addresses": address("https://baq.kz/a;https://baq.kz/b", "address_twice"),
}  # fmt: skip
DOUBTFUL_TEXTS = {
    "Russian in the Kazakh column": Row(
        "statements", {"statement_id": "driver-investment"},
        {"text_kk": "Прямые иностранные инвестиции в более чистое производство"},
        "other_language", "text_kk",
    ),
    "Kazakh in the Russian column": copper("ru", "Мыс және мырыш", "other_language"),
    "English in the Russian column": Row(
        "sources", BAQ, {"title_ru": "Air pollution in Karaganda has not fallen for ten years"},
        "other_language", "title_ru",
    ),
    "English in the Kazakh column": Row(
        "sources", BAQ, {"title_kk": "Air pollution in Karaganda has not fallen for ten years"},
        "other_language", "title_kk",
    ),
    "a Cyrillic word in the English column": copper("en", "Copper (медь)", "other_language"),
    "a comma at the end": copper("ru", "Медь,", "loose_end"),
    "a bracket that is not closed": copper("en", "Copper (refined", "loose_end"),
    "a quotation mark that is not closed": Row(
        "sources", BAQ, {"note_ru": "Ссылается на «Хабар 24"}, "loose_end", "note_ru",
    ),
    "a full stop behind an address": address("https://rus.baq.kz/a.", "loose_end"),
    "one address for two sources": Row(
        "sources", {"source_id": "zakon-2025-12-17"}, {"url": "https://en.trend.az/business/4009020.html"},
        "same_address", "url", "trend-2025-02-22",
    ),
}  # fmt: skip


def asked(values: Values, rule: str, column: str, expected: str | None = None) -> Row:
    return Row("requests", {"request_id": "plants-2026"}, values, rule, column, expected)


def reported(values: Values, rule: str, column: str, expected: str | None = None) -> Row:
    return Row("reports", {"report_id": "laws-2026"}, values, rule, column, expected)


ANSWERED = {"answered_on": _day("2026-11-02"), "answer": "partly",
            "answer_source_id": "zakon-2025-12-17"}  # fmt: skip
ASKING = {
    "a request of tomorrow": asked(
        {"asked_on": _day("2026-11-23")}, "day_to_come", "asked_on", "2026-11-22"
    ),
    "an answer of tomorrow": asked(
        {**ANSWERED, "answered_on": _day("2026-11-23")}, "day_to_come", "answered_on", "2026-11-22"
    ),
    "an answer before the request": asked(
        {**ANSWERED, "answered_on": _day("2026-10-11")}, "order", "answered_on",
        "asked_on 2026-10-12",
    ),
    "an answer without a source": asked(
        {**ANSWERED, "answer_source_id": None}, "half", "answer_source_id"
    ),
    "an answer without its day": asked({**ANSWERED, "answered_on": pd.NaT}, "half", "answer"),
    "a request about no gap": asked({"gap": "everything"}, "code", "gap"),
    "a request about a plant that there is not": asked({"gap": "plant-nowhere"}, "code", "gap"),
    "a report of tomorrow": reported(
        {"reported_on": _day("2026-11-23")}, "day_to_come", "reported_on", "2026-11-22"
    ),
    "a report about no table": reported({"about_id": "towns"}, "code", "about_id"),
    "a report about nothing": reported({"about_id": None}, "needed", "about_id", "about = table"),
    "a report that is confirmed on no day": reported(
        {"state": "confirmed", "decision_kk": "Расталды", "decision_ru": "Верно",
         "decision_en": "Right"}, "needed", "decided_on", "state = confirmed",
    ),
    "an open report that is decided": reported(
        {"decided_on": _day("2026-11-02")}, "needless", "decided_on", "state = open"
    ),
    "a report that is mended in no version": Row(
        "reports", {"report_id": "share-2026"}, {"mended_in": pd.NA}, "needed", "mended_in",
        "state = mended",
    ),
}  # fmt: skip

IMPOSSIBLE = {**DAYS, **OUTCOMES, **PARTS, **AIR, **TEXTS, **ASKING}
DOUBTFUL = {**DOUBTFUL_OUTCOMES, **DOUBTFUL_PARTS, **DOUBTFUL_AIR, **DOUBTFUL_TEXTS}
