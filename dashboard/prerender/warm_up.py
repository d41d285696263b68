"""The first visit, which the server pays itself before it says that it is healthy.

What a process imports, reads or looks up for the first time would else keep its first visitor
waiting: five times as long as the second.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.types import ASGIApp, Message

from dashboard.http.middleware import STREAM

log = logging.getLogger(__name__)

PATIENCE = 20  # seconds; after that visitors had better be let in

# A browser on this machine asks for the websocket of a page. No network takes part.
SCOPE = {
    "type": "websocket",
    "scheme": "ws",
    "path": STREAM,
    "raw_path": STREAM.encode(),
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", b"localhost"), (b"origin", b"http://localhost")],
    "client": ("127.0.0.1", 0),
    "subprotocols": ["streamlit"],
}


async def rehearse(app: ASGIApp, said: Sequence[bytes], is_last: Callable[[bytes], bool]) -> None:
    """Visit a live page that says one thing after another, each when all answers have come.

    `is_last` knows the message that ends an answer. What fails is logged and no more: visitors are
    served all the same.
    """
    answers: asyncio.Queue[bytes] = asyncio.Queue()
    left = len(said)

    async def saying() -> AsyncIterator[Message]:
        nonlocal left
        yield {"type": "websocket.connect"}
        for one in said:
            yield {"type": "websocket.receive", "bytes": one}
            while not is_last(await answers.get()):
                pass
            left -= 1
        yield {"type": "websocket.disconnect", "code": 1001}

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            answers.put_nowait(message["bytes"])

    try:
        async with asyncio.timeout(PATIENCE):
            await app(dict(SCOPE), saying().__anext__, send)
        if left:
            raise ConnectionError("the server closed the line")
    except Exception:
        log.exception("the first visit was not rehearsed to its end")
