"""Files that are there as a whole or not at all, whatever happens to process or power."""

import os
from pathlib import Path

from dashboard.file_access import inherit

NEW = ".new"


def beside(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f".{path.name}{NEW}")


def stage(path: Path, content: bytes) -> None:
    """Write beside a file, down to the disk itself, what is to take its place and its access."""
    beside(path).unlink(missing_ok=True)
    with beside(path).open("xb") as file:
        inherit(file.fileno(), path)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put(path: Path, content: bytes) -> None:
    """Write a file in one step; `flush` its folder to make that last."""
    stage(path, content)
    os.replace(beside(path), path)


def flush(folder: Path) -> None:
    """Bring what was renamed in a folder down to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def clear(folder: Path) -> None:
    """Remove what was written beside and never took its place."""
    for left in folder.glob(f".*{NEW}"):
        left.unlink(missing_ok=True)
