"""The Parquet files come from CSV files by one command; the same rows give the same bytes."""

import shutil

import pandas as pd
import pytest
from conftest import FIRST_EDITION, ROOT

import kzdata
import publishing
from kzdata.parquet import write
from publishing.build import build

FACTBOOK = ROOT / "data" / "factbook"


def built(folder, source=FACTBOOK):
    return build(source, folder, publishing.Change("build", FIRST_EDITION))


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def test_building_twice_gives_the_same_bytes(tmp_path):
    built(tmp_path / "a")
    built(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(files(tmp_path / "a")) == len(kzdata.TABLES)


def test_what_is_built_is_a_version_and_the_same_again_is_none(tmp_path):
    entry = built(tmp_path)
    assert (entry.number, entry.action) == (1, "build")
    assert entry.changes["metal_prices"] == (23, 0, 0)
    assert built(tmp_path) is None
    assert len(kzdata.log(tmp_path)) == 1


def test_building_forgets_no_promise_that_was_published_since(tmp_path):
    built(tmp_path)
    targets = kzdata.load("plant_targets", folder=tmp_path)
    targets = pd.concat([targets, targets.iloc[[0]].assign(target_id="balkhash-2026")])
    change = publishing.Change("update", FIRST_EDITION)
    publishing.publish(tmp_path, change, {"plant_targets": targets})
    with pytest.raises(kzdata.BadTable, match="vanished_promise"):
        built(tmp_path)


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_the_order_of_rows_does_not_matter(tables, name, tmp_path):
    table, frame = kzdata.TABLES[name], tables[name]
    write(table, frame, tmp_path / "as_it_is.parquet")
    write(table, frame.iloc[::-1], tmp_path / "reversed.parquet")
    as_it_is, backwards = tmp_path / "as_it_is.parquet", tmp_path / "reversed.parquet"
    assert as_it_is.read_bytes() == backwards.read_bytes()


def test_what_is_built_passes_the_check(tmp_path):
    built(tmp_path)
    assert kzdata.check(tmp_path) == []


def test_nothing_is_written_when_one_csv_is_bad(tmp_path):
    source = tmp_path / "csv"
    shutil.copytree(FACTBOOK, source)
    text = (source / "claims.csv").read_text()
    (source / "claims.csv").write_text(text.replace("2025-12-31", "31.12.2025"))
    with pytest.raises(kzdata.BadTable, match="claims.csv"):
        built(tmp_path / "data", source)
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
    built(folder, source)
    before = files(folder)
    path = source / f"{table}.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(kzdata.BadTable) as raised:
        built(folder, source)
    assert rule in {problem.rule for problem in raised.value.problems}
    assert files(folder) == before
    assert len(kzdata.log(folder)) == 1


def test_a_csv_of_another_encoding_is_named(tmp_path):
    source = tmp_path / "csv"
    shutil.copytree(FACTBOOK, source)
    path = source / "plants.csv"
    path.write_bytes(path.read_text().replace("Қ", "К").encode("cp1251", "replace"))
    with pytest.raises(kzdata.BadTable, match="plants.csv.*unreadable_file"):
        built(tmp_path / "data", source)


def test_a_file_says_what_its_columns_are():
    import pyarrow.parquet as pq

    field = pq.read_schema(ROOT / "data" / "national_emissions.parquet").field("kt")
    assert field.metadata[b"unit"] == b"kt"
    assert (
        field.metadata[b"title_kk"].decode()
        == kzdata.TABLES["national_emissions"].specs["kt"].title["kk"]
    )
