"""The state of a promise follows from its deadline, its outcome and a day."""

from datetime import date

import pandas as pd
import pytest

from kzdata import STATES, promises, target_states


def promise(**changes):
    row = {
        "promise_id": "p",
        "kind": "target",
        "subject": "works",
        "announced": "2023-08-31",
        "deadline": "2025-12-31",
        "deadline_given": "year",
        "outcome": None,
        "outcome_day": None,
        "source_id": "s",
    }
    return row | changes


def states(day, *rows):
    frame = pd.DataFrame(rows).astype({"outcome": "str"})
    for column in ("announced", "deadline", "outcome_day"):
        frame[column] = pd.to_datetime(frame[column])
    found = target_states(frame, day)
    return list(zip(found["promise_id"], found["state"], found["days_overdue"], strict=True))


@pytest.mark.parametrize(
    ("day", "days"),
    [(date(2026, 1, 1), 1), (date(2026, 11, 22), 326), (date(2027, 12, 31), 730)],
)
def test_days_overdue_count_from_the_day_given(day, days):
    assert states(day, promise()) == [("p", "overdue", days)]


@pytest.mark.parametrize("day", [date(2025, 12, 30), date(2025, 12, 31)])
def test_a_promise_runs_until_its_last_day_has_passed(day):
    assert states(day, promise()) == [("p", "running", pd.NA)]


@pytest.mark.parametrize("outcome", ["met_verified", "met_declared", "missed", "withdrawn"])
def test_a_published_outcome_is_the_state(outcome):
    row = promise(outcome=outcome, outcome_day="2026-02-01")
    assert states(date(2026, 3, 1), row) == [("p", outcome, pd.NA)]


def test_an_outcome_is_not_known_before_it_is_published():
    row = promise(outcome="met_verified", outcome_day="2026-02-01")
    assert states(date(2026, 1, 31), row) == [("p", "overdue", 31)]


def test_a_later_promise_before_the_deadline_replaces_an_earlier_one():
    earlier = promise(promise_id="a", announced="2021-02-22", deadline="2023-12-31")
    later = promise(promise_id="b", announced="2022-08-23", deadline="2030-12-31")
    assert states(date(2026, 11, 22), earlier, later) == [
        ("a", "replaced", pd.NA),
        ("b", "running", pd.NA),
    ]


def test_a_later_promise_does_not_hide_one_that_was_already_overdue():
    earlier = promise(promise_id="a", announced="2019-12-20", deadline="2020-12-31")
    later = promise(promise_id="b", announced="2021-02-22", deadline="2030-12-31")
    assert states(date(2021, 3, 1), earlier, later)[0] == ("a", "overdue", 60)


def test_a_promise_of_another_subject_replaces_nothing():
    earlier = promise(promise_id="a", announced="2021-02-22")
    other = promise(promise_id="b", subject="smelter", announced="2022-02-22")
    assert [state for _, state, _ in states(date(2026, 1, 1), earlier, other)] == [
        "overdue",
        "overdue",
    ]


def test_a_promise_is_not_known_before_it_was_announced():
    assert states(date(2023, 8, 30), promise()) == []


def test_an_undated_promise_is_known_on_any_day():
    assert states(date(2026, 1, 2), promise(announced=None)) == [("p", "overdue", 2)]


def test_the_promises_of_the_data_on_a_day(book, day):
    listed = promises(book["plant_targets"], book["projects"], book["initiatives"])
    found = target_states(listed, day).set_index("promise_id")["state"].to_dict()
    assert found == {
        "temirtau-2019": "replaced",
        "temirtau-2021": "replaced",
        "temirtau-2021-strategy": "replaced",
        "temirtau-memorandum": "overdue",
        "temirtau-2022-minister": "replaced",
        "waste-2024": "missed",
        "waste-2030": "running",
        "aktogay-smelter": "running",
        "qarmet-steel": "running",
        "erg-iron": "running",
        "processing-aluminium": "running",
        "processing-lead": "running",
        "processing-copper": "running",
        "temirtau-2022": "replaced",
        "temirtau-2023": "overdue",
        "balkhash-2023": "overdue",
        "power-plants-2023": "overdue",
        "sixteen-2021": "running",
        "balkhash-acid-plant": "overdue",
        "smelter-modernisation": "overdue",
        "green-metallurgy": "overdue",
        "workforce-certification": "overdue",
    }
    assert set(found.values()) <= set(STATES)
