"""What is published can be read by the service, whatever umask and user publish; and it is said
where it cannot."""

import os
import pwd
import shutil
import stat
from threading import Thread

import pytest
from conftest import FIRST_EDITION
from other_user import NAME, NEEDS_ROOT, as_other_user, umask
from small_data import TINY, rows, update
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import kzdata
import kzdata.parquet
import publishing
from dashboard.edition.swap import mark, taking
from dashboard.http.routes.health import health
from dashboard.i18n import words_of
from dashboard.slides.command import _write
from dashboard.store.edition_folder import Editions
from kzdata.access import shut_out
from kzdata.location import place_at
from kzdata.versions import objects
from kzdata.versions.log import files, path_of
from publishing import Change
from publishing.cli.command import main
from publishing.commit.rollback import rollback
from publishing.remote.sync import look
from publishing.remote.upload import upload
from publishing.table_files import FORMS

# The child of a process with threads does nothing here but read.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")


@pytest.fixture
def open_folder(folder, memory):
    """The folder of the tiny tables, which any user of the machine can reach."""
    memory.chmod(0o755)
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder):
    return {path.relative_to(folder).as_posix(): mode(path) for path in folder.rglob("*")}


def all_open(folder):
    return all(
        found == 0o755 if "." not in name else found in (0o644,)
        for name, found in modes(folder).items()
        if name != "history/lock"
    )


def update_towns(folder):
    update(folder, towns=rows(2))


def roll_back(folder):
    update(folder, towns=rows(3))
    rollback(folder, Change("rollback", FIRST_EDITION), "towns")


def found_by_hand(folder):
    kzdata.parquet.write(TINY["towns"], rows(4), folder / "towns.parquet")
    (folder / "towns.parquet").chmod(0o644)
    update(folder, wells=rows(2))


def first_of_all(folder):
    shutil.rmtree(folder / "history")
    update(folder, towns=rows(5))


def rebuilt(folder):
    shutil.rmtree(folder)
    update(folder, **{name: rows(6) for name in TINY})
    assert mode(folder) == 0o755


def taken_elsewhere(folder):
    to = folder.parent / "elsewhere" / "data"
    try:
        upload(folder, place_at(f"file://{to}"))
        assert all_open(to.parent)
        update(folder, towns=rows(7))
        upload(folder, place_at(f"file://{to}"))
        assert all_open(to.parent)
    finally:
        shutil.rmtree(to.parent)


WRITERS = (update_towns, roll_back, found_by_hand, first_of_all, rebuilt, taken_elsewhere)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("mask", [0o077, 0o027, 0o777])
def test_whatever_umask_publishes_all_that_was_open_stays_open(open_folder, write, mask):
    with umask(mask):
        write(open_folder)
    assert all_open(open_folder), modes(open_folder)
    assert shut_out(files(open_folder)) == []


def test_a_file_keeps_the_rights_that_it_had_and_no_others(open_folder):
    """Also narrower ones than its folder's: whoever set them meant it, and is told."""
    towns, wells = open_folder / "towns.parquet", open_folder / "wells.parquet"
    towns.chmod(0o640)
    wells.chmod(0o664)
    update(open_folder, towns=rows(2), wells=rows(2))
    assert (mode(towns), mode(wells)) == (0o640, 0o664)


def test_where_all_may_write_a_new_file_is_not_for_all_to_write(open_folder):
    for each in (open_folder, open_folder / "history", open_folder / "history" / "objects"):
        each.chmod(0o777)
    update(open_folder, towns=rows(2))
    made = {name: found for name, found in modes(open_folder).items() if "." in name}
    assert not any(found & 0o002 for found in made.values())


@NEEDS_ROOT
def test_what_root_publishes_belongs_to_whom_the_folder_belongs(open_folder):
    user = pwd.getpwnam(NAME)
    for path in (open_folder, *open_folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    with umask(0o077):
        update_towns(open_folder)
        roll_back(open_folder)
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in open_folder.rglob("*")}
    assert owners == {(user.pw_uid, user.pw_gid)}
    as_other_user(lambda: update(open_folder, wells=rows(9)))
    assert kzdata.log(open_folder)[-1].changes.keys() == {"wells"}


@NEEDS_ROOT
@pytest.mark.parametrize("write", WRITERS)
def test_another_user_reads_what_was_published_under_any_umask(open_folder, write):
    with umask(0o077):
        write(open_folder)
    published = kzdata.standing(open_folder).version, kzdata.log(open_folder)

    def read():
        assert kzdata.check(open_folder) == []
        stands = kzdata.standing(open_folder)
        assert (stands.version, kzdata.log(open_folder)) == published

    as_other_user(read)


def private(path):
    path.chmod(0o700 if path.is_dir() else 0o600)


CLOSED = {
    "the folder": lambda folder: folder,
    "a table": lambda folder: folder / "towns.parquet",
    "the log": lambda folder: folder / "history",
    "the last version": lambda folder: path_of(folder, 2),
    "an older version": lambda folder: path_of(folder, 1),
    "the files of versions": lambda folder: folder / "history" / "objects",
    "a file of a version": lambda folder: objects.object_of(
        folder, kzdata.latest(folder).digests["towns"]
    ),
}


@NEEDS_ROOT
@pytest.mark.parametrize("what", CLOSED)
def test_what_another_user_may_not_read_is_named_until_it_may(open_folder, what):
    """By the check, by what stands, and in what tells a server that something has changed."""
    update_towns(open_folder)
    path = CLOSED[what](open_folder)
    name = path.relative_to(open_folder).as_posix()
    private(path)
    assert shut_out([path]) == [path]
    if path == open_folder:
        name = "towns.parquet"

    def read_closed():
        for problems in (kzdata.check(open_folder), kzdata.standing(open_folder).problems):
            found = {(problem.file, problem.rule) for problem in problems}
            assert (name, "access_denied") in found
            assert {rule for _, rule in found} == {"access_denied"}
            assert "root:root" in problems[0].found
            assert problems[0].expected == NAME
        if path != open_folder:
            assert kzdata.standing(open_folder).frames.keys() == set(TINY)
        with pytest.raises((kzdata.BadTable, publishing.NotWritten)):
            update(open_folder, wells=rows(9))
        before = kzdata.stamp(open_folder)
        assert kzdata.stamp(open_folder) == before
        os.write(tell, repr(before).encode())

    def read_open():
        assert kzdata.check(open_folder) == []
        assert repr(kzdata.stamp(open_folder)) != seen

    told, tell = os.pipe()
    as_other_user(read_closed)
    seen = os.read(told, 100_000).decode()
    path.chmod(0o755 if path.is_dir() else 0o644)
    as_other_user(read_open)


@NEEDS_ROOT
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_command_names_what_this_user_may_not_read(open_folder, language, capfd):
    update_towns(open_folder)
    private(open_folder / "towns.parquet")
    private(path_of(open_folder, 2))

    def call():
        for verb, status in (("check", 1), ("log", 1), ("list", 1)):
            assert main([verb, "--data", str(open_folder), "--lang", language]) == status

    as_other_user(call)
    said = capfd.readouterr()
    for name in ("towns.parquet", "history/000002.json"):
        assert name in said.err
    assert said.err.count(NAME) >= 3
    assert "-rw------- root:root" in said.err
    assert "Parquet" not in said.err


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("call", ["check", "log", "update", "rollback"])
def test_whoever_publishes_is_told_that_others_may_not_read(open_folder, call, language, capsys):
    """With the command that mends it; and nothing is said where all is open."""
    update_towns(open_folder)
    file = open_folder.parent / "towns.csv"
    rows(8).to_csv(file, index=False)
    calls = {
        "update": ["update", "towns", str(file), "--yes"],
        "rollback": ["rollback", "towns", "1", "--yes"],
    }
    asked = [*calls.get(call, [call]), "--lang", language, "--data", str(open_folder)]
    private(open_folder / "wells.parquet")
    main(asked)
    assert f"chmod -R a+rX {open_folder}" in capsys.readouterr().err
    (open_folder / "wells.parquet").chmod(0o644)
    main(asked)
    assert "chmod" not in capsys.readouterr().err


@NEEDS_ROOT
def test_a_server_names_what_it_may_not_read_until_it_may(open_folder, caplog):
    """By the rule in `/healthz` and in a sentence of the log, beside the version that it shows."""
    towns = open_folder / "towns.parquet"
    private(towns)
    client = TestClient(Starlette(routes=[Route("/healthz", health)]))

    def serve():
        os.environ["KZDATA_DIR"] = str(open_folder)
        told = client.get("/healthz").json()
        assert told["status"] == "degraded"
        assert told["shown_instead"] == ["towns"]
        assert told["tables"]["towns"]["rules"] == ["access_denied"]
        said = [r.getMessage() for r in caplog.records if vars(r).get("event") == "data_degraded"]
        assert len(said) == 1
        assert said[0].startswith("towns.parquet: the file is there, but the user nobody")
        os.write(tell, b".")
        assert os.read(opened, 1)
        assert client.get("/healthz").json()["status"] == "ok"

    told, tell = os.pipe()
    opened, open_ = os.pipe()

    def mend():
        os.read(told, 1)
        towns.chmod(0o644)
        os.write(open_, b".")

    mending = Thread(target=mend)
    mending.start()
    try:
        as_other_user(serve)
    finally:
        os.write(tell, b".")
        mending.join()


@NEEDS_ROOT
def test_who_looks_at_a_place_as_root_takes_no_copy_from_the_service(
    open_folder, memory, monkeypatch
):
    """`kzdata check` of an operator, with the cache folder of the service and a umask of 077."""
    cache, user = memory / "cache", pwd.getpwnam(NAME)
    cache.mkdir(exist_ok=True)
    os.chown(cache, user.pw_uid, user.pw_gid)
    monkeypatch.setenv("KZDATA_CACHE", str(cache))
    place = place_at(f"file://{open_folder}")
    for _ in range(2):
        with umask(0o077):
            update(open_folder, towns=rows(len(kzdata.log(open_folder)) + 1))
            assert look(place).trouble == ""
        paths = [path for path in cache.rglob("*") if not path.is_symlink()]
        assert {(path.stat().st_uid, path.stat().st_gid) for path in paths} == {
            (user.pw_uid, user.pw_gid)
        }
        assert mode(place.root) == 0o700

        def serve():
            assert kzdata.check(place.shown) == []
            assert len(kzdata.log(place.shown)) == len(kzdata.log(open_folder))

        as_other_user(serve)
    shutil.rmtree(cache)


def site(to):
    with taking(to) as new:
        mark(new, {})


def handout(to):
    _write(to, b"%PDF", words_of("en"))


def test_an_edition_and_a_handout_are_as_open_as_what_they_replace(tmp_path):
    """Else as the folder around; an edition is read by the server of files, another user."""
    tmp_path.chmod(0o755)
    with umask(0o077):
        for make, name, usual, narrow in (
            (site, "site", 0o755, 0o750),
            (handout, "slides.pdf", 0o644, 0o640),
        ):
            to = tmp_path / name
            make(to)
            assert mode(to) == usual
            to.chmod(narrow)
            make(to)
            assert mode(to) == narrow
    assert mode(tmp_path / "site" / "edition.json") == 0o640


def test_a_table_that_is_taken_out_is_as_open_as_its_folder(folder, tmp_path):
    tmp_path.chmod(0o755)
    of = ["--data", str(folder)]
    for form in FORMS:
        with umask(0o077):
            assert main(["export", "towns", "--to", str(tmp_path / f"towns{form}"), *of]) == 0
    assert set(modes(tmp_path).values()) == {0o644}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_sent_as_it_lies_there_only_its_maker_may_write_or_read(tmp_path, mask):
    with umask(mask):
        editions = Editions(tmp_path / "editions", "makers")
        editions.of("2026-11-22", "0142f31e65cd", "state").write("kk/town.html", {"": b"made"})
    assert not any(found & 0o077 for found in modes(tmp_path).values())


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "missed"),
    [
        (0o755, 0o644, False),
        (0o755, 0o600, True),
        (0o755, 0o640, True),
        (0o750, 0o640, False),
        (0o750, 0o600, True),
        (0o700, 0o600, False),
        (0o711, 0o600, False),
    ],
)
def test_somebody_is_shut_out_who_may_read_the_folder_and_not_the_file(
    tmp_path, folder_mode, file_mode, missed
):
    file = tmp_path / "folder" / "file"
    file.parent.mkdir()
    file.write_bytes(b"")
    file.chmod(file_mode)
    file.parent.chmod(folder_mode)
    assert bool(shut_out([file])) is missed
