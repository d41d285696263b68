"""The server asks nobody on the internet for anything, whatever is asked of it."""

import os
import subprocess
import sys

import pytest
from browser import fetch, serving
from conftest import ROOT
from raw_http import Line
from test_stream import rerun, told
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard.addresses import PAGES, path
from dashboard.render.download import FORMS as EXPORTS
from dashboard.render.formats import FORMS
from dashboard.slides.formats import FORMS as DECKS
from kzdata import TABLES

WATCHED = str(ROOT / "tests/no_outside")


def test_the_watch_sees_a_way_out(tmp_path):
    """Else the next test would see nothing either."""
    log = tmp_path / "outside"
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    environment = os.environ | {"PYTHONPATH": WATCHED, "OUTSIDE_LOG": str(log)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert b"the way out is closed" in done.stderr
    assert "192.0.2.1" in log.read_text()


def test_no_request_leaves_the_machine(tmp_path):
    """Pages, files of every form, a live session, and the page of another site that knocks."""
    log = tmp_path / "outside"
    with serving(tmp_path / "log", PYTHONPATH=WATCHED, OUTSIDE_LOG=str(log)) as address:
        line, stream = Line(address), address.replace("http", "ws") + "/_stcore/stream"
        for page in PAGES:
            assert fetch(f"{address}{path(page)}?lang=ru")[0] == 200
            assert fetch(f"{address}/lite/ru{path(page)}")[0] == 200
            assert told(stream, rerun("lang=ru", page_name=page))
        for file in (
            *(f"/open/{name}.{form}" for name in list(TABLES)[:3] for form in FORMS),
            *(f"/figures/kk/overdue.{form}" for form in EXPORTS),
            *(f"/deck/kk.{form}?slides=overdue" for form in DECKS),
            *("/open/datapackage.json", "/open/openapi.json", "/sitemap.xml", "/healthz"),
        ):
            assert fetch(address + file)[0] == 200
        assert line.ask(b"/_stcore/health", headers=[(b"origin", b"http://evil.example")])[0] == 403
        with pytest.raises(InvalidStatus):
            connect(stream, origin="http://evil.example")
        line.close()
    assert not log.exists(), log.read_text()
