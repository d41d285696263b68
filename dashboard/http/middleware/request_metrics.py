"""Counts and times every request by its route, of which there is a fixed list."""

from collections.abc import Iterable, Mapping
from functools import cache
from time import perf_counter

from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.monitoring.metrics import REQUEST_SECONDS, REQUESTS, SESSIONS_OPEN

# The first part of an address to the name of its route. Whatever visitors make up is OTHER: were
# their addresses told apart, each would be a series of its own for good.
ROUTES = {
    "_stcore": "streamlit",
    "ask": "ask",
    "component": "streamlit",
    "deck": "deck",
    "embed": "embed",
    "figure": "figure",
    "figures": "figures",
    "follow": "follow",
    "fonts": "fonts",
    "healthz": "healthz",
    "lite": "lite",
    "media": "streamlit",
    "oembed": "embed",
    "open": "open",
    "present": "present",
    "robots.txt": "crawlers",
    "sheet": "sheet",
    "sitemap.xml": "crawlers",
    "static": "static",
    "t": "code",
}
PAGE, STREAM, OTHER = "page", "stream", "other"
# Of a live page a connection is told apart by its answer: 101, or a refusal.
STREAM_PATH = "/_stcore/stream"
CLASSES = {1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"}
# Who asked has gone before there was an answer.
GONE = "gone"


class Measured:
    """Stands before all else, so that what is refused is counted as well."""

    def __init__(self, app: ASGIApp, pages: Iterable[str]):
        self.app = app
        self.pages = {"/" if page == "overview" else f"/{page}": PAGE for page in pages}
        # All at once, so that each is 0 and not unknown until it is asked for.
        routes = {*ROUTES.values(), PAGE, OTHER}
        self.seconds = {route: REQUEST_SECONDS.labels(route) for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, start = 0, perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            status = status or 500  # which Starlette sends behind us
            raise
        finally:
            route = route_of(scope["path"], self.pages)
            self.seconds[route].observe(perf_counter() - start)
            _counter(route, CLASSES.get(status // 100, GONE)).inc()

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = STREAM if scope["path"] == STREAM_PATH else OTHER
        is_open = False

        async def watched(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                is_open = True
                SESSIONS_OPEN.inc()
                _counter(route, "1xx").inc()
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            if is_open:
                SESSIONS_OPEN.dec()
            else:
                _counter(route, "4xx").inc()


@cache
def _counter(route: str, status: str) -> Counter:
    return REQUESTS.labels(route, status)


def route_of(path: str, pages: Mapping[str, str]) -> str:
    """The name of the route of an address: of a page, of what ROUTES names, else OTHER."""
    return pages.get(path) or ROUTES.get(path[1:].partition("/")[0], OTHER)
