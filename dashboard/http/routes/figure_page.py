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
from dashboard.http.encoded_response import answer_made
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
    today, status = clock.today(), 200
    usual = figure_place(id, language, today, site, {}, framed)
    try:
        with store.one_version() as data:
            at = wished_version(wishes, today)
            try:
                place = figure_place(id, language, today, site, wishes, framed, at)
                html = store.kept(("page", data.key, *place.key), lambda: make(place))
            except store.Unavailable:
                if at is None:
                    raise
                status = 404
                place = replace(usual, as_of=at, day=at.day, opened=today)
                html = store.kept(("absent", data.key, *place.key), lambda: absent_page(place))
    except store.NeverShown:
        status, policy = 404, csp.still
        html = versions_page(usual, path(language, id))
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)
    return _answered(request, html, policy, status)


def _answered(
    request: Request, html: str, policy: Callable[[str], str], status: int = 200
) -> Response:
    headers = {
        "cache-control": "no-cache",
        "link": early_fonts(),
        "content-security-policy": policy(html),
    }
    if status != 200:
        return Response(html, status, headers, HTML)
    return answer_made(request, html.encode(), HTML, headers)


def short_code(request: Request) -> Response:
    """What a code on a picture or a slide stands for; 404 if it stands for nothing."""
    today, accepted = clock.today(), request.headers.get("accept-language")
    language = wished_language(request.query_params.get("lang"), accepted=accepted)
    site = address_of_site(request.headers.get("host", ""))
    with store.one_version() as data:
        found = store.decoded(request.path_params["code"], today)
        if found is None:
            html, status = no_code_page(Place("", language, today, "", lite=True)), 404
        else:
            at, code = found.as_of, found.code
            usual = FigurePlace(FIGURE, language, at.day, site, found.choices, lite=True)
            place = replace(usual, figure=found.figure, as_of=at, opened=today)
            key = ("code", code, data.key, *place.key)
            html, status = store.kept(key, lambda: code_page(code, place)), 200
    answer = _answered(request, html, csp.still, status)
    answer.headers.add_vary_header("accept-language")
    return answer


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
