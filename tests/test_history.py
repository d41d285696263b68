"""Every version that was published stays readable, by number, day and digest; and there is a way
back to it."""

import json
import os
from datetime import date, timedelta

import pandas as pd
import pytest
from small_data import AT, TINY, assert_tidy, digest, rows, state, update

import kzdata
import kzdata.parquet
from kzdata.versions import log, objects
from publishing import Change
from publishing.commit.publish import publish
from publishing.commit.rollback import rollback


def bytes_of(folder):
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TINY}


def number_of(name, **asked):
    """The one number that all rows of a tiny table have."""
    (number,) = set(kzdata.load(name, **asked)["number"])
    return number


def test_a_version_says_what_changed_by_whom_and_why(folder):
    change = Change("update", AT, " A.\tB. ", "line\nline\x1b[2J")
    new = pd.concat([rows(1, "esil"), rows(5, "ile", "syrdaria")])
    entry = publish(folder, change, {"towns": new, "wells": rows(1, "esil", "ile")})
    assert (entry.number, entry.action, entry.at) == (2, "update", AT)
    assert (entry.by, entry.reason) == ("A. B.", "line line[2J")
    assert entry.changes == {"towns": (1, 1, 1), "wells": (0, 1, 0)}
    assert entry.digests == state(folder)
    assert kzdata.log(folder)[-1] == entry
    assert_tidy(folder)


def test_the_same_rows_in_another_order_are_no_new_version(folder):
    assert update(folder, towns=rows(1).iloc[::-1]) is None
    assert len(kzdata.log(folder)) == 1
    assert_tidy(folder)


def test_older_versions_are_read_by_number_day_and_how_they_begin(folder):
    for day, number in enumerate((2, 3), start=1):
        publish(folder, Change("update", AT + timedelta(days=day)), {"towns": rows(number)})
    first, second, third = kzdata.log(folder)
    for asked, number in [
        (1, 1), ("2", 2), (3, 3), (first.version, 1), (second.version[:6], 2),
        (date(2026, 11, 22), 1), ("2026-11-23", 2), ("2031-01-01", 3),
        (digest("towns", rows(2))[:10].upper(), 2),
    ]:  # fmt: skip
        assert number_of("towns", folder=folder, version=asked) == number, asked
    assert number_of("towns", folder=folder) == 3


def test_a_day_ends_when_it_ends_in_kazakhstan(folder):
    """19:30 in Greenwich is half past midnight of the next day there."""
    publish(folder, Change("update", AT.replace(hour=19, minute=30)), {"towns": rows(2)})
    assert number_of("towns", folder=folder, version="2026-11-22") == 1
    assert number_of("towns", folder=folder, version="2026-11-23") == 2


@pytest.mark.parametrize("asked", [0, 2, "7", "2020-01-01", "2026-13-01", "ffff", "", "yesterday"])
def test_a_version_that_there_is_not_is_named_with_those_that_there_are(folder, asked):
    with pytest.raises(kzdata.UnknownVersion, match=r"the versions are: 1 \("):
        kzdata.load("towns", folder=folder, version=asked)


def test_a_beginning_that_fits_several_versions_is_refused(folder, monkeypatch):
    update(folder, towns=rows(2))
    same = [entry.__class__(**{**vars(entry), "version": "abcd" + entry.version[4:]})
            for entry in kzdata.log(folder)]  # fmt: skip
    monkeypatch.setattr("kzdata.versions.find.log", lambda folder: same)
    with pytest.raises(kzdata.UnknownVersion, match="abcd"):
        kzdata.load("towns", folder=folder, version="abcd")


def test_rolling_back_is_a_version_with_the_bytes_of_the_older_one(folder):
    before = bytes_of(folder)
    update(folder, towns=rows(2))
    entry = rollback(folder, Change("rollback", AT), "towns")
    assert (entry.number, entry.action, entry.to) == (3, "rollback", 1)
    assert bytes_of(folder) == before
    assert rollback(folder, Change("rollback", AT), "towns", 1) is None
    assert_tidy(folder)


def test_all_tables_can_be_rolled_back_at_once(folder):
    before = bytes_of(folder)
    update(folder, towns=rows(2))
    update(folder, wells=rows(2))
    assert rollback(folder, Change("rollback", AT), None, 1).changes.keys() == {"towns", "wells"}
    assert bytes_of(folder) == before


def test_rolling_back_never_breaks_a_reference(folder):
    update(folder, towns=rows(1, "ertis", "esil", "ile", "syrdaria"))
    update(folder, wells=rows(1, "syrdaria"))
    before = bytes_of(folder)
    with pytest.raises(kzdata.BadTable) as raised:
        rollback(folder, Change("rollback", AT), "towns")
    assert [(f.table, f.rule, f.found) for f in raised.value.problems] == [
        ("wells", "reference", "syrdaria")
    ]
    assert bytes_of(folder) == before
    assert_tidy(folder)


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ({"wells": rows(2, "nowhere")}, "reference"),
        ({"wells": rows(-2)}, "range"),
        ({"wells": rows(2, "esil", "esil")}, "key"),
        ({"wells": rows(2).iloc[:0]}, "empty"),
        ({"wells": rows(2)[["code"]]}, "missing_column"),
        ({"wells": rows(2).assign(more=1)}, "unknown_column"),
        ({"wells": rows(2).assign(number="two")}, "type"),
    ],
)
def test_of_several_tables_all_are_published_or_none(folder, bad, rule):
    before = bytes_of(folder)
    with pytest.raises(kzdata.BadTable) as raised:
        update(folder, towns=rows(2), **bad)
    assert rule in {problem.rule for problem in raised.value.problems}
    assert bytes_of(folder) == before
    assert_tidy(folder)


def test_a_good_file_put_in_by_hand_becomes_a_version_before_the_next(folder):
    by_hand = rows(7)
    kzdata.parquet.write(TINY["towns"], by_hand, folder / "towns.parquet")
    update(folder, wells=rows(2))
    _, found, last = kzdata.log(folder)
    assert (found.action, found.changes) == ("found", {"towns": (0, 0, 3)})
    assert last.changes == {"wells": (0, 0, 3)}
    assert number_of("towns", folder=folder, version=2) == 7
    assert_tidy(folder)


def test_a_bad_file_put_in_by_hand_makes_way_and_is_kept(folder):
    (folder / "towns.parquet").write_bytes(b"no table")
    entry = update(folder, wells=rows(2))
    assert entry.set_aside == {"towns": objects.digest_of(b"no table")}
    assert objects.object_of(folder, entry.set_aside["towns"]).read_bytes() == b"no table"
    assert number_of("towns", folder=folder) == 1
    assert_tidy(folder)


def test_a_bad_file_alone_is_a_reason_to_roll_back(folder):
    before = bytes_of(folder)
    (folder / "towns.parquet").unlink()
    entry = rollback(folder, Change("rollback", AT), "towns")
    assert (entry.to, entry.changes) == (1, {})
    assert bytes_of(folder) == before


def test_a_folder_without_history_gets_one_with_the_first_publication(folder):
    for path in sorted((folder / "history").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    update(folder, towns=rows(2))
    assert [entry.action for entry in kzdata.log(folder)] == ["found", "update"]
    assert number_of("towns", folder=folder, version=1) == 1
    assert_tidy(folder)


def test_an_edit_of_a_published_file_edits_no_older_version(folder):
    with (folder / "towns.parquet").open("r+b") as file:
        file.write(b"scribble")
    assert number_of("towns", folder=folder, version=1) == 1


def test_an_object_that_is_damaged_is_named_and_never_read(folder):
    update(folder, towns=rows(2))
    path = objects.object_of(folder, digest("towns", rows(1)))
    path.write_bytes(objects.object_of(folder, digest("towns", rows(2))).read_bytes())
    with pytest.raises(kzdata.BadTable, match="damaged_object"):
        kzdata.load("towns", folder=folder, version=1)
    with pytest.raises(kzdata.BadTable, match="damaged_object"):
        rollback(folder, Change("rollback", AT), "towns", 1)
    (problem,) = kzdata.check(folder)
    assert (problem.file, problem.rule) == (f"history/objects/{path.name}", "damaged_object")


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"number": 1}', b"<<<<<<< HEAD"])
def test_an_entry_that_cannot_be_read_is_named_and_hides_no_other(folder, content):
    for number in (2, 3):
        update(folder, towns=rows(number))
    path = log.path_of(folder, 2)
    path.unlink() if content is None else path.write_bytes(content)
    (problem,) = kzdata.check(folder)
    assert (problem.file, problem.rule) == ("history/000002.json", "damaged_log")
    assert [entry.number for entry in kzdata.log(folder)] == [1, 3]
    assert update(folder, towns=rows(4)).number == 4


def test_an_entry_whose_digests_were_edited_is_no_entry(folder):
    path = log.path_of(folder, 1)
    told = json.loads(path.read_bytes())
    told["digests"]["towns"] = digest("towns", rows(2))
    path.write_text(json.dumps(told))
    assert kzdata.log(folder) == []


def test_history_has_no_clock_and_no_user_of_its_own(folder, monkeypatch):
    monkeypatch.setenv("USER", "somebody")
    entry = update(folder, towns=rows(2))
    assert (entry.at, entry.by) == (AT, "")
    assert os.environ["USER"] not in log.path_of(folder, 2).read_text()
