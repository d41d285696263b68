"""What several tests share: the real data, a copy to break, a day, and words."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import kzdata
from dashboard.i18n import LANGUAGES, words_of
from kzdata.build import build

pytest_plugins = ["browser"]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def tables():
    frames, faults = kzdata.survey(ROOT / "data")
    assert faults == []
    return frames


@pytest.fixture(scope="session")
def first_edition(tmp_path_factory):
    """The folder of the data as the fact book has them, whatever `data/` holds today."""
    folder = tmp_path_factory.mktemp("first_edition")
    build(ROOT / "data" / "factbook", folder)
    return folder


@pytest.fixture(scope="session")
def book(first_edition):
    """The tables of the fact book: what tests name literally, they find in these."""
    return kzdata.survey(first_edition)[0]


@pytest.fixture(scope="module")
def pages_of_the_book(first_edition):
    """While a module runs, the dashboard reads the first edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZDATA_DIR", str(first_edition))
        yield


@pytest.fixture
def day():
    return date(2026, 11, 22)


@pytest.fixture(params=LANGUAGES)
def words(request):
    return words_of(request.param)


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """A copy of the data that a test may break; the dashboard reads it in place of the real one."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("factbook"))
    monkeypatch.setenv("KZDATA_DIR", str(folder))
    return folder
