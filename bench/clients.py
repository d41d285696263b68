"""Visitors without a browser: they speak Streamlit's protocol over a raw websocket."""

import asyncio
import itertools
import re
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

T = TypeVar("T")

PATIENCE = 120  # seconds; a run that takes longer counts as failed
LANGUAGE = "lang=kk"
# A choice as our pages offer it.
LIST = re.compile(r'<select [^>]*data-choice="(\w+)"[^>]*>(.*?)</select>')
OPTION = re.compile(r'<option value="([^"]+)"')


class Visitor:
    """One open page: what it shows is forgotten, what it must send back is kept."""

    def __init__(self, socket, page: str):
        self.socket, self.page, self.query = socket, page, LANGUAGE
        self.page_hash = ""
        # The first choice that the page offers: what it goes by, its options, and whether it stands
        # in the address or is a widget of Streamlit's.
        self.choice, self.options, self.addressed = "", [], False
        self.values: dict[str, str] = {}  # id of a widget to its value
        self.runs, self.most_age = 0, 0
        self.cached: dict[str, int] = {}  # hash of a message to the run that last had it

    async def run(self) -> float:
        """Ask for a run of the script; seconds until the last of its messages is here."""
        request = BackMsg()
        client = request.rerun_script
        client.query_string = self.query
        client.page_script_hash = self.page_hash
        client.page_name = "" if self.page_hash else self.page
        client.cached_message_hashes.extend(self.cached)
        for id, value in self.values.items():
            client.widget_states.widgets.add(id=id, string_value=value)
        start = time.perf_counter()
        await self.socket.send(request.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._finished(ForwardMsg.FromString(await self.socket.recv())):
                pass
        return time.perf_counter() - start

    @property
    def chosen(self) -> str:
        """The option that is taken of the page's first choice."""
        taken = dict(parse_qsl(self.query)) if self.addressed else self.values
        return taken.get(self.choice, "")

    async def choose(self, number: int) -> float:
        """Take another option of the page's first choice, and run."""
        option = self.options[number % len(self.options)]
        if self.addressed:
            self.query = urlencode(dict(parse_qsl(self.query)) | {self.choice: option})
        else:
            self.values[self.choice] = option
        return await self.run()

    def _finished(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self.cached[message.ref_hash] = self.runs
        elif message.metadata.cacheable:
            self.cached[message.hash] = self.runs
        if kind == "new_session":
            self.most_age = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._seen(message.delta.new_element)
        elif kind in ("page_not_found", "session_event"):
            raise RuntimeError(f"{self.page}: {message}")
        if kind != "script_finished" or message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        """What some runs have not had any more is not held any longer, as in a browser."""
        self.runs += 1
        kept = {hash: run for hash, run in self.cached.items() if self.runs - run <= self.most_age}
        self.cached = kept

    def _seen(self, element) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"{self.page}: {element.exception.message}")
        if kind == "html" and not self.choice and (found := LIST.search(element.html.body)):
            self.choice, self.options, self.addressed = found[1], OPTION.findall(found[2]), True
        elif kind == "selectbox":
            select = element.selectbox
            if not self.choice:
                self.choice, self.options = select.id, select.options
            if select.set_value:
                self.values[select.id] = select.raw_value
            elif select.options:
                self.values.setdefault(select.id, select.options[select.default])


async def opened(stack: AsyncExitStack, address: str, page: str, **there: object) -> Visitor:
    """A visitor whose page has been run once; `there` says more of the connection."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    # Like a browser, a visitor sends no pings and takes messages of any size.
    alike = {"subprotocols": ["streamlit"], "ping_interval": None, "max_size": None, **there}
    socket = connect(stream, origin=address, **alike)
    visitor = Visitor(await stack.enter_async_context(socket), page)
    await visitor.run()
    return visitor


async def first(address: str, page: str, visitors: int) -> list[float]:
    """Seconds until the page of each of some visitors stands, who come one after another."""
    taken = []
    for _ in range(visitors):
        async with AsyncExitStack() as stack:
            start = time.perf_counter()
            await opened(stack, address, page)
            taken.append(time.perf_counter() - start)
    return taken


async def first_and_second(address: str, page: str, elsewhere: str) -> tuple[float, float]:
    """Seconds until the page stands, of the first visitor of a server and of the second.

    Who measures has just been at another server of the same kind: only this one is new.
    """
    await first(elsewhere, page, 2)
    one, two = await first(address, page, 2)
    return one, two


async def choices(address: str, page: str) -> list[float]:
    """Seconds of each rerun of one visitor who takes one option after the other."""
    async with AsyncExitStack() as stack:
        visitor = await opened(stack, address, page)
        return [await visitor.choose(number) for number in range(len(visitor.options))]


@dataclass(frozen=True)
class Window:
    """What a crowd saw: seconds of each of its runs, and how many ended a second."""

    taken: list[float]
    per_second: float


async def crowd(
    address: str, page: str, visitors: int, seconds: float, pause: float = 0, choosing: bool = True
) -> Window:
    """Many visitors who each act again after a pause, and never before they have an answer.

    With a pause, their first acts are spread over it, as visitors do not come in step.
    """
    async with AsyncExitStack() as stack:
        present = [await opened(stack, address, page) for _ in range(visitors)]
        start, taken = time.perf_counter(), []

        async def acting(place: int, visitor: Visitor) -> None:
            await asyncio.sleep(pause * place / visitors)
            for number in itertools.count(place):
                if time.perf_counter() - start >= seconds:
                    return
                taken.append(await (visitor.choose(number) if choosing else visitor.run()))
                await asyncio.sleep(max(0, pause - taken[-1]))

        async with asyncio.TaskGroup() as group:
            for place, visitor in enumerate(present):
                group.create_task(acting(place, visitor))
        return Window(taken, len(taken) / (time.perf_counter() - start))


async def while_open(address: str, page: str, visitors: int, look: Callable[[], T]) -> T:
    """What `look` returns while many visitors have a page open and do nothing."""
    async with AsyncExitStack() as stack:
        for _ in range(visitors):
            await opened(stack, address, page)
        return look()
