"""The websocket by which a live page is alive: how many there may be, and what they may say.

Whoever finds no place, or no way for a websocket, still has the page that came as HTML.
"""

import logging
import os
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.http.middleware.refuse import refuse
from dashboard.monitoring import tell

log = logging.getLogger(__name__)

MESSAGE = 64_000  # bytes; what a page says is some hundred, and names what it holds already


def most_sessions() -> int:
    """How many live pages a process serves at a time: `SITE_SESSIONS`, else a thousand.

    A thousand take 60 MB and 4,000 open files.
    """
    said = os.environ.get("SITE_SESSIONS", "1000")
    if not (said.isascii() and said.isdecimal()):
        raise ValueError(f"SITE_SESSIONS is {said!r}; expected a whole number, as in 1000")
    return int(said)


class Sessions:
    """Refuses one live page too many, and ends one that says what no page of ours says."""

    def __init__(self, app: ASGIApp, is_known: Callable[[bytes], bool]):
        self.app, self.is_known = app, is_known
        self.open, self.most, self._said = 0, most_sessions(), False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        if self.open >= self.most:
            # Said once, not for each of a crowd that tries again and again.
            if not self._said:
                said = "all live sessions are taken: others read without"
                tell(log, "sessions_full", said, most=self.most)
            self._said = True
            await refuse(scope, receive, send, 503, "There are too many visitors at this moment.")
            return
        self.open += 1
        try:
            await self._serve(scope, receive, send)
        finally:
            self.open -= 1
            self._said = self._said and self.open > self.most // 2

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        ended = False

        async def send_until_ended(message: Message) -> None:
            if not ended:
                await send(message)

        async def receive_known() -> Message:
            nonlocal ended
            message = await receive()
            if message["type"] != "websocket.receive" or self._is_known(message.get("bytes")):
                return message
            tell(log, "session_ended", "a visitor said what no page says")
            await send({"type": "websocket.close", "code": 1008})
            ended = True
            return {"type": "websocket.disconnect", "code": 1008}

        await self.app(scope, receive_known, send_until_ended)

    def _is_known(self, said: bytes | None) -> bool:
        return said is not None and len(said) <= MESSAGE and self.is_known(said)
