"""The command `kzdata`: 0 all is well, 1 the data are bad, 2 the call is wrong."""

import subprocess
import sys

import pytest

from kzdata import TABLES
from kzdata.command import main


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
        assert TABLES[name].about(column)["title"]["en"] in printed


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


def test_check_of_bad_data_names_every_fault(data_copy, capsys):
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
