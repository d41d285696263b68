"""How a request is refused: a status and a sentence of ours, never a word of what was asked."""

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

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
    if scope["type"] == "websocket":
        # Before a handshake is through, that is 403; a browser tells its page no more anyway.
        await send({"type": "websocket.close", "code": 1008})
        return
    response = PlainTextResponse(f"{text}\n", status, headers={**NO_STORE, **(headers or {})})
    await response(scope, receive, send)
