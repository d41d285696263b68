"""What points somewhere is checked to point there, also where another column says whereto."""

import pandas as pd
import pytest

from dashboard.i18n.messages import say_problem
from kzdata import TABLES
from kzdata.evidence import RECORDS
from kzdata.schema import LANGUAGES
from kzdata.schema.validate import reference_problems, row_problems
from publishing.intake import Candidate
from publishing.intake.check import check_candidates

CLAIMS = TABLES["claims"]
SUBJECTS = CLAIMS.specs["record_id"].where.cases
DEPENDING = [
    (table.name, name)
    for table in TABLES.values()
    for name in table.columns
    if table.specs[name].where
]


@pytest.fixture(scope="session")
def book(filled_book):
    """Tables of which each has rows."""
    return filled_book


def problems(tables, frame, name="claims"):
    """Every problem of a table's rows, as (rule, row, column, expected)."""
    frames = {**tables, name: frame}
    found = row_problems(TABLES[name], frame, f"{name}.csv")
    found += reference_problems(TABLES[name], frame, f"{name}.csv", frames)
    assert all(say_problem(problem, language) for problem in found for language in LANGUAGES)
    return [(f.rule, f.row, f.column, f.expected) for f in found]


def of_record(book, record):
    """The claims of the book, the first of them held against a record as it should be."""
    example = book["claims"][book["claims"]["record"] == record].iloc[:1]
    where = {name: CLAIMS.specs[name].where.cases for name in ("record_id", "record_year")}
    row = book["claims"].iloc[0].to_dict() | {"record": record, "value": 1.0, "due": pd.NaT}
    row["unit"] = example["unit"].iloc[0] if len(example) else "kt"
    target = where["record_id"].get(record)
    key = None if target is None else book[target][TABLES[target].key[0]].iloc[0]
    if record == "benchmark":
        key, row["unit"] = "co2", "t_per_t"
    row |= {"record_id": key, "record_year": 2020 if record in where["record_year"] else None}
    row["base_year"] = 2015 if record in CLAIMS.specs["base_year"].where.needing else None
    rows = [row, *book["claims"].iloc[1:].to_dict("records")]
    return pd.DataFrame(rows).astype({name: CLAIMS.dtype(name) for name in CLAIMS.columns})


def with_first(frame, **values):
    frame = frame.copy()
    for name, value in values.items():
        frame.loc[frame.index[0], name] = value
    return frame


@pytest.mark.parametrize("record", RECORDS)
def test_a_slip_in_what_a_claim_is_held_against_is_found(book, record):
    good = of_record(book, record)
    assert problems(book, good) == []
    row = f"record = {record}"
    target = SUBJECTS.get(record)
    if target is None:
        slip = with_first(good, record_id="KZ-35")
        assert problems(book, slip) == [("needless", 1, "record_id", row)]
    else:
        found = problems(book, with_first(good, record_id=None))
        assert ("needed", 1, "record_id", row) in found
        found = problems(book, with_first(good, record_id="nowhere"))
        assert ("reference", 1, "record_id", target) in found
        right = good["record_id"].iloc[0]
        found = problems(book, with_first(good, record_id=f"{right} "))
        assert ("blank", 1, "record_id", right) in found
        if right != right.upper():
            found = problems(book, with_first(good, record_id=right.upper()))
            assert ("code_case", 1, "record_id", right) in found
    if record in CLAIMS.specs["record_year"].where.cases:
        assert problems(book, with_first(good, record_year=pd.NA)) == [
            ("needed", 1, "record_year", row)
        ]
        late = with_first(good, record_year=2024, due=pd.Timestamp("2023-12-31"))
        assert problems(book, late) == [("order", 1, "due", "record_year 2024")]
    else:
        assert problems(book, with_first(good, record_year=2020)) == [
            ("needless", 1, "record_year", row)
        ]


def test_every_code_without_a_key_of_its_own_names_a_row_somewhere():
    for table in TABLES.values():
        for name in table.columns:
            spec = table.specs[name]
            if name.endswith("_id") and name not in table.key:
                assert spec.references or spec.where, (table.name, name)


@pytest.mark.parametrize(("name", "column"), DEPENDING)
def test_what_decides_over_a_column_is_a_declared_code_of_its_row(name, column):
    where = TABLES[name].specs[column].where
    assert set(where.cases) <= set(TABLES[name].specs[where.column].codes)
    assert {target for target in where.cases.values() if target} <= set(TABLES)
    assert TABLES[name].specs[column].nullable


OWN = [
    (table.name, name)
    for table in TABLES.values()
    for name in table.columns
    if table.specs[name].references == table.name
]


@pytest.mark.parametrize(("name", "column"), OWN)
def test_no_row_names_itself(book, name, column):
    (key,) = TABLES[name].key
    for at, row in book[name][book[name][column].notna()].iterrows():
        frame = book[name].copy()
        frame.loc[at, column] = row[key]
        assert ("itself", at + 1, column, "") in problems(book, frame, name)


def test_only_a_claim_of_a_multiple_is_excluded(book):
    at = book["claims"]["claim_id"] == "projection-zinc"
    claims = book["claims"].copy()
    claims.loc[at, "excludes"] = "growth-zinc"
    assert [f[:1] + f[2:] for f in problems(book, claims)] == [
        ("reference_among", "excludes", "unit = times")
    ]


@pytest.mark.parametrize(
    "record", [r for r in RECORDS if CLAIMS.specs["record_id"].where.cases.get(r)]
)
def test_what_a_claim_is_held_against_does_not_leave(book, record, tmp_path):
    claims = of_record(book, record)
    target = SUBJECTS[record]
    (key, *_), held = TABLES[target].key, claims["record_id"].iloc[0]
    frame = book[target][book[target][key] != held].reset_index(drop=True)
    candidate = Candidate(TABLES[target], tmp_path / "new.csv", frame, (), range(2, len(frame) + 2))
    found = check_candidates([candidate], {**book, "claims": claims})
    assert (held, "claims") in [(f.found, f.expected) for f in found if f.rule == "lost_key"]
