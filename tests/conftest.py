"""What several tests share: the real data, a copy to break, a day, and words."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from example_rows import EXAMPLES
from hypothesis import settings

import kzdata
from dashboard.i18n import words_of
from kzdata.schema.model import LANGUAGES
from publishing import Change
from publishing.build import build

pytest_plugins = ["browser", "small_data"]

ROOT = Path(__file__).parent.parent
FIRST_EDITION = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# The same tables each time, however long the machine takes: a test that fails fails for everybody.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


# Begun first, so that at the end no worker waits for another that has one of them to do; and before
# all others the one that fills the edition from which servers take.
LONGEST = (
    "test_editions",
    "test_lawful_changes",
    "test_lawful",
    "test_elsewhere",
    "test_site",
    "test_columns_shown",
    "test_consistency",
    "test_update",
    "test_office",
    "test_figures",
    "test_exported",
    "test_browser",
    "test_present",
    "test_soak",
    "test_killed",
    "test_serve",
    "test_slides",
    "test_deck_forms",
)
# What is made for a site is made once for all servers that stand there; without an address of its
# own each would make every page for its port.
SERVED_AS = "http://127.0.0.1"
MEMORY = Path("/dev/shm")
ENOUGH = 4_000_000_000  # bytes; of a run with two workers less than one is in use at a time


def pytest_configure(config):
    """Servers of tests find what those before them made, in a place of their own."""
    # What commands say here they say in English, in whatever terminal the tests are run.
    os.environ |= {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    os.environ.setdefault("KZDATA_CACHE", str(config.cache.mkdir("kzdata")))
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        # Where pytest makes its folders: thousands of files are written, and removed again.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    os.environ.setdefault(
        "MAKE_CHOICES", "no"
    )  # two minutes of a processor for each of many servers


def pytest_collection_modifyitems(items):
    turn = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get(item.path.stem, len(turn)))


@pytest.fixture(scope="session")
def tables(request):
    """The tables as they are published; while one is declared and not published yet, the book's."""
    frames, problems = kzdata.survey(ROOT / "data")
    if {problem.rule for problem in problems} == {"not_published"}:
        return request.getfixturevalue("book")
    assert problems == []
    return frames


@pytest.fixture(scope="session")
def first_edition(tmp_path_factory):
    """The folder of the data as the fact book has them, whatever `data/` holds today."""
    folder = tmp_path_factory.mktemp("first_edition")
    build(ROOT / "data" / "factbook", folder, Change("build", FIRST_EDITION))
    return folder


@pytest.fixture(scope="session")
def book(first_edition):
    """The tables of the fact book: what tests name literally, they find in these."""
    return kzdata.survey(first_edition)[0]


@pytest.fixture(scope="session")
def filled_book(first_edition):
    """The tables of the fact book, and rows in those that have none there."""
    book = kzdata.survey(first_edition)[0]
    return {**book, **{name: frame for name, frame in EXAMPLES.items() if book[name].empty}}


@pytest.fixture(scope="module")
def pages_of_the_book(first_edition):
    """While a module runs, the dashboard reads the first edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZDATA_DIR", str(first_edition))
        yield


@pytest.fixture(autouse=True)
def machine_in_no_hurry(monkeypatch):
    """On a slow machine the command says how far it has come; what else it says is the same."""
    monkeypatch.setattr("publishing.cli.progress.PATIENCE", float("inf"))


@pytest.fixture
def day():
    return date(2026, 11, 22)


@pytest.fixture(params=LANGUAGES)
def words(request):
    return words_of(request.param)


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """A copy of the tables that a test may break; the dashboard reads it in place of the real one.

    It has no history, so there is no older version that could stand in.
    """
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("factbook", "history"))
    monkeypatch.setenv("KZDATA_DIR", str(folder))
    return folder


@pytest.fixture
def data_with_history(first_edition, tmp_path, monkeypatch):
    """The first edition and its history, which the dashboard reads in place of the real data."""
    folder = tmp_path / "data"
    shutil.copytree(first_edition, folder)
    monkeypatch.setenv("KZDATA_DIR", str(folder))
    return folder
