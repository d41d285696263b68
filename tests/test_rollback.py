"""Whatever is published, the way back leads to the same bytes; whatever is refused changes none."""

import shutil

import pytest
from conftest import FIRST_EDITION, ROOT
from hypothesis import given, settings
from made_tables import two_states
from small_data import declared

import kzdata
from kzdata import TABLES
from publishing import Change
from publishing.commit.publish import publish
from publishing.commit.rollback import rollback

# A table that others refer to and that refers to itself, and one with a key of many kinds.
DECLARED = ("sources", "metals", "plants", "plant_records")


@pytest.fixture(scope="module")
def begun(memory):
    """A folder of four tables with a version, and the codes that rows may refer to."""
    with declared({name: TABLES[name] for name in DECLARED}):
        frames = {name: kzdata.load(name, folder=ROOT / "data") for name in DECLARED}
        folder = memory / "begun"
        publish(folder, Change("build", FIRST_EDITION), frames)
        yield folder, {name: list(frames[name].iloc[:, 0]) for name in DECLARED[:3]}


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


@pytest.mark.parametrize("name", ["metals", "plant_records"])
def test_rolling_back_an_update_gives_the_bytes_from_before(begun, name):
    (folder, codes), ways_back = begun, []

    @settings(max_examples=12)
    @given(two_states(TABLES[name], codes))
    def holds(states):
        change, copy = Change("update", FIRST_EDITION), folder.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        old, new = states
        if len(old):
            publish(copy, change, {name: old})
        before = bytes_of(copy)
        try:
            entry = publish(copy, change, {name: new})
        except kzdata.BadTable as error:
            assert {problem.rule for problem in error.problems} == {"empty"}
            assert bytes_of(copy) == before
            return
        assert (entry is None) == (bytes_of(copy) == before)
        if entry:
            ways_back.append(
                rollback(copy, Change("rollback", FIRST_EDITION), name, entry.number - 1)
            )
            assert bytes_of(copy) == before
        assert kzdata.check(copy) == []

    holds()
    assert len(ways_back) > 5
