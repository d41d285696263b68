"""Tables come through one door, whole or in part, in exactly the declared types."""

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
