"""A unit belongs to a measure: what is given in another one is converted exactly, or refused."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import FIGURES, FigureRequest, plain
from dashboard.figures.benchmarks import in_claimed_units, plan_against_leaders
from dashboard.i18n import words_of
from kzdata import TABLES, claim_verdicts
from kzdata.evidence import RECORDS
from kzdata.schema.columns import UNITS
from kzdata.schema.units import Inconvertible, convert, convertible
from kzdata.schema.validate import row_problems

DECLARED = {
    (name, column): spec.units
    for name, table in TABLES.items()
    for column in table.columns
    if (spec := table.specs[column]).units
}
MEASURES = [(*where, case) for where, by in DECLARED.items() for case in by.cases]
PAIRS = [(unit, to) for unit in UNITS for to in UNITS if unit != to]


@given(st.decimals(-1_000_000, 1_000_000, places=4).map(float))
def test_a_value_comes_back_as_it_was(value):
    for unit, to in [pair for pair in PAIRS if convertible(*pair)]:
        assert convert(convert(value, unit, to), to, unit) == pytest.approx(value, rel=1e-15)


def test_what_measures_something_else_is_refused():
    for unit, to in [pair for pair in PAIRS if not convertible(*pair)]:
        with pytest.raises(Inconvertible):
            convert(1.0, unit, to)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (325.0, "t", "kt", 0.325),
        (0.325, "kt", "t", 325.0),
        (15.12, "gj_per_t", "mwh_per_t", 4.2),  # 15.12 / 3.6 is a little more in binary fractions
        (4.2, "mwh_per_t", "gj_per_t", 15.12),
    ],
)
def test_conversion_is_exact(value, unit, to, expected):
    assert convert(value, unit, to) == expected


def a_row(name, case):
    """A row of a table with the codes of a case, else as it stands or as good as empty."""
    table, (by,) = TABLES[name], [by for (of, _), by in DECLARED.items() if of == name]
    codes = dict(zip(by.columns, case if isinstance(case, tuple) else (case,), strict=False))
    row = dict.fromkeys(table.columns) | codes
    row |= dict.fromkeys(by.of, 50.0)
    return pd.DataFrame([row]).astype({n: table.dtype(n) for n in by.of})


def found(name, row):
    """The rules that a row breaks about its unit."""
    rules = ("other_unit", "needed", "needless")
    problems = row_problems(TABLES[name], row, f"{name}.csv")
    return {
        (f.rule, f.column)
        for f in problems
        if f.rule in rules and f.column not in ("record_id", "record_year", "base_year")
    }


@pytest.mark.parametrize(("name", "column", "case"), MEASURES)
def test_every_measure_refuses_every_unit_that_it_does_not_have(name, column, case):
    units = DECLARED[name, column].cases[case]
    row = a_row(name, case)
    for unit in TABLES[name].specs[column].codes:
        told = found(name, row.assign(**{column: unit}))
        if units:
            assert told == (set() if unit in units else {("other_unit", column)}), unit
        else:
            assert ("needless", column) in told
    told = found(name, row.assign(**{column: pd.Series([None], dtype="str")}))
    assert told == ({("needed", column)} if units else {("needless", "value")})


def test_every_unit_of_a_measure_can_be_converted_into_its_usual_one():
    for name, column, case in MEASURES:
        units = DECLARED[name, column].cases[case]
        anything = set(units) == set(UNITS)  # such a claim is held against nothing
        assert anything or all(convertible(unit, units[0]) for unit in units)


def in_unit(frame, at, unit, *columns):
    """The rows with one of them in another unit."""
    frame = frame.copy()
    for column in columns:
        frame.loc[at, column] = convert(frame.loc[at, column], frame.loc[at, "unit"], unit)
    frame.loc[at, "unit"] = unit
    return frame


def others(frame, name, column="unit"):
    """Each row with each other unit that its measure may have."""
    by = DECLARED[name, column]
    for at, row in frame.iterrows():
        _, units = by.case(tuple(row[n] for n in by.columns))
        if row["unit"] in UNITS:
            yield from ((at, u) for u in units if convertible(u, row["unit"]) and u != row["unit"])


def test_a_claim_in_any_unit_gets_the_same_verdict(book, day):
    before = claim_verdicts(book["claims"], book, day)
    tried = set()
    for at, unit in others(book["claims"], "claims"):
        claims = in_unit(book["claims"], at, unit, "value", "tolerance")
        after = claim_verdicts(claims, book, day)
        assert after["verdict"].tolist() == before["verdict"].tolist(), (at, unit)
        assert after["factor"].tolist() == pytest.approx(
            before["factor"].tolist(), rel=2e-2, nan_ok=True
        )
        tried.add((claims.loc[at, "record"], unit))
    assert len(tried) > 7


def shown(book, day, *figures):
    """The numbers of figures, and the verdicts."""
    numbers = []
    for id in figures:
        for town in ("balkhash", "temirtau", "karaganda") if FIGURES[id].choices else ("balkhash",):
            made = FIGURES[id].build(book, FigureRequest(words_of("en"), day, town=town))
            numbers += [
                [plain(row[c.name], c) for c in made.columns if c.kind == "number"]
                for row in made.table.to_dict("records")
            ]
    verdicts = claim_verdicts(book["claims"], book, day)[["verdict", "recorded_low"]]
    return numbers, verdicts.fillna({"recorded_low": -1.0}).to_dict()


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("plant_records", ("limits", "measurements", "town_limits", "town_measured")),
        ("air_quality", ("town_air",)),
        ("benchmark_records", ("records",)),
    ],
)
def test_a_record_in_any_unit_shows_the_same(book, day, name, figures):
    before, tried = shown(book, day, *figures), 0
    for at, unit in others(book[name], name):
        values = [c for c in DECLARED[name, "unit"].of if pd.notna(book[name].loc[at, c])]
        after = {**book, name: in_unit(book[name], at, unit, *values)}
        assert shown(after, day, *figures) == before, (at, unit)
        tried += 1
    assert tried


def test_a_benchmark_in_any_unit_stands_beside_the_same_records(book):
    before = in_claimed_units(book["benchmark_records"], book["benchmarks"])
    ahead = plan_against_leaders(book["benchmarks"])["ahead"].tolist()
    for at, unit in others(book["benchmarks"], "benchmarks"):
        benchmarks = in_unit(book["benchmarks"], at, unit, "leaders", "target")
        assert plan_against_leaders(benchmarks)["ahead"].tolist() == ahead
        after = in_claimed_units(book["benchmark_records"], benchmarks)
        energy = after[after["metric"] == "energy"]
        assert set(energy["unit_shown"]) == {unit}
        back = [round(convert(v, unit, "mwh_per_t"), 1) for v in energy["high"]]
        assert back == before.loc[before["metric"] == "energy", "high"].round(1).tolist()


def test_every_record_has_units():
    assert {
        case if isinstance(case, str) else case[0] for case in DECLARED["claims", "unit"].cases
    } == set(RECORDS)
