"""What stands: the files as long as they are good, else what was good last; and it is said."""

import re
from importlib import import_module

import pytest
from small_data import TINY, rows, update

import kzdata
from dashboard.i18n.versions import say_standing
from dashboard.store.edition_folder import Editions
from dashboard.store.verdicts import recalled
from kzdata.parquet import write
from kzdata.schema import LANGUAGES

# The package has a function of that name.
check = import_module("kzdata.check")


def by_hand(folder, **frames):
    for name, frame in frames.items():
        write(TINY[name], frame, folder / f"{name}.parquet")


def shown(folder):
    """The one number that the rows of each table have, and what is not as its file has it."""
    stands = kzdata.standing(folder)
    numbers = {name: frame["number"].max() for name, frame in stands.frames.items()}
    return numbers, set(stands.instead)


def test_good_files_stand_as_they_are(folder):
    by_hand(folder, towns=rows(5))
    assert shown(folder) == ({"towns": 5, "wells": 1}, set())


@pytest.mark.parametrize("content", [b"", b"PAR1", None])
def test_a_file_that_cannot_be_read_is_the_last_good_one(folder, content):
    update(folder, towns=rows(2))
    path = folder / "towns.parquet"
    path.unlink() if content is None else path.write_bytes(content)
    assert shown(folder) == ({"towns": 2, "wells": 1}, {"towns"})


def test_what_one_process_found_in_the_same_bytes_the_next_need_not_look_for(folder, tmp_path):
    by_hand(folder, towns=rows(5), wells=rows(-5))

    def never(*asked):
        raise AssertionError("it was looked for again")

    def found(code="us"):
        """The problems that a process finds which has just started."""
        check._row_problems.cache_clear()
        check._across.cache_clear()
        recall = recalled(Editions(tmp_path / "editions", code))
        return kzdata.standing(folder, recall=recall).problems

    first = found()
    assert [problem.rule for problem in first] == ["range"] * 3
    with pytest.MonkeyPatch.context() as patch:
        for rules in ("row_problems", "contradictions", "_references"):
            patch.setattr(check, rules, never)
        assert found() == first
        with pytest.raises(AssertionError, match="looked for again"):
            found("other rules")
        for path in (tmp_path / "editions" / "verdicts").iterdir():
            path.write_bytes(path.read_bytes()[:-9])
        with pytest.raises(AssertionError, match="looked for again"):
            found()
    assert found() == first
    # Other bytes are looked at.
    by_hand(folder, wells=rows(5))
    assert found() == ()


def test_beside_a_bad_file_a_good_one_stands(folder):
    by_hand(folder, towns=rows(5), wells=rows(-5))
    assert shown(folder) == ({"towns": 5, "wells": 1}, {"wells"})


def test_files_that_do_not_go_together_all_stay_as_they_were(folder):
    """Without its town the old wells cannot stand either."""
    by_hand(folder, towns=rows(5, "ertis"), wells=rows(5, "ertis", "ile"))
    assert shown(folder) == ({"towns": 1, "wells": 1}, {"towns", "wells"})


def test_a_town_that_is_missing_stays_away_with_all_that_came_with_it(folder):
    by_hand(folder, towns=rows(5, "ertis"))
    assert shown(folder) == ({"towns": 1, "wells": 1}, {"towns"})


def test_a_file_of_no_table_changes_nothing_and_stays_a_problem(folder):
    (folder / "notes.parquet").write_bytes(b"")
    by_hand(folder, towns=rows(5))
    assert shown(folder) == ({"towns": 5, "wells": 1}, set())
    assert [problem.rule for problem in kzdata.standing(folder).problems] == ["undeclared_file"]


def test_a_version_with_a_damaged_object_does_not_stand_in(folder):
    update(folder, towns=rows(2))
    latest = kzdata.latest(folder)
    (folder / "history" / "objects" / f"{latest.digests['towns']}.parquet").write_bytes(b"x")
    (folder / "towns.parquet").write_bytes(b"x")
    assert shown(folder) == ({"towns": 1, "wells": 1}, {"towns"})


def test_without_a_history_a_bad_file_is_missing(folder):
    for path in (folder / "history").glob("*.json"):
        path.unlink()
    (folder / "towns.parquet").write_bytes(b"x")
    assert shown(folder) == ({"wells": 1}, set())


def test_what_is_shown_in_place_of_what_is_said_in_every_language(folder):
    update(folder, towns=rows(2))
    by_hand(folder, towns=rows(-5), wells=rows(5))
    stands = kzdata.standing(folder)
    for language in LANGUAGES:
        instead, unlogged = say_standing(stands, kzdata.latest(folder), language)
        assert re.search(r"towns.*\b2\b", instead)
        assert "wells" in unlogged
