"""What kind of file a person hands in: what its name says, and what it holds."""

import zipfile
from pathlib import Path

from kzdata.schema.problems import Error
from publishing.intake.findings import Unreadable

XLSX, CSV, PARQUET = "XLSX", "CSV", "Parquet"
BY_NAME = {
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".csv": CSV,
    ".tsv": CSV,
    ".txt": CSV,
    ".parquet": PARQUET,
}
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # and the wrapping of an encrypted workbook
BY_CONTENT = {
    b"PAR1": PARQUET,
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"SQLite format 3": "SQLite",
}
IN_ARCHIVE = {
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
}
STRICT = b"http://purl.oclc.org/ooxml/"  # the names of ISO 29500 Strict begin with it
HEAD = 4096  # bytes, in which the kind of a file shows
MOST_BYTES = 4_000_000_000  # that a workbook may unfold to; a million rows take a sixth of it


def kind_of(path: Path) -> str:
    """XLSX, CSV or Parquet; raises Unreadable for anything else, and OSError."""
    named = BY_NAME.get(path.suffix.lower())
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unreadable(Error.EMPTY_FILE)
    if head.startswith(OLD_EXCEL):
        encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        raise Unreadable(Error.ENCRYPTED if encrypted else Error.OLD_EXCEL, found=path.name)
    held = _held(path, head)
    if held not in (XLSX, CSV, PARQUET) or named != held:
        raise Unreadable(Error.OTHER_KIND, found=held, expected=named or "XLSX, CSV, Parquet")
    return held


def _held(path: Path, head: bytes) -> str:
    for start, kind in BY_CONTENT.items():
        if head.startswith(start):
            return kind
    if head.startswith(b"PK"):
        return _packed(path)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table")):
        return "HTML"
    return "XML" if text.startswith(b"<?xml") else CSV


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {member.filename: member.file_size for member in archive.infolist()}
            if sum(sizes.values()) > MOST_BYTES:
                raise Unreadable(Error.TOO_LARGE, found=f"{sum(sizes.values()):,}")
            if "mimetype" in sizes:
                return "ODS" if b"spreadsheet" in archive.read("mimetype") else "ODF"
            if "xl/workbook.xml" in sizes:
                with archive.open("xl/workbook.xml") as book:
                    strict = STRICT in book.read(HEAD)
                if strict:
                    raise Unreadable(Error.STRICT_WORKBOOK, found=path.name)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return XLSX  # a damaged one: whoever reads it says so
    for name, kind in IN_ARCHIVE.items():
        if name in sizes:
            return kind
    return XLSX if any(name.startswith("xl/") for name in sizes) else "ZIP"
