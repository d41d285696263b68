"""The HTML that a browser gets first: the page itself, readable before any script has come.

Streamlit serves one empty page for all addresses, in English, named "Streamlit", and it searches
for its server below the address of the page, which fails twice on every deep link. This sends the
page that was asked for, made of the same parts as the pages without scripts; Streamlit's scripts
come after it and work unseen until the live page stands. Streamlit's files stay as they
are; if they change so that a mark is no longer found, its page is served with language and title.
"""

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import store
from dashboard.addresses import address_of_site
from dashboard.fonts import STACK
from dashboard.html import (
    Place,
    body,
    is_usual,
    marks_script,
    meta,
    names_script,
    style,
    title,
    told_script,
    wished_choices,
)
from dashboard.http.encoded_response import BEFOREHAND, QUALITY, Ready, answer, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.http.preload_headers import early
from dashboard.http.routes.lite import HTML
from dashboard.http.streamlit_scripts import preloads, scripts, without_preloads
from dashboard.i18n import wished_language, words_of
from dashboard.page_contents import CONTENTS, Names
from kzdata import clock
from kzdata.schema.model import LANGUAGES

log = logging.getLogger(__name__)

LANG_MARK, TITLE_MARK = '<html lang="en">', "<title>Streamlit</title>"
# Where Streamlit describes how a program drives a page, which is not open here: ours is to be read.
DESCRIBED = "./_stcore/agent/openapi.json"
SCRIPT_MARK = '<script type="module"'
HEAD_MARK, ROOT_MARK = "</head>", '<div id="root"></div>'
# Streamlit shows its own font, and so fetches it, until its theme has arrived.
THEME = json.dumps({"bodyFont": STACK})
# What the server would say of who may embed it: known beforehand, it need not be asked. And that
# no box in English comes over a page whose line is gone: line.js says it in the reader's language.
HOST = json.dumps(
    {
        "useExternalAuthToken": False,
        "enableCustomParentMessages": False,
        "blockErrorDialogs": True,
    }
)
SERVER = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin, "
    f"HOST_CONFIG: {{allowedOrigins: [location.origin], ...{HOST}}}, "
    f"LIGHT_THEME: {THEME}, DARK_THEME: {THEME}}}</script>"
)
# What the live page needs and the first one does not; it must not come before what is read.
LATER = re.compile(r'\s*<(?:script type="module"[^>]*></script>|link rel="stylesheet"[^>]*>)')
NO_SCRIPTS = re.compile(r"\s*<noscript>.*?</noscript>", re.DOTALL)

# Scripts that are announced before the page is laid out, as many as a weak line fetches until then:
# each costs a phone some milliseconds in which it could draw what is read.
AT_ONCE = 18

# Pixels of a chart on a phone and at a desk, as pages/style.css gives it room there.
WIDTHS = PHONE, DESK = 328, 736


# Where line.js tells of what is waited for; heard as well as seen, so it is there from the first.
LINE = '<p id="line" role="status"></p>'


class FirstHtml:
    """Answers the addresses of pages; everything else goes on to Streamlit."""

    def __init__(self, app: ASGIApp, pages: Iterable[str], static: Path):
        self.app, self.static = app, static
        self.pages = {"/" if page == "overview" else f"/{page}": page for page in pages}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self.pages.get(scope.get("path", "")) if scope["type"] == "http" else None
        if page is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        made = await run_in_threadpool(self._made, scope, page)
        told = {"cache-control": "no-cache", "vary": "accept-language, user-agent"}
        told["link"] = early(scripts(self.static))
        await answer(made, scope, told)(scope, receive, send)

    def _made(self, scope: Scope, page: str) -> Ready:
        headers, asked = Headers(scope=scope), QueryParams(scope["query_string"])
        language = wished_language(asked.get("lang"), accepted=headers.get("accept-language"))
        site = address_of_site(headers.get("host", ""))
        width = PHONE if "Mobi" in headers.get("user-agent", "") else DESK
        place = Place(page, language, clock.today(), site, width=width)
        try:
            with store.one_version():
                chosen = replace(place, choices=wished_choices(page, asked))
                return first_page(self.static, chosen)
        except Exception:
            # The live page may still be had.
            store.tell_once("first HTML", (page, language), place.day)
            return _ready(bare_html(self.static, place), place)


def first_page(static: Path, place: Place) -> Ready:
    """The first HTML of a page, out of the edition."""
    file = f"first/{place.language}/{store.stem(place.page, place.choices)}.{place.width}.html"
    quality = BEFOREHAND if is_usual(place) else QUALITY

    def make() -> Ready:
        return _ready(first_html(static, place).decode(), place, quality)

    return of_edition(file, place.day, HTML, make, store.elsewhere(place.site))


def _ready(html: str, place: Place, quality: int = QUALITY) -> Ready:
    later = (told_script(words_of(language)) for language in LANGUAGES)
    policy = csp.live(html, later, place.site)
    return ready(html.encode(), HTML, quality, {"content-security-policy": policy})


def bare_html(static: Path, place: Place) -> str:
    """Streamlit's page with the language, the title of a page and the server written in."""
    html = (static / "index.html").read_text(encoding="utf-8")
    html = html.replace(LANG_MARK, f'<html lang="{place.language}">', 1)
    html = html.replace(DESCRIBED, "/open/openapi.json", 1)
    return html.replace(TITLE_MARK, f"<title>{escape(title(place))}</title>{SERVER}", 1)


def first_html(static: Path, place: Place) -> bytes:
    """Streamlit's page with the page itself in it, and all the scripts that it needs announced.

    Those of the template are announced by the script.
    """
    html = bare_html(static, place)
    if not all(mark in html for mark in (SCRIPT_MARK, HEAD_MARK, ROOT_MARK)):
        log.error("Streamlit's page has changed: it is sent without our own in it")
        return html.encode()
    later = LATER.findall(html)
    html = without_preloads(NO_SCRIPTS.sub("", LATER.sub("", html)))
    head = f"{meta(place)}<style>{style()}{HIDDEN}</style>"
    html = html.replace(HEAD_MARK, f"{head}{HEAD_MARK}", 1)
    shown = urlencode({"lang": place.language, **place.choices})
    first = (
        f'<div id="first" class="page" data-shown="{escape(shown)}">'
        f"{body(place)}{_without_live(place)}</div>"
    )
    needed = scripts(static)
    announced, rest = preloads(needed[:AT_ONCE]), preloads(needed[AT_ONCE:])
    after = (
        f'{announced}<template id="announced">{rest}</template>'
        f"<script>{marks_script()}</script>{_own_script(place)}<script>{_give_way()}</script>{''.join(later)}"
    )
    return html.replace(ROOT_MARK, f"{first}{ROOT_MARK}{LINE}{after}", 1).encode()


def _own_script(place: Place) -> str:
    """The script of the index, on that page alone."""
    has_names = any(isinstance(block, Names) for block in CONTENTS[place.page])
    return f"<script>{names_script()}</script>" * has_names


def _without_live(place: Place) -> str:
    """What is shown where no websocket comes through: what works then, and what does not."""
    words, lite = place.words, replace(place, lite=True)
    address = escape(lite.link(place.page, **place.choices))
    return (
        f'<p id="no-live" class="small" role="status" hidden>{escape(words("ui.no_live"))} '
        f'<a href="{address}">{escape(words("ui.lite"))}</a></p>'
    )


# Laid out, so that charts take its width, but neither seen, heard nor reached; and of its figures
# only those near the reader, for Streamlit draws no chart that has no width: so
# those in sight are drawn the sooner, and the others one by one when this page has given way. What
# is told of the line stands on the lower edge, so that it moves nothing.
HIDDEN = (
    "#first ~ #root { position: fixed; inset: 0; visibility: hidden }"
    "#first ~ #root [class*='st-key-card-']:not([data-near]) { display: none }"
    "#root[data-drawing] [class*='st-key-card-']:not([data-near]) .stVegaLiteChart { width: 0 }"
    ":is(#no-live, #line) { position: sticky; bottom: 0; margin: 0; padding: 0.5rem 0.75rem; "
    "max-width: none; color: var(--ink) !important; background: var(--shade_1); "
    "border-left: 6px solid var(--unknown) }"
    "#line { font: 400 0.875rem/1.45 'Aua Sans', system-ui, sans-serif; z-index: 9 }"
    "#line:not(.seen) { position: absolute; width: 1px; height: 1px; padding: 0; border: 0; "
    "overflow: hidden; clip-path: inset(50%) }"
)


@cache
def _give_way() -> str:
    return (Path(__file__).parent / "first_html.js").read_text(encoding="utf-8")
