"""Every line of the log stands for itself, and none says anything of a visitor."""

import json
import logging
import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from browser import fetch, free_port, serving
from prometheus_client import REGISTRY
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from dashboard.addresses import server_address
from dashboard.monitoring import logs, tell
from dashboard.monitoring.logs import Counting, Json, Text

FORGED = 'x\n{"level": "CRITICAL"}\r\x1b[31m\u2028\x85\udc80'


def record(message, *given, failed=None, **extra):
    made = logging.makeLogRecord({"name": "dashboard.http", "levelname": "WARNING"} | extra)
    made.msg, made.args, made.exc_info = message, given, failed
    return made


def raised(message):
    try:
        raise ValueError(message)
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        (None, "http://localhost:8501"),
        ("", "http://localhost:8501"),
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("air.example", "http://air.example:8501"),
        ("::1", "http://[::1]:8501"),
        ("fd00::5", "http://[fd00::5]:8501"),
    ],
)
def test_an_address_is_told_as_a_browser_takes_it(host, address):
    assert server_address(host, 8501) == address
    assert urlsplit(address).hostname == (host or "localhost")


def test_a_line_names_time_level_logger_message_event_and_fields():
    line = Json().format(
        record("bad %s", "data", created=0, event="data_degraded", fields={"n": 1})
    )
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "WARNING",
        "logger": "dashboard.http",
        "message": "bad data",
        "event": "data_degraded",
        "n": 1,
    }


def test_what_a_record_bears_beside_that_is_left_out():
    line = Json().format(record("closed", client="203.0.113.7", websocket=object()))
    assert set(json.loads(line)) == {"time", "level", "logger", "message"}


@pytest.mark.parametrize("failed", [None, raised(FORGED)], ids=["message", "exception"])
def test_no_value_begins_a_line_of_its_own(failed):
    line = Json().format(record("%s", FORGED, failed=failed))
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert json.loads(line)["message"] == FORGED
    first, *others = Text().format(record("%s", FORGED, failed=failed)).split("\n")
    assert "CRITICAL" in first
    assert all(other.startswith("  ") for other in others)
    assert not any(sign in first for sign in "\r\x1b\u2028\x85")


def test_an_exception_goes_into_its_line_whole():
    told = json.loads(Json().format(record("failed", failed=raised("why"))))
    assert told["exception"].startswith("Traceback")
    assert told["exception"].endswith("ValueError: why")


FAILING = """
import gc, threading, warnings
from dashboard.monitoring import logs
logs.configure()
class Left:
    def __del__(self):
        raise ValueError("left")
Left()
warnings.warn("old", stacklevel=1)
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
raise KeyError("main")
"""


def test_what_python_would_print_by_itself_is_a_line_as_well():
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        capture_output=True,
        text=True,
        env=os.environ | {"LOG_FORMAT": "json"},
    )
    told = [json.loads(line) for line in done.stderr.splitlines()]
    ends = [line.get("exception", line["message"]).splitlines()[-1] for line in told]
    assert ends[0] == "ValueError: left"
    assert ends[2:] == ["ZeroDivisionError: division by zero", "KeyError: 'main'"]
    assert (told[1]["logger"], done.stdout, done.returncode) == ("py.warnings", "", 1)


def test_exceptions_are_counted_by_kind():
    def counted():
        return REGISTRY.get_sample_value("dashboard_exceptions_total", {"kind": "ValueError"}) or 0

    before = counted()
    Counting().emit(record("failed", failed=raised("why")))
    Counting().emit(record("not failed"))
    assert counted() == before + 1


def test_an_event_is_logged_and_counted(caplog):
    def counted():
        return REGISTRY.get_sample_value("dashboard_events_total", {"event": "painter_said"})

    before = counted()
    tell(logging.getLogger("dashboard.tried"), "painter_said", "100 % done")
    assert (caplog.messages, counted()) == (["100 % done"], before + 1)


def test_an_event_that_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        tell(logging.getLogger(), "surprise", "")


def test_an_unknown_format_is_refused_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(SystemExit, match="LOG_FORMAT is 'xml'. It can be text or json"):
        logs.configure()


SECRETS = (
    "secret-query",
    "secret-cookie",
    "secret-agent",
    "secret-path",
    "secret-origin",
    "secret-text",
)


def raw(address, *lines):
    """Send the lines of a request as they are, and read until the server has had enough."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "connection: close", "", ""]).encode("latin-1"))
        while line.recv(4096):
            pass


def test_a_whole_run_is_json_and_says_nothing_of_those_who_came(tmp_path):
    """Strangers send what they like, and the log does not repeat it."""
    log, port = tmp_path / "log", free_port()
    known = {"cookie": "a=secret-cookie", "user-agent": "secret-agent"}
    with serving(log, LOG_FORMAT="json", METRICS_PORT=str(port)) as address:
        host = f"host: {urlsplit(address).netloc}"
        for path in ("/lite/kk/?q=secret-query", "/plants?region=secret-query", "/secret-path"):
            fetch(address + path, **known)
        raw(address, "GET /secret-path%0a%7b%22level%22:1%7d%1b%5b31m%00?q=%0d%0a HTTP/1.1", host)
        raw(address, "GET /\xff\x1b{secret-path} HTTP/1.1", host)
        raw(address, "secret-path", host)
        stream = address.replace("http", "ws", 1) + "/_stcore/stream?q=secret-query"
        with pytest.raises(InvalidStatus), connect(stream, origin="http://secret-origin"):
            pass
        with connect(stream, additional_headers={"cookie": known["cookie"]}) as refused:
            refused.send("secret-text, which no page of ours says")
            with pytest.raises(ConnectionClosed):
                while True:
                    refused.recv()
        numbers = fetch(f"http://127.0.0.1:{port}/metrics")[2].decode()
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert (told[0]["event"], told[-1]["event"]) == ("started", "stopped")
    assert {"code_version", "data_version", "seconds"} < told[0].keys()
    # Of two requests that are none the web server tells by itself.
    assert [line["logger"] for line in told if "event" not in line] == ["uvicorn.error"] * 2
    assert [line.get("event") for line in told].count("session_ended") == 1
    assert not any("exception" in line for line in told)
    said = json.dumps(told[1:]) + numbers
    for secret in (*SECRETS, "127.0.0.1"):
        assert secret not in said
