"""Tables come through one door, whole or in part, in exactly the declared types."""

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
    """Writes a table with so many rows a row group, and gives the folder."""

    def write(name, rows):
        monkeypatch.setattr(kzdata.parquet, "ROW_GROUP", rows)
        kzdata.parquet.write(kzdata.TABLES[name], tables[name], tmp_path / f"{name}.parquet")
        return tmp_path

    return write


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_a_table_of_many_parts_is_the_same_table(name, parted, tables):
    folder = parted(name, 2)
    pd.testing.assert_frame_equal(kzdata.load(name, folder=folder), tables[name])


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
    folder = parted(name, 2)
    whole, columns = tables[name], list(kzdata.TABLES[name].columns[wanted])
    found = passes(whole).reindex(whole.index, fill_value=False)  # what is unknown meets nothing
    expected = whole.loc[found, columns].reset_index(drop=True)
    assert 0 < len(expected) < len(whole)
    rows = kzdata.load(name, columns=columns, filters=[condition], folder=folder)
    pd.testing.assert_frame_equal(rows, expected)


def test_filters_read_only_what_they_need(parted, tables):
    """Columns and filters are handed to Parquet: what is damaged elsewhere is not even met."""
    folder = parted("regional_emissions", 7)
    path, rows = folder / "regional_emissions.parquet", tables["regional_emissions"]
    asked = {"columns": ["kt"], "filters": [("region_id", "==", "KZ-35")], "folder": folder}
    content, metadata = bytearray(path.read_bytes()), pq.ParquetFile(path).metadata
    there = rows.index[rows["region_id"] == "KZ-35"] // 7
    names = metadata.schema.names
    for group in range(metadata.num_row_groups):
        for at, name in enumerate(names):
            if group in there and name in ("kt", "region_id"):
                continue
            begin = metadata.row_group(group).column(at)
            place = begin.dictionary_page_offset or begin.data_page_offset
            content[place : place + 8] = b"damaged!"
    path.write_bytes(content)
    with pytest.raises(kzdata.BadTable, match="unreadable_file"):
        kzdata.load("regional_emissions", folder=folder)
    found = kzdata.load("regional_emissions", **asked)["kt"]
    assert found.tolist() == rows.loc[rows["region_id"] == "KZ-35", "kt"].tolist()


def test_a_condition_that_nothing_meets_gives_no_rows(parted, tables):
    folder = parted("regional_emissions", 7)
    rows = kzdata.load("regional_emissions", filters=[("year", ">", 3000)], folder=folder)
    pd.testing.assert_frame_equal(rows, tables["regional_emissions"].iloc[:0])


def test_no_damaged_byte_of_a_part_gives_other_rows(parted, tables):
    """Wherever it is: the file is refused, or the byte said nothing that is read."""
    folder = parted("regional_emissions", 60)
    path, refused = folder / "regional_emissions.parquet", 0
    column = pq.ParquetFile(path).metadata.row_group(2).column(2)
    content = path.read_bytes()
    for at in range(column.dictionary_page_offset, column.data_page_offset + 40):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            loaded = kzdata.load("regional_emissions", folder=folder)
        except kzdata.BadTable as error:
            assert "unreadable_file" in str(error)
            refused += 1
        else:
            pd.testing.assert_frame_equal(loaded, tables["regional_emissions"])
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


def test_all_is_sorted_and_complete():
    assert kzdata.__all__ == sorted(kzdata.__all__)
    assert all(hasattr(kzdata, name) for name in kzdata.__all__)
