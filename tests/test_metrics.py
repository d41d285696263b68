"""What is done is counted, by fixed names, where only the operator can see it."""

import asyncio
import logging
import socket
import sys
from contextlib import ExitStack
from datetime import date
from types import SimpleNamespace

import pytest
from browser import fetch, free_port, serving
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from websockets.sync.client import connect

from dashboard import store
from dashboard.addresses import PAGES
from dashboard.http.metrics_port import State, metrics_served
from dashboard.http.middleware.request_metrics import OTHER, PAGE, ROUTES, Measured, route_of
from dashboard.http.routes.slides import present
from dashboard.monitoring import EVENTS
from dashboard.slides.selection import wished

sys.path.insert(0, str(ROOT / "bench"))

import clients

DOCUMENT = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """A dashboard with its numbers: the addresses of both."""
    port, log = free_port(), tmp_path_factory.mktemp("measured") / "log"
    with serving(log, METRICS_PORT=str(port)) as address:
        yield SimpleNamespace(address=address, port=port, numbers=f"http://127.0.0.1:{port}")


def numbers(address):
    """Every sample by its name and labels."""
    text = fetch(f"{address}/metrics")[2].decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def answered(told, route, status):
    return told.get(("dashboard_requests_total", ("route", route), ("status", status)), 0)


def awaited(address, told_of, wanted):
    """All numbers, once what `told_of` finds in them is as wanted: an answer is counted when it has
    gone, which may be after it has come. Fails if it never is.
    """
    for _ in range(1000):
        if (found := told_of(told := numbers(address))) == wanted:
            return told
    raise AssertionError(f"{found} never became {wanted}")


def open_sessions(told):
    return told[("dashboard_sessions_open",)]


def test_requests_are_counted_by_route_and_class_of_status(measured):
    before = numbers(measured.numbers)
    for path in ("/lite/kk/", "/lite/ru/plants?town=balkhash", "/lite/xx/", "/plants", "/open/x"):
        fetch(measured.address + path)
    wanted = {("lite", "2xx"): 2, ("lite", "4xx"): 1, ("page", "2xx"): 1, ("open", "4xx"): 1}

    def grown(told):
        return {key: answered(told, *key) - answered(before, *key) for key in wanted}

    after = awaited(measured.numbers, grown, wanted)
    count = ("dashboard_request_seconds_count", ("route", "lite"))
    assert after[count] - before[count] == 3


def test_addresses_that_visitors_make_up_are_one_number(measured):
    def others(told):
        return sum(value for key, value in told.items() if key[:2] == OTHERS)

    before = numbers(measured.numbers)
    for path in ("/nowhere", "/nowhere/else", "/wp-login.php", "/%0a%22%7d"):
        fetch(measured.address + path)
    after = awaited(measured.numbers, others, others(before) + 4)
    assert "nowhere" not in str(after)


OTHERS = ("dashboard_requests_total", ("route", OTHER))


def test_a_live_page_is_counted_while_it_is_connected(measured):
    before = numbers(measured.numbers)
    assert open_sessions(before) == 0
    stream = measured.address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"]):
        awaited(measured.numbers, open_sessions, 1)
    after = awaited(measured.numbers, open_sessions, 0)
    assert answered(after, "stream", "1xx") - answered(before, "stream", "1xx") == 1


def test_the_runs_of_a_page_are_counted_and_timed(measured):
    key = ("page", "plants")

    def runs(told):
        return told.get(("dashboard_run_seconds_count", key), 0)

    before = runs(numbers(measured.numbers))
    asyncio.run(clients.first(measured.address, "plants", 2))
    after = awaited(measured.numbers, runs, before + 2)
    assert after[("dashboard_run_seconds_sum", key)] > 0


def test_only_the_machine_itself_gets_the_numbers(measured):
    """Who listens on all addresses of the machine answers on every one of the loopback as well."""
    assert fetch(f"{measured.numbers}/metrics")[0] == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", measured.port))


def test_visitors_get_no_numbers(measured):
    status, _, body = fetch(f"{measured.address}/metrics")
    assert status == 404 and b"dashboard_" not in body


def test_two_processes_count_apart(measured, tmp_path):
    port = free_port()
    with serving(tmp_path / "log", METRICS_PORT=str(port)) as second:
        fetch(f"{second}/lite/en/")
        awaited(f"http://127.0.0.1:{port}", lambda told: answered(told, "lite", "2xx"), 1)
    assert (tmp_path / "log").read_text().count("metrics") == 0


def test_the_numbers_say_what_stands_and_since_when(measured):
    told = numbers(measured.numbers)
    infos = [dict(key[1:]) for key in told if key[0] == "dashboard_info"]
    assert [set(info) for info in infos] == [{"code", "data"}]
    assert told[("dashboard_table_degraded", ("table", "plants"))] == 0
    assert told[("dashboard_data_newest_timestamp_seconds",)] > 0
    assert told[("process_resident_memory_bytes",)] > 50e6


def test_a_degraded_table_is_a_number(data_copy):
    (data_copy / "plants.parquet").unlink()
    samples = {
        (s.name, s.labels.get("table")): s.value for f in State().collect() for s in f.samples
    }
    assert samples["dashboard_table_degraded", "plants"] == 1
    assert samples["dashboard_table_missing", "plants"] == 1
    assert samples["dashboard_table_degraded", "sources"] == 0


@pytest.mark.parametrize("wish", ["metrics", "0", "65536", "-1", "9\u0661"])
def test_a_port_that_is_none_is_told_and_the_rest_goes_on(wish, monkeypatch, caplog):
    monkeypatch.setenv("METRICS_PORT", wish)
    with metrics_served(CollectorRegistry()):
        (message,) = caplog.messages
    assert "METRICS_PORT" in message
    assert "1 to 65535" in message


def test_a_port_that_is_taken_is_told_and_the_rest_goes_on(monkeypatch, caplog):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("METRICS_PORT", str(port))
        with metrics_served(CollectorRegistry()):
            (message,) = caplog.messages
    assert f"'{port}'" in message
    assert "in use" in message


def test_the_numbers_end_with_the_server(monkeypatch):
    port = free_port()
    monkeypatch.setenv("METRICS_PORT", str(port))
    with metrics_served(CollectorRegistry()):
        assert fetch(f"http://127.0.0.1:{port}/metrics")[0] == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_without_a_port_nobody_listens(monkeypatch, caplog):
    monkeypatch.delenv("METRICS_PORT", raising=False)
    with metrics_served(CollectorRegistry()):
        pass
    assert caplog.messages == []


PATHS = {"/": PAGE, "/plants": PAGE}


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", PAGE),
        ("/plants", PAGE),
        ("/plants/else", OTHER),
        ("/lite/kk/", "lite"),
        ("/litera", OTHER),
        ("/open/plants.csv", "open"),
        ("/ask/kk/nothing", "ask"),
        ("/figure/kk/overdue", "figure"),
        ("/embed/kk/overdue", "embed"),
        ("/oembed", "embed"),
        ("/t/2cfmunxhb", "code"),
        ("/follow/kk/town/balkhash.atom", "follow"),
        ("/static/js/index.js", "static"),
        ("/_stcore/health", "streamlit"),
        ("/robots.txt", "crawlers"),
        ("//evil", OTHER),
        ("", OTHER),
    ],
)
def test_an_address_has_the_route_of_its_first_part(path, route):
    assert route_of(path, PATHS) == route


@given(st.text())
def test_every_address_has_one_of_few_routes(path):
    assert route_of(path, PATHS) in {*ROUTES.values(), PAGE, OTHER}


def test_what_fails_is_counted_as_such():
    def fails(request):
        raise ZeroDivisionError

    app = Starlette(
        routes=[Route("/deck/x", fails), Route("/fonts/x", lambda request: Response())],
        middleware=[Middleware(Measured, pages=PAGES)],
    )
    client = TestClient(app, raise_server_exceptions=False)
    before = counted("deck", "5xx"), counted("fonts", "2xx")
    assert client.get("/deck/x").status_code == 500
    assert client.get("/fonts/x").status_code == 200
    assert (counted("deck", "5xx"), counted("fonts", "2xx")) == (before[0] + 1, before[1] + 1)


def counted(route, status):
    labels = {"route": route, "status": status}
    return REGISTRY.get_sample_value("dashboard_requests_total", labels) or 0


def test_refused_files_are_counted_and_told_once_until_one_is_made_again(monkeypatch, caplog):
    monkeypatch.setitem(present.__globals__, "_is_made", lambda *asked: False)
    turn, Busy = (present.__globals__[name] for name in ("_turn", "Busy"))
    choice, today = wished("kk", {}), date(2026, 11, 22)
    refused = REGISTRY.get_sample_value("dashboard_decks_refused_total")
    caplog.set_level(logging.INFO, "dashboard")
    with ExitStack() as stack:
        for number in range(present.__globals__["FILES"]):
            stack.enter_context(turn(choice, "pdf", today, f"https://{number}.example"))
        assert REGISTRY.get_sample_value("dashboard_decks_under_way") == 3
        for _ in range(3):
            with pytest.raises(Busy), turn(choice, "pptx", today, ""):
                pass
    with turn(choice, "pptx", today, ""):
        pass
    assert [record.event for record in caplog.records] == ["decks_busy", "decks_free"]
    assert REGISTRY.get_sample_value("dashboard_decks_refused_total") == refused + 3


def test_a_figure_that_fails_is_told_once_however_often_it_is_asked_for(
    data_copy, day, monkeypatch, caplog
):
    def fails(*given):
        raise ZeroDivisionError

    from dashboard.figures import FIGURES

    monkeypatch.setitem(FIGURES, "overdue", SimpleNamespace(tables=(), choices=(), build=fails))
    for _ in range(3):
        with pytest.raises(store.Unavailable):
            store.figure("overdue", "kk", day)
    assert [record.event for record in caplog.records] == ["figure_unavailable"]


def test_every_number_and_every_event_is_explained():
    names = {family.name for family in REGISTRY.collect() if family.name.startswith("dashboard_")}
    names |= {family.name for family in State().collect()}
    for name in {*names, *EVENTS}:
        assert f"`{name}" in DOCUMENT, name
