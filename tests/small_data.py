"""Two tiny tables with a history, on the fastest disk there is."""

import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

import kzdata
import publishing
from kzdata import TABLES
from kzdata.check import _across, _row_problems
from kzdata.parquet import packed
from kzdata.schema.model import TEXT, WHOLE, ColumnSpec, table, titles
from kzdata.versions import objects
from kzdata.versions.paths import digests, paths

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def tiny(name, references=None, high=10**9, **more):
    """A table of a code and a number; the code may have to be one of another table."""
    code = ColumnSpec(TEXT, titles("Код", "Код", "Code"), references=references)
    number = ColumnSpec(WHOLE, titles("Саны", "Число", "Number"), low=0, high=high)
    columns = {"code": code, "number": number, **more}
    return table(name, titles(name, name, name), ["code"], columns)


TINY = {"towns": tiny("towns"), "wells": tiny("wells", "towns")}


def rows(number, *codes):
    codes = codes or ("ertis", "esil", "ile")
    return pd.DataFrame({"code": codes, "number": pd.array([number] * len(codes), "Int64")})


@contextmanager
def declared(tables):
    """Meanwhile only these tables are declared; afterwards all are again, in their order."""
    before = dict(TABLES)
    _declare(tables)
    try:
        yield
    finally:
        _declare(before)


def _declare(tables):
    TABLES.clear()
    TABLES.update(tables)
    # A program has one declaration as long as it runs, and looks at the same bytes but once.
    _row_problems.cache_clear()
    _across.cache_clear()


@pytest.fixture(scope="module")
def tiny_tables():
    """While a module runs, only the tiny tables are declared."""
    with declared(TINY):
        yield


@pytest.fixture(scope="module")
def memory():
    """A folder in memory where there is one: nobody waits for that."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def published(memory, tiny_tables):
    """A folder with one version, to be copied."""
    folder = memory / "published"
    publishing.publish(folder, publishing.Change("build", AT), {name: rows(1) for name in TINY})
    return folder


@pytest.fixture
def folder(published, memory):
    """A copy of it."""
    copy = memory / "copy"
    shutil.copytree(published, copy)
    yield copy
    shutil.rmtree(copy)


def update(folder, **frames):
    return publishing.publish(folder, publishing.Change("update", AT), frames)


def digest(name, frame):
    """The digest of the file that a table becomes."""
    return objects.digest_of(packed(TABLES[name], frame))


def state(folder):
    """The digests of what readers are given; every table can be read, and nothing is wrong."""
    assert kzdata.check(folder) == []
    for name in TABLES:
        assert len(kzdata.load(name, folder=folder)) > 0
    return digests(paths(folder))


def assert_tidy(folder):
    """Nothing pending, nothing begun, no object that no version names; all files are in place."""
    history, entries = folder / "history", kzdata.log(folder)
    assert {path.name for path in folder.glob("*")} == {
        *(f"{n}.parquet" for n in TABLES),
        "history",
    }
    numbered = {f"{number:06}.json" for number in range(1, len(entries) + 1)}
    assert {path.name for path in history.glob("*")} == {"lock", "objects", *numbered}
    kept = {path.stem for path in objects.folder_of(folder).glob("*")}
    assert kept == set().union(*(entry.named for entry in entries))
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    assert digests(files) == entries[-1].digests
