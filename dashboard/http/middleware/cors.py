"""Leave for the scripts of other sites to read what is public anyway."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAVE = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-expose-headers": "accept-ranges, content-disposition, content-length, "
    "content-range, etag, last-modified",
}
PREFLIGHT = LEAVE | {
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "if-modified-since, if-none-match, if-range, range",
    "access-control-max-age": "86400",
}


class OpenToAll:
    """Says on every answer that any site may read it, and answers the question before the asking.

    Starlette's own CORS middleware speaks only to those who name an origin. What a cache on the way
    keeps from anybody else would then lack the leave.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
            return

        async def send_with_leave(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(LEAVE)
            await send(message)

        await self.app(scope, receive, send_with_leave)
