"""Data that lie elsewhere are read from a copy here: whatever happens there, the last good one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from browser import fetch, serving
from conftest import FIRST_EDITION
from s3_server import KEYS, SURROUNDINGS, Bucket, Line, address, files_of, free_port, s3_server

import kzdata
from dashboard import store
from dashboard.html import Place as Shown
from dashboard.html import part
from dashboard.page_contents import Changes
from kzdata import TABLES
from kzdata.location import is_elsewhere, place_at
from kzdata.schema.model import LANGUAGES
from publishing import Change, remote
from publishing.cli.command import main
from publishing.commit.publish import publish
from publishing.remote import upload as uploading
from publishing.remote.snapshots import LEFT, SETTLED
from publishing.remote.sync import FETCH, look
from publishing.remote.upload import NotUploaded, upload

LATER = FIRST_EDITION + timedelta(days=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3_server(tmp_path_factory.mktemp("s3") / "log") as port:
        yield port


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The cache folder of a machine that knows how to sign in."""
    for name, value in SURROUNDINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("KZDATA_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def folder(first_edition, tmp_path):
    """What the maintainer has."""
    return shutil.copytree(first_edition, tmp_path / "own")


@pytest.fixture
def line(server):
    line = Line(server)
    yield line
    line.end()


@pytest.fixture
def bucket(server, here, folder, request):
    """The first edition in a bucket."""
    made = Bucket(server, f"bucket-{request.node.name.partition('[')[0][:30]}".replace("_", "-"))
    for name in ("placeholder", *files_of(folder)):
        made.write(name, b"" if name == "placeholder" else (folder / name).read_bytes())
    yield made
    made.system.delete_dir_contents(made.base)


@pytest.fixture
def place(bucket, line, monkeypatch):
    named = address(line.port, bucket.base)
    monkeypatch.setenv("KZDATA_DIR", named)
    return place_at(named)


def priced(folder, usd):
    """The tables of a new version: prices, with another one for copper."""
    prices = kzdata.load("metal_prices", folder=folder)
    prices.loc[prices["metal_id"] == "copper", "usd_per_kg"] = usd
    return {"metal_prices": prices}


def update(folder, **frames):
    frames = frames or priced(folder, 7.77)
    return publish(folder, Change("update", LATER), frames)


def two_tables(folder):
    """A version in which two tables become others, each of them fit to stand beside the old one."""
    benchmarks = kzdata.load("benchmarks", folder=folder)
    benchmarks.loc[benchmarks["metric"] == "recycling", "target"] = 91.0
    return {**priced(folder, 7.77), "benchmarks": benchmarks}


def copper():
    """The price as pages have it."""
    prices = store.snapshot().tables["metal_prices"].set_index("metal_id")["usd_per_kg"]
    return prices["copper"]


def told():
    """What is said of the place: trouble, and whether it can be reached."""
    source = kzdata.source()
    return source.trouble, source.reachable


def test_everything_loads_from_a_bucket(place, folder):
    assert look(place).trouble == ""
    assert store.snapshot().version == kzdata.standing(folder).version
    assert store.snapshot().broken == frozenset()
    for name in TABLES:
        assert kzdata.load(name).equals(kzdata.load(name, folder=folder))
    assert kzdata.log(kzdata.data_folder()) == kzdata.log(folder)
    assert kzdata.check() == []
    assert kzdata.load("plants", version=1).equals(kzdata.load("plants"))


def test_nothing_is_taken_along_that_is_no_table_and_no_history(place, bucket):
    for name in ("notes.txt", "history/lock", "history/objects/evil.parquet", ".x.parquet.new"):
        bucket.write(name, b"x")
    look(place)
    assert "notes.txt" not in files_of(place.shown)
    assert all(name.endswith((".parquet", ".json")) for name in files_of(place.shown))
    assert "history/objects/evil.parquet" not in files_of(place.shown)
    assert place.root.stat().st_mode & 0o077 == 0


def test_an_update_of_the_place_is_shown(place, folder):
    look(place)
    before, version = place.shown, store.snapshot().version
    update(folder)
    upload(folder, place)
    assert store.snapshot().version == version
    assert look(place).trouble == ""
    assert copper() == 7.77
    assert [entry.number for entry in kzdata.log(kzdata.data_folder())] == [1, 2]
    same = before / "plants.parquet", place.shown / "plants.parquet"
    assert os.path.samefile(*same) is (place.shown == before)
    assert kzdata.check() == []


def test_what_is_not_another_is_not_fetched_again(place, bucket):
    look(place)
    before = place.shown
    bucket.write("metal_prices.parquet", (before / "metal_prices.parquet").read_bytes() + b"x")
    pool = {path.stat().st_ino for path in (place.root / "pool").iterdir()}
    look(place)
    more = {path.stat().st_ino for path in (place.root / "pool").iterdir()}
    assert len(more - pool) == 1
    assert pool <= more


def test_a_file_as_long_and_as_old_as_the_one_before_is_another(place, bucket, folder):
    """S3 tells times by the second, and sizes may be equal."""
    old = (folder / "metal_prices.parquet").read_bytes()
    bucket.write("metal_prices.parquet", old)
    first = look(place)
    bucket.write("metal_prices.parquet", old[:-1] + b"x")
    second = look(place)
    assert (first.waiting, second.trouble) == ("", "changing")


def test_while_the_place_is_gone_the_last_good_version_stands(place, line, folder):
    look(place)
    version, seen = store.snapshot().version, kzdata.source().seen
    line.cut()
    assert look(place).trouble == "unreachable"
    assert told() == ("unreachable", False)
    assert kzdata.source().seen == seen
    assert store.snapshot().version == version
    update(folder)
    line.mend()
    upload(folder, place)
    look(place)
    assert told() == ("", True)
    assert copper() == 7.77


def test_a_place_that_hangs_is_given_up_in_time(place, line):
    look(place)
    line.stalled.set()
    begun = time.monotonic()
    assert look(place, limit=1.0).trouble == "slow"
    assert time.monotonic() - begun < 60  # and not the minutes that a client of S3 waits
    assert told() == ("slow", False)
    line.stalled.clear()
    assert look(place).trouble == ""


def test_who_reads_does_not_wait_for_a_place_that_hangs(place, line):
    look(place)
    version = store.snapshot().version
    line.stalled.set()
    looking = threading.Thread(target=look, args=(place,), kwargs={"limit": 5.0})
    line.asked.clear()
    looking.start()
    assert line.asked.wait(30)
    for _ in range(100):
        assert store.snapshot().version == version
        assert kzdata.source() is not None
    assert looking.is_alive()  # all of this was read meanwhile
    looking.join()


def half(name, folder, bucket):
    """What an upload has left that was broken off."""
    content = (folder / "metal_prices.parquet").read_bytes()
    match name:
        case "truncated":
            bucket.write("metal_prices.parquet", content[:100])
        case "empty":
            bucket.write("metal_prices.parquet", b"")
        case "missing":
            bucket.remove("metal_prices.parquet")
        case "mixed":
            update(folder, **two_tables(folder))
            bucket.put(folder, "benchmarks.parquet")
        case "log first":
            update(folder)
            bucket.put(folder, "history/000002.json")
        case "all gone but one":
            bucket.remove(*(f for f in files_of(folder) if f != "plants.parquet"))


HALVES = ("truncated", "empty", "missing", "mixed", "log first", "all gone but one")


@pytest.mark.parametrize("name", HALVES)
def test_a_half_written_upload_is_not_shown_and_that_is_said(place, bucket, folder, name):
    look(place)
    shown, version = place.shown, store.snapshot().version
    half(name, folder, bucket)
    assert look(place).trouble == "changing"
    assert told() == ("changing", True)
    assert (place.shown, store.snapshot().version) == (shown, version)
    assert store.snapshot().instead == frozenset()


def test_a_broken_upload_that_stays_shows_no_less_than_before(place, bucket, folder, monkeypatch):
    """The faulty table is shown as it was in the last good version, as in a folder here."""
    look(place)
    half("truncated", folder, bucket)
    look(place)
    after(monkeypatch, SETTLED)
    assert look(place).trouble == ""
    assert store.snapshot().instead == {"metal_prices"}
    bucket.remove(*(f for f in files_of(folder) if f.startswith("history")))
    look(place)
    after(monkeypatch, 2 * SETTLED)
    assert look(place).trouble == "lost"
    assert store.snapshot().broken == frozenset()


def test_a_table_put_in_by_hand_is_shown_once_it_stays(place, bucket, folder, monkeypatch):
    look(place)
    update(folder)
    bucket.put(folder, "metal_prices.parquet")
    assert look(place).trouble == "changing"
    after(monkeypatch, SETTLED)
    assert look(place).trouble == ""
    assert copper() == 7.77


def after(monkeypatch, time):
    now = datetime.now(UTC) + time
    monkeypatch.setattr("kzdata.clock.now", lambda: now)


def test_at_each_point_of_an_upload_one_version_is_shown_whole(place, bucket, folder, monkeypatch):
    """Whoever uploads may be killed before any file, and whoever reads may look at any time."""
    look(place)
    old = store.snapshot().version
    update(folder, **two_tables(folder))
    new = kzdata.standing(folder).version
    seen = []

    def watched(system, path, source):
        look(place)
        seen.append(store.snapshot().version)
        put(system, path, source)

    put = uploading._put
    monkeypatch.setattr(uploading, "_put", watched)
    upload(folder, place)
    seen.append((look(place), store.snapshot().version)[1])
    assert [now for now, before in zip(seen, [None, *seen]) if now != before] == [old, new]  # noqa: B905
    assert seen.count(old) == 3  # two objects, and the entry that publishes both
    assert len(seen) > 20
    assert look(place).trouble == ""
    assert not (place.shown / "history" / "pending.json").exists()


@pytest.mark.parametrize("step", [0, 1, 2, 3, 10])
def test_an_upload_that_was_broken_off_is_finished_by_the_next(place, folder, monkeypatch, step):
    put, count = uploading._put, iter(range(100))
    update(folder)

    def broken(system, path, source):
        if next(count) == step:
            raise OSError("the line is cut")
        put(system, path, source)

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "_put", broken)
        with pytest.raises(NotUploaded, match="the line is cut"):
            upload(folder, place)
    assert upload(folder, place) == 2
    look(place)
    assert (copper(), kzdata.check(), told()) == (7.77, [], ("", True))


def test_what_somebody_else_uploaded_is_not_overwritten(place, folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "other")
    update(folder)
    upload(folder, place)
    update(other, **priced(other, 6.66))
    with pytest.raises(NotUploaded) as refused:
        upload(other, place)
    assert (refused.value.key, refused.value.detail) == ("strange", "000002.json")


def test_a_place_may_be_a_folder_by_its_address(folder, here, monkeypatch):
    monkeypatch.setenv("KZDATA_DIR", folder.as_uri())
    place = place_at(folder.as_uri())
    assert look(place).trouble == ""
    assert store.snapshot().version == kzdata.standing(folder).version
    update(folder)
    look(place)
    assert copper() == 7.77
    folder.rename(folder.with_name("away"))
    assert look(place).trouble == "not_there"
    assert copper() == 7.77


@pytest.mark.parametrize(
    ("named", "trouble"),
    [
        ("no-such-bucket/data", "not_there"),
        ("bucket-wrong/no/such/folder", "not_there"),
        ("bucket-wrong/empty", "empty"),
    ],
)
def test_a_wrong_address_is_told_from_a_place_that_is_gone(server, here, named, trouble):
    Bucket(server, "bucket-wrong").write("empty/notes.txt", b"x")
    assert look(place_at(address(server, named))).trouble == trouble


def test_an_address_that_is_none_is_said_without_its_secret(here):
    seen = look(place_at("s3://AKIATESTOFTHEKEY:secret-of-the-test@bucket/da ta"))
    assert seen.trouble == "address"
    assert "secret-of-the-test" not in repr(seen)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("s3://key:se/cret@bucket/data", "s3://bucket/data"),
        ("s3://key:se%2Fcret@bucket/data?scheme=http", "s3://bucket/data"),
        ("s3://bucket/data?endpoint_override=key:se/cret@host:9", "s3://bucket/data (host:9)"),
        ("s3://[/data", "s3://[/data"),
    ],
)
def test_of_an_address_only_what_opens_nothing_is_said(here, named, said):
    assert place_at(named).said == said
    if "@bucket" in named:
        assert "cret" not in place_at(named).without_secrets(f"{named}: no key:se/cret, se/cret")


def test_a_new_key_opens_the_same_place(here):
    roots = [place_at(f"s3://{user}bucket/data").root for user in ("", "a:b@", "c:d@")]
    assert len(set(roots)) == 1
    assert place_at("s3://bucket/a@data").root != place_at("s3://bucket/b@data").root


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory):
    """A server that lets nobody in."""
    log = tmp_path_factory.mktemp("closed") / "log"
    with s3_server(log, INITIAL_NO_AUTH_ACTION_COUNT="0") as port:
        yield port


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rights_are_said_as_such_and_no_key_is_shown(closed_server, here, capsys, language):
    user = f"{KEYS['AWS_ACCESS_KEY_ID']}:{KEYS['AWS_SECRET_ACCESS_KEY']}@"
    named = address(closed_server, user=user)
    assert look(place_at(named)).trouble == "denied"
    assert main(["list", "--data", named, "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert f"s3://bucket/data (127.0.0.1:{closed_server})" in err
    for secret in KEYS.values():
        kept = (place_at(named).root / "seen.json").read_text()
        assert secret not in out + err + kept + repr(place_at(named)) + str(place_at(named).root)


@pytest.mark.parametrize("named", ["memory://x/y", "gs://bucket/data", "http://127.0.0.1/data"])
def test_an_address_of_another_kind_is_refused_with_those_that_are_read(
    here, monkeypatch, capsys, named
):
    assert main(["list", "--data", named]) == 2
    assert "s3://, file://" in capsys.readouterr().err
    monkeypatch.setenv("KZDATA_DIR", named)
    with pytest.raises(kzdata.UnknownScheme, match="s3://"):
        remote.keep_mirrored()
    assert not kzdata.data_folder().exists()


@pytest.mark.parametrize("pause", ["soon", "0", "-1"])
def test_a_pause_that_is_none_is_refused(here, monkeypatch, pause):
    monkeypatch.setenv("KZDATA_DIR", "s3://bucket/data")
    monkeypatch.setenv("KZDATA_LOOK_EVERY", pause)
    with pytest.raises(ValueError, match="expected is a number of seconds"):
        remote.keep_mirrored()


def test_a_folder_is_no_place(tmp_path, monkeypatch):
    assert not is_elsewhere("/data") and not is_elsewhere("data") and not is_elsewhere("c:\\data")
    monkeypatch.setenv("KZDATA_DIR", str(tmp_path))
    assert (kzdata.source(), kzdata.unseen(), remote.fetch()) == (None, None, None)


def answering(monkeypatch, **answer):
    """From now on a look comes to this; a client of S3 takes 6 seconds to find nobody there."""
    monkeypatch.setattr("publishing.remote.sync._answer", lambda place, limit: answer)


COMMANDS = (["list"], ["show", "plants"], ["check"], ["log"], ["diff", "plants", "--since", "1"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_commands_fetch_and_say_when_they_show_the_copy(place, monkeypatch, capsys, command):
    assert main(command) == 0
    asked = capsys.readouterr()
    assert asked.err == ""
    answering(monkeypatch, trouble="unreachable", detail="")
    assert main(command) == 0
    again = capsys.readouterr()
    assert again.out == asked.out
    assert place.said in again.err
    assert "It could not be reached. Shown is what was there on" in again.err


@pytest.mark.parametrize("command", (["update", "plants", "x.csv"], ["rollback", "plants"]))
def test_nothing_is_published_straight_to_a_place(place, capsys, command):
    assert main(command) == 2
    assert "kzdata upload" in capsys.readouterr().err
    assert not place.root.exists()


def test_the_command_uploads_and_tells_what_is_not_uploaded(place, folder, capsys):
    update(folder)
    assert main(["upload", place.address, "--data", str(folder)]) == 0
    assert "Version 2" in capsys.readouterr().out
    (folder / "metal_prices.parquet").write_bytes(b"")
    assert main(["upload", place.address, "--data", str(folder)]) == 1
    assert main(["upload", "bucket", "--data", str(folder)]) == 2


def test_without_a_copy_the_data_are_unavailable_until_the_place_is_back(place, line, capsys):
    line.cut()
    assert main(["list"]) == 2
    assert "There are no data of" in capsys.readouterr().err
    assert store.snapshot().broken == set(TABLES)
    line.mend()
    look(place)
    assert store.snapshot().broken == frozenset()


def test_a_cache_that_cannot_be_written_is_said(place, here):
    here.write_text("a file in its place")
    assert look(place).trouble == "disk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_say_since_when_the_place_was_not_seen(place, monkeypatch, language):
    def notice():
        shown = Shown("sources", language, FIRST_EDITION.date(), "")
        return part(Changes(), shown).partition('<ul class="changes">')[0]

    look(place)
    answering(monkeypatch, trouble="unreachable", detail="")
    look(place)
    key = store.snapshot().key
    assert notice() == ""
    after(monkeypatch, timedelta(minutes=6))
    there = kzdata.source().seen.astimezone(kzdata.clock.KAZAKHSTAN)
    assert f"{there:%H:%M}" in notice()
    assert 'class="unavailable"' in notice()
    assert store.snapshot().key != key


def other_process(place, limit=60.0):
    code = "from publishing.remote.sync import look; from kzdata.location import place_at; "
    code += f"print(look(place_at({place.address!r}), limit={limit}).trouble)"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_two_processes_may_look_at_once(place, folder):
    looking = [other_process(place) for _ in range(2)]
    assert [process.communicate()[0] for process in looking] == ["\n", "\n"]
    assert store.snapshot().version == kzdata.standing(folder).version
    assert tidy(place)


def tidy(place):
    """Nothing begun, nothing that no state needs."""
    left = [*place.root.glob("*/.*")]
    linked = {path.stat().st_nlink for path in (place.root / "pool").iterdir()}
    return not left and min(linked) > 1


@pytest.mark.parametrize("files", [0, 5, 20])
def test_killed_in_the_middle_the_next_look_is_clean(place, line, folder, files):
    looking = other_process(place)
    while looking.poll() is None and len(list((place.root / "pool").glob("[!.]*"))) < files:
        time.sleep(0.005)  # the pause between two looks, not a wait for a time
    line.stalled.set()
    looking.kill()
    looking.communicate()
    line.stalled.clear()
    assert look(place).trouble == ""
    assert store.snapshot().version == kzdata.standing(folder).version
    assert kzdata.check() == []
    look(place)
    assert tidy(place)


def test_states_that_nobody_reads_are_removed_in_time(place, folder, monkeypatch):
    look(place)
    first = place.shown
    update(folder)
    upload(folder, place)
    look(place)
    assert first.is_dir()
    after(monkeypatch, LEFT + timedelta(seconds=60))
    look(place)
    assert [*(place.root / "states").iterdir()] == [place.shown]
    assert tidy(place)


def test_a_clock_that_was_set_back_does_not_stop_the_looks(place, folder, monkeypatch):
    with monkeypatch.context() as patch:
        after(patch, timedelta(days=365))
        look(place)
    update(folder)
    upload(folder, place)
    look(place, every=timedelta(seconds=30))
    assert copper() == 7.77


def health(address):
    return json.loads(fetch(f"{address}/healthz")[2])


def awaited(address, wanted):
    """Wait for a state of the service."""
    deadline = time.monotonic() + 60
    while not wanted(state := health(address)):
        assert time.monotonic() < deadline, state
        time.sleep(0.1)  # the pause between two looks, not a wait for a time
    return state


def test_the_served_dashboard_outlives_its_place(bucket, server, line, folder, tmp_path):
    """Served by a process that looks every second: gone, back, new, killed, begun without it."""
    user = f"{KEYS['AWS_ACCESS_KEY_ID']}:{KEYS['AWS_SECRET_ACCESS_KEY']}@"
    named = address(line.port, bucket.base, user)
    told = {"KZDATA_DIR": named, "KZDATA_LOOK_EVERY": "1"}
    log, again = tmp_path / "log", tmp_path / "again"
    version = kzdata.standing(folder).version
    with serving(log, **told) as site:
        state = health(site)
        assert (state["version"], state["source"]["trouble"]) == (version, "")
        line.cut()
        state = awaited(site, lambda state: not state["source"]["reachable"])
        assert (state["version"], state["status"]) == (version, "ok")
        assert fetch(f"{site}/lite/en/plants")[0] == 200
        update(folder)
        line.mend()
        upload(folder, place_at(address(server, bucket.base)))
        state = awaited(site, lambda state: state["version"] != version)
        assert state["source"]["reachable"]
        line.cut()
    with serving(again, **told) as site:
        assert health(site)["version"] == kzdata.standing(folder).version
        assert "7.77" in fetch(f"{site}/open/metal_prices.csv")[2].decode()
        shown = json.dumps(awaited(site, lambda state: not state["source"]["reachable"]))
    for secret in KEYS.values():
        assert secret not in log.read_text() + again.read_text() + shown
    assert "unreachable" in again.read_text()


def test_the_dashboard_begins_without_its_place_and_says_so(here, tmp_path):
    told = {"KZDATA_DIR": address(free_port()), "KZDATA_LOOK_EVERY": "1"}
    with serving(tmp_path / "log", **told) as site:
        state = health(site)
        assert (state["status"], state["source"]["seen"]) == ("degraded", None)
        assert fetch(f"{site}/lite/en/plants")[0] == 200
        awaited(site, lambda state: state["source"]["trouble"] == "unreachable")
    assert "there is nothing to show" in (tmp_path / "log").read_text()


def test_a_process_that_fetches_ends_though_nobody_waits_for_it(place, line):
    line.stalled.set()
    asked = {"address": place.address, "root": str(place.root), "limit": 0.5}
    done = subprocess.run([sys.executable, "-I", FETCH], input=json.dumps(asked), text=True)
    assert done.returncode == -signal.SIGALRM
