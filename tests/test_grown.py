"""A schema that grows: older versions stay readable, and data and program may differ in age."""

import json
import shutil
from contextlib import contextmanager

import pandas as pd
import pytest
from small_data import AT, TINY, declared, digest, rows, tiny, update

import kzdata
import publishing
from dashboard.i18n.differences import say_difference
from dashboard.i18n.messages import say_problem
from dashboard.i18n.versions import say_entry, say_standing
from kzdata.parquet import packed, write
from kzdata.schema import FORMER, LANGUAGES
from kzdata.schema.model import DAY, NUMBER, TEXT, WHOLE, ColumnSpec, titles
from kzdata.versions import log, objects
from kzdata.versions.entry import from_json, to_json
from kzdata.versions.paths import paths
from kzdata.versions.shape import reshaped, reshaped_in
from publishing.cli import main

DEPTH = titles("Тереңдігі", "Глубина", "Depth")


def depth(**more):
    return ColumnSpec(NUMBER, DEPTH, unit="kt", low=0, high=99, nullable=True, **more)


def kind(*codes):
    return ColumnSpec(TEXT, titles("Түрі", "Вид", "Kind"), codes=codes)


def grown(**tables):
    """The declaration of a newer program: the tiny tables, some of them others, some new."""
    return {**TINY, **tables}


DEEP = grown(towns=tiny("towns", depth=depth()))
MORE = grown(posts=tiny("posts", "towns"))
WIDE = grown(towns=tiny("towns", high=10**12))
BACK = publishing.Change("rollback", AT)
DEEP_ROWS = rows(1).assign(depth=[5.0, None, None])


def publish(folder, tables, **frames):
    """What a newer program publishes."""
    with declared(tables):
        return update(folder, **frames)


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def kept(folder):
    return {path.name for path in objects.folder_of(folder).iterdir()}


# Newer program, older data.


def test_a_column_that_was_not_declared_yet_reads_as_empty_in_its_type(folder):
    with declared(DEEP):
        frame = kzdata.load("towns", folder=folder)
        assert (list(frame), str(frame["depth"].dtype)) == (["code", "number", "depth"], "float64")
        assert frame["depth"].isna().all()
        assert len(kzdata.load("towns", folder=folder, columns=["depth"])) == 3
        assert kzdata.load("towns", folder=folder, filters=[("depth", ">", 1)]).empty
        either = [[("depth", ">", 1)], [("code", "==", "ile")]]
        assert kzdata.load("towns", folder=folder, filters=either)["code"].tolist() == ["ile"]
        assert kzdata.check(folder) == []


@pytest.mark.parametrize("dtype", [TEXT, WHOLE, NUMBER, DAY])
def test_an_empty_column_has_the_type_of_a_full_one(folder, dtype):
    bounds = {"low": 0, "high": 9} if dtype in (WHOLE, NUMBER) else {}
    more = ColumnSpec(dtype, DEPTH, nullable=True, **bounds)
    with declared(grown(towns=tiny("towns", depth=more))):
        frame = kzdata.load("towns", folder=folder)
        assert str(frame["depth"].dtype) == dtype
        assert not kzdata.diff(kzdata.TABLES["towns"], frame, frame.iloc[::-1])


def test_a_new_column_that_may_not_be_empty_is_missing(folder):
    newer = declared(grown(towns=tiny("towns", kind=kind("river"))))
    with newer, pytest.raises(kzdata.BadTable, match="missing_column"):
        kzdata.load("towns", folder=folder)


def test_a_column_that_was_renamed_is_read_by_its_older_name(folder):
    publish(folder, DEEP, towns=DEEP_ROWS)
    with declared(grown(towns=tiny("towns", below=depth(was="depth")))):
        assert kzdata.check(folder) == []
        assert kzdata.load("towns", folder=folder)["below"].tolist()[0] == 5.0
        deep = kzdata.load("towns", folder=folder, filters=[("below", ">", 1)], columns=["code"])
        assert deep["code"].tolist() == ["ertis"]
        assert kzdata.load("towns", folder=folder, version=1)["below"].isna().all()
        assert not reshaped("towns", paths(folder)["towns"])


def test_a_column_that_is_declared_no_more_is_left_out_of_older_versions(folder):
    publish(folder, DEEP, towns=DEEP_ROWS)
    assert list(kzdata.load("towns", folder=folder, version=2)) == ["code", "number"]


def test_a_table_that_is_not_published_yet_is_no_fault_and_others_are_updated(folder):
    with declared(MORE):
        (note,) = kzdata.check(folder)
        assert (note.table, note.rule, note.found) == ("posts", "not_published", "1")
        assert note.grade is kzdata.Grade.NOTE
        stands = kzdata.standing(folder)
        assert stands.frames.keys() == {"towns", "wells"}
        assert stands.version == kzdata.latest(folder).version
        for language in LANGUAGES:
            (line,) = say_standing(stands, kzdata.latest(folder), language)
            assert "posts (posts)" in line
        assert update(folder, wells=rows(2)).digests.keys() == {"towns", "wells"}
        entry = update(folder, posts=rows(1, "esil"))
        assert (entry.number, [*entry.changes]) == (3, ["posts"])
        assert kzdata.check(folder) == []


@contextmanager
def former(names, tables):
    """Meanwhile tables of older versions have other names, or are none any more."""
    FORMER.update(names)
    try:
        with declared(tables):
            yield
    finally:
        FORMER.clear()


PLACES = {"places": tiny("places"), "wells": tiny("wells", "places")}


def test_a_table_that_was_renamed_keeps_its_versions_and_changes_its_file(folder):
    update(folder, towns=rows(2))
    with former({"towns": "places"}, PLACES):
        assert kzdata.check(folder) == []
        assert kzdata.standing(folder).version == kzdata.latest(folder).version
        assert set(kzdata.load("places", folder=folder)["number"]) == {2}
        assert set(kzdata.load("places", folder=folder, version=1)["number"]) == {1}
        assert kzdata.log(folder)[0].changes.keys() == {"places", "wells"}
        assert update(folder, wells=rows(5)).changes == {"wells": (0, 0, 3)}
        assert files_of(folder).keys() == {"places.parquet", "wells.parquet"}
        assert reshaped_in(folder, *kzdata.log(folder)[1:]) == {}
        publishing.rollback(folder, BACK, "places", 1)
        assert set(kzdata.load("places", folder=folder)["number"]) == {1}
        assert kzdata.check(folder) == []
        assert kzdata.latest(folder).set_aside == {}


def test_a_table_that_went_into_another_one_leaves_with_the_next_version(folder, tmp_path):
    with former({"wells": None}, {"towns": TINY["towns"]}):
        assert kzdata.check(folder) == []
        entry = update(folder, towns=rows(1, "ertis", "esil", "ile", "well"))
        assert files_of(folder).keys() == {"towns.parquet"}
        (shape,) = reshaped_in(folder, log.entry_at(folder, 1), entry).values()
        assert shape.gone
        assert kzdata.check(folder) == []
        to = tmp_path / "wells.csv"
        told = ["--as-of", "1", "--to", str(to), "--data", str(folder)]
        assert main(["export", "wells", *told]) == 0
        assert "ertis" in to.read_text(encoding="utf-8-sig")


def test_a_file_of_a_former_name_that_somebody_has_changed_is_a_version(folder):
    write(TINY["towns"], rows(9), folder / "towns.parquet")
    with former({"towns": "places"}, PLACES):
        assert update(folder, wells=rows(5)).set_aside == {}
        found, _ = kzdata.log(folder)[1:]
        assert (found.action, found.changes) == ("found", {"places": (0, 0, 3)})


def test_a_version_of_one_table_adds_that_table_alone(folder):
    """And a column of another table, declared meanwhile, makes no other file of it."""
    before, files = kept(folder), files_of(folder)
    with declared(DEEP | {"posts": MORE["posts"]}):
        entry = update(folder, wells=rows(2), towns=rows(1).assign(depth=None), posts=rows(3))
    assert entry.changes.keys() == {"wells", "towns", "posts"}
    before, files = kept(folder), files_of(folder)
    with declared(DEEP | {"posts": MORE["posts"]}):
        entry = update(folder, posts=rows(4))
        (new,) = kept(folder) - before
        assert new == f"{entry.digests['posts']}.parquet"
    assert {name for name, content in files_of(folder).items() if content != files[name]} == {
        "posts.parquet"
    }
    sizes = [path.stat().st_size for path in (folder / "history").glob("*.json")]
    assert max(sizes) < 1_000


# What is said of it.


def test_a_column_that_is_added_is_a_difference_and_told_in_every_language(folder):
    with declared(DEEP):
        update(folder, towns=rows(1).assign(depth=[None, None, None]))
        old, new = (kzdata.load("towns", folder=folder, version=number) for number in (1, 2))
        first, second = (
            objects.object_of(folder, entry.digests["towns"]) for entry in kzdata.log(folder)
        )
        found = kzdata.diff(kzdata.TABLES["towns"], old, new, reshaped("towns", first, second))
        back = kzdata.diff(kzdata.TABLES["towns"], new, old, reshaped("towns", second, first))
        assert found
        assert (len(found.added), len(found.removed), found.changed_rows) == (0, 0, 0)
        for language in LANGUAGES:
            (line,), (other,) = (say_difference(each, language) for each in (found, back))
            assert f"{DEPTH[language]} (depth)" in line
            assert f"{DEPTH[language]} (depth)" in other
            assert line != other


def test_only_rows_that_fill_the_new_column_are_changed(folder):
    entry = publish(folder, DEEP, towns=DEEP_ROWS)
    assert entry.changes == {"towns": (0, 0, 1)}


def test_the_log_names_columns_and_tables_that_came_and_went(folder):
    publish(folder, DEEP | {"posts": MORE["posts"]}, towns=DEEP_ROWS, posts=rows(1))
    with declared(DEEP | {"posts": MORE["posts"]}):
        publishing.rollback(folder, BACK, None, 1)
    first, second, third = kzdata.log(folder)
    assert reshaped_in(folder, None, first) == {}
    for language, added, new, gone in (
        ("kk", "бағаны қосылды", "жаңа кесте", "деректерде жоқ"),
        ("ru", "добавлен столбец", "новая таблица", "больше нет в данных"),
        ("en", "added", "new table", "no longer in the data"),
    ):
        there = say_entry(second, reshaped_in(folder, first, second), language)
        back = say_entry(third, reshaped_in(folder, second, third), language)
        towns, posts = there[-2:]
        assert DEPTH[language] in towns
        assert added in towns
        assert new in posts
        assert gone in back[-1]


def test_the_command_compares_and_exports_across_the_change(folder, tmp_path, capsys):
    publish(folder, DEEP, towns=DEEP_ROWS)
    with declared(DEEP):
        assert main(["diff", "towns", "--since", "1", "--data", str(folder)]) == 0
        said = capsys.readouterr().out
        assert said.startswith("Column added: Depth (depth).\n1 row changed:")
        for number, columns in ((1, ["code", "number"]), (2, ["code", "number", "depth"])):
            to = tmp_path / f"{number}.parquet"
            told = ["--to", str(to), "--as-of", str(number), "--data", str(folder)]
            assert main(["export", "towns", *told]) == 0
            assert list(pd.read_parquet(to)) == columns
            assert objects.digest_at(to) == log.entry_at(folder, number).digests["towns"]


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_what_is_declared_no_more_is_exported_as_it_was(folder, tmp_path, form):
    publish(folder, DEEP | {"posts": MORE["posts"]}, towns=DEEP_ROWS, posts=rows(7))
    for name, word in (("towns", "Depth"), ("posts", "posts")):
        to = tmp_path / f"{name}.{form}"
        told = ["--to", str(to), "--as-of", "2", "--data", str(folder)]
        assert main(["export", name, *told]) == 0
        if form == "csv":
            assert word in to.read_text(encoding="utf-8-sig")
    assert main(["export", "nothing", *told]) == 2


# The way back.


def test_a_table_is_rolled_back_across_the_change_and_forth_again(folder):
    before = files_of(folder)
    publish(folder, DEEP, towns=DEEP_ROWS)
    with declared(DEEP):
        assert publishing.rollback(folder, BACK, "towns", 1).changes == {"towns": (0, 0, 1)}
        assert files_of(folder) == before
        assert kzdata.check(folder) == []
        publishing.rollback(folder, BACK, "towns")
        assert kzdata.load("towns", folder=folder)["depth"].max() == 5.0


def test_all_is_rolled_back_to_just_the_older_version_without_what_came_later(folder):
    """A post whose town came with it could not stay: the older towns do not know its town."""
    before = files_of(folder)
    with declared(MORE):
        posts, towns = rows(1, "syrdaria"), rows(1, "ertis", "esil", "ile", "syrdaria")
        update(folder, towns=towns, posts=posts)
        entry = publishing.rollback(folder, BACK, None, 1)
        assert entry.version == log.entry_at(folder, 1).version
        assert files_of(folder) == before
        assert [problem.rule for problem in kzdata.check(folder)] == ["not_published"]
        assert kzdata.load("posts", folder=folder, version=2)["code"].tolist() == ["syrdaria"]
        again = publishing.rollback(folder, BACK, None)
        assert again.version == log.entry_at(folder, 2).version
        assert kzdata.check(folder) == []


def test_the_command_says_which_tables_came_later(folder, capsys):
    with declared(MORE):
        update(folder, posts=rows(1))
        told = ["rollback", "--all", "1", "--yes", "--data", str(folder)]
        assert main(told) == 0
        assert "posts (posts)" in capsys.readouterr().out
        assert main(told) == 0
        assert "already" in capsys.readouterr().out


def test_while_a_table_is_taken_back_nobody_reads_its_file(folder):
    """The new state is read from the moment that it is published, whatever still lies there."""
    with declared(MORE):
        update(folder, posts=rows(1))
        file = (folder / "posts.parquet").read_bytes()
        publishing.rollback(folder, BACK, None, 1)
        (folder / "posts.parquet").write_bytes(file)
        log.path_of(folder, 3).rename(log.pending_of(folder))
        assert kzdata.standing(folder).frames.keys() == {"towns", "wells"}
        update(folder, wells=rows(5))
        assert not (folder / "posts.parquet").exists()
        assert [entry.action for entry in kzdata.log(folder)][2:] == ["rollback", "update"]


def test_a_file_by_hand_in_the_place_of_a_table_that_is_taken_back_is_kept(folder):
    with declared(MORE):
        update(folder, posts=rows(1))
        publishing.rollback(folder, BACK, None, 1)
        write(MORE["posts"], rows(9), folder / "posts.parquet")
        log.path_of(folder, 3).rename(log.pending_of(folder))
        update(folder, wells=rows(5))
        assert log.entry_at(folder, 3).set_aside == {"posts": digest("posts", rows(9))}


# Older program, newer data.


@pytest.mark.parametrize(
    ("newer", "frame", "rule"),
    [
        (DEEP, DEEP_ROWS, "unknown_column"),
        (WIDE, rows(10**11), "range"),
        (grown(towns=tiny("towns", below=ColumnSpec(WHOLE, DEPTH, low=0, high=9))),
         rows(1).assign(below=pd.array([1, 2, 3], "Int64")), "unknown_column"),
    ],
)  # fmt: skip
def test_of_what_is_not_understood_the_last_version_that_is_stands(folder, newer, frame, rule):
    """Two versions that this program does not understand, and then one of another table."""
    publish(folder, newer, towns=frame)
    publish(folder, newer, towns=frame.iloc[:2], wells=rows(1, "esil"))
    publish(folder, newer, wells=rows(2, "esil"))
    stands = kzdata.standing(folder)
    assert {name: list(frame["number"]) for name, frame in stands.frames.items()} == {
        "towns": [1, 1, 1],
        "wells": [2],
    }
    assert (stands.instead, stands.not_understood) == ({"towns"}, {"towns"})
    first, *others = stands.problems
    assert (first.rule, first.found) == ("not_understood", "4")
    assert rule in {problem.rule for problem in others}
    for language in LANGUAGES:
        (line,) = say_standing(stands, kzdata.latest(folder), language)
        assert "towns" in line
        assert say_problem(first, language).startswith("towns.parquet")


def test_a_code_of_a_newer_program_is_not_understood_and_one_by_hand_is_a_fault(folder):
    older, newer = (
        grown(towns=tiny("towns", kind=kind(*codes))) for codes in (["river"], ["river", "lake"])
    )
    river, lake = (rows(1).assign(kind=each) for each in ("river", "lake"))
    with declared(older):
        (folder / "towns.parquet").write_bytes(packed(older["towns"], river))
        update(folder, wells=rows(3))
    publish(folder, newer, towns=lake)
    with declared(older):
        stands = kzdata.standing(folder)
        assert set(stands.frames["towns"]["kind"]) == {"river"}
        assert stands.not_understood == {"towns"}
        (folder / "towns.parquet").write_bytes(packed(older["towns"], lake.iloc[:2]))
        stands = kzdata.standing(folder)
        assert set(stands.frames["towns"]["kind"]) == {"river"}
        assert (stands.instead, stands.not_understood) == ({"towns"}, set())


def test_a_table_that_only_a_newer_program_knows_is_left_aside_with_a_note(folder):
    publish(folder, MORE, posts=rows(1), wells=rows(2))
    (note,) = kzdata.check(folder)
    assert (note.table, note.rule, note.grade) == ("posts", "unknown_table", kzdata.Grade.NOTE)
    stands = kzdata.standing(folder)
    assert (stands.instead, stands.not_understood) == (set(), {"posts"})
    assert set(stands.frames["wells"]["number"]) == {2}
    (folder / "drafts.parquet").write_bytes(b"")
    assert {p.rule for p in kzdata.check(folder)} == {"unknown_table", "undeclared_file"}


def test_an_older_program_never_takes_back_what_a_newer_one_published(folder):
    publish(folder, DEEP, towns=DEEP_ROWS)
    before = files_of(folder)
    for frames in ({"wells": rows(2)}, {"towns": rows(2)}):
        with pytest.raises(kzdata.BadTable, match="not_understood"):
            update(folder, **frames)
    assert files_of(folder) == before
    assert len(kzdata.log(folder)) == 2
    write(TINY["wells"], rows(3), folder / "wells.parquet")  # a good file by hand is recorded
    with pytest.raises(kzdata.BadTable, match="not_understood"):
        update(folder, wells=rows(2))
    assert kzdata.latest(folder).digests["towns"] == log.entry_at(folder, 2).digests["towns"]
    entry = publishing.rollback(folder, BACK, "towns", 1)
    (shape,) = reshaped_in(folder, log.entry_at(folder, entry.number - 1), entry).values()
    assert [*shape.removed] == ["depth"]
    assert kzdata.check(folder) == []


def test_an_older_program_keeps_the_tables_that_it_does_not_know(folder):
    publish(folder, MORE, posts=rows(1))
    kept = kzdata.latest(folder).digests["posts"]
    assert update(folder, wells=rows(2)).digests["posts"] == kept
    write(TINY["wells"], rows(3), folder / "wells.parquet")
    assert update(folder, towns=rows(2)).digests["posts"] == kept
    with declared(MORE):
        assert kzdata.check(folder) == []


def test_a_stricter_program_lets_the_faulty_table_be_published_anew(folder):
    update(folder, towns=rows(500))
    update(folder, towns=rows(600))
    with declared(grown(towns=tiny("towns", high=99))):
        assert kzdata.standing(folder).frames["towns"]["number"].max() == 1
        with pytest.raises(kzdata.BadTable, match="not_understood"):
            update(folder, wells=rows(2))
        assert update(folder, towns=rows(50)).number == 4
        assert kzdata.check(folder) == []


def test_beside_a_table_that_no_version_makes_understood_the_others_stand(folder):
    """One was never published as this program declares it, the other one was."""
    odd = tiny("posts", "towns", depth=depth())
    publish(folder, DEEP | {"posts": odd}, towns=DEEP_ROWS, posts=rows(1).assign(depth=1.0))
    with declared(MORE):
        stands = kzdata.standing(folder)
        assert stands.frames.keys() == {"towns", "wells"}
        assert (stands.instead, stands.not_understood) == ({"towns"}, {"towns", "posts"})


def test_an_entry_that_tells_more_than_is_known_is_read(folder):
    entry = kzdata.latest(folder)
    told = json.loads(to_json(entry)) | {"signed": "yes"}
    told["changes"]["towns"] |= {"moved": 3}
    assert from_json(json.dumps(told).encode()) == entry


def test_the_newest_version_is_in_place_though_its_tables_are_not_all_known(folder):
    from publishing.remote.snapshots import is_version

    publish(folder, MORE, posts=rows(1))
    assert is_version.__wrapped__(folder)
    with declared(MORE | {"more": tiny("more")}):
        assert is_version.__wrapped__(folder)
    shutil.copy(folder / "wells.parquet", folder / "posts.parquet")
    assert not is_version.__wrapped__(folder)


def test_a_place_gets_all_tables_of_the_newest_version_and_no_others(folder, memory):
    from kzdata.location import place_at
    from publishing.remote.upload import upload

    there = memory / "place"
    place = place_at(f"file://{there}")
    publish(folder, MORE, posts=rows(1))
    assert upload(folder, place) == 2
    assert files_of(there) == files_of(folder)
    with declared(MORE):
        publishing.rollback(folder, BACK, None, 1)
        assert upload(folder, place) == 3
    assert files_of(there) == files_of(folder)
    assert "posts.parquet" not in files_of(folder)
    assert kzdata.check(there) == []
    shutil.rmtree(there)
