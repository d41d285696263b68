"""Tables come through one door, whole or in part, in exactly the declared types."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

import kzdata


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


def test_filters_read_only_what_they_need(monkeypatch):
    """Columns and filters are handed to Parquet, not applied to a table read whole."""
    import pyarrow.parquet as pq

    asked = {}
    read_table = pq.read_table

    def spy(path, **arguments):
        asked.update(arguments)
        return read_table(path, **arguments)

    monkeypatch.setattr(pq, "read_table", spy)
    kzdata.load("national_emissions", columns=["kt"], filters=[("year", "==", 2022)])
    assert asked["columns"] == ["kt"]
    assert asked["filters"] == [("year", "==", 2022)]


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


def test_a_total_over_many_parts_is_the_total(tmp_path, monkeypatch, tables):
    """A region that lies in two row groups is one region; parts without it are left alone."""
    monkeypatch.setattr(kzdata.files, "ROW_GROUP", 7)
    rows = tables["regional_emissions"]
    kzdata.files.write(
        kzdata.TABLES["regional_emissions"], rows, tmp_path / "regional_emissions.parquet"
    )
    read, read_row_group = [], pq.ParquetFile.read_row_group

    def spy(file, group, **arguments):
        read.append(group)
        return read_row_group(file, group, **arguments)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", spy)
    summed = rows.groupby("region_id")["kt"].sum().reset_index()
    told = kzdata.total("regional_emissions", "kt", by=["region_id"], folder=tmp_path)
    pd.testing.assert_frame_equal(told, summed)
    assert len(read) == -(-len(rows) // 7)
    read.clear()
    one = kzdata.total(
        "regional_emissions",
        "kt",
        by=["region_id"],
        filters=[("region_id", "==", "KZ-35")],
        folder=tmp_path,
    )
    assert one["kt"].tolist() == summed.loc[summed["region_id"] == "KZ-35", "kt"].tolist()
    assert 0 < len(read) < 4


def test_a_total_of_nothing_known_is_unknown_and_not_nothing(tmp_path, tables):
    table = kzdata.TABLES["air_quality"]
    rows = tables["air_quality"].assign(value=float("nan"))
    kzdata.files.write(table, rows, tmp_path / "air_quality.parquet")
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
