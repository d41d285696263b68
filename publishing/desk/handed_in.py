"""Files that come through the browser, kept for as long as the desk is open."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from publishing.intake import tables_of

UNNAMED = "file"


def kept(room: Path, name: str, content: bytes) -> Path:
    """Keep a file below `room` under its own name, which findings tell; its path.

    Raises OSError where the disk refuses.
    """
    plain = "".join(sign for sign in Path(name).name if sign.isprintable())
    path = room / hashlib.sha256(content).hexdigest()[:16] / (plain.lstrip(".") or UNNAMED)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(secrets.token_hex(8))  # another page may keep the same file
        beside.write_bytes(content)
        beside.replace(path)
    return path


class Twice(Exception):
    """Two files are for one table."""

    def __init__(self, first: Path, second: Path, table: str):
        self.first, self.second, self.table = first, second, table
        super().__init__(f"{first} and {second} are both for {table}")


def by_table(files: Iterable[tuple[Path, str | None]]) -> dict[str, Path]:
    """The file for each table; with each file stands the table that a person named for it.

    A file of which the table is not known is left out. Raises Twice.
    """
    found: dict[str, Path] = {}
    for path, named in files:
        for table in [named] if named else tables_of(path):
            if table in found:
                raise Twice(found[table], path, table)
            found[table] = path
    return found
