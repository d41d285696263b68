"""Requests as RFC 9110 means them, for the servers behind us that read two headers otherwise.

Streamlit packs whatever is asked for with the word gzip, `gzip;q=0` as well, under the tag of the
body as it is: whoever resumes a download by that tag joins bytes that do not belong together. So it
is not told what a browser reads; `answer` is. And Starlette refuses a Range that it does not know,
which is to be taken as if it were not there (14.2).
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

# Where a scope keeps the codings that a browser reads.
ACCEPTED = "accept-encoding"
RANGE = re.compile(r"bytes=[ \t]*(\d{1,18}-\d{0,18}|-\d{1,18})[ \t]*", re.IGNORECASE)


class Normalized:
    """Keeps `Accept-Encoding` for `answer`, and takes away a `Range` that nobody has to follow."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            kept = [(name, value) for name, value in scope["headers"] if name not in LEFT_OUT]
            if scope["method"] == "GET" and (part := plain_range(headers.getlist("range"))):
                kept.append((b"range", part.encode()))
            scope = {**scope, "headers": kept, ACCEPTED: accepted(scope)}
        await self.app(scope, receive, send)


LEFT_OUT = (b"accept-encoding", b"range")


def accepted(scope: Scope) -> str:
    """What a request says of the codings that are read."""
    if ACCEPTED in scope:
        return scope[ACCEPTED]
    return ",".join(Headers(scope=scope).getlist("accept-encoding"))


def plain_range(asked: list[str]) -> str | None:
    """A range of bytes as `bytes=4-9`; None for several, other units, or one that ends too early.

    Whoever asks for several parts may be given all of it.
    """
    found = RANGE.fullmatch(asked[0]) if len(asked) == 1 else None
    if found is None:
        return None
    first, _, last = found[1].partition("-")
    return None if first and last and int(last) < int(first) else f"bytes={found[1]}"
