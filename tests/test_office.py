"""A table goes through a real spreadsheet and comes back with what was changed and no more."""

import shutil

import pytest

import kzdata
from kzdata.versions.diff import diff
from publishing.cli.command import main
from publishing.intake import check_candidates, read_candidate

pytest_plugins = ["office"]


def export(name, folder, language):
    path = folder / f"{name}.xlsx"
    assert main(["export", name, "--to", str(path), "--lang", language]) == 0
    return path


def test_opening_and_saving_changes_nothing(office, tables, tmp_path):
    (saved := tmp_path / "saved").mkdir()
    files = [export(name, tmp_path, "kk") for name in kzdata.TABLES]
    office.saved(files, saved)
    candidates = [read_candidate(kzdata.TABLES[f.stem], saved / f.name) for f in files]
    assert check_candidates(candidates, tables) == []
    for candidate in candidates:
        assert candidate.frame.equals(tables[candidate.table.name]), candidate.table.name


@pytest.mark.parametrize(
    ("name", "place", "typed", "column", "new"),
    [
        ("national_emissions", "B3", "2968.7", "kt", 2968.7),
        ("plants", "D2", "Balkhash smelter", "name_en", "Balkhash smelter"),
        ("metal_growth", "E2", "=TRUE()", "year_by_context", True),
    ],
)
def test_one_cell_that_is_edited_is_all_that_differs(
    office, tables, tmp_path, capsys, name, place, typed, column, new
):
    table, edited = kzdata.TABLES[name], tmp_path / "edited" / f"{name}.xlsx"
    edited.parent.mkdir()
    office.edited(export(name, tmp_path, "ru"), edited, place, typed)
    assert main(["check", str(edited), "--lang", "ru"]) == 0
    difference = diff(table, tables[name], read_candidate(table, edited).frame)
    assert len(difference.added) == len(difference.removed) == 0
    assert difference.changed[["column", "new"]].to_numpy().tolist() == [[column, new]]


def test_an_edited_cell_is_published_and_taken_back(office, tmp_path, capsys):
    folder = tmp_path / "data"
    shutil.copytree(kzdata.data_folder(), folder)
    exported, edited = export("national_emissions", tmp_path, "kk"), tmp_path / "edited.xlsx"
    office.edited(exported, edited, "B3", "2968.7")
    call = ["update", "national_emissions", str(edited), "--data", str(folder), "--yes"]
    # One value off its neighbours may be asked about; a reason answers that.
    assert main([*call, "--reason", "A trial", "--lang", "kk"]) == 0
    was = kzdata.load("national_emissions", folder=kzdata.data_folder())
    now = kzdata.load("national_emissions", folder=folder)
    assert (now != was).to_numpy().sum() == 1
    assert now.loc[1, "kt"] == 2968.7
    before = (kzdata.data_folder() / "national_emissions.parquet").read_bytes()
    assert main(["rollback", "national_emissions", "--data", str(folder), "--yes"]) == 0
    assert (folder / "national_emissions.parquet").read_bytes() == before


def test_what_is_typed_wrongly_is_named(office, tmp_path, capsys):
    edited = tmp_path / "edited" / "plant_targets.xlsx"
    edited.parent.mkdir()
    office.edited(export("plant_targets", tmp_path, "en"), edited, "C2", "44 %")
    assert main(["check", str(edited), "--lang", "en"]) == 1
    assert "row 2, column cut_percent (Cut, %): found “44 %”" in capsys.readouterr().err
