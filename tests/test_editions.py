"""What is made lies on disk for the next who asks, and nothing that lies there is ever wrong."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from browser import fetch, serving
from conftest import ROOT

from dashboard import store
from dashboard.addresses import PAGES, address_of_site
from dashboard.edition.file_names import page_choices
from dashboard.follow import FORMS, offered
from dashboard.html import Place, blocks, figure_parts, part, wished_choices
from dashboard.http.encoded_response import of_edition, ready
from dashboard.http.middleware.first_html import first_page
from dashboard.http.routes.follow import feed_ready
from dashboard.http.routes.lite import lite_ready
from dashboard.page_contents import CONTENTS, choices_of, figures_of
from dashboard.prerender import pages, scheduler
from dashboard.prerender.pages import make
from dashboard.render import svg, worker
from dashboard.store import ask, edition_folder, figure_files, finished, opened
from dashboard.store.edition_folder import ABOUT, CURRENT, Editions
from dashboard.store.opened import ROOMS
from kzdata import clock
from kzdata.location import cache_folder

STATIC = Path(st.__file__).parent / "static"
FILE = "kk/a figure.html"


@pytest.fixture
def edition(tmp_path):
    return Editions(tmp_path / "editions", "us").of("2026-11-22", "0142f31e65cd", "state")


@pytest.fixture
def here(monkeypatch, tmp_path):
    """The editions of this process, in a folder of their own; in memory lies nothing yet."""
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(opened, "_editions", None)
    forget()
    yield store.open_editions()
    forget()


def forget():
    """What this process holds in memory."""
    for kept in (finished._figure, finished._headlines, finished._claims, ask._kept):
        kept.cache_clear()


def never(*asked):
    raise AssertionError("it lay there and was made again")


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_who_asks_later_finds_what_was_made(here, day):
    assert store.made(FILE, day, lambda: "231,5 мың т", store.TEXT) == "231,5 мың т"
    forget()
    assert store.made(FILE, day, never, store.TEXT) == "231,5 мың т"
    assert [path.name for path in files(here.folder) if "verdicts" not in path.parts] == [
        "a figure.html"
    ]


def test_another_day_state_or_code_is_another_edition(edition, day):
    ours = edition.editions
    others = [
        ours.of("2026-11-23", "0142f31e65cd", "state"),
        ours.of("2026-11-22", "a655809442f8", "state"),
        ours.of("2026-11-22", "0142f31e65cd", "a table is faulty"),
        Editions(ours.folder, "newer code").of("2026-11-22", "0142f31e65cd", "state"),
    ]
    assert len({edition.name, *(other.name for other in others)}) == 5


@pytest.mark.parametrize("setting", ["SITE_ADDRESS", "SITE_OWNER", "SITE_CONTACT"])
def test_what_an_operator_says_on_pages_is_another_edition(here, monkeypatch, day, setting):
    """Charts bear nothing of it: they are drawn once for every address of a site."""
    before, charts = store.edition(day).name, store.edition(day, of_site=False).name
    drawn = store.drawn("overdue", "kk", day, 328)
    monkeypatch.setenv(setting, "https://air.example")
    assert store.edition(day).name != before
    assert store.edition(day, of_site=False).name == charts
    monkeypatch.setattr(svg, "chart_svg", never)
    forget()
    assert store.drawn("overdue", "kk", day, 328) == drawn


def test_what_is_made_for_another_site_is_kept_in_memory_alone(here, day):
    apart = store.elsewhere("http://localhost:8501")
    assert store.made(FILE, day, lambda: "theirs", store.TEXT, apart) == "theirs"
    assert store.made(FILE, day, never, store.TEXT, apart) == "theirs"
    assert store.made(FILE, day, lambda: "ours", store.TEXT) == "ours"
    assert not store.elsewhere(address_of_site(""))


def test_of_an_older_version_nothing_lies_on_disk(here, data_with_history):
    (version,) = store.versions(clock.today())
    with store.as_published(version.at(version.first)):
        assert store.edition(version.first) is None
        assert store.made(FILE, version.first, lambda: "then", store.TEXT) == "then"
    assert store.made(FILE, version.first, lambda: "now", store.TEXT) == "now"


def test_a_page_comes_back_with_its_packed_forms_and_headers(here, day):
    page = ready("Ауа ".encode() * 100, "text/html", headers={"content-security-policy": "none"})
    assert of_edition(FILE, day, "text/html", lambda: page) == page
    forget()
    assert of_edition(FILE, day, "text/html", never) == page
    folder = store.edition(day).folder
    assert {path.name for path in files(folder)} == {
        f"a figure.html{end}" for end in ("", ".br", ".gz", ".head")
    }


@pytest.mark.parametrize("harm", ["", "{", "[1]", "\\xff"], ids=["empty", "cut", "other", "bytes"])
def test_a_file_that_cannot_be_read_is_made_anew(here, day, harm):
    chart = store.living("overdue", "kk", day)
    file = store.edition(day, of_site=False).folder / "live" / "kk" / "overdue.json"
    whole = file.read_bytes()
    file.write_bytes(harm.encode("latin-1"))
    forget()
    assert store.living("overdue", "kk", day) == chart
    assert file.read_bytes() == whole


def test_a_folder_that_others_may_write_in_is_refused(monkeypatch, tmp_path, caplog, day):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions").chmod(0o777)
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path))
    monkeypatch.setattr(opened, "_editions", None)
    assert store.open_editions() is None
    assert "remove it, or name another folder in KZDATA_CACHE" in caplog.text
    assert store.made("refused", day, lambda: b"made all the same") == b"made all the same"


def test_what_lies_there_is_read_by_nobody_else(here, day):
    store.made(FILE, day, lambda: "1", store.TEXT)
    assert here.folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in files(here.folder)} == {0}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_takes_nothing_and_is_tried_again(here, monkeypatch, caplog, day):
    real = edition_folder.tempfile.mkstemp

    def on_a_full_disk(**asked):
        opened_as, path = real(**asked)
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, opened_as)
        os.close(full)
        return opened_as, path

    now = time.monotonic()
    with monkeypatch.context() as patch:
        patch.setattr(edition_folder.tempfile, "mkstemp", on_a_full_disk)
        content = b"x" * 100_000
        assert store.made("one", day, lambda: content) == content
        assert store.made("two", day, lambda: content) == content
    assert caplog.text.count("nothing is kept") == 1
    assert not here.takes
    assert files(store.edition(day).folder) == []
    monkeypatch.setattr(edition_folder, "monotonic", lambda: now + 2 * edition_folder.AGAIN)
    assert store.made("three", day, lambda: content) == content
    assert [path.name for path in files(store.edition(day).folder)] == ["three"]


def test_a_process_adds_no_more_than_its_room(monkeypatch, tmp_path, day):
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path))
    monkeypatch.setattr(opened, "_editions", None)
    store.snapshot()
    store.open_editions(room=150)
    for name in ("one", "two"):
        assert store.made(name, day, lambda: b"x" * 100) == b"x" * 100
    assert [path.name for path in files(store.edition(day).folder)] == ["one"]


WRITER = """
import sys
from dashboard.store.edition_folder import Editions
edition = Editions(__import__("pathlib").Path(sys.argv[1]), "us").of("2026-11-22", "0", "state")
number = 0
while True:
    number += 1
    edition.write(f"{number % 7}.html", {"": b"%d" % number * 300_000, ".br": b"x" * 99_999})
    print(number, flush=True)
"""


def test_a_builder_that_is_killed_leaves_whole_files_alone(tmp_path):
    """Two write at once, and one is killed again and again."""
    folder = tmp_path / "editions"
    command = [sys.executable, "-c", WRITER, str(folder)]
    for _ in range(3):
        two = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
        for process in two:
            process.stdout.readline()
        for process in two:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
        edition = Editions(folder, "us").of("2026-11-22", "0", "state")
        for number in range(7):
            if (found := edition.read(f"{number}.html", [".br"])) is not None:
                written = found[""]
                unit = written[: len(written) // 300_000]
                assert written == unit * 300_000
                assert found[".br"] == b"x" * 99_999


def test_the_current_edition_is_the_last_that_was_whole(edition):
    ours = edition.editions
    edition.write(FILE, {"": b"1"})
    assert (ours.current(), edition.about()) == ("", {})
    edition.finish({"day": "2026-11-22"})
    assert ours.current() == edition.name
    assert (ours.folder / CURRENT / ABOUT).is_file()
    assert edition.about() == {"edition": edition.name, "day": "2026-11-22", "files": 1, "bytes": 1}
    later = ours.of("2026-11-23", "0142f31e65cd", "state")
    later.write(FILE, {"": b"2"})
    assert (ours.folder / CURRENT / FILE).read_bytes() == b"1"
    later.finish({})
    assert (ours.folder / CURRENT / FILE).read_bytes() == b"2"


def test_the_oldest_editions_go_when_all_together_are_too_large(edition, monkeypatch):
    monkeypatch.setattr(edition_folder, "MOST", 250)
    ours = edition.editions
    made = [ours.of(f"2026-11-{day}", "0142f31e65cd", "state") for day in (21, 22, 23)]
    for age, each in zip((3, 2, 1), made, strict=True):
        each.write(FILE, {"": b"x" * 100})
        os.utime(each.folder, (time.time() - age * 60,) * 2)
    made[-1].finish({})
    assert [each.folder.is_dir() for each in made] == [False, False, True]


def test_a_new_line_of_code_makes_everything_anew(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "figures.py").write_text("KT = 1")
    before = edition_folder.makers([room])
    assert edition_folder.makers([room]) == before
    (room / "figures.py").write_text("KT = 2")
    assert edition_folder.makers([room]) != before


def test_all_files_that_pages_are_made_of_count():
    counted = {path.suffix for room in ROOMS for path in room.rglob("*.*")}
    assert {".py", ".po", ".css", ".js"} <= counted
    assert {room.name for room in ROOMS} == {"dashboard", "pages", "kzdata"}


def test_what_lacks_something_is_shown_not_written_and_made_again(here, monkeypatch, day):
    """As is all that it is a part of; whatever is whole beside it is kept."""

    def dies(*asked):
        raise worker.NotDrawn("the process that draws has died")

    now = time.monotonic()
    place = Place("overview", "kk", day, "", {}, lite=True)
    with monkeypatch.context() as patch:
        patch.setattr(svg, "chart_svg", dies)
        gaps = lite_ready(place)
        assert lite_ready(place) is gaps
        make(STATIC, "overview", "kk", day)
    folder = store.edition(day).folder
    written = {path.relative_to(folder).parts[0] for path in files(folder)}
    assert written == {"ask", "cards", "parts"}
    assert lite_ready(place) is gaps
    monkeypatch.setattr(ask, "monotonic", lambda: now + 2 * ask.AGAIN)
    assert len(lite_ready(place).body) > len(gaps.body)
    assert (folder / "lite" / "kk" / "overview.html").is_file()


def test_an_edition_that_lacks_something_is_not_whole(here, monkeypatch, day):
    def dies(*asked):
        raise worker.NotDrawn("the process that draws has died")

    monkeypatch.setattr(pages, "PAGES", ("overview",))
    monkeypatch.setattr(pages, "LANGUAGES", ("kk",))
    with monkeypatch.context() as patch:
        patch.setattr(svg, "chart_svg", dies)
        pages.make_all(STATIC, day)
    assert not pages.all_made(day) and not here.current()
    forget()
    pages.make_all(STATIC, day)
    assert pages.all_made(day) and here.current() == store.edition(day).name


def test_a_clock_that_is_set_back_finds_the_edition_of_that_day(here, day):
    for today in (day, day + timedelta(1), day):
        said = store.made(FILE, today, today.isoformat, store.TEXT)
        assert said == today.isoformat()
        forget()


def test_pages_out_of_the_edition_are_byte_for_byte_the_pages(here, monkeypatch, day):
    for _ in range(2):  # put in, then taken out
        forget()
        make(STATIC, "overview", "kk", day)
    forget()
    with monkeypatch.context() as patch:
        patch.setattr(figure_files, "_spec", never)
        patch.setattr(finished, "_finished", never)
        out_of_edition = pages_of_overview(day)
    store.close_editions()
    forget()
    assert pages_of_overview(day) == out_of_edition


def pages_of_overview(day):
    with store.one_version():
        place = Place("overview", "kk", day, "", {})
        return first_page(STATIC, place), lite_ready(replace(place, lite=True))


@pytest.mark.parametrize("page", PAGES)
def test_what_no_choice_changes_is_made_once(here, monkeypatch, day, page):
    """Of a page that is opened with another choice, only what that changes is put together."""
    usual = Place(page, "ru", day, "", wished_choices(page, {}))
    before = [part(block, usual) for block in CONTENTS[page]]
    others = choices_of(page) and list(page_choices(page))[-1]
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


def test_what_visitors_may_choose_lies_there(here, monkeypatch, day):
    monkeypatch.setattr(pages, "PAGES", ("town",))
    monkeypatch.setattr(pages, "LANGUAGES", ("ru",))
    pages.make_choices(day)
    assert pages.choices_made(day) and pages.all_made(day)
    forget()
    monkeypatch.setattr(finished, "_finished", never)
    for town in store.codes("town").values():
        place = Place("town", "ru", day, address_of_site(""), {"town": town})
        for id in figures_of("town"):
            head, foot, _ = figure_parts(id, place)
            assert head and foot, (id, town)
    monkeypatch.setattr("dashboard.follow.MAKE", dict.fromkeys(FORMS, never))
    for form in FORMS:
        for subject in offered(form):
            assert feed_ready(subject, form, "ru", day, address_of_site("")).body


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
    monkeypatch.setattr(scheduler, "all_made", lambda day: True)
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
        cache_folder(), "--for-server", stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    said = keeper.stderr.read()
    assert (keeper.wait(30), said) == (0, b"")
    keeper.stdin.close()
    keeper.stderr.close()


def test_a_server_without_editions_makes_its_pages_itself(tmp_path):
    """As on a disk that is full or may not be written: slower at first, and all there."""
    cache = tmp_path / "cache"
    cache.write_text("no folder")
    log = tmp_path / "log"
    with serving(log, KZDATA_CACHE=str(cache)) as address:
        status, _, body = fetch(f"{address}/lite/kk/claims")
    assert status == 200 and "<svg" in body.decode()
    assert "what is made is not kept on disk" in log.read_text()
