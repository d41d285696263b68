"""docs/update.md says what its commands do: they are run, one after the other."""

import re
import sys

from conftest import ROOT

import kzdata
from kzdata import TABLES
from kzdata.parquet import write
from publishing import git_textconv
from publishing.intake.forms import FORMS

sys.path.insert(0, str(ROOT / "docs"))

import walk

PAGE = walk.PAGE.read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())


def without_versions(text):
    """Another writer of Parquet files may give the same rows other bytes."""
    return re.sub(r"\b[0-9a-f]{12}\b", "", text)


def test_every_command_prints_what_the_page_says():
    walked = without_versions(walk.walked(PAGE))
    assert walked == without_versions(PAGE), "run python docs/walk.py"


def test_the_rows_that_git_shows_are_those_of_the_change(book, tmp_path):
    _, code, column, value = walk.EDIT
    table, old = TABLES["plant_targets"], book["plant_targets"]
    new = old.assign(**{column: old[column].mask(old["target_id"] == code, value)})
    lines = []
    for sign, rows in (("-", old), ("+", new)):
        write(table, rows, tmp_path / "state.parquet")
        lines += [sign + line for line in git_textconv.lines(str(tmp_path / "state.parquet"))]
    shown = re.search(r"```diff\n\$ git diff .*\n((?:.+\n)+)```", PAGE)[1].splitlines()
    assert len(shown) == 2
    assert set(shown) <= set(lines)


def test_the_edit_is_the_one_that_the_page_tells():
    file, code, column, value = walk.EDIT
    assert f"in the row of `{code}`, the column `{column}` gets the value `{value}`" in TEXT
    assert f"--to {file}" in TEXT
    assert value in set(kzdata.load("sources")["source_id"])


def test_the_page_names_every_form_and_its_table():
    rows = re.findall(r"^\| (`.*) \|.*\| `(\w+)` \|$", PAGE, re.MULTILINE)
    told = {name: table for names, table in rows for name in re.findall("`(.*?)`", names)}
    assert told == {form.name: form.table for form in FORMS.values()}
