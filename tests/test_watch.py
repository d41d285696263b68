"""No promise is forgotten from one version to the next, and none gets more time unseen."""

from datetime import date

import pandas as pd
import pytest

from dashboard.i18n.messages import say_problem
from kzdata import Grade
from kzdata.promise_guard import PROMISE_TABLES, doubtful, vanished
from kzdata.schema import LANGUAGES

DAY = date(2026, 11, 22)


@pytest.fixture
def old(book):
    """Three tables of promises, each without an outcome so far."""
    return {name: book[name].copy() for name in (*PROMISE_TABLES, "plants")}


def without(old, name, key):
    frame = old[name]
    return old | {name: frame[frame.iloc[:, 0] != key].reset_index(drop=True)}


def changed(old, name, key, **values):
    frame = old[name].copy()
    row = frame.iloc[:, 0] == key
    for column, value in values.items():
        frame.loc[row, column] = value
    return old | {name: frame}


def brief(findings):
    return [(f.table, f.rule, f.found, f.row, f.column) for f in findings]


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_tables_of_promises_are_those_with_a_deadline_and_an_outcome():
    assert PROMISE_TABLES == ("plant_targets", "projects", "initiatives")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("plant_targets", "temirtau-2019"),
        ("projects", "balkhash-acid-plant"),
        ("initiatives", "green-metallurgy"),
    ],
)
def test_a_promise_without_an_outcome_may_not_vanish(old, name, key):
    findings = vanished(old, without(old, name, key), DAY)
    assert brief(findings) == [(name, "vanished_promise", key, None, None)]
    assert findings[0].grade is Grade.ERROR


@pytest.mark.parametrize("outcome", ["met_verified", "met_declared", "missed", "withdrawn"])
def test_a_promise_whose_outcome_was_published_may_leave(old, outcome):
    old = changed(old, "plant_targets", "temirtau-2019", outcome=outcome)
    assert vanished(old, without(old, "plant_targets", "temirtau-2019"), DAY) == []


def test_an_outcome_counts_only_once_it_was_published(old):
    """To write it and to remove the row in one go would hide it."""
    new = changed(old, "plant_targets", "temirtau-2019", outcome="missed")
    gone = without(new, "plant_targets", "temirtau-2019")
    assert brief(vanished(old, gone, DAY))[0][1] == "vanished_promise"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("kk", ["Балқаш мыс балқыту зауыты", "44 %", "2025 ж. 31 желтоқсан", "326 күн"]),
        ("ru", ["Балхашский медеплавильный завод", "44 %", "31 декабря 2025 г.", "326 дней"]),
        ("en", ["Balkhash copper smelter", "44%", "31 December 2025", "326 days ago"]),
    ],
)
def test_it_is_said_who_promised_what_by_when_and_how_long_ago_that_was(old, language, told):
    (finding,) = vanished(old, without(old, "plant_targets", "balkhash-2023"), DAY)
    said = plain(say_problem(finding, language))
    for part in ("balkhash-2023", *told):
        assert part in said


@pytest.mark.parametrize("day", [date(2025, 12, 31), None])
def test_a_day_that_has_not_passed_is_not_counted(old, day):
    (finding,) = vanished(old, without(old, "plant_targets", "balkhash-2023"), day)
    assert "ago" not in say_problem(finding, "en")
    assert "31 December 2025" in plain(say_problem(finding, "en"))


def test_another_key_is_another_promise_and_its_row_is_named(old):
    new = changed(old, "plant_targets", "balkhash-2023", target_id="balkhash-2025")
    (finding,) = vanished(old, new, DAY)
    assert brief([finding]) == [
        ("plant_targets", "renamed_promise", "balkhash-2023", 1, "target_id")
    ]
    for language in LANGUAGES:
        assert "balkhash-2025" in say_problem(finding, language)


def test_a_later_promise_does_not_take_the_place_of_an_earlier_one(old):
    later = {"target_id": "balkhash-2026", "deadline": pd.Timestamp("2027-12-31")}
    new = changed(old, "plant_targets", "balkhash-2023", **later)
    assert brief(vanished(old, new, DAY))[0][1] == "vanished_promise"


def test_a_deadline_that_has_passed_is_moved_later_only_after_a_question(old):
    later = pd.Timestamp("2027-12-31")
    new = changed(old, "plant_targets", "balkhash-2023", deadline=later)
    (finding,) = doubtful(old, new, DAY)
    assert brief([finding]) == [("plant_targets", "moved_deadline", "balkhash-2023", 1, "deadline")]
    assert finding.grade is Grade.QUESTION
    assert "31 декабря 2027 г." in plain(say_problem(finding, "ru"))
    assert doubtful(old, new, date(2025, 12, 31)) == []


def test_an_earlier_deadline_and_one_of_a_promise_kept_are_no_question(old):
    earlier = pd.Timestamp("2024-12-31")
    assert doubtful(old, changed(old, "projects", "balkhash-acid-plant", deadline=earlier), DAY)
    earlier = pd.Timestamp("2023-06-30")
    assert not doubtful(old, changed(old, "projects", "balkhash-acid-plant", deadline=earlier), DAY)
    kept = changed(old, "plant_targets", "balkhash-2023", outcome="met_verified")
    later = changed(kept, "plant_targets", "balkhash-2023", deadline=pd.Timestamp("2027-12-31"))
    assert doubtful(kept, later, DAY) == []


def test_a_promise_is_made_smaller_only_after_a_question(old):
    new = changed(old, "plant_targets", "balkhash-2023", cut_percent=30.5)
    (finding,) = doubtful(old, new, DAY)
    assert brief([finding]) == [
        ("plant_targets", "lowered_promise", "balkhash-2023", 1, "cut_percent")
    ]
    assert finding.grade is Grade.QUESTION
    assert "44 %" in plain(say_problem(finding, "kk"))
    assert "30,5 %" in plain(say_problem(finding, "kk"))
    more = changed(old, "plant_targets", "balkhash-2023", cut_percent=50.0)
    assert doubtful(old, more, DAY) == []


def test_an_outcome_is_taken_back_only_after_a_question(old):
    kept = changed(old, "projects", "balkhash-acid-plant", outcome="missed")
    (finding,) = doubtful(kept, old, DAY)
    assert (finding.rule, finding.column) == ("outcome_taken_back", "outcome")
    assert finding.grade is Grade.QUESTION


@pytest.mark.parametrize(
    ("column", "value"),
    [("outcome", "missed"), ("outcome_day", pd.Timestamp("2024-01-01"))],
)
def test_an_outcome_is_replaced_only_after_a_question(old, column, value):
    told = {"outcome": "met_self_declared", "outcome_day": pd.Timestamp("2024-03-01")}
    kept = changed(old, "projects", "balkhash-acid-plant", **told)
    new = changed(kept, "projects", "balkhash-acid-plant", **{column: value})
    (finding,) = doubtful(kept, new, DAY)
    assert (finding.rule, finding.column) == ("other_outcome", column)
    assert finding.grade is Grade.QUESTION


def test_what_was_not_known_of_an_outcome_is_added_without_a_question(old):
    kept = changed(old, "projects", "balkhash-acid-plant", outcome="missed")
    day = pd.Timestamp("2024-03-01")
    assert (
        doubtful(kept, changed(kept, "projects", "balkhash-acid-plant", outcome_day=day), DAY) == []
    )


@pytest.mark.parametrize(
    ("name", "key", "column", "value", "said"),
    [
        ("plant_targets", "temirtau-2019", "plant_id", "balkhash-smelter", "balkhash-smelter"),
        ("plant_targets", "balkhash-2023", "base_year", 2024, "2024"),
        ("plant_targets", "balkhash-2023", "announced", pd.Timestamp("2023-01-02"), "2023-01-02"),
        ("plant_targets", "balkhash-2023", "cut_percent_most", 60.0, "60"),
        ("plant_targets", "temirtau-2019", "cut_percent_most", float("nan"), "unknown"),
        ("projects", "balkhash-acid-plant", "cut_by", pd.Timestamp("2030-12-31"), "2030-12-31"),
        ("projects", "balkhash-acid-plant", "name_ru", "Другой завод", "Другой завод"),
        ("initiatives", "green-metallurgy", "unit", "percent", "percent"),
    ],
)
def test_an_open_promise_becomes_another_one_only_after_a_question(
    old, name, key, column, value, said
):
    (finding,) = doubtful(old, changed(old, name, key, **{column: value}), DAY)
    assert (finding.rule, finding.column, finding.found) == ("other_promise", column, key)
    assert finding.grade is Grade.QUESTION
    assert said in plain(say_problem(finding, "en"))


def test_a_promise_whose_outcome_was_published_may_be_described_better(old):
    kept = changed(old, "projects", "balkhash-acid-plant", outcome="missed")
    better = changed(kept, "projects", "balkhash-acid-plant", name_en="Acid plant")
    assert doubtful(kept, better, DAY) == []


def test_sizes_in_other_units_are_not_compared(old):
    new = changed(old, "initiatives", "green-metallurgy", unit="percent", target=1.0)
    (finding,) = doubtful(old, new, DAY)
    assert (finding.rule, finding.column) == ("other_promise", "unit")


def test_the_upper_bound_of_a_promise_is_made_smaller_only_after_a_question(old):
    new = changed(old, "plant_targets", "temirtau-2019", cut_percent_most=21.0)
    (finding,) = doubtful(old, new, DAY)
    assert (finding.rule, finding.column) == ("lowered_promise", "cut_percent_most")
    for number in ("25%", "21%"):
        assert number in plain(say_problem(finding, "en"))


def test_an_outcome_of_a_day_to_come_does_not_count_yet(old):
    told = {"outcome": "met_declared", "outcome_day": pd.Timestamp("2026-11-23")}
    early = changed(old, "plant_targets", "balkhash-2023", **told)
    gone = without(early, "plant_targets", "balkhash-2023")
    assert brief(vanished(early, gone, DAY))[0][1] == "vanished_promise"
    assert vanished(early, gone, date(2026, 11, 23)) == []
