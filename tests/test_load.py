"""Tables come through one door, whole or in part, in exactly the declared types."""

import os
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest

import kzdata
import kzdata.parquet

MIDDLE = pd.Timestamp(2025, 6, 30)


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_a_table_has_exactly_the_declared_columns_and_types(name):
    table, frame = kzdata.TABLES[name], kzdata.load(name)
    assert {column: str(frame[column].dtype) for column in frame} == {
        column: table.dtype(column) for column in table.columns
    }


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_a_part_of_a_table_has_the_same_types_as_the_whole(name):
    wanted = list(kzdata.TABLES[name].columns[:2])
    part, whole = kzdata.load(name, columns=wanted), kzdata.load(name)
    assert part.equals(whole[wanted])


def test_filters_select_rows():
    rows = kzdata.load("regional_emissions", filters=[("region_id", "==", "KZ-35")])
    assert set(rows["region_id"]) == {"KZ-35"}
    assert sorted(rows["year"].unique()) == [2020, 2021, 2022, 2024]


@pytest.fixture
def parted(tmp_path, monkeypatch, tables):
    """Writes a table with so many rows a row group; gives the folder, and lists what is read."""
    read, read_row_group = [], pq.ParquetFile.read_row_group

    def spy(file, group, *, columns, **arguments):
        read.append((group, tuple(columns)))
        return read_row_group(file, group, columns=columns, **arguments)

    def write(name, rows):
        monkeypatch.setattr(kzdata.parquet, "ROW_GROUP", rows)
        kzdata.parquet.write(kzdata.TABLES[name], tables[name], tmp_path / f"{name}.parquet")
        monkeypatch.setattr(pq.ParquetFile, "read_row_group", spy)
        return tmp_path, read

    return write


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_a_table_of_many_parts_is_the_same_table(name, parted, tables):
    folder, read = parted(name, 2)
    pd.testing.assert_frame_equal(kzdata.load(name, folder=folder), tables[name])
    # A table without rows has one part without rows.
    assert sorted(group for group, _ in read) == ([*range(-(-len(tables[name]) // 2))] or [0])


@pytest.mark.parametrize(
    ("name", "condition", "passes"),
    [
        ("plants", ("town", "==", "balkhash"), lambda t: t["town"] == "balkhash"),
        ("plants", ("town", "!=", "balkhash"), lambda t: t["town"].dropna() != "balkhash"),
        ("plants", ("town", "in", ["balkhash"]), lambda t: t["town"] == "balkhash"),
        ("plants", ("plant_id", "<", "c"), lambda t: t["plant_id"] < "c"),
        ("regions", ("until", "==", 2022), lambda t: t["until"].dropna() == 2022),
        ("plant_targets", ("cut_percent", ">=", 30), lambda t: t["cut_percent"] >= 30),
        ("plant_targets", ("deadline", "<", MIDDLE), lambda t: t["deadline"] < MIDDLE),
    ],
)
@pytest.mark.parametrize("wanted", [slice(None), slice(-1, None)])
def test_a_condition_selects_the_same_rows_as_in_memory(
    name, condition, passes, wanted, parted, tables
):
    """Of every type, whether its column is asked for or not; across the bounds of parts."""
    folder, _ = parted(name, 2)
    whole, columns = tables[name], list(kzdata.TABLES[name].columns[wanted])
    found = passes(whole).reindex(whole.index, fill_value=False)  # what is unknown meets nothing
    expected = whole.loc[found, columns].reset_index(drop=True)
    assert 0 < len(expected) < len(whole)
    rows = kzdata.load(name, columns=columns, filters=[condition], folder=folder)
    pd.testing.assert_frame_equal(rows, expected)


def test_filters_read_only_what_they_need(parted):
    """Columns and filters are handed to Parquet, not applied to a table read whole."""
    folder, read = parted("regional_emissions", 7)
    kzdata.load(
        "regional_emissions", columns=["kt"], filters=[("region_id", "==", "KZ-35")], folder=folder
    )
    assert 0 < len(read) < 4
    assert {columns for _, columns in read} == {("kt", "region_id")}


def test_a_condition_that_nothing_meets_gives_no_rows(parted, tables):
    folder, read = parted("regional_emissions", 7)
    rows = kzdata.load("regional_emissions", filters=[("year", ">", 3000)], folder=folder)
    pd.testing.assert_frame_equal(rows, tables["regional_emissions"].iloc[:0])
    assert read == []


def test_no_damaged_byte_of_a_part_gives_other_rows(parted, tables):
    """Wherever it is: the file is refused, or the byte said nothing that is read."""
    folder, _ = parted("regional_emissions", 60)
    path, refused = folder / "regional_emissions.parquet", 0
    column = pq.ParquetFile(path).metadata.row_group(2).column(2)
    summed = kzdata.total("regional_emissions", "kt", by=["region_id"])
    content = path.read_bytes()
    for at in range(column.dictionary_page_offset, column.data_page_offset + 40):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            loaded = kzdata.load("regional_emissions", folder=folder)
            total = kzdata.total("regional_emissions", "kt", by=["region_id"], folder=folder)
        except kzdata.BadTable as error:
            assert "unreadable_file" in str(error)
            refused += 1
        else:
            pd.testing.assert_frame_equal(loaded, tables["regional_emissions"])
            pd.testing.assert_frame_equal(total, summed)
    assert refused > 40


def test_an_unknown_name_says_which_names_exist():
    with pytest.raises(kzdata.UnknownTable, match="no table 'plant'.*plants.*claims"):
        kzdata.load("plant")


def test_an_unknown_column_says_which_columns_exist():
    with pytest.raises(kzdata.UnknownColumn, match="no column 'tons'.*tonnes"):
        kzdata.load("metal_output", columns=["tons"])


def test_an_unknown_column_in_a_filter_is_named_too():
    with pytest.raises(kzdata.UnknownColumn, match="no column 'yer'"):
        kzdata.load("national_emissions", filters=[("yer", "==", 2022)])


def test_a_truncated_file_is_refused(data_copy):
    path = data_copy / "plants.parquet"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(kzdata.BadTable, match="unreadable_file"):
        kzdata.load("plants")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Arrow may have another way")
@pytest.mark.parametrize("named", [None, "system"])
def test_arrow_gets_its_memory_as_is_best_unless_told_otherwise(named):
    """And no other program that is started learns of it."""
    name = "ARROW_DEFAULT_MEMORY_POOL"
    told = {key: value for key, value in os.environ.items() if key != name}
    asked = f"""
import os, kzdata, pyarrow
print(pyarrow.default_memory_pool().backend_name, os.environ.get({name!r}))
"""
    done = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env=told | ({name: named} if named else {}),
    )
    assert (done.stdout, done.stderr) == (f"{named or 'jemalloc'} {named}\n", "")


def test_all_is_sorted_and_complete():
    assert kzdata.__all__ == sorted(kzdata.__all__)
    assert all(hasattr(kzdata, name) for name in kzdata.__all__)


FILTERS = [
    None,
    [("borders", "==", "unchanged")],
    [[("region_id", "in", ["KZ-35"])], [("kt", ">", 90)]],
]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize(
    ("name", "value", "by"),
    [
        ("regional_emissions", "kt", ["region_id", "year"]),
        ("regional_emissions", "kt", ["region_id"]),
        ("regional_emissions", "year", ["borders", "method"]),
    ],
)
def test_a_total_is_the_sum_of_what_would_be_loaded(name, value, by, filters):
    rows = kzdata.load(name, filters=filters)
    summed = rows.groupby(by)[value].sum().reset_index()
    pd.testing.assert_frame_equal(kzdata.total(name, value, by=by, filters=filters), summed)


def test_a_total_over_many_parts_is_the_total(parted, tables):
    """A region that lies in two row groups is one region; parts without it are left alone."""
    folder, read = parted("regional_emissions", 7)
    rows = tables["regional_emissions"]
    summed = rows.groupby("region_id")["kt"].sum().reset_index()
    told = kzdata.total("regional_emissions", "kt", by=["region_id"], folder=folder)
    pd.testing.assert_frame_equal(told, summed)
    assert len(read) == -(-len(rows) // 7)
    read.clear()
    one = kzdata.total(
        "regional_emissions",
        "kt",
        by=["region_id"],
        filters=[("region_id", "==", "KZ-35")],
        folder=folder,
    )
    assert one["kt"].tolist() == summed.loc[summed["region_id"] == "KZ-35", "kt"].tolist()
    assert 0 < len(read) < 4


def test_a_total_is_the_same_to_the_last_digit_each_time(parted):
    """Whichever part is read first: they are added up in the order of the file."""
    folder, _ = parted("regional_emissions", 7)
    totals = [
        kzdata.total("regional_emissions", "kt", by=["year"], folder=folder) for _ in range(20)
    ]
    for told in totals[1:]:
        pd.testing.assert_frame_equal(told, totals[0], check_exact=True)


def test_a_total_of_nothing_known_is_unknown_and_not_nothing(tmp_path, tables):
    table = kzdata.TABLES["air_quality"]
    rows = tables["air_quality"].assign(value=float("nan"))
    kzdata.parquet.write(table, rows, tmp_path / "air_quality.parquet")
    told = kzdata.total("air_quality", "value", by=["place"], folder=tmp_path)
    assert len(told) == rows["place"].nunique()
    assert told["value"].isna().all()


def test_a_total_says_what_is_wrong_as_load_does(data_copy):
    with pytest.raises(kzdata.UnknownColumn, match="no column 'tons'"):
        kzdata.total("metal_output", "tons", by=["metal_id"])
    with pytest.raises(TypeError, match="'product' of table 'metal_output' holds no numbers"):
        kzdata.total("metal_output", "product", by=["metal_id"])
    path = data_copy / "metal_output.parquet"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(kzdata.BadTable, match="unreadable_file"):
        kzdata.total("metal_output", "tonnes", by=["metal_id"])
