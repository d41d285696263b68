"""A CSV as people save it: in whatever encoding and with whatever separator."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Note
from kzdata.schema.text_rules import LONGEST, SPOILT
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.grid import Grid, Row, grid_of, top_of
from publishing.intake.header import fit

SEPARATORS = (",", ";", "\t", "|")
NAMED = {"\t": "TAB"}
DIRECTIVE = re.compile(r"sep=([,;\t|])\r?\n?", re.IGNORECASE)
BYTES_LOOKED_AT = 1 << 20
MOST_LOOKED_AT = 50  # rows, to tell by which sign cells are parted
NOT_ASCII = re.compile("[^\x00-\x7f]")
SPOILT_WORD = re.compile(f"{SPOILT.pattern}{{2,}}")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_csv(path: Path, table: Table, findings: Findings) -> Grid:
    """The grid of a CSV; raises Unreadable, also when its quotation marks do not match."""
    encoding, separator = encoding_of(path), separator_of(path, table)
    if encoding == "cp1251":
        findings.add(Error.WINDOWS_1251, found="Windows-1251", expected="UTF-8")
    grid = grid_of(_rows(path, encoding, separator), table, findings, padded=False)
    grid.by_hand = separator != ","
    if not grid.explained:  # what our own export looks like needs no remark
        if encoding == "utf-8-sig":
            findings.add(Note.BYTE_ORDER_MARK, found="UTF-8 BOM")
        if encoding.startswith("utf-16"):
            findings.add(Note.UTF_16, found="UTF-16")
        if separator != ",":
            findings.add(Note.SEPARATOR, found=NAMED.get(separator, separator))
    return grid


def first_rows(path: Path) -> list[Row]:
    """The rows among which the header of some table may be."""
    separators = {separator_of(path, table) for table in TABLES.values()}
    encoding = encoding_of(path)
    return [
        row for each in sorted(separators) for row in top_of(_unbroken(path, encoding, each))[0]
    ]


def rows_for(path: Path, table: Table) -> Iterator[Row]:
    """Every row of a file for a table, with the texts as they stand; raises Unreadable."""
    return _rows(path, encoding_of(path), separator_of(path, table))


def all_rows(path: Path) -> list[Row]:
    """Every row of a file that is for no declared table, parted into the most cells."""
    encoding = encoding_of(path)

    def parted(separator: str) -> int:
        top = islice(_unbroken(path, encoding, separator), MOST_LOOKED_AT)
        return max((len(cells) for _, cells in top), default=0)

    return list(_rows(path, encoding, max(SEPARATORS, key=parted)))


def encoding_of(path: Path) -> str:
    """UTF-8 or UTF-16 where the bytes are that, but for a few; else Windows-1251."""
    with path.open("rb") as file:
        head = file.read(BYTES_LOOKED_AT)
        for mark, encoding in MARKS.items():
            if head.startswith(mark):
                return encoding
        if head.count(0) * 4 > len(head):
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
        letters = spoilt = words = 0
        while head:
            text = decoder.decode(head)
            if not text.isascii():
                lost = len(SPOILT.findall(text))
                letters += len(NOT_ASCII.findall(text)) - lost
                spoilt, words = spoilt + lost, words + len(SPOILT_WORD.findall(text))
            head = file.read(BYTES_LOOKED_AT)
    # A word in Windows-1251 is bytes that are no UTF-8, side by side; a damaged file holds single
    # ones, or few of them among many good letters.
    return "cp1251" if words and spoilt > letters else "utf-8"


def separator_of(path: Path, table: Table) -> str:
    """The separator by which most columns of a table are named, else that of most cells."""
    encoding = encoding_of(path)
    with _opened(path, encoding) as file:
        if said := DIRECTIVE.fullmatch(file.readline()):
            return said[1]

    def judged(separator: str) -> tuple[int, int]:
        rows = [cells for _, cells in top_of(_unbroken(path, encoding, separator))[0]]
        return max((fit(cells, table) for cells in rows), default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=judged)


def _unbroken(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """The rows as far as they can be read."""
    with suppress(Unreadable):
        yield from _rows(path, encoding, separator)


def _opened(path: Path, encoding: str) -> TextIO:
    # A byte that is no character is kept, to be named; elsewhere it becomes the mark of a lost one.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return path.open(encoding=encoding, errors=errors, newline="")


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """The rows as a spreadsheet counts them: a text of several lines is in one of them."""
    csv.field_size_limit(LONGEST * 4)
    number = 0
    with _opened(path, encoding) as file:
        if not DIRECTIVE.fullmatch(file.readline()):
            file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=True)
        try:
            for number, cells in enumerate(reader, 1):
                yield number, cells
        except csv.Error as error:
            raise Unreadable(Error.QUOTES, row=number + 1, found=str(error)) from error
