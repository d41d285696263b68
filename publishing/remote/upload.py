"""A folder's data taken to a place elsewhere, in an order in which nobody ever reads a half.

First go the objects, which nothing names yet; then, as `pending.json`, the entry of the version:
from that one file on, all tables are read from their objects. Then what lies behind it is put in
place, and `pending.json` is removed. Whoever is broken off begins again.
"""

import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path

from pyarrow import ArrowException, fs

from dashboard import atomic_file
from dashboard.file_access import make_folder
from kzdata.check import check
from kzdata.location import Place, known
from kzdata.schema import FORMER
from kzdata.schema.problems import BadTable, Grade
from kzdata.versions.entry import Entry
from kzdata.versions.log import latest, log, numbers, path_of
from kzdata.versions.objects import object_of
from kzdata.versions.paths import paths
from publishing.remote.snapshots import is_version

REFUSALS = ("unlogged", "strange", "refused")
PENDING = "history/pending.json"
Progress = Callable[[int, int], None]


class NotUploaded(Exception):
    """Why not all was taken to a place: `key` is one of REFUSALS, `detail` what was found."""

    def __init__(self, key: str, detail: str = ""):
        self.key, self.detail = key, detail
        super().__init__(detail or key)


def upload(folder: Path, place: Place, progress: Progress = lambda done, total: None) -> int:
    """Take the newest version of a folder to a place; returns its number.

    Raises BadTable for data that do not pass the check, NotUploaded, UnknownScheme.
    """
    known(place)
    if problems := [each for each in check(folder) if each.grade is Grade.ERROR]:
        raise BadTable(problems[0].table, problems)
    if (entry := latest(folder)) is None or not is_version.__wrapped__(folder):
        raise NotUploaded("unlogged")
    try:
        system, base = fs.FileSystem.from_uri(place.address)
        _agree(folder, system, base)
        steps = list(_steps(folder, entry, system, base))
        for below in sorted({posixpath.dirname(path) for path, _ in steps}):
            _make_folder(system, posixpath.join(base, below).rstrip("/"))
        for done, (path, source) in enumerate(steps, 1):
            _put(system, posixpath.join(base, path), source)
            progress(done, len(steps))
        for name in _gone(folder, system, base):
            system.delete_file(posixpath.join(base, name))
        system.delete_file(posixpath.join(base, PENDING))
    except (ArrowException, OSError, ValueError) as error:
        raise NotUploaded("refused", place.without_secrets(str(error))) from error
    return entry.number


def _steps(
    folder: Path, entry: Entry, system: fs.FileSystem, base: str
) -> Iterator[tuple[str, Path]]:
    """What is to be written, in its order, and from where."""
    there = _there(system, posixpath.join(base, "history"))
    kept = sorted({path.name for path in object_of(folder, "").parent.glob("*.parquet")})
    for name in kept:
        source = object_of(folder, Path(name).stem)
        if there.get(f"objects/{name}") != source.stat().st_size:
            yield f"history/objects/{name}", source
    yield PENDING, path_of(folder, entry.number)
    for number in numbers(folder):
        source = path_of(folder, number)
        if source.name not in there:
            yield f"history/{source.name}", source
    read_at = paths(folder)
    for name in entry.digests:
        source = read_at.get(name, folder / f"{name}.parquet")
        yield source.name, source


def _gone(folder: Path, system: fs.FileSystem, base: str) -> list[str]:
    """The files at the place of tables that an older version had and that are no more."""
    had = {name for entry in log(folder) for name in entry.digests} | FORMER.keys()
    there = _there(system, base)
    files = sorted(f"{name}.parquet" for name in had)
    return [name for name in files if name in there and not (folder / name).exists()]


def _there(system: fs.FileSystem, base: str) -> dict[str, int]:
    """The sizes of files below a folder of the place."""
    below = system.get_file_info(fs.FileSelector(base, allow_not_found=True, recursive=True))
    return {posixpath.relpath(info.path, base): info.size for info in below if info.is_file}


def _agree(folder: Path, system: fs.FileSystem, base: str) -> None:
    """Raises NotUploaded if the place has a version that the folder does not know."""
    there = _there(system, posixpath.join(base, "history"))
    for name in sorted(name for name in there if name.endswith(".json")):
        with system.open_input_stream(posixpath.join(base, "history", name)) as stream:
            content = stream.read()
        if not any(path_of(folder, n).read_bytes() == content for n in numbers(folder)):
            raise NotUploaded("strange", name)


def _put(system: fs.FileSystem, path: str, source: Path) -> None:
    if isinstance(system, fs.LocalFileSystem):
        atomic_file.put(Path(path), source.read_bytes())
        return
    with system.open_output_stream(path) as stream:
        stream.write(source.read_bytes())


def _make_folder(system: fs.FileSystem, path: str) -> None:
    if isinstance(system, fs.LocalFileSystem):
        make_folder(Path(path))
    else:
        system.create_dir(path, recursive=True)
