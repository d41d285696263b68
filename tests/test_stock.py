"""What is made lies on disk for the next who starts, and nothing that lies there is ever wrong."""

import os
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from browser import fetch, serving
from conftest import ROOT

from dashboard import store
from dashboard.addresses import PAGES, address_of_site
from dashboard.html import Place, blocks, figure_parts, part, wished_choices
from dashboard.http.middleware.first_html import _first_page, first_page
from dashboard.http.routes.lite import _page, lite_ready
from dashboard.page_contents import CONTENTS, choices_of, figures_of
from dashboard.prerender import pages, scheduler
from dashboard.prerender.pages import make
from dashboard.render import svg, worker
from dashboard.store import disk_cache, finished
from dashboard.store.disk_cache import KEPT_DAYS, Stock
from dashboard.store.stock import ROOMS
from kzdata import clock

STATIC = Path(st.__file__).parent / "static"
KEY = ("a figure", "kk", 2026)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "made"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """A stock of this process, in a folder of its own, that writes."""
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(disk_cache, "_stock", None)
    return store.open_stock(writing=True)


def never():
    raise AssertionError("it lay there and was made again")


def files(folder):
    return [path for path in folder.glob("*/*") if path.is_file()]


def test_who_starts_later_finds_what_was_made(folder):
    assert Stock(folder, "us", writing=True).take(KEY, lambda: {"kt": 231.5}) == {"kt": 231.5}
    assert Stock(folder, "us").take(KEY, never) == {"kt": 231.5}


def test_who_only_reads_leaves_nothing(folder):
    assert Stock(folder, "us").take(KEY, lambda: 1) == 1
    assert files(folder) == []


@pytest.mark.parametrize("other", [("a figure", "ru", 2026), ("a figure", "kk", "2026")])
def test_another_key_is_another_thing(folder, other):
    Stock(folder, "us", writing=True).take(KEY, lambda: "ours")
    assert Stock(folder, "us").take(other, lambda: "other") == "other"


def test_what_others_made_is_not_taken(folder):
    Stock(folder, "older code", writing=True).take(KEY, lambda: "old")
    assert Stock(folder, "newer code").take(KEY, lambda: "new") == "new"


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda content: content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        lambda content: pickle.dumps("planted"),
    ],
    ids=["empty", "shorter", "cut off", "a bit flipped", "of somebody else"],
)
def test_a_damaged_file_is_made_anew(folder, harm):
    Stock(folder, "us", writing=True).take(KEY, lambda: "whole")
    (path,) = files(folder)
    path.write_bytes(harm(path.read_bytes()))
    assert Stock(folder, "us", writing=True).take(KEY, lambda: "made anew") == "made anew"
    assert Stock(folder, "us").take(KEY, never) == "made anew"


def test_a_folder_that_others_may_write_in_is_refused(monkeypatch, tmp_path, caplog):
    (tmp_path / "made").mkdir()
    (tmp_path / "made").chmod(0o777)
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path))
    monkeypatch.setattr(disk_cache, "_stock", None)
    assert store.open_stock() is None
    assert "remove it, or name another folder in KZDATA_CACHE" in caplog.text
    assert disk_cache.take(KEY, lambda: "made all the same") == "made all the same"


def test_what_lies_there_is_read_by_nobody_else(opened):
    opened.take(KEY, lambda: 1)
    assert [path.stat().st_mode & 0o077 for path in (opened.folder, *files(opened.folder))] == [0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_stops_the_keeping_and_nothing_else(opened, monkeypatch, caplog):
    real = disk_cache.tempfile.NamedTemporaryFile

    def on_a_full_disk(**asked):
        beside = real(**asked)
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, beside.fileno())
        os.close(full)
        return beside

    monkeypatch.setattr(disk_cache.tempfile, "NamedTemporaryFile", on_a_full_disk)
    assert opened.take(KEY, lambda: b"x" * 100_000) == b"x" * 100_000
    assert "nothing is kept" in caplog.text
    assert not opened.writing
    assert files(opened.folder.parent) == []


def test_what_nobody_asks_for_any_more_is_removed(folder):
    ours, theirs = Stock(folder, "us", writing=True), Stock(folder, "older", writing=True)
    ours.take(KEY, lambda: 1)
    ours.take(("asked for",), lambda: 2)
    theirs.take(KEY, lambda: 3)
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    for path in files(folder):
        os.utime(path, (long_ago, long_ago))
    assert ours.take(("asked for",), never) == 2
    ours.clear(time.time())
    assert Stock(folder, "us").take(("asked for",), never) == 2
    assert len(files(folder)) == 1
    assert not theirs.folder.exists()


def test_a_new_line_of_code_or_setting_makes_everything_anew(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "figures.py").write_text("KT = 1")
    before = disk_cache.makers([room], "")
    assert disk_cache.makers([room], "") == before
    assert disk_cache.makers([room], "mail@site") != before
    (room / "figures.py").write_text("KT = 2")
    assert disk_cache.makers([room], "") != before


def test_all_files_that_pages_are_made_of_count():
    counted = {path.suffix for room in ROOMS for path in room.rglob("*.*")}
    assert {".py", ".po", ".css", ".js"} <= counted
    assert {room.name for room in ROOMS} == {"dashboard", "pages", "kzdata"}


def test_after_a_failure_nothing_is_kept(opened, monkeypatch, day):
    """A page with a gap is shown, but the next who starts tries again."""

    def dies(*asked):
        raise worker.NotDrawn("the process that draws has died")

    monkeypatch.setattr(svg, "chart_svg", dies)
    with pytest.raises(store.Unavailable):
        store.drawn("overdue", "kk", day, 301)
    before = files(opened.folder.parent)
    assert disk_cache.take(("a page with a gap",), lambda: "…") == "…"
    assert files(opened.folder.parent) == before


def test_pages_out_of_the_stock_are_byte_for_byte_the_pages(opened, day):
    for _ in range(2):  # put in, then taken out
        forget()
        make(STATIC, "overview", "kk", day)
    forget()
    out_of_stock = pages_of_overview(day)
    disk_cache._stock = None
    forget()
    assert pages_of_overview(day) == out_of_stock


def forget():
    """What this process holds in memory."""
    for kept in (finished._figure, finished._headlines, finished._claims, _page, _first_page):
        kept.cache_clear()
    store.kept.cache.clear()


def pages_of_overview(day):
    with store.one_version() as data:
        here = Place("overview", "kk", day, "", {})
        return (
            first_page(STATIC, here, data.key),
            lite_ready(replace(here, lite=True), data.key),
        )


@pytest.mark.parametrize("page", PAGES)
def test_what_no_choice_changes_is_made_once(opened, monkeypatch, day, page):
    """Of a page that is opened with another choice, only what that changes is put together."""
    usual = Place(page, "ru", day, "", wished_choices(page, {}))
    before = [part(block, usual) for block in CONTENTS[page]]
    others = choices_of(page) and list(pages.choices_in_turn(page))[-1]
    forget()
    made = []
    html_of = blocks.html_of
    monkeypatch.setattr(blocks, "html_of", lambda *asked: made.append(asked[0]) or html_of(*asked))
    other = replace(usual, choices=others or {}, width=usual.width + 300)
    after = [part(block, other) for block in CONTENTS[page]]
    changing = [block for block in CONTENTS[page] if isinstance(block, blocks.CHANGING)]
    assert made == changing
    for block, one, two in zip(CONTENTS[page], before, after, strict=True):
        assert two == blocks.html_of(block, other), block
        assert one == two or block in changing


def test_what_is_nearest_to_the_usual_choices_comes_first():
    """A visitor changes one choice before another; in the end all of them are there."""
    usual = wished_choices("regions", {})
    turn = list(pages.choices_in_turn("regions"))
    changed = [len(these.items() - usual.items()) for these in turn]
    assert turn[0] == usual
    assert changed == sorted(changed)
    regions, years = (store.codes(name).values() for name in ("region", "year"))
    assert len({tuple(these.values()) for these in turn}) == len(regions) * len(years)


def test_what_visitors_may_choose_lies_there(opened, monkeypatch, day):
    monkeypatch.setattr(pages, "PAGES", ("town",))
    pages.make_choices(day)
    assert pages.choices_made(day)
    forget()
    monkeypatch.setattr(finished, "_finished", never)
    for town in store.codes("town").values():
        here = Place("town", "ru", day, address_of_site(""), {"town": town})
        for id in figures_of("town"):
            head, foot, _ = figure_parts(id, here)
            assert head and foot, (id, town)


def test_a_keeper_stops_making_what_nobody_wants_any_more(monkeypatch, tmp_path):
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path))
    monkeypatch.setattr(scheduler, "PAUSE", 0)
    asked = []
    scheduler.Keeper(STATIC)._by_process("--choices", wanted=lambda: asked.append(1))
    assert asked
    assert not pages.choices_made(clock.today())


@pytest.mark.parametrize(("said", "makes"), [("yes", True), ("no", False)])
def test_a_keeper_goes_on_to_the_choices_if_it_may(monkeypatch, said, makes):
    monkeypatch.setenv("MAKE_CHOICES", said)
    monkeypatch.setattr(scheduler, "all_made", lambda *asked: True)
    monkeypatch.setattr(scheduler, "choices_made", lambda day: False)
    called = []
    ours = scheduler.Keeper(STATIC)
    monkeypatch.setattr(ours, "_by_process", lambda *more, wanted: called.append(more))
    ours._go_on((("data",), clock.today()))
    assert called == [("--choices",)] * makes


def test_a_third_word_is_refused(monkeypatch):
    monkeypatch.setenv("MAKE_CHOICES", "perhaps")
    with pytest.raises(ValueError, match='MAKE_CHOICES is \'perhaps\'; expected "yes" or "no"'):
        scheduler.Keeper(STATIC)._go_on((("data",), clock.today()))


def run_keeper(cache, *arguments, **options):
    command = [sys.executable, "-m", "dashboard.prerender", str(STATIC), *arguments]
    environment = os.environ | {"KZDATA_CACHE": str(cache)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, **options)


def test_a_keeper_ends_with_its_server(tmp_path):
    keeper = run_keeper(tmp_path, "--for-server", stdin=subprocess.PIPE)
    keeper.stdin.close()
    assert keeper.wait(30) == 1


def test_a_keeper_that_has_made_all_ends_well():
    """It says nothing, and all that it was asked for lies there, for the servers of all tests."""
    keeper = run_keeper(
        disk_cache.cache_folder(), "--for-server", stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    said = keeper.stderr.read()
    assert (keeper.wait(30), said) == (0, b"")
    keeper.stdin.close()
    keeper.stderr.close()


def test_a_server_without_a_stock_makes_its_pages_itself(tmp_path):
    """As on a disk that is full or may not be written: slower at first, and all there."""
    cache = tmp_path / "cache"
    cache.write_text("no folder")
    log = tmp_path / "log"
    with serving(log, KZDATA_CACHE=str(cache)) as address:
        status, _, body = fetch(f"{address}/lite/kk/claims")
    assert status == 200 and "<svg" in body.decode()
    assert "what is made is not kept on disk" in log.read_text()
