"""What is measured on long tables are tables of the dashboard, and the same work in every way."""

import sys

import pandas as pd
import pytest
from conftest import ROOT

import kzdata

sys.path.insert(0, str(ROOT / "bench"))

from rows import JOBS, OWN, SECTION, WAYS, section, waiting
from rows_made import make
from rows_ways import REGION, TABLE, with_kzdata, with_pandas


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows") / "made"
    make(10_000, ROOT / "data", folder)
    return folder


def test_a_made_table_passes_the_check(made):
    frames, faults = kzdata.survey(made)
    assert faults == []
    assert len(frames[TABLE]) == 10_000
    key = list(kzdata.TABLES[TABLE].key)
    assert frames[TABLE].equals(frames[TABLE].sort_values(key, ignore_index=True))


def test_the_same_number_of_rows_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        make(100, ROOT / "data", tmp_path / name)
    first, second = (tmp_path / name / f"{TABLE}.parquet" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    assert len(kzdata.load(TABLE, folder=tmp_path / "a")) == 100


def test_kzdata_and_pandas_do_the_same_work(made):
    rows = kzdata.load(TABLE, folder=made)
    own, peer = with_kzdata("load", made)(), with_pandas("load", made)()
    assert len(own) == len(peer) == (rows["region_id"] == REGION).sum() > 0
    assert own["kt"].tolist() == peer["kt"].tolist()
    total, summed = with_kzdata("total", made)(), with_pandas("total", made)()
    pd.testing.assert_series_equal(total, summed, check_dtype=False, check_index_type=False)


@pytest.mark.parametrize(("way", "job"), [("kzdata", "total"), ("store", "overdue")])
def test_a_process_measures_as_often_as_it_is_asked(made, way, job):
    with waiting(way, job, made) as run:
        for cell in (run(), run()):
            assert set(cell) == {"ms", "processor_ms", "mb"}
            assert cell["ms"] > 0


def test_the_section_says_what_was_found_beside_what_is_wanted():
    cells = {(10, *one): {"ms": 50.0, "processor_ms": 0.25, "mb": 1.0} for one in OWN}
    for job in JOBS:
        for way in WAYS:
            cells[10, way, job] = {"ms": 50.0, "processor_ms": 1.5, "mb": 99.0}
    cells[10, "kzdata", "total"] = {"ms": 151.0, "processor_ms": 3.0, "mb": 20.0}
    text = section(cells, "Measured on a day.")
    assert SECTION.fullmatch(text)
    assert "Measured on a day." in text
    assert "| 10 | 151 (3.0) ms, 20 MB | 50 (1.5) ms, 99 MB |" in text
    assert "`load`: 1.00 times (1.00 times the processor's), 99 MB, kept." in text
    assert "`total`: 3.02 times (2.00 times the processor's), 20 MB, not kept." in text


def test_the_page_has_a_place_for_the_section():
    assert len(SECTION.findall((ROOT / "docs" / "performance.md").read_text())) == 1
