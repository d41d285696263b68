"""`/healthz` says how the service is and no more; what changes is told in the log, once."""

import json
import logging
from datetime import datetime

import pytest
from browser import fetch, serving
from starlette.testclient import TestClient

from dashboard import store
from dashboard.http.routes.health import health
from dashboard.monitoring.code_version import SHOWN, code_version, digest


@pytest.fixture
def told(caplog):
    """The events that the log has been told: name and table or version."""
    caplog.set_level(logging.INFO, "dashboard")

    def events():
        shown = [(r.event, *r.fields.values()) for r in caplog.records if hasattr(r, "event")]
        caplog.clear()
        return shown

    return events


def test_a_table_that_is_damaged_and_mended_is_told_once_each(data_with_history, told):
    path = data_with_history / "metal_prices.parquet"
    good = path.read_bytes()
    store.condition()
    told()
    path.write_bytes(good[:100])
    for _ in range(3):
        found = store.condition().degraded["metal_prices"]
    assert (found.rules, found.missing, found.shown) == (("unreadable_file",), False, 1)
    degraded = ("data_degraded", "metal_prices", "unreadable_file", 1, "version 1")
    assert told() == [degraded]
    path.write_bytes(good)
    for _ in range(3):
        assert store.condition().degraded == {}
    assert told() == [("data_recovered", "metal_prices")]


def test_another_problem_of_the_same_table_is_told_and_the_table_degraded_since_the_first(
    data_with_history, told
):
    path = data_with_history / "metal_prices.parquet"
    path.write_bytes(b"")
    since = store.condition().degraded["metal_prices"].since
    told()
    path.unlink()
    assert store.condition().degraded["metal_prices"].since == since
    assert [event[:3] for event in told()] == [("data_degraded", "metal_prices", "missing_file")]


def test_a_table_without_an_older_version_is_missing(data_copy, told):
    store.condition()
    told()
    (data_copy / "plants.parquet").unlink()
    found = store.condition().degraded["plants"]
    assert (found.missing, found.shown) == (True, None)
    events = told()
    assert ("data_degraded", "plants", "missing_file", 1, "nothing") in events
    assert events[-1][0] == "data_version"


def test_healthz_names_table_rule_and_time_while_the_service_goes_on(data_with_history, tmp_path):
    path, log = data_with_history / "metal_prices.parquet", tmp_path / "log"
    good = path.read_bytes()
    environment = {"KZDATA_DIR": str(data_with_history), "LOG_FORMAT": "json"}
    with serving(log, **environment) as address:
        path.write_bytes(good[:100])
        status, _, body = fetch(f"{address}/healthz")
        health = json.loads(body)
        assert (status, health["status"]) == (200, "degraded")
        assert health["degraded"] == health["shown_instead"] == ["metal_prices"]
        since = health["tables"]["metal_prices"].pop("since")
        assert datetime.fromisoformat(since).tzinfo
        said = {"rules": ["unreadable_file"], "missing": False, "shown": 1}
        assert health["tables"] == {"metal_prices": said}
        assert str(tmp_path) not in body.decode()
        again = json.loads(fetch(f"{address}/healthz")[2])
        assert again["tables"]["metal_prices"]["since"] == since
        path.write_bytes(good)
        mended = json.loads(fetch(f"{address}/healthz")[2])
        assert (mended["status"], mended["tables"]) == ("ok", {})
    events = [json.loads(line).get("event") for line in log.read_text().splitlines()]
    assert events == ["started", "data_degraded", "data_recovered", "stopped"]


@pytest.fixture
def client():
    from starlette.applications import Starlette
    from starlette.routing import Route

    return TestClient(Starlette(routes=[Route("/healthz", health)]))


def test_not_even_the_name_of_a_strange_file_is_told_to_visitors(client, data_copy):
    (data_copy / "drafts_of_the_ministry.parquet").write_bytes(b"")
    answer = client.get("/healthz")
    assert "ministry" not in answer.text
    assert answer.json()["degraded"] == ["undeclared"]
    assert answer.json()["tables"]["undeclared"]["rules"] == ["undeclared_file"]


def test_where_no_page_can_be_served_health_says_so_and_not_why(client, monkeypatch, caplog):
    def fails():
        raise PermissionError("/srv/secret")

    monkeypatch.setattr(store, "condition", fails)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert "secret" not in answer.text
    assert "/srv/secret" in caplog.text


def test_health_is_never_kept_on_the_way(client):
    assert client.get("/healthz").headers["cache-control"] == "no-store"


def test_the_version_of_the_code_changes_with_the_code(tmp_path):
    for folder in ("pages", "dashboard", "kzdata", "publishing"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app.py").write_text("1")
    first = digest(tmp_path)
    assert digest(tmp_path) == first
    (tmp_path / "pages" / "new.py").write_text("2")
    second = digest(tmp_path)
    (tmp_path / "pages" / "new.py").rename(tmp_path / "pages" / "newer.py")
    assert len({first, second, digest(tmp_path)}) == 3


def test_the_commit_names_the_code_where_it_is_known(monkeypatch):
    code_version.cache_clear()
    monkeypatch.setenv("GIT_COMMIT", "d2123290123456789abcdef")
    assert code_version().endswith("+d21232901234")
    code_version.cache_clear()
    monkeypatch.delenv("GIT_COMMIT")
    assert len(code_version().partition("+")[2]) == SHOWN
    code_version.cache_clear()
