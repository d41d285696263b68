"""Whoever publishes may be killed at any moment: readers have the old state or the new one."""

import itertools
import os
import random
import shutil
import signal
import sys

import pytest
from processes import begun, ended
from small_data import AT, TINY, assert_tidy, declared, digest, rows, state, tiny, update

import kzdata
from publishing import Change, rollback

# The child of a process with threads does nothing here but publish, and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

ON_THE_DISK = ("open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir")


def killed(step, act):
    """Run `act` in a process that kills itself before its n-th step on the disk.

    False if it came to its end before that.
    """
    steps = itertools.count(1)

    def watch(event, arguments):
        if event in ON_THE_DISK and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched():
        sys.addaudithook(watch)
        act()

    return not ended(begun(watched))


@pytest.mark.parametrize("names", [("towns",), ("towns", "wells")])
def test_killed_before_any_step_the_data_are_the_old_or_the_new(folder, published, names):
    """And whatever is published next is published as if nothing had happened."""
    first = dict.fromkeys(names, rows(2))
    old = state(folder)
    new = old | {name: digest(name, frame) for name, frame in first.items()}
    later = {"towns": digest("towns", rows(3))}
    seen, halfway = [], 0
    for step in itertools.count(1):
        if not killed(step, lambda: update(folder, **first)):
            break
        seen.append(state(folder))
        halfway += (folder / "history" / "pending.json").exists()
        update(folder, towns=rows(3))
        assert state(folder) == seen[-1] | later
        assert_tidy(folder)
        begin_again(folder, published)
    assert [now for now, _ in itertools.groupby(seen)] == [old, new]  # and never back
    assert len(seen) > 45
    assert halfway > 5  # the new state was read before its files were in place
    assert state(folder) == new
    assert_tidy(folder)


def test_killed_while_a_table_is_taken_back_it_is_there_or_it_is_not(folder, memory):
    """What lies in its file is read by nobody once the version without it is published."""
    with declared({**TINY, "posts": tiny("posts", "towns")}):
        update(folder, posts=rows(1), towns=rows(2))
        before = memory / "before"
        shutil.copytree(folder, before)
        seen = []
        for step in itertools.count(1):
            if not killed(step, lambda: rollback(folder, Change("rollback", AT), None, 1)):
                break
            seen.append(kzdata.standing(folder).frames.keys() == TINY.keys())
            update(folder, wells=rows(3))
            assert kzdata.standing(folder).frames.keys() - TINY.keys() == {
                *["posts"] * (not seen[-1])
            }
            assert (folder / "posts.parquet").exists() is not seen[-1]
            begin_again(folder, before)
        assert [now for now, _ in itertools.groupby(seen)] == [False, True]
        shutil.rmtree(before)


def test_killed_and_killed_again_while_that_is_mended(folder, published):
    chance, deaths, old = random.Random(1), 0, state(folder)
    first = {"towns": rows(2), "wells": rows(2)}
    both = {name: digest(name, frame) for name, frame in first.items()}
    for _ in range(60):
        deaths += killed(chance.randint(20, 70), lambda: update(folder, **first))
        begun = state(folder)
        assert begun in (old, old | both)
        deaths += killed(chance.randint(1, 70), lambda: update(folder, towns=rows(3)))
        mended = state(folder)
        assert mended in (begun, begun | {"towns": digest("towns", rows(3))})
        update(folder, wells=rows(4))
        assert state(folder) == mended | {"wells": digest("wells", rows(4))}
        assert_tidy(folder)
        begin_again(folder, published)
    assert deaths > 90


def begin_again(folder, published):
    shutil.rmtree(folder)
    shutil.copytree(published, folder)
