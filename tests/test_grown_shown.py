"""A server whose program is older or newer than its data says so, and shows what it understands."""

import logging

import pytest
from conftest import FIRST_EDITION
from small_data import declared
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import kzdata
from dashboard import store
from dashboard.html.changelog import changes
from dashboard.html.view import Place
from dashboard.http.routes.health import health
from dashboard.i18n import words_of
from kzdata import TABLES
from kzdata.schema import LANGUAGES
from kzdata.schema.model import TEXT, ColumnSpec, table, titles
from publishing import Change, publish, rollback

PRICES = TABLES["metal_prices"]
PLACE = titles("Биржа", "Биржа", "Exchange")
EXCHANGE = table(
    PRICES.name,
    PRICES.title,
    PRICES.key,
    {**PRICES.specs, "exchange": ColumnSpec(TEXT, PLACE, nullable=True)},
)
POST = {"post": ColumnSpec(TEXT, PLACE)}
POSTS = table("posts", titles("Бекеттер", "Посты", "Posts"), ["post"], POST)
NEWER = {**TABLES, "metal_prices": EXCHANGE, "posts": POSTS}


@pytest.fixture
def newer_data(data_with_history):
    """The first edition, and a version that a newer program published after it."""
    prices = kzdata.load("metal_prices", folder=data_with_history)
    frames = {"metal_prices": prices.assign(exchange="lme"), "posts": prices[["metal_id"]]}
    frames["posts"] = frames["posts"].rename(columns={"metal_id": "post"})
    with declared(NEWER):
        publish(data_with_history, Change("update", FIRST_EDITION), frames)
    return data_with_history


def asked():
    return TestClient(Starlette(routes=[Route("/healthz", health)])).get("/healthz").json()


def sources(language, day):
    return changes(Place("sources", language, day, ""))


def test_an_older_program_serves_the_last_version_that_it_understands(newer_data, caplog):
    caplog.set_level(logging.INFO, "dashboard")
    told = asked()
    assert (told["status"], told["shown_instead"]) == ("degraded", ["metal_prices"])
    assert told["not_understood"] == ["metal_prices", "posts"]
    assert told["version"] == kzdata.log(newer_data)[0].version
    prices = told["tables"]["metal_prices"]
    assert (prices["shown"], prices["missing"]) == (1, False)
    assert prices["rules"] == ["not_understood", "unknown_column"]
    assert store.snapshot().broken == frozenset()
    events = {r.event: r.fields for r in caplog.records if hasattr(r, "event")}
    assert events["data_not_understood"] == {"tables": "metal_prices,posts"}


def test_with_an_unknown_table_alone_nothing_is_degraded(newer_data):
    with declared({**TABLES, "metal_prices": EXCHANGE}):
        told = asked()
        assert (told["status"], told["degraded"], told["not_understood"]) == ("ok", [], ["posts"])
        assert store.snapshot().problems[0].grade is kzdata.Grade.NOTE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_sources_says_what_it_cannot_read_and_what_was_added(newer_data, language, day):
    words = words_of(language)
    page = sources(language, day)
    shown = {"number": "1", "day": words.day(FIRST_EDITION)}
    title = PRICES.title[language]
    assert words("changes.older", tables=title, **shown) in page
    assert words("changes.instead", tables=title, **shown) not in page
    assert words("changes.column_added", title=PLACE[language]) in page
    assert words("changes.table_added") in page
    with declared(NEWER):
        rollback(newer_data, Change("rollback", FIRST_EDITION), None, 1)
    page = sources(language, day)
    assert "unavailable" not in page
    assert words("changes.column_removed", title=PLACE[language]) in page
    assert words("changes.table_gone") in page


def test_a_newer_program_serves_older_data_and_names_the_table_that_they_do_not_have(
    data_with_history,
):
    with declared(NEWER):
        told = asked()
        assert (told["degraded"], told["not_understood"]) == (["posts"], [])
        posts = told["tables"]["posts"]
        assert (posts["rules"], posts["missing"]) == (["not_published"], True)
        assert told["version"] == kzdata.latest(data_with_history).version
        assert store.snapshot().tables["metal_prices"]["exchange"].isna().all()
