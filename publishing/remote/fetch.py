"""One look at a place: what has changed there is fetched, and nothing is kept by halves.

It is run by its path, in a process of its own. A client of S3 waits as long as the server sends a
byte now and then, and for minutes where it sends none; a process ends when it is told to. It
imports nothing of the package, for it starts at every look.
"""

import hashlib
import json
import os
import posixpath
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyarrow import ArrowException, fs

# What is fetched, by folder. Nothing else of a place gets onto this disk, whatever it is called.
WANTED = {
    "": re.compile(r"\w[\w-]*\.parquet"),
    "history": re.compile(r"\d{6,}\.json|pending\.json"),
    "history/objects": re.compile(r"[0-9a-f]{64}\.parquet"),
}
NEVER_CHANGED = re.compile(r"history/(\d{6,}\.json|objects/.*)")
PART = 1 << 20  # bytes that are asked for at once
AT_ONCE = 8  # requests
ATTEMPTS = 3  # at a place that changes meanwhile
DENIED = re.compile(r"ACCESS_DENIED|ACCESS_KEY|SIGNATURE|TOKEN|CREDENTIAL|Permission denied")

Told = tuple[int, int, str]  # size, time and tag of a file
Listing = dict[str, Told]  # by the path of the file


class Trouble(Exception):
    """Why a place could not be copied: one of seen.TROUBLES, and what was said."""


def fetched(address: str, root: Path) -> str:
    """Copy a place into a state below `root`; returns the name of the state.

    Raises Trouble; OSError only where the disk here refuses.
    """
    try:
        system, base = fs.FileSystem.from_uri(address)
    except (ArrowException, OSError, ValueError) as error:
        raise Trouble("address", str(error)) from error
    now = listing(system, base)
    for _ in range(ATTEMPTS):
        before, name = now, _digest(sorted(now.items()))
        if (root / "states" / name).is_dir():
            return name
        try:
            files = {path: pooled(system, base, path, told, root) for path, told in before.items()}
        except FileNotFoundError:
            files = {}
        now = listing(system, base)
        if files and now == before:
            gather(files, root, name)
            return name
    raise Trouble("changing", "the place changed while it was copied")


def listing(system: fs.FileSystem, base: str) -> Listing:
    """What lies at a place; raises Trouble where that cannot be told, or there is no table."""
    found: Listing = {}
    try:
        for folder, wanted in WANTED.items():
            where = posixpath.join(base, folder).rstrip("/")
            for info in system.get_file_info(fs.FileSelector(where, allow_not_found=bool(folder))):
                if info.is_file and wanted.fullmatch(info.base_name):
                    path = posixpath.join(folder, info.base_name)
                    found[path] = (info.size, info.mtime_ns or 0, "")
        # S3 tells times by the second: of two files as long, only the tag tells one from the other.
        asked = [path for path in found if not NEVER_CHANGED.fullmatch(path)]
        with ThreadPoolExecutor(AT_ONCE) as requests:
            tags = requests.map(lambda path: _tag(system, posixpath.join(base, path)), asked)
            for path, tag in zip(asked, tags, strict=True):
                found[path] = (*found[path][:2], tag)
    except (ArrowException, OSError) as error:
        raise _trouble(error) from error
    if not any("/" not in path for path in found):
        raise Trouble("empty", "there is no table at the place")
    return found


def _tag(system: fs.FileSystem, path: str) -> str:
    """What the server calls the bytes of a file; empty where it has no such name for them."""
    try:
        with system.open_input_stream(path) as stream:
            tag: bytes = (stream.metadata() or {}).get("ETag", b"")
            return tag.decode()
    except FileNotFoundError:  # taken away since it was listed, which the next listing will tell
        return ""


def pooled(system: fs.FileSystem, base: str, path: str, told: Told, root: Path) -> Path:
    """A file as it was listed, fetched if it is not here yet.

    Raises FileNotFoundError if the place has another one by now.
    """
    kept = root / "pool" / _digest([path, *told])
    if kept.exists():
        return kept
    size, time, _ = told
    part = _beside(kept)
    try:
        with part.open("xb") as file:
            for content in _parts(system, posixpath.join(base, path)):
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if part.stat().st_size != size:
            raise FileNotFoundError(path)
        os.utime(part, ns=(time, time))
        os.replace(part, kept)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _parts(system: fs.FileSystem, path: str) -> Iterator[bytes]:
    try:
        with system.open_input_stream(path) as stream:
            while content := stream.read(PART):
                yield content
    except FileNotFoundError:
        raise
    except (ArrowException, OSError) as error:
        raise _trouble(error) from error


def gather(files: Mapping[str, Path], root: Path, name: str) -> None:
    """Make a state of files of the pool; it is there whole or not at all."""
    state = root / "states" / name
    begun = _beside(state)
    try:
        for path, kept in files.items():
            (begun / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(kept, begun / path)
        for folder in (root / "pool", *(folder for folder in begun.glob("**/")), begun):
            _flush(folder)
        if not state.is_dir():
            os.replace(begun, state)
        _flush(state.parent)
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")


def _digest(told: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:40]


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _trouble(error: Exception) -> Trouble:
    """What a client says, as one of a few kinds."""
    said = str(error)
    if isinstance(error, PermissionError) or DENIED.search(said):
        return Trouble("denied", said)
    if isinstance(error, FileNotFoundError) or "NO_SUCH_BUCKET" in said:
        return Trouble("not_there", said)
    return Trouble("unreachable", said)


def main() -> None:
    """Read what is asked from the standard input, where nobody sees an address; answer as JSON."""
    asked = json.load(sys.stdin)
    signal.setitimer(signal.ITIMER_REAL, asked["limit"])  # which ends the process, whatever it does
    try:
        answer = {"state": fetched(asked["address"], Path(asked["root"]))}
    except Trouble as trouble:
        answer = dict(zip(("trouble", "detail"), trouble.args, strict=True))
    except OSError as error:
        answer = {"trouble": "disk", "detail": str(error)}
    print(json.dumps(answer), flush=True)
    os._exit(0)  # what a client still has open would be waited for


if __name__ == "__main__":
    main()
