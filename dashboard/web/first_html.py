"""The HTML that a browser gets first: Streamlit's own page, in the visitor's language.

Streamlit serves one page for all addresses: in English, named "Streamlit", and it searches for its
server below the address of the page, which fails twice on every deep link. This says the language,
the title and the server before any script runs. Streamlit's files stay as they are; if they change
so that a mark is no longer found, the page is served as it is.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.i18n import wished_language, words_of

LANG_MARK, TITLE_MARK = '<html lang="en">', "<title>Streamlit</title>"
SERVER = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"


class FirstHtml:
    """Answers the addresses of pages; everything else goes on to Streamlit."""

    def __init__(self, app: ASGIApp, pages: Iterable[str], index: Path):
        self.app, self.index = app, index
        self.pages = {"/" if page == "overview" else f"/{page}": page for page in pages}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self.pages.get(scope.get("path", "")) if scope["type"] == "http" else None
        if page is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        wish = QueryParams(scope["query_string"]).get("lang")
        language = wished_language(wish, accepted=Headers(scope=scope).get("accept-language"))
        headers = {"cache-control": "no-cache", "vary": "accept-language"}
        await HTMLResponse(first_html(self.index, page, language), headers=headers)(
            scope, receive, send
        )


@lru_cache
def first_html(index: Path, page: str, language: str) -> str:
    """Streamlit's page with the language, the title of a page and the server written in."""
    words = words_of(language)
    title = escape(f"{words(f'page.{page}.title')} – {words('app.title')}")
    html = index.read_text(encoding="utf-8")
    html = html.replace(LANG_MARK, f'<html lang="{language}">', 1)
    return html.replace(TITLE_MARK, f"<title>{title}</title>{SERVER}", 1)
