"""Where a deck is made into a file: each is made once for a version of the data, and kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Condition, Lock

from cachetools import LRUCache, cached

from dashboard import store
from dashboard.i18n import words_of
from dashboard.render import worker
from dashboard.render.figure_table import NO_NAME
from dashboard.slides.build import Progress, deck
from dashboard.slides.formats import PAGE
from dashboard.slides.model import Deck
from dashboard.slides.selection import Choice

FILES_KEPT, PAGES_KEPT = 96_000_000, 32_000_000  # bytes: some hundred files, two dozen pages

_under_way: dict[tuple, tuple[int, int]] = {}
_lock = Lock()


def file(choice: Choice, form: str, day: date, site: str) -> tuple[str, bytes]:
    """A deck as a file, its name and its bytes; whoever asks for one being made waits for it.

    Raises store.Unavailable if it cannot be drawn, KeyError for an unknown form.
    """
    asked = (choice, form, day, site)

    def make() -> bytes:
        with _told(asked) as progress:
            made, content = whole(*asked, progress)
        if made.failed:
            raise _NotWhole(content)
        return content

    with store.one_version() as data:
        name = file_name(choice, form, day)
        try:
            return name, _keeper(form)((*asked, *data.key), make)
        except _NotWhole as error:
            return name, error.content


class _NotWhole(Exception):
    """Slides failed that the data allow: the next time all may be drawn, so nothing is kept."""

    def __init__(self, content: bytes):
        self.content = content


def stands_ready(choice: Choice, form: str, day: date, site: str) -> bool:
    """Whether `file` need not make anything."""
    key = (choice, form, day, site, *store.snapshot().key)
    return key in _keeper(form).cache or store.has(key)


def state(choice: Choice, form: str, day: date, site: str) -> tuple[int, int] | None:
    """How many figures of a file are made, and of how many; None when nobody makes it."""
    with _lock:
        return _under_way.get((choice, form, day, site))


def whole(
    choice: Choice,
    form: str,
    day: date,
    site: str,
    progress: Progress = lambda made, of: None,
    server: str | None = None,
) -> tuple[Deck, bytes]:
    """A deck and its file, made anew; `progress` is told how many figures are made.

    `server` is where older versions are answered for, if not at `site`.

    A figure is half made with its slides, and whole with their part of the file. Raises
    store.Unavailable and KeyError as `file` does.
    """
    write, figures = _writer(form), len(choice.made)

    def begun(made: int, of: int) -> None:
        progress(made // 2, figures)

    def written(made: int, of: int) -> None:
        progress((figures + figures * made // of) // 2, figures)

    slides = deck(choice, day, site, begun, server)
    try:
        return slides, write(slides, written)
    except worker.NotDrawn as error:
        store.tell_once("deck", (choice.language, choice.town, form), slides.version)
        raise store.Unavailable(form) from error


def file_name(choice: Choice, form: str, day: date) -> str:
    """A name that says what the file is, in its language: site, place, day, form."""
    words = words_of(choice.language)
    where = words.code("place", choice.town) if choice.town else words("deck.country")
    said = f"{words('app.title')} – {where} – {day.isoformat()}.{form}"
    return "".join(sign for sign in said if sign not in NO_NAME)


def _keeping(most: int) -> Callable[[tuple, Callable[[], bytes]], bytes]:
    """What keeps so many bytes. While one file is made, whoever else asks for it waits for it."""

    @cached(LRUCache(most, getsizeof=len), key=lambda key, make: key, condition=Condition())
    def kept(key: tuple, make: Callable[[], bytes]) -> bytes:
        return store.take(key, make)

    return kept


_files, _pages = _keeping(FILES_KEPT), _keeping(PAGES_KEPT)


def _keeper(form: str):
    """What makes files once, with its `cache`; pages are kept apart: no crowd pushes them out."""
    return _pages if form == PAGE else _files


@contextmanager
def _told(asked: tuple) -> Iterator[Progress]:
    """Meanwhile `state` knows how far a file is."""

    def tell(made: int, of: int) -> None:
        with _lock:
            _under_way[asked] = made, of

    try:
        yield tell
    finally:
        with _lock:
            _under_way.pop(asked, None)


def _writer(form: str) -> Callable[[Deck, Progress], bytes]:
    """What writes a form. Loaded when first needed: a server starts without it."""
    if form == "pptx":
        from dashboard.slides.pptx import pptx

        return pptx
    if form == "pdf":
        from dashboard.slides.handout import pdf

        return pdf
    if form in ("html", PAGE):
        from dashboard.slides.page import offline, online

        write = online if form == PAGE else offline
        return lambda deck, progress: write(deck)
    raise KeyError(form)
