"""`kzdata diff`: rows and figures before and after, told before anything is published."""

import shutil

import pandas as pd
import pytest

import kzdata
from kzdata import TABLES
from kzdata.parquet import write
from publishing.cli.command import main
from publishing.review import preview


@pytest.fixture
def handed_in(tmp_path, first_edition, pages_of_the_book):
    """Writes a table of the book after a change of its rows; returns the file."""

    def make(name, change):
        path = tmp_path / "in" / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        write(TABLES[name], change(kzdata.load(name)), path)
        return path

    return make


def dearer(rows):
    return rows.assign(usd_per_kg=rows["usd_per_kg"] * 2)


def unchanged(rows):
    return rows.iloc[::-1]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("kk", "23 жол өзгерді:"),
        ("ru", "Изменено 23 строки:"),
        ("en", "23 rows changed:"),
    ],
)
def test_rows_come_first_and_then_what_becomes_of_the_figures(handed_in, capsys, language, heading):
    path = handed_in("metal_prices", dearer)
    assert main(["diff", "metal_prices", str(path), "--lang", language, "--rows", "3"]) == 0
    rows, _, figures = capsys.readouterr().out.partition("\n\n")
    assert rows.splitlines()[0] == heading
    assert len(rows.splitlines()) == 1 + 3 + 1
    assert "(prices)" in figures
    assert "(value)" in figures


def test_equal_rows_in_another_order_are_no_difference(handed_in, capsys):
    path = handed_in("metal_prices", unchanged)
    assert main(["diff", "metal_prices", str(path)]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_a_folder_is_compared_table_by_table(handed_in, capsys):
    handed_in("metal_prices", dearer)
    folder = handed_in("metals", unchanged).parent
    assert main(["diff", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Prices of metals (metal_prices)", "23 rows changed:"]
    assert lines[lines.index("Metals (metals)") + 1] == "Nothing has changed."


def test_pictures_of_both_states_are_drawn_where_they_are_asked_for(handed_in, capsys, tmp_path):
    path, folder = handed_in("metal_prices", dearer), tmp_path / "pictures"
    assert main(["diff", "metal_prices", str(path), "--pictures", str(folder)]) == 0
    assert sorted(picture.name for picture in folder.iterdir()) == [
        "price_history-after.png", "price_history-before.png", "prices-after.png",
        "prices-before.png", "value-after.png", "value-before.png",
    ]  # fmt: skip
    assert f"6 pictures written to {folder}." in capsys.readouterr().out


def test_figures_of_a_long_table_are_told_when_they_are_asked_for(handed_in, capsys, monkeypatch):
    monkeypatch.setattr(preview, "LONG", 22)
    path = handed_in("metal_prices", dearer)
    assert main(["diff", "metal_prices", str(path)]) == 0
    told = capsys.readouterr().out
    assert "A table of 23 rows" in told
    assert "(prices)" not in told
    assert main(["diff", "metal_prices", str(path), "--figures"]) == 0
    assert "(prices)" in capsys.readouterr().out


def test_a_file_that_is_no_such_table_is_refused(handed_in, capsys):
    path = handed_in("metals", unchanged)
    assert main(["diff", "metal_prices", str(path)]) == 1
    assert "metals" in capsys.readouterr().err


def test_rows_that_cannot_be_told_apart_are_refused(handed_in, capsys):
    path = handed_in("metals", lambda rows: pd.concat([rows, rows.tail(1)]))
    assert main(["diff", "metals", str(path)]) == 1
    assert kzdata.load("metals")["metal_id"].iloc[-1] in capsys.readouterr().err


def test_a_published_table_that_cannot_be_read_is_as_good_as_empty(handed_in, data_copy, capsys):
    path = handed_in("metals", unchanged)
    shutil.rmtree(data_copy / "history", ignore_errors=True)
    (data_copy / "metals.parquet").write_bytes(b"")
    assert main(["diff", "metals", str(path), "--data", str(data_copy)]) == 0
    assert "28 rows added:" in capsys.readouterr().out


def test_other_tables_that_cannot_be_read_do_not_stand_in_the_way(data_copy, handed_in, capsys):
    path = handed_in("metal_prices", dearer)
    (data_copy / "plants.parquet").unlink()
    assert main(["diff", "metal_prices", str(path), "--data", str(data_copy)]) == 0
    assert "(prices)" in capsys.readouterr().out


def test_what_changed_since_a_version_is_told_from_then_to_now(handed_in, data_copy, capsys):
    path = handed_in("metal_prices", dearer)
    folder = ["--data", str(data_copy)]
    assert main(["update", "metal_prices", str(path), "--yes", *folder]) == 0
    number = str(kzdata.log(data_copy)[-1].number)
    older = str(kzdata.log(data_copy)[0].number)
    capsys.readouterr()
    assert main(["diff", "metal_prices", "--since", number, *folder]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"
    assert main(["diff", "metal_prices", "--since", older, *folder]) == 0
    assert "23 rows changed:" in capsys.readouterr().out
    assert main(["diff", "metal_prices", "--since", "999999", *folder]) == 2


def test_a_call_that_makes_no_sense_is_told(handed_in, capsys):
    path = handed_in("metals", unchanged)
    for call, named in (
        (["metals", str(path), "--since", "1"], "--since"),
        (["metals"], "“metals”"),
        (["metals", "nowhere.xlsx"], "“nowhere.xlsx”"),
        (["nothing", str(path)], "“nothing”"),
    ):
        assert main(["diff", *call]) == 2
        assert named in capsys.readouterr().err


def test_a_workbook_is_compared_as_it_was_exported(pages_of_the_book, capsys, tmp_path):
    path = tmp_path / "mine.xlsx"
    assert main(["export", "plant_targets", "--to", str(path)]) == 0
    assert main(["diff", "plant_targets", str(path)]) == 0
    assert capsys.readouterr().out.endswith("Nothing has changed.\n")
