"""The first visitor of a process finds it as the second does: the server has paid the first visit.

What a first visit costs is what nobody needed before it; a part of that can be seen without a
clock: what is imported.
"""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit
from browser import assert_clean, fetch, serving
from conftest import ROOT
from starlette.websockets import WebSocket
from test_stream import rerun, told

from dashboard.addresses import PAGES, path
from dashboard.prerender import warm_up
from dashboard.prerender.warm_up import rehearse
from kzdata.schema.model import LANGUAGES

STATIC = Path(streamlit.__file__).parent / "static"
# While two threads import, Python counts the one's time against the other: it may be negative.
IMPORTED = re.compile(r"^import time: +-?\d+ \| +-?\d+ \| +(\S+)$", re.MULTILINE)
SAID = [b"first", b"second", b"third"]


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """What a server told before it was healthy and after it; then every page had been opened."""
    command = [sys.executable, "-m", "dashboard.prerender", str(STATIC)]
    site = {"SITE_ADDRESS": "http://127.0.0.1"}
    # As any start but the very first finds it.
    subprocess.run(command, cwd=ROOT, env=os.environ | site, check=True)
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log, "-X", "importtime", **site) as address:
        before = log.read_text()
        fetch(address)
        stream = address.replace("http", "ws") + "/_stcore/stream"
        for page in PAGES:
            for language in LANGUAGES:
                opened = rerun(f"lang={language}", page_name=path(page).strip("/"))
                assert told(stream, opened)[-1].script_finished == 0
    whole = log.read_text()
    log.write_text(re.sub("^import time:.*\n", "", whole, flags=re.MULTILINE))
    assert_clean(log)
    return before, whole.removeprefix(before).partition("has stopped")[0]


def test_no_visit_to_any_page_imports_anything(visited):
    before, after = visited
    assert "dashboard.ui" in IMPORTED.findall(before)
    assert IMPORTED.findall(after) == []


# What a rehearsal says, and what happens when it fails.


def rehearsed(serve, said=SAID):
    async def app(scope, receive, send):
        await serve(WebSocket(scope, receive, send))

    asyncio.run(rehearse(app, said, lambda message: message == b"last"))


def test_one_thing_is_said_after_another_each_when_the_answer_is_whole():
    course = []

    async def serve(line):
        await line.accept()
        async for heard in line.iter_bytes():
            course.append(heard)
            for answer in (b"part", b"last"):
                await asyncio.sleep(0)  # whoever does not wait gets his turn to speak
                course.append(answer)
                await line.send_bytes(answer)

    rehearsed(serve)
    assert course == [heard for one in SAID for heard in (one, b"part", b"last")]


async def fails(line):
    raise RuntimeError("no page")


async def refuses(line):
    await line.close()


async def hangs_up(line):
    await line.accept()
    await line.receive_bytes()
    await line.close()


async def never_answers(line):
    await line.accept()
    while True:
        await line.receive()


@pytest.mark.parametrize("serve", [fails, refuses, hangs_up, never_answers])
def test_a_rehearsal_that_fails_is_told_and_does_no_harm(serve, caplog, monkeypatch):
    monkeypatch.setattr(warm_up, "PATIENCE", 0.1 if serve is never_answers else 20)
    rehearsed(serve)
    assert [record.msg for record in caplog.records] == [
        "the first visit was not rehearsed to its end"
    ]


def test_a_rehearsal_that_succeeds_says_nothing(caplog):
    async def serve(line):
        await line.accept()
        async for _ in line.iter_bytes():
            await line.send_bytes(b"last")

    rehearsed(serve)
    assert caplog.records == []


def test_where_no_page_is_to_be_alive_nothing_is_rehearsed(tmp_path):
    """SITE_SESSIONS=0 is a choice and no problem: the log of a start and a visit stays clean."""
    log = tmp_path / "log"
    with serving(log, SITE_SESSIONS="0") as address:
        assert fetch(f"{address}/regions?lang=kk")[0] == 200
    assert_clean(log)
