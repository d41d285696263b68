"""What stands ready is made once for a version of the data, and a page shows one version."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from seen import inside, open_page

import kzdata
from dashboard import shelf
from dashboard.figures import CHOICES
from dashboard.shelf import finished
from kzdata import clock, stock


def shortened(folder):
    """The last year is taken out of the regional emissions."""
    path = folder / "regional_emissions.parquet"
    rows = kzdata.load("regional_emissions")
    rows = rows[rows["year"] != rows["year"].max()]
    kzdata.files.write(kzdata.TABLES["regional_emissions"], rows, path)


def test_what_may_be_chosen_is_looked_for_once(data_copy):
    """However long the table of the years is, a page does not read it again."""
    first = [shelf.codes(name) for name in CHOICES]
    assert all(shelf.codes(name) is codes for name, codes in zip(CHOICES, first, strict=True))
    years = list(shelf.codes("year"))
    shortened(data_copy)
    assert list(shelf.codes("year")) == years[1:]


CROWD = 8


@pytest.mark.parametrize(
    ("place", "work", "ask"),
    [
        (kzdata, "standing", shelf.snapshot),
        (finished, "_finished", lambda: shelf.figure("region_share", "kk", clock.today())),
    ],
    ids=["the check", "a figure"],
)
def test_what_a_crowd_asks_for_is_made_once(data_copy, monkeypatch, place, work, ask):
    """A crowd that does the same work side by side is done with it much later than one."""
    shortened(data_copy)  # else it was made by another test
    together, done, begun = Barrier(CROWD), getattr(place, work), []
    monkeypatch.setattr(stock, "_stock", None)
    monkeypatch.setattr(place, work, lambda *asked: begun.append(asked) or done(*asked))

    def one(_):
        together.wait()
        return ask()

    with ThreadPoolExecutor(CROWD) as crowd:
        first, *others = crowd.map(one, range(CROWD))
    assert len(begun) == 1
    assert all(other is first for other in others)


def test_the_data_are_as_new_as_their_newest_file(data_copy):
    before = shelf.snapshot()
    assert before.newest == max(before.modified.values())
    path = data_copy / "plants.parquet"
    kzdata.files.write(kzdata.TABLES["plants"], kzdata.load("plants"), path)
    after = shelf.snapshot()
    assert after.newest == after.modified["plants"] > before.newest
    assert after.version == before.version


def test_a_page_that_is_being_made_keeps_to_one_version(data_copy):
    with shelf.one_version() as data:
        years = list(shelf.codes("year"))
        shortened(data_copy)
        assert shelf.snapshot() is data
        assert list(shelf.codes("year")) == years
    assert shelf.snapshot().version != data.version
    assert list(shelf.codes("year")) == years[1:]


def test_another_history_as_long_is_told_at_once(data_with_history):
    """As after git has checked out another branch."""
    (before, *_), _ = shelf.published()
    key, path = shelf.snapshot().key, data_with_history / "history" / "000001.json"
    told = json.loads(path.read_text())
    beside = path.with_suffix(".beside")
    beside.write_text(json.dumps(told | {"reason": "another"}))
    beside.replace(path)
    (after, *_), _ = shelf.published()
    assert (before.entry.number, after.entry.number) == (1, 1)
    assert (after.entry.reason, before.entry.reason == "another") == ("another", False)
    assert shelf.snapshot().key != key


def test_a_chart_that_cannot_be_sent_takes_no_words_with_it(monkeypatch):
    def fails(chart):
        raise ValueError(chart)

    finished._living.cache_clear()  # else it was made by another test
    monkeypatch.setattr(stock, "_stock", None)
    monkeypatch.setattr(finished, "_spec", fails)
    app = open_page("regions", lang="kk")
    assert not app.exception
    assert not app.get("vega_lite_chart")
    assert inside(app, "details") and inside(app, "footer")
