"""A table that may be empty is published without rows, gets some, and loses them again."""

from dataclasses import replace

import pytest
from small_data import AT, TINY, declared, rows, tiny, update

import kzdata
from dashboard.i18n.differences import say_difference
from dashboard.i18n.messages import say
from kzdata.schema import LANGUAGES
from publishing import Change, rollback
from publishing.intake import Candidate
from publishing.review.rehearsal import rehearse

POSTS = replace(tiny("posts", "towns"), may_be_empty=True)
NONE = rows(1).iloc[:0]


@pytest.fixture
def with_posts(folder):
    with declared({**TINY, "posts": POSTS}):
        yield folder


def offered(folder, frame, file):
    return rehearse(folder, [Candidate(POSTS, file, frame, (), frame.index + 2)], AT.date())


def test_it_is_new_without_rows_then_has_some_and_none_again(with_posts, tmp_path):
    folder, file = with_posts, tmp_path / "posts.csv"
    found = offered(folder, NONE, file)
    assert (found.refused, [*found.frames]) == (False, ["posts"])
    for language in LANGUAGES:
        said = say_difference(found.differences[0], language)
        assert said == [say("log.table_added", language)]
    assert update(folder, posts=NONE).changes["posts"] == (0, 0, 0)
    assert kzdata.check(folder) == []
    assert not offered(folder, NONE, file).frames  # nothing would be another
    frame = kzdata.load("posts", folder=folder)
    assert {n: str(t) for n, t in frame.dtypes.items()} == {"code": "str", "number": "Int64"}
    assert update(folder, posts=rows(1, "ile")).changes["posts"] == (1, 0, 0)
    assert update(folder, posts=NONE).changes["posts"] == (0, 1, 0)
    assert kzdata.standing(folder).frames["posts"].empty
    rollback(folder, Change("rollback", AT), "posts", 3)
    assert kzdata.load("posts", folder=folder)["code"].tolist() == ["ile"]
    rollback(folder, Change("rollback", AT), "posts", 2)
    assert kzdata.load("posts", folder=folder).empty and kzdata.check(folder) == []


def test_every_other_table_without_rows_is_refused(folder):
    for name in TINY:
        with pytest.raises(kzdata.BadTable, match="empty"):
            update(folder, **{name: NONE})
