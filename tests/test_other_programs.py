"""Every table that another program has written is read as it was, or what may be lost is said."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from candidate_files import csv_text, good_rows
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import kzdata
from dashboard.i18n.messages import say_problem
from kzdata.parquet import file_of
from kzdata.schema import LANGUAGES
from kzdata.schema.model import DAY, NUMBER, TEXT, WHOLE
from publishing.intake import check_candidates, read_candidate

REFERENCES = [
    (table.name, column, table.specs[column].references)
    for table in kzdata.TABLES.values()
    for column in table.columns
    if table.specs[column].references and not table.may_be_empty
]


def read_back(name, path, tables):
    """What is read of a file, and every finding about it."""
    candidate = read_candidate(kzdata.TABLES[name], path)
    return candidate.frame, check_candidates([candidate], tables)


def numbers_of(name):
    table = kzdata.TABLES[name]
    return [n for n in table.columns if table.dtype(n) in (NUMBER, WHOLE)]


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_what_pandas_read_and_wrote_is_the_table(name, tables, tmp_path):
    """As it comes, and with texts as objects and days as timestamps of each unit.

    Whole numbers with gaps are decimals by then, and what is unknown is None, NaN or NaT.
    """
    table, path = kzdata.TABLES[name], tmp_path / f"{name}.parquet"
    frame = pd.read_parquet(file_of(table))
    days = [n for n in table.columns if table.dtype(n) == DAY]
    texts = dict.fromkeys([n for n in table.columns if table.dtype(n) == TEXT], object)
    kinds = [dict.fromkeys(days, f"datetime64[{unit}]") for unit in ("s", "us", "ns")]
    for types in [{}, *(texts | each for each in kinds)]:
        frame.astype(types).to_parquet(path, index=False)
        candidate = read_candidate(table, path)
        assert candidate.findings == ()
        assert candidate.frame.equals(tables[name])


PLACES = {"decimal(18, 4)": 4, "decimal(38, 10)": 10}
EXACT = 15  # digits that a double holds


def beyond(numbers, places):
    """Whether a decimal of so many places takes digits away or adds some of its own."""
    if places is None or "Int" in str(numbers.dtype):
        return False
    parts = numbers[numbers % 1 != 0]
    return (parts != parts.round(places)).any() or (parts >= 10 ** (EXACT - places)).any()


@pytest.mark.parametrize("kind", ["decimal(18, 4)", "decimal(38, 10)", "double", "float"])
@pytest.mark.parametrize("name", [name for name in kzdata.TABLES if numbers_of(name)])
def test_numbers_of_duckdb_are_read_to_the_digit_or_asked_about(name, kind, tables, tmp_path):
    path = tmp_path / f"{name}.parquet"
    if any(beyond(tables[name][each], PLACES.get(kind)) for each in numbers_of(name)):
        pytest.skip("DuckDB itself writes other digits into such a column")
    cast = ", ".join(f"{column}::{kind} as {column}" for column in numbers_of(name))
    duckdb.sql(
        f"copy (select * replace ({cast}) from '{file_of(kzdata.TABLES[name])}') to '{path}'"
    )
    read, findings = read_back(name, path, tables)
    asked = {problem.column for problem in findings if problem.rule == "short_number"}
    assert {problem.rule for problem in findings} <= {"short_number", "short_read"}
    assert kind == "float" or not asked
    others = [column for column in read.columns if column not in asked]
    assert read[others].equals(tables[name][others])


@given(st.integers(0, 999_999), st.integers(0, 6), st.sampled_from(["float16", "float32"]))
def test_a_number_of_few_bits_is_the_decimal_that_was_written(digits, places, kind):
    """Where the type keeps all its digits; and it is said that it kept them in few bits."""
    if kind == "float16":
        digits, places = digits // 1000, min(places, 2)
    meant = digits / 10**places
    with TemporaryDirectory() as folder:
        path = Path(folder) / "metal_prices.parquet"
        prices = kzdata.load("metal_prices", folder=ROOT / "data").assign(usd_per_kg=meant)
        prices.astype({"usd_per_kg": kind}).to_parquet(path, index=False)
        candidate = read_candidate(kzdata.TABLES["metal_prices"], path)
    assert (candidate.frame["usd_per_kg"] == meant).all()
    assert [f.rule for f in candidate.findings] == ["short_read"] * (not meant.is_integer())


@settings(max_examples=60)
@given(st.sampled_from([*kzdata.TABLES]), st.data())
def test_a_spoilt_byte_is_named_by_its_row_and_column(name, data):
    """Wherever in a row it stands, and whatever it was; no letter of the file is misread for it."""
    rows = good_rows(name)
    number = data.draw(st.integers(1, len(rows) - 1))
    place = data.draw(st.integers(0, len(rows[0]) - 1))
    byte = data.draw(st.sampled_from([0x80, 0x98, 0xB7, 0xC0, 0xD0, 0xE9, 0xFF]))
    rows[number][place] = "\N{BLACK SQUARE}"
    spoilt = csv_text(rows).encode().replace("\N{BLACK SQUARE}".encode(), bytes([0x41, byte, 0x41]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_bytes(spoilt)
        candidate = read_candidate(kzdata.TABLES[name], path)
    (problem,) = [
        f for f in candidate.findings if f.row == number + 1 and f.column == rows[0][place]
    ]
    assert problem.rule == "spoilt_byte"
    assert "windows_1251" not in {each.rule for each in candidate.findings}
    for language in LANGUAGES:
        said = say_problem(problem, language)
        assert f"0x{byte:02X}" in said
        said.encode()


@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_a_name_in_place_of_a_code_is_told_its_code(name, column, target, tables, tmp_path):
    """In every language, every row that has a name of its own."""
    frame, key = tables[target], kzdata.TABLES[target].key[0]
    codes = {*frame[key], *kzdata.TABLES[name].specs[column].besides}
    titles = [n for n in frame if n.startswith(("name_", "title_"))]
    meant = {
        text: code
        for title in titles
        for code, text in zip(frame[key], frame[title], strict=True)
        if text.casefold() not in {code.casefold() for code in codes}
        and frame.loc[(frame[titles] == text).any(axis=1), key].nunique() == 1
    }
    assert meant or not titles
    spelt = dict(zip(meant, (f" {text.upper()}" for text in meant), strict=True))
    rows = good_rows(name)
    header, first, *_ = rows
    start = len(rows) + 1
    for text in [*meant, *(text.strip() for text in spelt.values())]:
        rows.append([text if n == column else v for n, v in zip(header, first, strict=True)])
    path = tmp_path / f"{name}.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    _, findings = read_back(name, path, tables)
    by_row = {f.row: f for f in findings if f.column == column and f.row and f.rule != "key"}
    for row, code in enumerate([*meant.values()] * 2, start=start):
        assert (by_row[row].rule, by_row[row].expected) == ("name_for_code", code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_remedy_writes_a_word_half_in_latin_letters(language, tables, tmp_path):
    """A Russian word for a code that no row is called by is not to be spelt in Latin letters."""
    path = tmp_path / "plants.csv"
    for word in ("Медь", "руда", "Қостанай зауыты", "КZ-35", "медь-2024"):
        for column, dtype in kzdata.TABLES["plants"].schema.dtypes.items():
            if str(dtype) != TEXT or kzdata.TABLES["plants"].specs[column].codes:
                continue
            header, *rows = good_rows("plants")
            rows[0][header.index(column)] = word
            path.write_text(csv_text([header, *rows]), encoding="utf-8")
            _, findings = read_back("plants", path, tables)
            for problem in (f for f in findings if f.rule == "code_letters"):
                assert problem.expected.isascii() and problem.expected, say_problem(
                    problem, language
                )


def test_a_new_source_is_handed_in_beside_the_outcome_that_names_it(tables, tmp_path):
    """Alone it is refused and told how; both together pass."""
    targets = good_rows("plant_targets")
    names = targets[0]
    for column, value in {
        "outcome": "missed", "outcome_day": "2026-01-15", "outcome_source_id": "new-source",
    }.items():  # fmt: skip
        targets[1][names.index(column)] = value
    (tmp_path / "plant_targets.csv").write_text(csv_text(targets), encoding="utf-8")
    _, findings = read_back("plant_targets", tmp_path / "plant_targets.csv", tables)
    assert [(f.rule, f.expected) for f in findings] == [("reference_alone", "sources")]
    for language in LANGUAGES:
        said = say_problem(findings[0], language)
        assert "kzdata export sources --to sources.xlsx" in said
        assert "kzdata update plant_targets plant_targets.csv sources sources.xlsx" in said
    sources = good_rows("sources")
    (tmp_path / "sources.csv").write_text(csv_text([*sources, ["new-source", *sources[1][1:]]]))
    both = [
        read_candidate(kzdata.TABLES[name], tmp_path / f"{name}.csv")
        for name in ("plant_targets", "sources")
    ]
    assert check_candidates(both, tables) == []
