"""What stands ready is made once for a version of the data, and a page shows one version."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from app_page import inside, open_page

import kzdata
import kzdata.parquet
from dashboard import store
from dashboard.figures import CHOICES
from dashboard.store import ask, figure_files, finished
from kzdata import clock


def shortened(folder):
    """The last year is taken out of the regional emissions."""
    path = folder / "regional_emissions.parquet"
    rows = kzdata.load("regional_emissions")
    rows = rows[rows["year"] != rows["year"].max()]
    kzdata.parquet.write(kzdata.TABLES["regional_emissions"], rows, path)


def test_what_may_be_chosen_is_looked_for_once(data_copy):
    """However long the table of the years is, a page does not read it again."""
    first = [store.codes(name) for name in CHOICES]
    assert all(store.codes(name) is codes for name, codes in zip(CHOICES, first, strict=True))
    years = list(store.codes("year"))
    shortened(data_copy)
    assert list(store.codes("year")) == years[1:]


CROWD = 8


@pytest.mark.parametrize(
    ("place", "work", "ask"),
    [
        (kzdata, "standing", store.snapshot),
        (finished, "_finished", lambda: store.figure("region_share", "kk", clock.today())),
    ],
    ids=["the check", "a figure"],
)
def test_what_a_crowd_asks_for_is_made_once(data_copy, monkeypatch, place, work, ask):
    """A crowd that does the same work side by side is done with it much later than one."""
    shortened(data_copy)  # else it was made by another test
    together, done, begun = Barrier(CROWD), getattr(place, work), []
    monkeypatch.setattr(place, work, lambda *asked: begun.append(asked) or done(*asked))

    def one(_):
        together.wait()
        return ask()

    with ThreadPoolExecutor(CROWD) as crowd:
        first, *others = crowd.map(one, range(CROWD))
    assert len(begun) == 1
    assert all(other is first for other in others)


def test_the_data_are_as_new_as_their_newest_file(data_copy):
    before = store.snapshot()
    assert before.newest == max(before.modified.values())
    path = data_copy / "plants.parquet"
    kzdata.parquet.write(kzdata.TABLES["plants"], kzdata.load("plants"), path)
    after = store.snapshot()
    assert after.newest == after.modified["plants"] > before.newest
    assert after.version == before.version


def test_a_page_that_is_being_made_keeps_to_one_version(data_copy):
    with store.one_version() as data:
        years = list(store.codes("year"))
        shortened(data_copy)
        assert store.snapshot() is data
        assert list(store.codes("year")) == years
    assert store.snapshot().version != data.version
    assert list(store.codes("year")) == years[1:]


def test_another_history_as_long_is_told_at_once(data_with_history):
    """As after git has checked out another branch."""
    (before, *_), _ = store.published()
    key, path = store.snapshot().key, data_with_history / "history" / "000001.json"
    told = json.loads(path.read_text())
    beside = path.with_suffix(".beside")
    beside.write_text(json.dumps(told | {"reason": "another"}))
    beside.replace(path)
    (after, *_), _ = store.published()
    assert (before.entry.number, after.entry.number) == (1, 1)
    assert (after.entry.reason, before.entry.reason == "another") == ("another", False)
    assert store.snapshot().key != key


def test_a_chart_that_cannot_be_sent_takes_no_words_with_it(monkeypatch):
    def fails(chart):
        raise ValueError(chart)

    ask._kept.cache_clear()  # else it was made by another test
    monkeypatch.setattr(figure_files, "_spec", fails)
    app = open_page("regions", lang="kk")
    assert not app.exception
    assert not app.get("vega_lite_chart")
    assert inside(app, "details") and inside(app, "footer")
