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


def test_a_file_says_what_its_columns_are():
    import pyarrow.parquet as pq

    field = pq.read_schema(ROOT / "data" / "national_emissions.parquet").field("kt")
    assert field.metadata[b"unit"] == b"kt"
    assert (
        field.metadata[b"title_kk"].decode()
        == kzdata.TABLES["national_emissions"].about("kt")["title"]["kk"]
    )
