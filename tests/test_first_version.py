"""The first version that was published stays readable, whatever the tables have become since."""

import shutil
from datetime import UTC, datetime

import pytest
from conftest import ROOT

import kzdata
from dashboard.i18n.differences import say_difference
from kzdata import TABLES
from kzdata.schema import LANGUAGES
from kzdata.versions.find import table_of
from kzdata.versions.log import entry_at
from kzdata.versions.objects import digest_at
from kzdata.versions.shape import columns_of, reshaped
from publishing import Change, publish, rollback
from publishing.build import read_folder
from publishing.cli import main

DATA = ROOT / "data"
FIRST = entry_at(DATA, 1)
LATER = datetime(2031, 1, 1, tzinfo=UTC)
STILL = [name for name in FIRST.digests if name in TABLES]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A copy of the data after all tables of today were published, every one from its CSV file."""
    folder = tmp_path_factory.mktemp("grown") / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("factbook", "lock"))
    publish(folder, Change("build", LATER), read_folder(DATA / "factbook"))
    return folder


@pytest.mark.parametrize("name", STILL)
def test_a_table_of_the_first_version_is_read_and_compared_today(name, grown):
    table, now = TABLES[name], kzdata.load(name, folder=grown)
    first = kzdata.load(name, folder=grown, version=1)
    assert len(first) == FIRST.changes[name].added
    assert list(first) == list(now) == list(table.columns)
    shape = reshaped(name, table_of(grown, name, 1), kzdata.standing(grown).paths[name])
    for each in shape.added:
        assert table.specs[each].nullable
        assert first[each].isna().all()
    found = kzdata.diff(table, first, now, shape)
    for language in LANGUAGES:
        assert say_difference(found, language, frames=kzdata.standing(grown).frames, most=3)


@pytest.mark.parametrize("name", FIRST.digests)
def test_a_table_of_the_first_version_is_exported_as_it_was(name, grown, tmp_path):
    for form in ("parquet", "csv", "xlsx"):
        to = tmp_path / f"{name}.{form}"
        assert main(["export", name, "--as-of", "1", "--to", str(to), "--data", str(grown)]) == 0
    assert digest_at(tmp_path / f"{name}.parquet") == FIRST.digests[name]
    assert [*columns_of(tmp_path / f"{name}.parquet")]


def test_all_is_rolled_back_to_the_first_version_and_forth_again(grown):
    newest = kzdata.latest(grown)
    if newest.version != FIRST.version:
        entry = rollback(grown, Change("rollback", LATER), None, 1)
        assert (entry.version, entry.to) == (FIRST.version, 1)
    stands = kzdata.standing(grown)
    assert {problem.rule for problem in stands.problems} <= {"not_published"}
    assert stands.digests.items() >= FIRST.digests.items()
    assert stands.frames.keys() == FIRST.digests.keys()
    if newest.version != FIRST.version:
        again = rollback(grown, Change("rollback", LATER), None, newest.number)
        assert again.version == newest.version
    assert kzdata.check(grown) == []


def test_the_history_grows_by_what_changes_alone(grown):
    """The tables that the fact book has unchanged since are kept once."""
    objects = {path.stem for path in (grown / "history" / "objects").iterdir()}
    versions = [entry.digests for entry in kzdata.log(grown)]
    assert objects == {digest for digests in versions for digest in digests.values()}
