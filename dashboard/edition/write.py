"""An edition is written into a folder by as many processes as the machine has cores."""

import gzip
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from math import inf
from pathlib import Path

import brotli

from dashboard import store
from dashboard.edition.links_to import Edition
from dashboard.edition.tasks import apart, figure, leading
from dashboard.file_access import make_folder
from dashboard.file_access import write as write_file

Progress = Callable[[int, int], None]

# What gets smaller; pictures, workbooks and fonts are packed in themselves.
TEXTS = (".html", ".svg", ".csv", ".json", ".xml", ".txt", ".atom", ".ics")
QUALITY = 9  # of brotli: a page in 10 ms; 11 takes a quarter of a second for a twentieth less


class DataChanged(Exception):
    """The data became others, so that the files would not be of one version."""


class NothingStands(Exception):
    """Not one figure can be made of the data."""


def write(
    edition: Edition, folder: Path, packed: bool, progress: Progress = lambda made, of: None
) -> tuple[frozenset[str], list[str]]:
    """Write all files; returns them, and the figures that the data do not allow.

    With `packed` each text stands beside itself as .br and .gz. Raises DataChanged, NothingStands.
    """
    first, pages = apart(edition), leading(edition)
    of = len(first) + len(pages)
    with _processes() as pool:

        def run(tasks: Iterable[tuple], before: int) -> Iterator[tuple[tuple, list[str]]]:
            futures = {pool.submit(_work, folder, packed, edition, *task): task for task in tasks}
            for number, future in enumerate(as_completed(futures), before + 1):
                progress(number, of)
                yield futures[future], future.result()

        done = list(run(first, 0))
        figures = [(task[1], made) for task, made in done if task[0] is figure]
        if not any(made for _, made in figures):
            raise NothingStands
        files = frozenset(path for _, made in done for path in made) | pages.keys()
        for _ in run([(task, *given, files) for task, *given in pages.values()], len(first)):
            pass
    return files, list(dict.fromkeys(id for id, made in figures if not made))


@contextmanager
def _processes() -> Iterator[ProcessPoolExecutor]:
    """Each draws in a process of its own and waits for it, so that together they fill a core.

    Started afresh, for a copy of a process with threads may stand still for ever. What one of them
    has made, or a server before, the others take from the edition.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=store.open_editions, initargs=(inf,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        store.clear_editions()


def _work(folder: Path, packed: bool, edition: Edition, task: Callable, *given) -> list[str]:
    """Do a task; returns the files that it made, none if the data do not allow it."""
    with store.one_version() as data:
        if data.key != edition.data:
            raise DataChanged
        try:
            files = dict(task(edition, *given))
        except store.Unavailable:
            return []
    for name, content in files.items():
        _put(folder / name, content, packed)
    return list(files)


def _put(path: Path, content: bytes, packed: bool) -> None:
    make_folder(path.parent)
    write_file(path, content)
    if packed and path.suffix in TEXTS:
        write_file(path.with_name(f"{path.name}.br"), brotli.compress(content, quality=QUALITY))
        write_file(path.with_name(f"{path.name}.gz"), gzip.compress(content, mtime=0))
