"""What is measured of an update is what the command does, on tables of the dashboard."""

import sys

import pytest
from conftest import ROOT

import kzdata

sys.path.insert(0, str(ROOT / "bench"))

from update import JOBS, SECTION, in_a_process, prepare, section


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("update") / "data"
    prepare(800, folder)
    return folder


def test_one_row_every_row_and_every_key_are_changed(made):
    assert kzdata.check(made) == []
    jobs = ("diff-one", "diff-every", "diff-other")
    assert [JOBS[job][1](made) for job in jobs] == [1, 800, 1_600]


@pytest.mark.parametrize("job", ["check-parquet", "check-csv", "check-xlsx"])
def test_each_form_is_checked_and_passes(made, job):
    """A problem would end the command otherwise, and the job with it."""
    JOBS[job][1](made)


def test_a_job_is_measured_in_a_process_of_its_own(made):
    cell = in_a_process("diff-one", made)
    assert cell["s"] > 0
    assert cell["mb"] > 0


def test_the_section_says_what_was_found_beside_what_is_wanted():
    cells = {"diff-one": {"s": 1.26, "mb": 1_499.6}, "diff-every": {"s": 1.0, "mb": 1_501.0}}
    text = section(cells, 1_000, "Measured on a day.")
    assert SECTION.fullmatch(text)
    assert "| `diff`, one row changed | 1.3 s | 1,500 MB | kept |" in text
    assert "| `diff`, every row changed | 1.0 s | 1,501 MB | not kept |" in text


def test_the_page_has_a_place_for_the_section():
    assert len(SECTION.findall((ROOT / "docs" / "performance.md").read_text())) == 1
