"""A LibreOffice without a screen: it opens a file, types into a cell, prints, and saves."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

# FormulaLocal is what a person types into the cell, whatever it then becomes.
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Edit(from_url, to_url, place, typed)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim form(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  form(0).Name = "FilterName" : form(0).Value = "Calc MS Excel 2007 XML"
  doc = StarDesktop.loadComponentFromURL(from_url, "_blank", 0, hidden())
  doc.Sheets.getByIndex(0).getCellRangeByName(place).FormulaLocal = typed
  doc.storeToURL(to_url, form())
  doc.close(True)
  StarDesktop.terminate()
End Sub
</script:module>"""


class Office:
    """One LibreOffice of one's own: nothing of whoever else uses the machine."""

    def __init__(self, home: Path):
        self._home = home
        self._run("--terminate_after_init")  # which furnishes the home, an empty module included
        (home / "user" / "basic" / "Standard" / "Module1.xba").write_text(MACRO)

    def saved(self, files: list[Path], folder: Path) -> None:
        """Open each file and save it as a workbook into a folder."""
        self._run("--convert-to", "xlsx", "--outdir", str(folder), *map(str, files))

    def printed(self, files: list[Path], folder: Path) -> list[Path]:
        """Open each file and save it as PDF into a folder; left out where it knows no slides."""
        self._run("--convert-to", "pdf", "--outdir", str(folder), *map(str, files))
        made = [folder / f"{file.stem}.pdf" for file in files]
        return made if all(map(Path.exists, made)) else _missing("LibreOffice knows no slides")

    def edited(self, file: Path, to: Path, place: str, typed: str) -> None:
        """Open a file, type something into a cell of its first sheet, save it as a workbook."""
        call = ",".join(f'"{each}"' for each in (file.as_uri(), to.as_uri(), place, typed))
        self._run(f"macro:///Standard.Module1.Edit({call})")

    def _run(self, *call: str) -> None:
        command = ["soffice", f"-env:UserInstallation={self._home.as_uri()}", "--headless", *call]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    if not shutil.which("soffice"):
        _missing("no LibreOffice on this machine")
    return Office(tmp_path_factory.mktemp("office"))


def _missing(message: str) -> NoReturn:
    pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)
