"""The rows that an answer to a letter would fill in: what is known, and what is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.figures.figure import Tables
from dashboard.figures.plants import unmeasured
from dashboard.figures.regions import present, years_without_regions
from dashboard.letters.gap import Gap
from dashboard.letters.law import open_years
from kzdata.schema import TABLES
from kzdata.schema.asking import GAPS_OF

OUTCOME = ("outcome", "outcome_day", "outcome_source_id")
# What is said of a claim that no table can be held against: where, and in which words.
OF_CLAIM = ("second_source_id", "note_kk", "note_ru", "note_en")


@dataclass(frozen=True)
class Prepared:
    """Rows of a table, in its columns; `asked` are the columns to fill in, the others are known."""

    table: str
    rows: pd.DataFrame
    asked: tuple[str, ...]


def prepared(gap: Gap, tables: Tables, day: date) -> list[Prepared]:
    """The rows of a gap on a day, and an empty one of the sources: an answer is one."""
    empty = pd.DataFrame([dict.fromkeys(TABLES["sources"].columns)], dtype=object)
    return [_of(gap, tables, day), Prepared("sources", empty, TABLES["sources"].columns)]


def _of(gap: Gap, tables: Tables, day: date) -> Prepared:
    word, _, code = gap.id.partition("-")
    if word == "promise":
        table = next(t for t in GAPS_OF[word] if code in set(_keys(t, tables)))
        return Prepared(table, _rows_of(table, [code], tables), OUTCOME)
    if word == "claim":
        return Prepared("claims", _rows_of("claims", [code], tables), OF_CLAIM)
    if word == "plant":
        return _plants([code], tables, day)
    match gap.id:
        case "unknown-plants":
            missing = unmeasured(tables["plant_records"], tables["plants"])
            return _plants(missing["plant_id"], tables, day)
        case "unknown-base-years":
            targets = tables["plant_targets"]
            nameless = targets.loc[targets["base_year"].isna(), "target_id"]
            return Prepared(
                "plant_targets", _rows_of("plant_targets", nameless, tables), ("base_year",)
            )
        case "unknown-regions":
            regional = tables["regional_emissions"]
            year = int(regional["year"].max())
            there = regional.loc[regional["year"] == year, "region_id"]
            return _regions([year], set(there), tables)
    missing = years_without_regions(tables["national_emissions"], tables["regional_emissions"])
    return _regions(missing, set(), tables)


def _keys(table: str, tables: Tables) -> pd.Series:
    return tables[table][TABLES[table].key[0]]


def _rows_of(table: str, keys: Iterable[str], tables: Tables) -> pd.DataFrame:
    return tables[table][_keys(table, tables).isin(list(keys))]


def _plants(plants: Iterable[str], tables: Tables, day: date) -> Prepared:
    """The emissions of plants in the last year that the law has opened by a day."""
    _, last = open_years(tables["laws"], day)
    rows = (
        {
            "plant_id": plant,
            "measure": "emissions",
            "unit": "t",
            "qualifier": "exact",
            "year": last,
            "year_about": False,
            "basis": "record",
        }
        for plant in plants
    )
    return Prepared("plant_records", _made("plant_records", rows), ("value", "unit", "source_id"))


def _regions(years: Iterable[int], there: set[str], tables: Tables) -> Prepared:
    """The emissions of regions of today in some years, but for those that are there."""
    regions = [id for id in present(tables["regions"])["region_id"] if id not in there]
    rows = (
        {"region_id": region, "year": year, "basis": "record", "method": "reported"}
        for year in years
        for region in regions
    )
    asked = ("kt", "borders", "method", "source_id")
    return Prepared("regional_emissions", _made("regional_emissions", rows), asked)


def _made(table: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows that are in no table yet; what is not known of them is None."""
    columns = TABLES[table].columns
    return pd.DataFrame([{c: row.get(c) for c in columns} for row in rows], dtype=object)
