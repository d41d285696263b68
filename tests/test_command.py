"""The command `kzdata`: 0 all is well, 1 the data are bad, 2 the call is wrong."""

import re
import subprocess
import sys

import pytest

from kzdata import TABLES, load
from kzdata.parquet import write
from kzdata.schema.problems import Error, Problem, Question
from publishing.cli.command import main
from publishing.cli.output import print_problems
from publishing.intake import read_candidate


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_list_names_every_table_in_every_language(capsys, language):
    assert main(["list", "--lang", language]) == 0
    printed = capsys.readouterr().out
    for table in TABLES.values():
        assert table.name in printed
        assert table.title[language] in printed


@pytest.mark.parametrize("name", TABLES)
def test_show_explains_columns_and_prints_rows(capsys, name):
    assert main(["show", name, "--rows", "1"]) == 0
    printed = capsys.readouterr().out
    for column in TABLES[name].columns:
        assert TABLES[name].specs[column].title["en"] in printed


def test_show_of_an_unknown_table_lists_the_known(capsys):
    assert main(["show", "plant", "--lang", "ru"]) == 2
    printed = capsys.readouterr().err
    assert "«plant»" in printed
    assert "plants" in printed


def test_show_of_an_unknown_column_lists_the_known(capsys):
    assert main(["show", "plants", "--columns", "town,city"]) == 2
    assert "“city”" in capsys.readouterr().err


def test_check_of_good_data(capsys):
    assert main(["check"]) == 0


def test_check_of_bad_data_names_every_problem(data_copy, capsys):
    (data_copy / "plants.parquet").unlink()
    (data_copy / "metals.parquet").write_bytes(b"")
    assert main(["check", "--lang", "en"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("plants.parquet: the file is missing")
    assert lines[1].startswith("metals.parquet: the file cannot be read")
    assert lines[2] == "2 faults found."


def test_list_of_bad_data_says_so(data_copy, capsys):
    path = data_copy / "metals.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    assert main(["list", "--lang", "en"]) == 1
    assert "metals.parquet: the file cannot be read" in capsys.readouterr().out


def test_a_folder_that_does_not_exist(tmp_path, capsys):
    assert main(["check", "--data", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_build_writes_every_table(tmp_path, capsys):
    assert main(["build", "data/factbook", "--data", str(tmp_path)]) == 0
    assert {path.stem for path in tmp_path.glob("*.parquet")} == set(TABLES)


def test_the_command_is_installed():
    for call in ([sys.executable, "-m", "kzdata"], [f"{sys.prefix}/bin/kzdata"]):
        done = subprocess.run([*call, "check"], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_call_exits_with_2():
    done = subprocess.run([sys.executable, "-m", "kzdata", "chekc"], capture_output=True, text=True)
    assert done.returncode == 2


@pytest.fixture
def handed_in(tmp_path):
    """Good files under other names than their tables'."""
    for name in ("plants", "regions"):
        assert main(["export", name, "--to", str(tmp_path / f"new {name}.xlsx")]) == 0
    return tmp_path


def test_a_file_is_for_the_table_that_it_is_named_after_or_whose_header_it_has(handed_in, capsys):
    new = handed_in / "new plants.xlsx"
    assert main(["check", str(new)]) == 0
    assert "table “Plants” (plants), rows read: 4" in capsys.readouterr().out
    new.rename(handed_in / "regions.xlsx")
    assert main(["check", str(handed_in / "regions.xlsx")]) == 1
    assert "the header is that of the table plants" in capsys.readouterr().err
    assert main(["check", str(handed_in / "regions.xlsx"), "--as", "plants"]) == 0


def test_several_files_are_checked_at_once(handed_in, capsys):
    files = [str(path) for path in sorted(handed_in.iterdir())]
    assert main(["check", *files, "--lang", "kk"]) == 0
    told = capsys.readouterr().out
    assert "(plants)" in told
    assert "(regions)" in told


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["nothing.csv"], "“nothing.csv”"),
        (["words.csv"], "--as"),
        (["new plants.xlsx", "plants.csv"], "Both new plants.xlsx and plants.csv"),
        (["new plants.xlsx", "plants.csv", "--as", "plants"], "one file"),
        (["new plants.xlsx", "--as", "plant"], "“plant”"),
    ],
)
def test_a_check_of_what_cannot_be_told(handed_in, monkeypatch, capsys, files, told):
    monkeypatch.chdir(handed_in)
    (handed_in / "words.csv").write_text("one,two\n1,2\n")
    (handed_in / "plants.csv").write_text("plant_id\n1\n")
    assert main(["check", *files]) == 2
    assert told in capsys.readouterr().err


def test_many_problems_of_a_kind_are_said_by_their_rows(tmp_path, capsys):
    frame, path = load("regional_emissions"), tmp_path / "regional_emissions.csv"
    frame.assign(basis="Record").to_csv(path, index=False)
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7
    assert told[5].endswith(f"the same in rows 7–{len(frame) + 1}.")
    assert told[6] == f"{len(frame)} faults found."


def test_what_is_shown_and_taken_away_is_what_stands(data_with_history, tmp_path, capsys):
    """Not a file that somebody put in by hand; and it is said which version is shown instead."""
    table, frame = TABLES["metal_prices"], load("metal_prices")
    path = data_with_history / "metal_prices.parquet"
    write(table, frame.assign(usd_per_kg=-987654.0), path)
    assert main(["show", "metal_prices", "--lang", "en"]) == 0
    shown = capsys.readouterr()
    assert "987654" not in shown.out
    assert "(metal_prices): the file is faulty; version 1" in shown.err
    for form in ("csv", "xlsx", "parquet"):
        to = tmp_path / f"metal_prices.{form}"
        assert main(["export", "metal_prices", "--to", str(to), "--lang", "en"]) == 0
        assert "the file is faulty; version 1" in capsys.readouterr().err
        assert read_candidate(table, to).frame["usd_per_kg"].min() >= 0
    assert main(["list", "--lang", "en"]) == 1
    listed = capsys.readouterr()
    marked = [line for line in listed.out.splitlines() if "from version 1" in line]
    assert [line.split()[0] for line in marked] == ["metal_prices"]
    assert "the file is faulty" in listed.err


LONG = "x" * 300  # characters, more than the name of a file may have
BAD_CALLS = [
    "check nothing.csv",
    f"check {LONG}.csv",
    "check loop.csv",
    "check words.csv",
    "check words.csv --as plant",
    "check words.csv words.csv --as plants",
    "check empty",
    "check empty --as plants",
    "check mixed",
    "check --as plants",
    "check --data words.csv",
    "check --data nothing",
    f"check --data {LONG}",
    "check --data gopher://x",
    "check --data file:///nothing",
    "show nothing",
    "show plants --columns nothing",
    "show plants --rows -5",
    "show plants --rows 1.5",
    "show plants --rows",
    "diff plants",
    "diff plants nothing.csv",
    f"diff plants {LONG}.csv",
    "diff mixed",
    "diff plants words.csv --rows=-1",
    "diff plants --since yesterday",
    "export nothing --to x.csv",
    "export plants --to x.ods",
    "export plants --to nothing/x.csv",
    f"export plants --to {LONG}.csv",
    "export plants --to x.csv --as-of yesterday",
    "log nothing",
    "rollback",
    "rollback plants 99 --yes",
    "build nothing --data new",
    "update plants",
    "update plants nothing.csv",
    f"update plants {LONG}.csv",
    "update mixed",
    "update empty",
    "upload nothing",
    "desk --port x",
    "desk --port 70000",
    "desk --data nothing",
    "nothing",
    "",
]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_call_that_cannot_be_followed_says_why_and_ends_with_2(
    data_with_history, tmp_path, monkeypatch, capsys, language
):
    """And names no option that its verb does not have; 1 is for data that are bad."""
    (tmp_path / "mixed").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "mixed" / "notes.csv").write_text("one,two\n1,2\n")
    (tmp_path / "words.csv").write_text("one,two\n1,2\n")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    monkeypatch.chdir(tmp_path)
    offered = {}
    for call in BAD_CALLS:
        verb = call.partition(" ")[0]
        status, out, err = called(["--lang", language, *call.split()], capsys)
        assert (status, out) == (2, ""), call
        assert err.strip(), call
        if verb not in offered:
            told = "\n".join(called([verb, "--help"], capsys)[1:])
            offered[verb] = set(re.findall(r"--[a-z-]+", told))
        assert set(re.findall(r"--[a-z-]+", err)) <= offered[verb], call


def called(call, capsys):
    try:
        return main(call), *capsys.readouterr()
    except SystemExit as ended:
        return ended.code, *capsys.readouterr()


def test_a_file_of_another_table_is_told_without_an_option_that_is_not_there(handed_in, capsys):
    file = str(handed_in / "new regions.xlsx")
    assert main(["update", "plants", file]) == 1
    assert "--as" not in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["check", "diff", "update"])
@pytest.mark.parametrize("name", ["prices.ods", "prices.numbers", "notes", "prices.xls"])
def test_a_file_of_no_table_in_a_folder_is_named_and_refused(verb, name, tmp_path, capsys):
    load("plants").to_csv(tmp_path / "plants.csv", index=False)
    for left_out in (".DS_Store", ".~lock.plants.csv#", "~$plants.xlsx"):
        (tmp_path / left_out).write_bytes(b"lock")
    (tmp_path / name).write_bytes(b"PK")
    assert main([verb, str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"{name} cannot be read as a table" in said
    assert "lock" not in said


def test_a_folder_is_checked_without_the_locks_in_it(tmp_path, capsys):
    load("plants").to_csv(tmp_path / "plants.csv", index=False)
    (tmp_path / ".~lock.plants.csv#").write_bytes(b"lock")
    assert main(["check", str(tmp_path)]) == 0


def test_pictures_that_cannot_be_kept_are_refused_beforehand(tmp_path, monkeypatch, capsys):
    """Before anything is read."""
    monkeypatch.setattr("publishing.cli.diff._candidates", lambda call: 1 / 0)
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "within"):
        call = ["diff", "plants", "plants.csv", "--pictures", str(folder), "--lang", "en"]
        assert main(call) == 2
        assert "Pictures cannot be written into the folder" in capsys.readouterr().err


def test_of_many_findings_of_no_row_each_is_said_whole(capsys):
    """Of many rows the numbers do; a figure that would be lost only its own line can name."""
    figures = [
        Problem("plants", "plants.csv", Question.LOST_FIGURE, found=f"Figure {n}") for n in range(8)
    ]
    rows = [Problem("plants", "plants.csv", Error.BLANK, row, "name_kk") for row in range(1, 9)]
    print_problems([*figures, *rows], "en")
    said = capsys.readouterr().err
    assert all(f"“Figure {n}”" in said for n in range(8))
    assert "6–8" in said
