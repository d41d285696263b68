"""What leads from one state of a table to another, by the key of its rows."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_tables import frame, frames, two_states
from pandas.testing import assert_frame_equal

from kzdata import TABLES, applied, diff
from kzdata.check import row_problems

PRICES = TABLES["metal_prices"]
AIR = TABLES["air_quality"]


def prices(*rows):
    """A table of prices from metal, price and day."""
    made = [
        {"metal_id": m, "usd_per_kg": usd, "price_day": day, "basis": "claimed", "source_id": "s"}
        for m, usd, day in rows
    ]
    return frame(PRICES, made)


def by_key(table, rows):
    return rows.sort_values(list(table.key), na_position="first", ignore_index=True)


NOTHING = prices()
OLD = prices(("copper", 8.0, None), ("zinc", 3.0, pd.Timestamp("2023-01-01")))


def test_rows_are_added_removed_and_changed_by_their_key():
    new = prices(("lead", 2.0, None), ("copper", 9.0, None))
    found = diff(PRICES, OLD, new)
    assert found.added["metal_id"].tolist() == ["lead"]
    assert found.removed["metal_id"].tolist() == ["zinc"]
    assert found.changed.to_dict("records") == [
        {"metal_id": "copper", "column": "usd_per_kg", "old": 8.0, "new": 9.0}
    ]
    assert found.changed_rows == 1


def test_a_row_with_two_other_values_is_one_changed_row():
    new = prices(("copper", 9.0, pd.Timestamp("2024-01-01")), ("zinc", 3.0, None))
    found = diff(PRICES, OLD, new)
    assert found.changed_rows == 2
    assert found.changed["column"].tolist() == ["usd_per_kg", "price_day", "price_day"]
    assert found.changed["old"].tolist() == [8.0, None, pd.Timestamp("2023-01-01")]
    assert found.changed["new"].tolist() == [9.0, pd.Timestamp("2024-01-01"), None]


def test_another_order_of_rows_is_no_difference():
    assert not diff(PRICES, OLD, OLD.iloc[::-1])


def test_zero_is_zero_with_either_sign():
    assert not diff(PRICES, prices(("copper", 0.0, None)), prices(("copper", -0.0, None)))


def test_days_of_another_precision_are_the_same_days():
    assert not diff(PRICES, OLD, OLD.astype({"price_day": "datetime64[ns]"}))


def test_a_key_that_is_unknown_in_part_is_a_key():
    row = dict.fromkeys(AIR.columns) | {"place": "balkhash", "measure": "so2", "value": 1.0}
    old, new = frame(AIR, [row]), frame(AIR, [row | {"value": 2.0}])
    found = diff(AIR, old, new)
    assert (len(found.added), len(found.removed), found.changed_rows) == (0, 0, 1)
    assert applied(found, old)["value"].tolist() == [2.0]


def test_an_empty_table_becomes_full_and_empty_again():
    assert len(diff(PRICES, NOTHING, OLD).added) == 2
    assert_frame_equal(applied(diff(PRICES, NOTHING, OLD), NOTHING), OLD)
    assert_frame_equal(applied(diff(PRICES, OLD, NOTHING), OLD), NOTHING)
    assert diff(PRICES, NOTHING, NOTHING).changed.empty


@pytest.mark.parametrize("part", ["added", "removed", "before", "after"])
def test_parts_keep_the_declared_types_even_without_rows(part):
    for states in ((OLD, OLD), (NOTHING, OLD), (OLD, NOTHING)):
        rows = getattr(diff(PRICES, *states), part)
        assert {name: str(dtype) for name, dtype in rows.dtypes.items()} == {
            name: PRICES.dtype(name) for name in PRICES.columns
        }


def test_a_key_that_occurs_twice_is_refused():
    with pytest.raises(pd.errors.MergeError):
        diff(PRICES, OLD, prices(("copper", 1.0, None), ("copper", 2.0, None)))


@pytest.mark.parametrize("name", TABLES)
def test_what_is_made_passes_the_check(name):
    @given(frames(TABLES[name]))
    @settings(max_examples=4)
    def holds(made):
        assert row_problems(TABLES[name], made, "made") == []

    holds()


@pytest.mark.parametrize("name", TABLES)
def test_a_difference_applied_to_the_old_state_gives_the_new_one(name):
    table = TABLES[name]

    @given(two_states(table))
    @settings(max_examples=10)
    def holds(states):
        old, new = states
        found = diff(table, old, new)
        assert_frame_equal(applied(found, old), by_key(table, new), check_exact=True)
        assert bool(found) != by_key(table, old).equals(by_key(table, new))
        assert found.changed_rows == len(found.changed.drop_duplicates(list(table.key)))

    holds()


@pytest.mark.parametrize("name", TABLES)
def test_no_table_differs_from_itself(name):
    table = TABLES[name]

    @given(frames(table, least=0), st.randoms(use_true_random=False))
    @settings(max_examples=4)
    def holds(made, random):
        order = random.sample(range(len(made)), len(made))
        assert not diff(table, made, made.iloc[order])

    holds()
