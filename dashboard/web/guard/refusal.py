"""How a request is refused: a status and a sentence of ours, never a word of what was asked."""

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

# What a server can that answers a handshake with more than a bare refusal.
ANSWER = "websocket.http.response"
NO_STORE = {"cache-control": "no-store"}


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    text: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Refuse a request or the handshake of a websocket."""
    response = PlainTextResponse(f"{text}\n", status, headers={**NO_STORE, **(headers or {})})
    if scope["type"] == "websocket" and ANSWER not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await response(scope, receive, send)
