"""What stands in the sheet of a workbook beside the values of its cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO
from xml.parsers import expat

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.xml.functions import fromstring

from publishing.intake.rich_text import Run

MENTIONED = re.compile(rb"<(?:\w+:)?(?:f|mergeCell|vertAlign|strike)[\s/>]|\shidden=")
LONGEST_TAG = 100  # bytes
NO = ("0", "false")
AUTHOR = "kzdata check"  # of the comments in a workbook that was marked


@dataclass
class Sheet:
    """What rows alone do not tell: formulas, merged cells by their reference, what is hidden.

    `rich` are the parts of texts that stand in the cells themselves, by row and column.
    """

    formulas: bool = False
    merged: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    rich: dict[int, dict[int, list[Run]]] = field(default_factory=dict)


def read_sheet(book: ExcelReader, name: str) -> Sheet:
    """Read it from the part of the workbook; what is no XML raises."""
    with book.archive.open(part_of(book, name)) as file:
        mentioned = _mentions(file)
    reading = _Reading()
    if mentioned:
        with book.archive.open(part_of(book, name)) as file:
            reading.parser.ParseFile(file)
    return reading.sheet


def comments(book: ExcelReader, name: str) -> Iterator[tuple[str, str]]:
    """The cells of a sheet that somebody but `AUTHOR` commented, and what is said there."""
    beside = get_rels_path(part_of(book, name))
    if beside in book.archive.namelist():
        for each in get_dependents(book.archive, beside):
            if each.Type.endswith("/comments"):
                said = CommentSheet.from_tree(fromstring(book.archive.read(each.target)))
                for ref, comment in said.comments:
                    if comment.author != AUTHOR:
                        yield ref, " ".join(comment.text.split())


def part_of(book: ExcelReader, name: str) -> str:
    targets: dict[str, str] = {s.name: part.target for s, part in book.parser.find_sheets()}
    return targets[name]


def _mentions(file: IO[bytes]) -> bool:
    """Whether a sheet may hold any: to look through its bytes takes a tenth of reading them."""
    before = b""
    while part := file.read(1 << 20):
        if MENTIONED.search(before + part):
            return True
        before = part[-LONGEST_TAG:]
    return False


class _Reading:
    """A sheet as its elements come."""

    def __init__(self) -> None:
        self.sheet, self._ref, self._in_text = Sheet(), "", False
        self._runs: list[Run] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, about: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "row" if about.get("hidden", "0") not in NO:
                self.sheet.hidden_rows.append(int(about["r"]))
            case "col" if about.get("hidden", "0") not in NO:
                places = range(int(about["min"]), min(int(about["max"]), 100) + 1)
                self.sheet.hidden_columns += map(get_column_letter, places)
            case "mergeCell":
                self.sheet.merged[about["ref"]] = range_boundaries(about["ref"])
            case "f":
                self.sheet.formulas = True
            case "c":
                self._ref, self._runs = about.get("r", ""), []
            case "r":
                self._runs.append(Run(""))
            case "vertAlign" if self._runs:
                self._runs[-1] = replace(self._runs[-1], align=about["val"])
            case "strike" if self._runs and about.get("val", "1") not in NO:
                self._runs[-1] = replace(self._runs[-1], struck=True)
            case "t":
                self._in_text = True

    def _text(self, text: str) -> None:
        if self._in_text and self._runs:
            self._runs[-1] = replace(self._runs[-1], text=self._runs[-1].text + text)

    def _end(self, tag: str) -> None:
        match tag.rpartition(" ")[2]:
            case "t":
                self._in_text = False
            case "c" if self._runs and self._ref:
                row, column = coordinate_to_tuple(self._ref)
                of_row = self.sheet.rich.setdefault(row, {})
                of_row[column] = self._runs
