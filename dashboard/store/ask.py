"""What is made of the data: out of the edition of now, else made now and put there.

This is the one place where made things are kept: on disk as the files of an edition, in memory as
many of them as `MEMORY` holds. A thing that lacks what the data allow, because something failed, is
shown, since a page with a gap is better than none; but it is not written, and made again later.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Condition
from time import monotonic
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from cachetools import LRUCache, cached

from dashboard.addresses import Choices, address_of_site, contact, owner
from dashboard.monitoring.metrics import FILES_MADE
from dashboard.store.edition_folder import Edition, Editions
from dashboard.store.opened import editions
from dashboard.store.snapshot import default, snapshot

MEMORY = 96_000_000  # bytes of all that is made
AGAIN = 60  # seconds after which what lacks something is made again

Made = TypeVar("Made")


@dataclass(frozen=True)
class Form(Generic[Made]):
    """How a thing is written as a file, and as files `beside` it by their endings."""

    files: Callable[[Made], Mapping[str, bytes]]
    of_files: Callable[[Mapping[str, bytes]], Made]
    beside: tuple[str, ...] = ()


NEXT = "\n<!-- next -->\n"  # between texts of one file
BYTES: Form[bytes] = Form(lambda made: {"": made}, lambda files: files[""])
TEXT: Form[str] = Form(lambda made: {"": made.encode()}, lambda files: files[""].decode())
TEXTS: Form[tuple[str, ...]] = Form(
    lambda made: {"": NEXT.join(made).encode()} if made else {"": b""},
    lambda files: tuple(files[""].decode().split(NEXT)) if files[""] else (),
)


@dataclass(frozen=True)
class _Kept:
    thing: Any
    size: int
    whole: bool
    at: float


_lacking: ContextVar[list[bool] | None] = ContextVar("lacking", default=None)


def edition(day: date, of_site: bool = True) -> Edition | None:
    """The edition of the data that are shown, on a day; None where none is kept on disk.

    What is the same for every site is not `of_site`: it lies in an edition for all of them.
    """
    data = snapshot()
    if (there := editions()) is None or data.older:
        return None
    settings = _settings() if of_site else ()
    return _edition(there, day, data.version, data.key, data.newest, settings)


@lru_cache(16)
def _edition(editions: Editions, day: date, version: str, *state: Hashable) -> Edition:
    return editions.of(day.isoformat(), version, state)


def elsewhere(site: str, server: str | None = None) -> Hashable:
    """What is made for another site than this one, by its key; None for this site."""
    return None if server is None and site == address_of_site("") else (site, server)


def stem(named: str, choices: Choices) -> str:
    """The name of a file of what is chosen; what is usual stands in no name."""
    unusual = (f"{name}={code}" for name, code in choices.items() if code != default(name))
    return ",".join((named, *(quote(each, safe="=") for each in unusual)))


def made(
    file: str,
    day: date,
    make: Callable[[], Made],
    form: Form[Made] = BYTES,  # type: ignore[assignment]
    apart: Hashable = None,
    of_site: bool = True,
) -> Made:
    """What lies in the edition of a day under the name of a file, else what `make` makes now.

    What depends on something else as well says so `apart` (another site, say): it is kept in
    memory alone. What is the same for every site is not `of_site`. While one makes a thing,
    whoever else asks for it waits for it.
    """
    on_disk = edition(day, of_site) if apart is None else None
    key = _key(on_disk, file, day, apart)
    kept = _kept(key, file, make, form, on_disk)
    if not kept.whole:
        if monotonic() - kept.at > AGAIN:
            _kept.cache.pop(key, None)
            kept = _kept(key, file, make, form, on_disk)
        if not kept.whole:
            lacking()
    return kept.thing


@cached(
    LRUCache(MEMORY, getsizeof=lambda kept: kept.size),
    key=lambda key, *_: key,
    condition=Condition(),
)
def _kept(key: tuple, file: str, make: Callable, form: Form, on_disk: Edition | None) -> _Kept:
    if on_disk and (found := on_disk.read(file, form.beside)) is not None:
        with suppress(ValueError, LookupError, TypeError):  # of a damaged file, which is made anew
            return _Kept(form.of_files(found), _size(found), True, monotonic())
    FILES_MADE.labels(file.partition("/")[0]).inc()
    with watched() as lacks:
        thing = make()
    files = form.files(thing)
    if on_disk and not lacks:
        on_disk.write(file, files)
    return _Kept(thing, _size(files), not lacks, monotonic())


def _size(files: Mapping[str, bytes]) -> int:
    return sum(map(len, files.values()))


def is_made(file: str, day: date, apart: Hashable = None) -> bool:
    """Whether `made` need not make a thing."""
    on_disk = edition(day) if apart is None else None
    if on_disk and (on_disk.folder / file).exists():
        return True
    return _key(on_disk, file, day, apart) in _kept.cache


def _key(on_disk: Edition | None, file: str, day: date, apart: Hashable) -> tuple:
    if on_disk:
        return on_disk.name, file
    data = snapshot()
    return (data.key, data.newest, data.older, *_settings(), day, file, apart)


def _settings() -> tuple[str, str, str]:
    """What an operator says that stands in pages."""
    return address_of_site(""), owner(), contact()


@contextmanager
def watched() -> Iterator[list[bool]]:
    """Whether what is made meanwhile here lacks something that the data allow: if so, not empty."""
    lacks: list[bool] = []
    before = _lacking.set(lacks)
    try:
        yield lacks
    finally:
        _lacking.reset(before)
        if lacks:
            lacking()


def lacking() -> None:
    """What is being made here lacks something that the data allow."""
    if (lacks := _lacking.get()) is not None:
        lacks.append(True)
