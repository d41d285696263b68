"""How much a request may say: more than our longest address needs, less than hurts."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.http.middleware.refuse import refuse

PATH = 200  # bytes; the longest of ours names a script of Streamlit's
QUERY = 4000  # bytes; all slides of a deck chosen one by one, with every comma quoted, are half
PARAMETERS = 20
HEADERS = 16_000  # bytes, as servers commonly allow
BODY = 0  # bytes; no address of ours reads any


class Limits:
    """Refuses what is too long before anything reads it."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and (found := too_much(scope)):
            status, text = found
            # What is still to come is not read, so the line cannot be used for a further request.
            await refuse(scope, receive, send, status, text, {"connection": "close"})
            return
        await self.app(scope, receive, send)


def too_much(scope: Scope) -> tuple[int, str] | None:
    """The status and the sentence with which a request is refused, if it is."""
    headers, query = Headers(scope=scope), scope["query_string"]
    if len(scope.get("raw_path") or scope["path"].encode()) > PATH:
        return 414, f"The address is too long: at most {PATH} bytes before the question mark."
    if len(query) > QUERY:
        return 414, f"The address is too long: at most {QUERY} bytes after the question mark."
    if query.count(b"&") >= PARAMETERS:
        return 400, f"The address asks for too much: at most {PARAMETERS} parameters."
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS:
        return 431, f"The headers are too long: at most {HEADERS} bytes."
    if "transfer-encoding" in headers or headers.get("content-length", "0") != str(BODY):
        return 413, "Nothing can be sent here: a request must have no body."
    return None
