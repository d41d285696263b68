"""What `make soak` tells is what was seen; a short form of it is run here."""

import shutil
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import ROOT
from nginx_service import needs_nginx, service

sys.path.insert(0, str(ROOT / "bench"))

import edition
import faults
import soak
import under_load


def test_memory_that_stays_has_not_grown():
    assert soak.growth([900, *[500] * 59]) == 0


def test_memory_that_still_grows_late_is_seen():
    early, late = [500] * 24, [500] * 18 + [525] * 18
    assert soak.growth(early + late) == pytest.approx(0.05)


def test_visitors_come_from_addresses_of_their_own():
    numbers = range(2000)
    assert len({under_load.source(number) for number in numbers}) == len(numbers)
    for number in numbers:
        assert all(0 < int(part) < 255 for part in under_load.source(number)[0].split(".")[3:])


@pytest.mark.parametrize("name", soak.PARTS)
def test_a_section_takes_the_place_of_the_earlier_one(name):
    others = [other for other in soak.PARTS if other != name]
    page = "before\n"
    for number, part in enumerate((name, *others, name)):
        page = soak.kept(soak.section(part, [("memory", "flat", f"{number} %")], {}), part, page)
    assert "| memory | flat | 3 % |" in page
    assert "0 %" not in page
    assert "1 %" in page and "2 %" in page
    assert page.startswith("before\n")


@needs_nginx
def test_a_few_visitors_are_all_served():
    rows = list(soak.load(visitors=6, per_second=20, seconds=6))
    assert [seen for what, _, seen in rows if "failures" in what] == ["none", "none"]


def test_a_few_short_sessions_all_find_their_page():
    *_, (what, _, seen) = soak.sessions(4, 16)
    assert (what, seen) == ("the same: failures", "none")


@needs_nginx
@pytest.mark.skipif(edition.WRK is None, reason="no wrk on this machine")
def test_pages_of_the_edition_are_read_and_missing_ones_told():
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "index.html").write_text("<p>231,5</p>")
        with edition.served_at(folder, folder) as port:
            assert edition.read_for(port, ["index.html"], folder, 1).endswith("failures: none")
            assert "Non-2xx" in edition.read_for(port, ["index.html", "gone.html"], folder, 1)


TRUE = faults.Truth(
    around={"/lite/ru/": "<main></main>"},
    cards={"/lite/ru/": frozenset({'<section class="card" id="card-a">231,5</section>'})},
    live={"Абай": frozenset({'<div class="head">231,5</div>', b"231.5"})},
)
NOTICE = '<p class="unavailable" role="status">…</p>'


@pytest.mark.parametrize(
    ("html", "wrong", "gaps"),
    [
        ('<main><section class="card" id="card-a">231,5</section></main>', [], 0),
        (f'<main>{NOTICE}<section class="card" id="card-a">231,5</section></main>', [], 0),
        (f'<main><section class="card" id="card-a">{NOTICE}</section></main>', [], 1),
        ('<main><section class="card" id="card-a">231,6</section></main>', ["/lite/ru/: a"], 0),
        ("<main>2</main>", ["/lite/ru/: around the figures"], 0),
    ],
    ids=["true", "with a notice", "a gap", "another number", "another number beside"],
)
def test_a_page_is_held_against_the_published_data(html, wrong, gaps):
    judged = faults.Judged()
    judged.page("/lite/ru/", html, [TRUE])
    assert (list(judged.wrong), judged.gaps) == (wrong, gaps)


def test_what_a_live_page_is_sent_must_be_that_of_its_choice():
    judged = faults.Judged()
    for part in ('<div class="head">231,5</div>', b"231.5"):
        judged.sent("Абай", part, 3, [TRUE])
    assert not judged.wrong
    for part in ('<div class="head">231,6</div>', b"231.6"):
        judged.sent("Абай", part, 3, [TRUE])
    assert list(judged.wrong.values()) == [3, 3]


@needs_nginx
def test_nothing_wrong_is_read_while_a_process_dies_and_a_file_is_cut(monkeypatch, tmp_path):
    monkeypatch.setattr(faults, "EACH", 1)
    data, kept = tmp_path / "data", tmp_path / "kept"
    for folder in (data, kept):
        shutil.copytree(ROOT / "data", folder)
    environment = {"KZDATA_DIR": str(data), "SITE_ADDRESS": faults.SITE}
    with faults.truths_of() as true, service(tmp_path / "log", **environment) as served:
        killed, _ = faults.of_processes(served)
        truncated, *_ = faults.of_files(served, kept, data)
        for fault in (killed, truncated):
            lived, read, noticed = faults.under(fault, 1, served, 6, 20, partial(true, data))
            assert not lived.judged.wrong
            assert not lived.failed and not read.failed
            assert lived.elsewhere == 0
            assert lived.acts and read.taken
            assert lived.back if fault is killed else noticed
            if fault is killed:
                _, _, seen = faults.told(fault, 1, lived, read, noticed)
                assert f"; the first time {len(lived.back)}, at most" in seen
