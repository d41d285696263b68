"""A lost comma and what befalls a whole column are asked about, wherever in the data they are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kzdata
from kzdata.schema.model import DAY, FLAG, NUMBER, WHOLE
from publishing.intake import Candidate
from publishing.intake.check import doubts
from publishing.intake.comma import TEN
from publishing.intake.neighbours import is_quantity, level, neighbours

EMISSIONS = "regional_emissions"
QUANTITIES = [
    (table.name, name)
    for table in kzdata.TABLES.values()
    for name in table.columns
    if table.dtype(name) in (NUMBER, WHOLE) and name not in table.key and is_quantity(table, name)
]
# Of values of their own, many rows of which hold no other row's by nature.
OWN = [
    (table.name, name)
    for table in kzdata.TABLES.values()
    for name in table.columns
    if not table.may_be_empty
    and name not in table.key
    and table.dtype(name) not in (FLAG, DAY)
    and not table.specs[name].codes
    and not table.specs[name].references
    and (is_quantity(table, name) or table.dtype(name) not in (NUMBER, WHOLE))
]
# By nature ten times more or less from one year to the next: of these a comma cannot be told.
VARY = {
    ("satellite_so2", "kt"), ("air_posts", "si"), ("air_posts", "np_percent"),
    ("air_posts", "cases"), ("air_posts", "cases_over_10"), ("air_pollutants", "value"),
    ("waste_rates", "percent"), ("greenhouse_gases", "kt_co2e"), ("co2_fossil", "mt"),
}  # fmt: skip
FEW = 0.08  # of rows


def asked_about(name, frame, published):
    """Every question about a table that somebody hands in."""
    frame = frame.reset_index(drop=True)
    candidate = Candidate(
        kzdata.TABLES[name], Path(f"{name}.csv"), frame, (), np.arange(len(frame))
    )
    return list(doubts(candidate, published[name]))


def thirds(rows):
    """Rows in three parts, so that the neighbours of each are of other parts."""
    return [part for part in (rows[n::3] for n in range(3)) if len(part)]


def times(frame, column, rows, factor):
    """The frame with some values as if their comma stood elsewhere."""
    values = frame[column].astype("float64")
    values[rows] = (values[rows] * factor).round(9)
    whole = str(frame[column].dtype) == "Int64"
    return frame.assign(**{column: values.round().astype("Int64") if whole else values})


def known(frame, column):
    return frame.index[frame[column].notna() & (frame[column] != 0)]


RECORDS = "plant_records"


def in_tonnes(frame, rows, factor=1):
    """The frame with some values given in tonnes; the same number is a thousandth of the mass."""
    frame = times(frame, "value", rows, factor)
    frame.loc[rows, "unit"] = "t"
    return frame


def test_a_value_whose_unit_alone_is_another_is_asked_about(tables):
    """325 thousand tonnes do not become 325 tonnes unnoticed, though the number is the same."""
    frame = tables[RECORDS]
    for rows in thirds(frame.index[frame["unit"] == "kt"]):
        asked = asked_about(RECORDS, in_tonnes(frame, rows), tables)
        found = [p for p in asked if p.column == "value"]
        assert {p.row for p in found} == {*rows}
        for problem in found:  # what was published is told in the unit of the row
            told = float(problem.expected) / float(problem.found)
            assert told == pytest.approx(1_000)


def test_a_value_that_is_converted_into_another_unit_is_not_asked_about(tables):
    frame = tables[RECORDS]
    rows = frame.index[frame["unit"] == "kt"]
    assert asked_about(RECORDS, in_tonnes(frame, rows, 1_000), tables) == []


@pytest.mark.parametrize("factor", [10, 0.1])
@pytest.mark.parametrize(("name", "column"), QUANTITIES)
def test_every_comma_that_a_correction_loses_or_moves_is_asked_about(name, column, factor, tables):
    frame = tables[name]
    for rows in thirds(known(frame, column)):
        asked = asked_about(name, times(frame, column, rows, factor), tables)
        missed = set(rows) ^ {problem.row for problem in asked if problem.column == column}
        assert len(missed) <= FEW * len(rows) * ((name, column) in VARY)


@pytest.mark.parametrize("factor", [10, 0.1])
@pytest.mark.parametrize(("name", "column"), [each for each in QUANTITIES if each not in VARY])
def test_every_comma_lost_in_a_new_row_of_a_series_is_asked_about(name, column, factor, tables):
    """Wherever the value itself is as near to its neighbours in time as years are to each other."""
    frame, table = tables[name], kzdata.TABLES[name]
    for rows in thirds(known(frame, column)):
        published = tables | {name: frame.drop(index=rows)}
        beside = neighbours(table, column, frame, frame.index.isin(rows), published[name])
        off = (level(table, frame, column) - beside["middle"]).abs()
        decidable = {row for row in rows if off[row] <= 1 - TEN}
        if name in (EMISSIONS, "national_emissions"):
            assert len(decidable) >= len(rows) - 1
        asked = asked_about(name, times(frame, column, rows, factor), published)
        assert decidable <= {problem.row for problem in asked if problem.column == column}


@pytest.mark.parametrize(("name", "column"), QUANTITIES)
def test_no_row_of_the_data_would_be_asked_about_if_it_came_anew(name, column, tables):
    frame = tables[name]
    for rows in thirds(frame.index):
        published = tables | {name: frame.drop(index=rows)}
        asked = [f for f in asked_about(name, frame, published) if f.column == column]
        assert len(asked) <= (max(1, FEW * len(rows)) if (name, column) in VARY else 0), asked


def test_the_thresholds_stand_apart_from_how_regions_change_from_year_to_year(tables):
    """What the comment at them says of the data is so."""
    rows = tables[EMISSIONS].sort_values("year", kind="stable")
    steps = np.log10(rows["kt"]).groupby(rows["region_id"]).diff().abs().dropna().sort_values()
    assert steps.iloc[-1] < TEN - 0.1
    assert steps.iloc[-2] < 0.25 < 1 - TEN


def test_a_comma_that_is_put_right_is_not_asked_about(tables):
    right = tables[EMISSIONS]
    for rows in thirds(right.index):
        for factor in (10, 0.1):
            wrong = tables | {EMISSIONS: times(right, "kt", rows, factor)}
            assert asked_about(EMISSIONS, right, wrong) == []


def only(asked, rule, column):
    """The one question, of that rule and column."""
    (problem,) = asked
    assert (problem.rule, problem.column) == (rule, column)
    return problem


@pytest.mark.parametrize(("name", "column"), OWN)
def test_a_column_sorted_alone_or_moved_by_a_row_is_one_question(name, column, tables):
    """And so is one over which one value was filled, wherever enough rows change by it."""
    frame = tables[name]
    values = frame[column]
    for rule, another, few in (
        ("column_permuted", values.sort_values().reset_index(drop=True), 4),
        ("column_permuted", values.sort_values(ascending=False).reset_index(drop=True), 4),
        ("column_moved", values.shift(1).where(values.index > 0, values), 6),
        ("column_moved", values.shift(-1).where(values.index < len(values) - 1, values), 6),
        ("column_filled", pd.Series(values.dropna().mode()[0], values.index, values.dtype), 9),
    ):
        changed = ~((another == values).fillna(False) | (another.isna() & values.isna()))
        if changed.sum() < max(few, len(frame) / 2) or (
            rule == "column_filled" and values[changed].nunique() < 3
        ):
            continue
        asked = asked_about(name, frame.assign(**{column: another}), tables)
        assert only([f for f in asked if f.column == column and f.row is None], rule, column)
        assert [f for f in asked if f.column == column and f.row is not None] == []


def test_a_region_column_sorted_alone_is_one_question_with_its_rows(tables):
    frame = tables[EMISSIONS]
    kt = frame["kt"].sort_values().reset_index(drop=True)
    asked = asked_about(EMISSIONS, frame.assign(kt=kt), tables)
    assert only(asked, "column_permuted", "kt").found == str((kt != frame["kt"]).sum())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_two_columns_exchanged_are_one_question(language, tables):
    other = f"name_{language}"
    frame = tables["metals"].rename(columns={other: "name_en", "name_en": other})
    frame = frame[list(kzdata.TABLES["metals"].columns)]
    problem = only(asked_about("metals", frame, tables), "columns_exchanged", other)
    assert problem.expected == "name_en"


@pytest.mark.parametrize("year", [2014, 2019, 2022])
def test_a_year_copied_whole_is_one_question(year, tables):
    """As a new year, and over one that is published."""
    frame = tables[EMISSIONS]
    copy = frame[frame["year"] == year]
    new = pd.concat([frame, copy.assign(year=2031)])
    problem = only(asked_about(EMISSIONS, new, tables), "time_copied", "kt")
    assert (problem.found, problem.expected) == (str(len(copy)), f"{year} → 2031")
    kt = copy.drop_duplicates("region_id").set_index("region_id")["kt"]
    before = frame["year"] == year - 1
    over = frame.assign(kt=frame["kt"].mask(before, frame["region_id"].map(kt)).fillna(frame["kt"]))
    assert only(asked_about(EMISSIONS, over, tables), "time_copied", "kt")


def test_one_value_filled_down_over_a_new_year_is_one_question(tables):
    frame = tables[EMISSIONS]
    new = pd.concat([frame, frame[frame["year"] == 2022].assign(year=2031, kt=41.5)])
    assert only(asked_about(EMISSIONS, new, tables), "column_filled", "kt").found == "20"


def test_values_taken_out_of_rows_on_end_are_one_question(tables):
    asked = asked_about("claims", tables["claims"].assign(due=pd.NaT), tables)
    assert only(asked, "column_emptied", "due")


def test_a_lost_comma_beside_a_copied_year_is_asked_about_as_well(tables):
    frame = tables[EMISSIONS]
    new = pd.concat([frame, frame[frame["year"] == 2022].assign(year=2031)], ignore_index=True)
    new.loc[5, "kt"] *= 10
    asked = asked_about(EMISSIONS, new, tables)
    assert sorted(problem.rule for problem in asked) == ["moved_comma", "time_copied"]
