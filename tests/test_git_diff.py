"""`git diff` shows the rows of Parquet files to those who review a change."""

import os
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

import kzdata
import kzdata.parquet
from kzdata import TABLES
from kzdata.parquet import write
from publishing import git_textconv

OBJECT = "data/history/objects/0123.parquet"
METALS = "data/metals.parquet"


@pytest.fixture
def git(tmp_path):
    """A repository of its own with the attributes, a table and an old version of it committed."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    alone = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    alone = {name: value for name, value in alone.items() if name not in ("GIT_DIR", "MAKEFLAGS")}
    folder = tmp_path / "a checkout"

    def run(*command):
        done = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for name in (".gitattributes", "Makefile", "publishing/git_textconv.py", METALS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / OBJECT).parent.mkdir(parents=True)
    shutil.copy(ROOT / METALS, folder / OBJECT)
    run("git", "init", "--quiet")
    run("git", "add", ".")
    run("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "First")
    # The environment is that of the tests, whatever its age.
    run("make", "git-diff", f"VENV={sys.prefix}", f"--old-file={sys.prefix}/ready")
    run.folder = folder
    return run


def rename(git, name):
    rows = kzdata.load("metals")
    rows.loc[rows["metal_id"] == "copper", "name_en"] = "Cuprum"
    write(TABLES["metals"], rows, git.folder / name)


def test_a_changed_row_is_shown_as_it_was_and_as_it_is(git):
    rename(git, METALS)
    shown = git("git", "diff", "--unified=0").splitlines()
    old, new = (line for line in shown if line.startswith(("-metal", "+metal")))
    assert old.startswith("-metal_id=copper  ")
    assert "name_en=Copper  " in old
    assert new == "+" + old[1:].replace("name_en=Copper", "name_en=Cuprum")


def test_old_versions_are_not_shown(git):
    rename(git, OBJECT)
    assert "Binary files" in git("git", "diff")


def test_a_table_that_is_damaged_does_not_stop_the_diff(git):
    (git.folder / METALS).write_bytes(b"PAR1 and no more")
    assert "+# cannot be read as Parquet" in git("git", "diff")


def test_a_text_of_several_lines_stays_one_line(tmp_path):
    rows = kzdata.load("metals").head(1).assign(name_en="a\nb\x1b[2J")
    write(TABLES["metals"], rows, tmp_path / "metals.parquet")
    _, line = git_textconv.lines(str(tmp_path / "metals.parquet"))
    assert "name_en=a\\nb\\x1b[2J  " in line


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_a_line_and_what_is_unknown_is_left_out(name):
    rows = kzdata.load(name)
    head, *lines = git_textconv.lines(str(kzdata.parquet.file_of(TABLES[name])))
    assert head.startswith(f"# {TABLES[name].columns[0]} ")
    assert len(lines) == len(rows)
    for column in rows:
        assert sum(f"  {column}=" in f"  {line}" for line in lines) == rows[column].notna().sum()


def test_it_starts_without_the_package():
    code = (
        "import runpy, sys; runpy.run_path('publishing/git_textconv.py');"
        "print([m for m in ('pandas', 'pandera', 'kzdata', 'dashboard') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
