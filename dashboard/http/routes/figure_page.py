"""`/figure/…`, `/embed/…`, `/oembed`, `/t/…`: each figure as a page of its own, and elsewhere."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, embed_path, figure_page_path, figure_path
from dashboard.figures import FIGURES, MERGED, current
from dashboard.html import (
    Place,
    absent_page,
    code_page,
    embed_page,
    figure_page,
    figure_place,
    frame,
    frame_height,
    no_code_page,
    versions_page,
)
from dashboard.html.embed import LEAST, USUAL
from dashboard.html.figure_place import FIGURE, FigurePlace
from dashboard.http.encoded_response import Ready, answer, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.http.preload_headers import early_fonts
from dashboard.http.routes.wished_version import wished_version
from dashboard.i18n import named_language, wished_language, words_of
from dashboard.render.message_card import SIZE
from kzdata import clock
from kzdata.schema.model import LANGUAGES

HTML = "text/html; charset=utf-8"
OURS = re.compile(r"/(?:figure|embed)/(?P<language>[^/]+)/(?P<figure>[^/]+)")


def one_figure(request: Request) -> Response:
    """A figure's page; 404 with the ways to all of them, 503 if its data are faulty."""
    return _page(request, figure_page, figure_page_path, csp.answering)


def embedded(request: Request) -> Response:
    """A figure for a frame in any page; 404 and 503 as for its own page."""
    return _page(request, embed_page, embed_path, csp.framed, framed=True)


def merged(request: Request) -> Response:
    """What a figure was that became part of another one: there it is found, for good."""
    folder, _, file = request.url.path.rpartition("/")
    old, dot, form = file.partition(".")
    query = f"?{request.url.query}" * bool(request.url.query)
    return RedirectResponse(f"{folder}/{MERGED[old]}{dot}{form}{query}", 301)


def _page(
    request: Request,
    make: Callable[[FigurePlace], str],
    path: Callable[..., str],
    policy: Callable[[str], str],
    framed: bool = False,
) -> Response:
    language, id = request.path_params["language"], request.path_params["figure"]
    named = named_language(language)
    if named not in (None, language) and id in FIGURES:
        return RedirectResponse(path(named, id, request.query_params))
    accepted = request.headers.get("accept-language")
    words = words_of(language if language in LANGUAGES else wished_language(accepted=accepted))
    if language not in LANGUAGES or id not in FIGURES:
        known = "\n".join(path(words.language, id) for id in FIGURES)
        text = f"{words('figure.lost')}\n{known}\n"
        return PlainTextResponse(text, 404, {"vary": "accept-language"})
    site, wishes = address_of_site(request.headers.get("host", "")), request.query_params
    today = clock.today()
    usual = figure_place(id, language, today, site, {}, framed)
    try:
        with store.one_version():
            at = wished_version(wishes, today)
            try:
                place = figure_place(id, language, today, site, wishes, framed, at)
                return _sent(request, _ready(place, make, policy))
            except store.Unavailable:
                if at is None:
                    raise
                place = replace(usual, as_of=at, day=at.day, opened=today)
                return _said(absent_page(place), csp.still, 404)
    except store.NeverShown:
        return _said(versions_page(usual, path(language, id)), csp.still, 404)
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)


def _ready(
    place: FigurePlace, make: Callable[[FigurePlace], str], policy: Callable[[str], str]
) -> Ready:
    """A page out of the edition; of an older version, out of memory if it was opened before."""
    room = "embed" if place.framed else FIGURE
    file = f"{room}/{place.language}/{store.stem(place.figure, place.choices)}.html"

    def page() -> Ready:
        html = make(place)
        return ready(html.encode(), HTML, headers={"content-security-policy": policy(html)})

    then = (place.site, place.as_of, place.opened) if place.as_of else None
    return of_edition(file, place.day, HTML, page, then or store.elsewhere(place.site))


def _sent(request: Request, page: Ready) -> Response:
    return answer(page, request.scope, {"cache-control": "no-cache", "link": early_fonts()})


def _said(html: str, policy: Callable[[str], str], status: int) -> Response:
    headers = {
        "cache-control": "no-cache",
        "link": early_fonts(),
        "content-security-policy": policy(html),
    }
    return Response(html, status, headers, HTML)


def short_code(request: Request) -> Response:
    """What a code on a picture or a slide stands for; 404 if it stands for nothing."""
    today, accepted = clock.today(), request.headers.get("accept-language")
    language = wished_language(request.query_params.get("lang"), accepted=accepted)
    site = address_of_site(request.headers.get("host", ""))
    with store.one_version():
        found = store.decoded(request.path_params["code"], today)
        if found is None:
            page = no_code_page(Place("", language, today, "", lite=True))
            response = _said(page, csp.still, 404)
        else:
            at = found.as_of
            usual = FigurePlace(FIGURE, language, at.day, site, found.choices, lite=True)
            place = replace(usual, figure=found.figure, as_of=at, opened=today)
            response = _sent(request, _page_of_code(found.code, place))
    response.headers.add_vary_header("accept-language")
    return response


def _page_of_code(code: str, place: FigurePlace) -> Ready:
    def page() -> Ready:
        html = code_page(code, place)
        return ready(html.encode(), HTML, headers={"content-security-policy": csp.still(html)})

    file = f"t/{place.language}/{code}.html"
    return of_edition(file, place.opened or place.day, HTML, page, (place.site, place.as_of))


def oembed(request: Request) -> Response:
    """What programs take to embed a figure: https://oembed.com, as JSON.

    `url` is the address of a figure's page here; 404 for any other, 501 for another format.
    """
    asked, site = request.query_params, address_of_site(request.headers.get("host", ""))
    if asked.get("format", "json") != "json":
        return PlainTextResponse("There is JSON only: format=json.\n", status_code=501)
    own, _, query = asked.get("url", "").partition("#")[0].removeprefix(site).partition("?")
    found = OURS.fullmatch(own) if site else None
    id = current(found["figure"]) if found else ""
    if found is None or found["language"] not in LANGUAGES or id not in FIGURES:
        text = f"No such figure. Give the address of one: url={site}/figure/LANGUAGE/FIGURE\n"
        return PlainTextResponse(text, status_code=404)
    language = found["language"]
    wishes = {name: values[-1] for name, values in parse_qs(query).items()}
    try:
        with store.one_version():
            at = wished_version(wishes, clock.today())
            place = figure_place(id, language, clock.today(), site, wishes, True, at)
            width = max(LEAST, min(_number(asked.get("maxwidth")) or USUAL, SIZE[0]))
            with store.as_published(at):
                figure = store.figure(id, language, place.day, **place.choices).figure
                high = frame_height(figure, place, width)
    except store.NeverShown:
        return PlainTextResponse(words_of(language)("version.unknown") + "\n", status_code=404)
    except store.Unavailable:
        return PlainTextResponse(words_of(language)("ui.unavailable") + "\n", status_code=503)
    words = words_of(language)
    card = figure_path(language, id, "card.png", {**place.choices, **place.stated})
    told = {
        "version": "1.0",
        "type": "rich",
        "title": figure.title,
        "provider_name": words("app.title"),
        "provider_url": site,
        "html": frame(figure, place, str(width), high, place.stated),
        "width": width,
        "height": high,
        "thumbnail_url": site + card,
        "thumbnail_width": SIZE[0],
        "thumbnail_height": SIZE[1],
    }
    return JSONResponse(told, headers={"cache-control": "no-cache"})


def _number(text: str | None) -> int | None:
    """A number of pixels as an address gives it; None for anything else."""
    return int(text) if text and re.fullmatch("[0-9]{1,5}", text) else None
