"""`/present`: slides for a meeting; `/deck/…`: a choice of them as a file to take along."""

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from html import escape
from threading import Lock
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site
from dashboard.figures import current
from dashboard.html import icon
from dashboard.http.encoded_response import Ready, answer, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.i18n import wished_language, words_of
from dashboard.monitoring import tell
from dashboard.monitoring.metrics import DECKS_REFUSED, DECKS_UNDER_WAY
from dashboard.slides import downloads
from dashboard.slides.formats import FORMS, PAGE
from dashboard.slides.preview import preview, title
from dashboard.slides.selection import DECKS, Choice, offered, usual, wished
from kzdata import clock
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

log = logging.getLogger(__name__)

HTML = "text/html; charset=utf-8"
WAIT = 0.7  # seconds in which slides are awaited before a visitor is told how far they are
NO_STORE = {"cache-control": "no-store"}


def present(request: Request) -> Response:
    """All slides of a language and a town in one page; while they are made, how far that is.

    The page itself chooses and orders them, and keeps that in its address.
    """
    asked = request.query_params
    accepted = request.headers.get("accept-language")
    language = wished_language(asked.get("lang"), accepted=accepted)
    if asked.get("lang") != language:
        query = f"lang={language}&{wished(language, asked).query}".rstrip("&")
        if (slide := asked.get("slide", "")).isdecimal() and slide.isascii():
            query += f"&slide={int(slide[:4])}"
        return RedirectResponse(f"/present?{query}", headers={"vary": "accept-language"})
    # Which deck is meant may follow from slides that are chosen; the page chooses them itself.
    of_all = wished(language, asked)
    choice = replace(of_all, figures=usual(of_all.town, of_all.deck))
    day, site = clock.today(), address_of_site(request.headers.get("host", ""))
    try:
        if not _is_made(choice, PAGE, day, site):
            making = _making(choice, site)
            if not (making and wait([making], WAIT).done):
                tags = preview(choice, day, site).tags
                return _waiting(choice, downloads.state(choice, PAGE, day, site), tags)
            making.result()
        made = deck_ready(choice, PAGE, day, site)
    except store.Unavailable:
        return PlainTextResponse(words_of(choice.language)("ui.unavailable") + "\n", 503)
    return answer(made, request.scope, {"cache-control": "no-cache"})


def _is_made(choice: Choice, form: str, day: date, site: str) -> bool:
    return store.is_made(downloads.path(choice, form), day, downloads.apart(choice, site))


def deck_ready(choice: Choice, form: str, day: date, site: str) -> Ready:
    """A deck out of the edition, as a file or as the page itself; raises Unavailable."""
    media_type = HTML if form == PAGE else FORMS[form]

    def make() -> Ready:
        body = downloads.content(choice, form, day, site)
        policy = {"content-security-policy": csp.slides(body.decode())} if form == PAGE else {}
        return ready(body, media_type, headers=policy)

    with store.one_version():
        file, apart = downloads.path(choice, form), downloads.apart(choice, site)
        return of_edition(file, day, media_type, make, apart)


# So many files are made at a time, and so many wait for them: more must not keep readers from
# their pages.
FILES, WAITING = 3, 12
BUSY_SECONDS = 20
# That are made or wait for it: all there are, on one site, each in one language or with a second.
PAGES = len(LANGUAGES) ** 2 * (1 + len(TOWNS)) * len(DECKS)
_POOL = ThreadPoolExecutor(2, "deck")
_asked: dict[tuple, Future] = {}
_lock = Lock()


def _making(choice: Choice, site: str) -> Future | None:
    """The page as it is being made, once for all who ask; None if too many wait already."""
    key = (choice, site)
    with _lock:
        if (making := _asked.get(key)) is None and len(_asked) < PAGES:
            making = _asked[key] = _POOL.submit(deck_ready, choice, PAGE, clock.today(), site)
            making.add_done_callback(lambda _: _asked.pop(key, None))
        return making


def make_slides(language: str, day: date) -> None:
    """Make the slides of the country, as they are shown under the known address of the site."""
    deck_ready(wished(language, {}), PAGE, day, address_of_site(""))


def _waiting(choice: Choice, state: tuple[int, int] | None, tags: str) -> Response:
    """A page that asks again after a second, and says how many figures are drawn meanwhile."""
    words, (ready, of) = words_of(choice.language), state or (0, len(choice.made))
    name = escape(words("deck.title"))
    text = escape(words("deck.making", made=str(ready), of=str(of)))
    html = (
        f'<!DOCTYPE html><html lang="{choice.language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="1"><title>{escape(title(choice))}</title>'
        f"{tags}{icon()}"
        "<style>body{font:400 1.5rem/1.4 system-ui,sans-serif;max-width:40rem;margin:20vh auto;"
        "padding:0 1rem}progress{width:100%}</style>"
        f'<h1>{name}</h1><p role="status">{text}</p>'
        f'<progress value="{ready}" max="{of}" aria-label="{name}"></progress></html>'
    )
    headers = NO_STORE | {"content-security-policy": csp.still(html)}
    return Response(html, media_type=HTML, headers=headers)


class Busy(Exception):
    """So many files are being made that another has to wait."""


_turns: Counter[tuple] = Counter()


@contextmanager
def _turn(choice: Choice, form: str, day: date, site: str) -> Iterator[None]:
    """A turn to make a file, or to wait for whoever makes it; raises Busy."""
    asked = (choice, form, day, site)
    if _is_made(choice, form, day, site):
        yield
        return
    with _lock:
        busy = (asked not in _turns and len(_turns) >= FILES) or _turns.total() >= WAITING
        _tell_busy(busy)
        if busy:
            DECKS_REFUSED.inc()
            raise Busy
        _turns[asked] += 1
    try:
        yield
    finally:
        with _lock:
            _turns[asked] -= 1
            if not _turns[asked]:
                del _turns[asked]


DECKS_UNDER_WAY.set_function(_turns.total)
_busy = False


def _tell_busy(busy: bool) -> None:
    """Tell the log when visitors begin to be refused, and when one is served again."""
    global _busy
    if busy != _busy:
        _busy = busy
        said = "files of slides are refused" if busy else "files of slides are made again"
        tell(log, "decks_busy" if busy else "decks_free", said, waiting=_turns.total())


def deck_file(request: Request) -> Response:
    """A choice of slides as a file, or with `?progress` how far it is made.

    404 with what there is for what is unknown, 503 if the data do not allow it or many are made.
    """
    language, _, form = request.path_params["file"].partition(".")
    asked = request.query_params
    town = asked.get("town", "")
    slides = [current(id) for id in asked.get("slides", "").split(",") if id]
    known_slides = offered(town) if town in TOWNS else offered("")
    for found, known, what in (
        ([language], LANGUAGES, "language"),
        ([form], FORMS, "format"),
        ([town] if town else [], TOWNS, "town"),
        ([asked["deck"]] if "deck" in asked else [], DECKS, "deck"),
        ([asked["second"]] if "second" in asked else [], LANGUAGES, "language"),
        (slides, known_slides, "slide"),
    ):
        if not set(found) <= set(known):
            text = f"No such {what}. There are: {', '.join(known)}\n"
            return PlainTextResponse(text, status_code=404)
    named = {"town": town, "slides": ",".join(slides), "deck": asked.get("deck", "")}
    named |= {"second": asked.get("second", "")}
    choice = wished(language, named)
    day, site = clock.today(), address_of_site(request.headers.get("host", ""))
    if "progress" in asked:
        ready, of = downloads.state(choice, form, day, site) or (0, len(choice.made))
        return JSONResponse({"made": ready, "of": of}, headers=NO_STORE)
    words = words_of(language)
    try:
        with _turn(choice, form, day, site):
            made = deck_ready(choice, form, day, site)
    except Busy:
        headers = NO_STORE | {"retry-after": str(BUSY_SECONDS)}
        return PlainTextResponse(words("deck.failed") + "\n", status_code=503, headers=headers)
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)
    name = downloads.file_name(choice, form, day)
    plain = "-".join(filter(None, ("slides", town, language, choice.second, day.isoformat())))
    headers = {
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{plain}.{form}"; '
        f"filename*=utf-8''{quote(name)}",
    }
    return answer(made, request.scope, headers)
