"""`/figure/…`, `/embed/…`, `/oembed`: each figure as a page of its own, and in pages of others."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, embed_path, figure_page_path, figure_path
from dashboard.figures import FIGURES
from dashboard.html import embed_page, figure_page, figure_place, frame, frame_height
from dashboard.html.embed import LEAST, USUAL
from dashboard.html.figure_place import FigurePlace
from dashboard.http.encoded_response import answer_made
from dashboard.http.middleware import csp
from dashboard.http.preload_headers import early_fonts
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
    try:
        with store.one_version() as data:
            place = figure_place(id, language, clock.today(), site, wishes, framed)
            html = store.kept(("page", data.key, *place.key), lambda: make(place))
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)
    headers = {
        "cache-control": "no-cache",
        "link": early_fonts(),
        "content-security-policy": policy(html),
    }
    return answer_made(request, html.encode(), HTML, headers)


def oembed(request: Request) -> Response:
    """What programs take to embed a figure: https://oembed.com, as JSON.

    `url` is the address of a figure's page here; 404 for any other, 501 for another format.
    """
    asked, site = request.query_params, address_of_site(request.headers.get("host", ""))
    if asked.get("format", "json") != "json":
        return PlainTextResponse("There is JSON only: format=json.\n", status_code=501)
    own, _, query = asked.get("url", "").partition("#")[0].removeprefix(site).partition("?")
    found = OURS.fullmatch(own) if site else None
    if found is None or found["language"] not in LANGUAGES or found["figure"] not in FIGURES:
        text = f"No such figure. Give the address of one: url={site}/figure/LANGUAGE/FIGURE\n"
        return PlainTextResponse(text, status_code=404)
    id, language = found["figure"], found["language"]
    wishes = {name: values[-1] for name, values in parse_qs(query).items()}
    try:
        with store.one_version():
            place = figure_place(id, language, clock.today(), site, wishes, framed=True)
            figure = store.figure(id, language, place.day, **place.choices).figure
            width = max(LEAST, min(_number(asked.get("maxwidth")) or USUAL, SIZE[0]))
            high = frame_height(figure, place, width)
    except store.Unavailable:
        return PlainTextResponse(words_of(language)("ui.unavailable") + "\n", status_code=503)
    words = words_of(language)
    card = figure_path(language, id, "card.png", place.choices)
    told = {
        "version": "1.0",
        "type": "rich",
        "title": figure.title,
        "provider_name": words("app.title"),
        "provider_url": site,
        "html": frame(figure, place, str(width), high),
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
