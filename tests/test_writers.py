"""Several writers, readers meanwhile, a disk that is full: nothing is lost or there by halves."""

import errno
import os
import resource
import signal
import subprocess

import pytest
from processes import begun, ended
from small_data import AT, assert_tidy, rows, state, update

import kzdata
import publishing
from dashboard.i18n import numbers
from kzdata import TABLES
from kzdata.parquet import packed
from publishing import Change
from publishing.cli.command import main
from publishing.commit.lock import writing
from publishing.commit.publish import publish

# The child of a process with threads does nothing here but publish.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")


@pytest.fixture
def holder(folder):
    """The id of a process that has begun to write and waits."""
    told, tell = os.pipe()

    def hold():
        with writing(folder, AT):
            os.write(tell, b"held")
            signal.pause()

    child = begun(hold)
    assert os.read(told, 4) == b"held"
    yield child
    os.kill(child, signal.SIGKILL)
    assert not ended(child)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_who_comes_second_is_told_who_is_writing_and_since_when(folder, holder, capsys, language):
    with pytest.raises(publishing.Locked) as raised:
        update(folder, towns=rows(2))
    assert (raised.value.pid, raised.value.since) == (holder, AT)
    call = ["rollback", "towns", "1", "--yes", "--lang", language, "--data", str(folder)]
    (folder / "towns.parquet").unlink()
    assert main(call) == 1
    said = capsys.readouterr().err
    assert str(holder) in said
    assert numbers.moment(AT, language) in said


def test_readers_never_wait_for_a_writer(folder, holder):
    assert state(folder)


def test_a_lock_whose_holder_was_killed_hinders_nobody(folder, published):
    told, tell = os.pipe()

    def hold():
        with writing(folder, AT):
            os.write(tell, b"held")
            os.kill(os.getpid(), signal.SIGKILL)

    child = begun(hold)
    assert os.read(told, 4) == b"held"
    assert not ended(child)
    assert str(child) in (folder / "history" / "lock").read_text()
    assert update(folder, towns=rows(2)).number == 2


def test_what_was_made_for_an_older_state_is_not_published_over_a_newer(folder):
    basis = kzdata.standing(folder).version
    update(folder, towns=rows(2))
    change = Change("update", AT, basis=basis)
    with pytest.raises(publishing.Outdated):
        publish(folder, change, {"towns": rows(3)})
    assert len(kzdata.log(folder)) == 2


def test_of_writers_at_once_none_loses_what_another_wrote(folder):
    """Each adds a row of its own to what stands, and tries again when it came too late."""

    def add(code):
        while True:
            stands = kzdata.standing(folder)
            towns = kzdata.load("towns", folder=folder)
            towns.loc[len(towns)] = [code, 2]
            change = Change("update", AT, by=code, basis=stands.version)
            try:
                return publish(folder, change, {"towns": towns})
            except (publishing.Locked, publishing.Outdated):
                continue

    codes = ["a", "b", "c", "d"]
    children = [begun(lambda code=code: add(code)) for code in codes]
    assert all(map(ended, children))
    assert set(codes) <= set(kzdata.load("towns", folder=folder)["code"])
    assert sorted(entry.by for entry in kzdata.log(folder)) == ["", *codes]
    assert_tidy(folder)


def test_who_reads_while_others_publish_sees_whole_versions_only(folder):
    """Both tables are always of one version, whichever it is."""

    def write():
        for number in range(2, 22):
            update(folder, towns=rows(number), wells=rows(number))

    child, seen = begun(write), []
    while not seen or seen[-1] < 21:
        stands = kzdata.standing(folder)
        assert stands.problems == ()
        (number,) = {value for frame in stands.frames.values() for value in frame["number"]}
        seen.append(number)
    assert ended(child)
    assert seen == sorted(seen)
    assert len(set(seen)) > 3


def test_what_is_replaced_while_it_is_read_is_read_as_it_was(folder, monkeypatch):
    """One file takes the place of another again and again, as whoever puts files in does it."""
    monkeypatch.setattr("kzdata.parquet.ROW_GROUP", 100)  # one has more parts than the other
    file, beside = folder / "towns.parquet", folder / "beside"
    many = [f"town {number}" for number in range(300)]
    contents = [packed(TABLES["towns"], frame) for frame in (rows(1), rows(2, *many))]

    every = [("number", ">", 0)]

    def replace():
        while True:
            for content in contents:
                beside.write_bytes(content)
                os.replace(beside, file)

    child = begun(replace)
    try:
        whole, met = set(), set()
        while len(whole) < 2 or len(met) < 2:
            for _ in range(50):
                for filters, seen in ((None, whole), (every, met)):
                    towns = kzdata.load("towns", folder=folder, filters=filters)
                    seen.add((len(towns), *towns["number"].unique()))
        assert whole == met == {(3, 1), (300, 2)}
    finally:
        os.kill(child, signal.SIGKILL)
        assert not ended(child)


def test_a_file_that_may_not_grow_so_far_changes_nothing(folder, capsys):
    """The error of the system itself, at each size at which a part of a version still fits."""
    before = state(folder)

    def limited(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        with pytest.raises(publishing.NotWritten) as raised:
            update(folder, towns=rows(2))
        assert raised.value.error.errno == errno.EFBIG

    for size in (0, 300, 700):  # not even the entry, the entry by half, the entry and no table
        assert ended(begun(lambda size=size: limited(size)))
        assert state(folder) == before
        assert_tidy(folder)
    assert update(folder, towns=rows(2))


@pytest.fixture
def small_disk(folder, tmp_path):
    """The folder on a disk of its own, of a few pages; yields where it is mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    try:
        subprocess.run(["cp", "-r", str(folder), str(disk / "data")], check=True)
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_on_a_full_disk_a_version_is_published_whole_or_not_at_all(small_disk):
    folder, filler = small_disk / "data", small_disk / "filler"
    before, refused, published = state(folder), 0, 0
    for pages in range(12):
        room = os.statvfs(small_disk).f_bavail - pages
        filler.write_bytes(bytes(4096) * room)
        try:
            update(folder, towns=rows(2 + pages))
            published += 1
        except publishing.NotWritten as failure:
            assert failure.error.errno == errno.ENOSPC
            assert state(folder) == before
            refused += 1
        filler.unlink()
        before = state(folder)
        assert_tidy(folder)
    assert refused > 2
    assert published > 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "Дискіде орын жетпейді"), ("ru", "не хватает места"), ("en", "not enough room")],
)
def test_a_full_disk_is_said_in_a_sentence(small_disk, capsys, language, said):
    folder, filler = small_disk / "data", small_disk / "filler"
    update(folder, towns=rows(2))
    filler.write_bytes(bytes(4096) * os.statvfs(small_disk).f_bavail)
    call = ["rollback", "towns", "--yes", "--lang", language, "--data", str(folder)]
    assert main(call) == 1
    assert said in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_said_in_a_sentence(small_disk, capsys):
    folder = small_disk / "data"
    update(folder, towns=rows(2))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    call = ["rollback", "towns", "--yes", "--lang", "ru", "--data", str(folder)]
    assert main(call) == 1
    assert "Нет права записывать" in capsys.readouterr().err
    assert state(folder)
