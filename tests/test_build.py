"""The Parquet files come from CSV files by one command; the same rows give the same bytes."""

import shutil

import pytest
from conftest import ROOT

import kzdata
from kzdata.build import build
from kzdata.files import write

FACTBOOK = ROOT / "data" / "factbook"


def test_building_twice_gives_the_same_bytes(tmp_path):
    first, second = build(FACTBOOK, tmp_path / "a"), build(FACTBOOK, tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == len(kzdata.TABLES)


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_the_order_of_rows_does_not_matter(tables, name, tmp_path):
    table, frame = kzdata.TABLES[name], tables[name]
    write(table, frame, tmp_path / "as_it_is.parquet")
    write(table, frame.iloc[::-1], tmp_path / "reversed.parquet")
    as_it_is, backwards = tmp_path / "as_it_is.parquet", tmp_path / "reversed.parquet"
    assert as_it_is.read_bytes() == backwards.read_bytes()


def test_what_is_built_passes_the_check(tmp_path):
    build(FACTBOOK, tmp_path)
    assert kzdata.check(tmp_path) == []


def test_nothing_is_written_when_one_csv_is_bad(tmp_path):
    source = tmp_path / "csv"
    shutil.copytree(FACTBOOK, source)
    text = (source / "claims.csv").read_text()
    (source / "claims.csv").write_text(text.replace("2025-12-31", "31.12.2025"))
    with pytest.raises(kzdata.BadTable, match="claims.csv"):
        build(source, tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("table", "old", "new", "rule"),
    [
        ("plant_targets", ",60,", ",210,", "range"),
        ("plant_records", ",yes,", ",maybe,", "type"),
        ("benchmarks", "asia-news-metals", "hearsay", "reference"),
    ],
)
def test_bad_rows_never_replace_good_ones(tmp_path, table, old, new, rule):
    source, folder = tmp_path / "csv", tmp_path / "data"
    shutil.copytree(FACTBOOK, source)
    build(source, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    path = source / f"{table}.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(kzdata.BadTable) as raised:
        build(source, folder)
    assert rule in {fault.rule for fault in raised.value.faults}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_csv_of_another_encoding_is_named(tmp_path):
    source = tmp_path / "csv"
    shutil.copytree(FACTBOOK, source)
    path = source / "plants.csv"
    path.write_bytes(path.read_text().replace("Қ", "К").encode("cp1251", "replace"))
    with pytest.raises(kzdata.BadTable, match="plants.csv.*unreadable_file"):
        build(source, tmp_path / "data")


def test_a_file_says_what_its_columns_are():
    import pyarrow.parquet as pq

    field = pq.read_schema(ROOT / "data" / "national_emissions.parquet").field("kt")
    assert field.metadata[b"unit"] == b"kt"
    assert (
        field.metadata[b"title_kk"].decode()
        == kzdata.TABLES["national_emissions"].about("kt")["title"]["kk"]
    )
