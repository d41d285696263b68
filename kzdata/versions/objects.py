"""Files of tables as they were published, each named by the digest of its bytes."""

import hashlib
from pathlib import Path

OBJECTS = "objects"


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_at(path: Path) -> str:
    """The digest of a file; empty where there is none that can be read."""
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""


def folder_of(folder: Path) -> Path:
    return folder / "history" / OBJECTS


def object_of(folder: Path, digest: str) -> Path:
    """Where an object lies."""
    return folder_of(folder) / f"{digest}.parquet"


def is_whole(path: Path) -> bool:
    """Whether an object is there and has the bytes that its name tells of."""
    return digest_at(path) == path.stem


def is_object(path: Path) -> bool:
    return path.parent.name == OBJECTS
