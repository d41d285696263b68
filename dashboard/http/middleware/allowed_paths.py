"""Which addresses there are: ours, and those of Streamlit that a live page needs. No others.

Streamlit answers any address with its page, takes files, tells figures about the process, lets
programs drive the app. None of that is open to the public here.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.addresses import path
from dashboard.http.middleware.not_found import not_found
from dashboard.http.middleware.refuse import refuse
from dashboard.i18n import named_language
from kzdata.schema.model import LANGUAGES

CORE = ("/_stcore/health", "/_stcore/host-config")
# The icon of the site, which Streamlit names by what is in it.
MEDIA = re.compile(r"/media/[0-9a-f]{20,80}\.svg")
READING = ("GET", "HEAD")
STREAM = "/_stcore/stream"


class KnownAddresses:
    """Lets known addresses pass, asked in a way that makes sense; any other is not found."""

    def __init__(self, app: ASGIApp, routes: Sequence[Route], pages: Iterable[str], static: Path):
        self.app, self.routes = app, routes
        files = {f"/{file.relative_to(static).as_posix()}" for file in static.rglob("*.*")}
        self.reading = {*map(path, pages), *CORE, *files} - {"/index.html"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            if scope["path"] == STREAM:
                await self.app(scope, receive, send)
            else:
                await refuse(scope, receive, send, 404, "There is no such address.")
        elif (methods := self.methods(scope["path"])) is None:
            await self._lost(scope)(scope, receive, send)
        elif scope["method"] not in methods:
            allow = {"allow": ", ".join(sorted(methods))}
            await refuse(scope, receive, send, 405, "This address can only be read.", allow)
        else:
            await self.app(scope, receive, send)

    def methods(self, asked: str) -> Iterable[str] | None:
        """How an address may be asked for; None if there is none."""
        if asked in self.reading or MEDIA.fullmatch(asked):
            return READING
        for route in self.routes:
            match, _ = route.matches({"type": "http", "path": asked, "method": "GET"})
            if match is not Match.NONE:
                return route.methods
        return None

    def _lost(self, scope: Scope):
        """The same address with or without a last slash, if there is that one; else 404."""
        asked = scope["path"]
        other = asked[:-1] if asked.endswith("/") else f"{asked}/"
        # Only whole addresses from our own lists are sent back, and of the rest the language.
        if (other in self.reading or other in self._fixed()) and scope["method"] in READING:
            language = named_language(QueryParams(scope["query_string"]).get("lang", ""))
            query = f"?{urlencode({'lang': language})}" if language else ""
            return RedirectResponse(other + query, 308)
        return not_found(Request(scope))

    def _fixed(self) -> set[str]:
        lite = {f"/lite/{language}/" for language in LANGUAGES}
        asks = {f"/ask/{language}" for language in LANGUAGES}
        return {*(route.path for route in self.routes if "{" not in route.path), *lite, *asks}
