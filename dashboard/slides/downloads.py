"""A deck as a file: where it lies in an edition, how it is made, how far that is."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock

from dashboard import store
from dashboard.i18n import words_of
from dashboard.render import worker
from dashboard.render.figure_table import NO_NAME
from dashboard.slides.build import Progress, deck
from dashboard.slides.formats import PAGE
from dashboard.slides.model import Deck
from dashboard.slides.selection import TEN, Choice, usual

_under_way: dict[tuple, tuple[int, int]] = {}
_lock = Lock()


def path(choice: Choice, form: str) -> str:
    """Where a deck in a form lies in an edition."""
    second = f"with-{choice.second}" * bool(choice.second)
    parts = (choice.language, second, choice.town, choice.deck * (choice.deck != TEN))
    named = "-".join(filter(None, parts))
    return f"present/{named}.html" if form == PAGE else f"deck/{named}.{form}"


def apart(choice: Choice, site: str) -> Hashable:
    """What keeps a deck out of the edition: another site, or slides that a reader has chosen."""
    chosen = choice.figures != usual(choice.town, choice.deck)
    return (site, choice.figures) if chosen else store.elsewhere(site)


def content(choice: Choice, form: str, day: date, site: str) -> bytes:
    """A deck as a file, made now; meanwhile `state` knows how far it is.

    Raises store.Unavailable if it cannot be drawn, KeyError for an unknown form.
    """
    asked = (choice, form, day, site)
    with store.one_version(), _told(asked) as progress:
        return whole(*asked, progress)[1]


def state(choice: Choice, form: str, day: date, site: str) -> tuple[int, int] | None:
    """How many figures of a file are made, and of how many; None while nobody makes it."""
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
    store.Unavailable and KeyError as `content` does.
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
    languages = [f"{choice.language}-{choice.second}"] * bool(choice.second)
    said = " – ".join([words("app.title"), where, *languages, f"{day.isoformat()}.{form}"])
    return "".join(sign for sign in said if sign not in NO_NAME)


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
