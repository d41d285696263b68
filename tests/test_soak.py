"""What `make soak` tells is what was seen; a short form of it is run here."""

import sys

import pytest
from conftest import ROOT
from front import needs_nginx

sys.path.insert(0, str(ROOT / "bench"))

import soak


def test_memory_that_stays_has_not_grown():
    assert soak.growth([900, *[500] * 59]) == 0


def test_memory_that_still_grows_late_is_seen():
    early, late = [500] * 24, [500] * 18 + [525] * 18
    assert soak.growth(early + late) == pytest.approx(0.05)


def test_visitors_come_from_addresses_of_their_own():
    numbers = range(2000)
    assert len({soak.source(number) for number in numbers}) == len(numbers)
    assert all(0 < int(part) < 255 for n in numbers for part in soak.source(n)[0].split(".")[3:])


def test_the_section_can_be_written_anew():
    written = soak.section([("memory", "flat", "+1.0%")], {"Day": "2026-11-22"})
    assert soak.SECTION.sub("", f"before\n{written}after") == "before\nafter"
    assert "| memory | flat | +1.0% |" in written


@needs_nginx
def test_a_few_visitors_are_all_served():
    rows = list(soak.load(visitors=6, per_second=20, seconds=6))
    assert [seen for what, _, seen in rows if "failures" in what] == ["none", "none"]


def test_a_few_short_sessions_all_find_their_page():
    *_, (what, _, seen) = soak.sessions(4, 16)
    assert (what, seen) == ("the same: failures", "none")
