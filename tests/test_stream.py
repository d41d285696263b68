"""Whatever is said to the websocket, the server goes on serving the next visitor."""

import importlib
import inspect
import json
import socket
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest
from browser import assert_clean, fetch, serving
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_http import Line
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, runtime
from streamlit.util import create_fast_hasher
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from dashboard.http.streamlit_patches import PATCHES, PAUSE, WrittenOnce, apply, in_short_pieces

KINDS = [field.name for field in BackMsg.DESCRIPTOR.fields if field.type == field.TYPE_BOOL]
ASKED = ("stop_script", "app_heartbeat")  # by pages of ours
REFUSED = "a visitor said what no page says"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address and log of a server of this module's own."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log) as address:
        yield address, log
    # What was refused is said in a line; nothing else is to be looked into.
    text = log.read_text().replace(REFUSED, "")
    for sign in ("Traceback", "Error", "ERROR", "Exception"):
        assert sign not in text, text


@pytest.fixture
def stream(served):
    """Where a page speaks; the next visitor is served after whatever a test has said there."""
    address = served[0]
    stream = address.replace("http", "ws") + "/_stcore/stream"
    yield stream
    assert fetch(f"{address}/healthz")[0] == 200
    assert told(stream, rerun("lang=ru"))[-1].script_finished == 0


def rerun(query="", **said):
    """What a page says when it opens, or when a choice was made."""
    message = BackMsg()
    message.rerun_script.query_string = query
    for name, value in said.items():
        setattr(message.rerun_script, name, value)
    return message


def told(stream, message):
    """All that is answered until the page is whole."""
    answers = []
    with connect(stream, max_size=None) as line:
        line.send(message.SerializeToString())
        while not answers or answers[-1].WhichOneof("type") != "script_finished":
            answers.append(ForwardMsg.FromString(line.recv(30)))
    return answers


def ended(stream, said, **how):
    """With which code the server ends a session after something was said."""
    with connect(stream, **how) as line:
        try:
            line.send(said)
            while True:
                line.recv(30)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("text", 1008),
        (b"", 1008),
        (b"\xff\x00" * 100, 1008),
        (b"\x0a" * 60_000, 1008),
        (b"\x00" * 1_000_000, 1008),
        (b"\x00" * 9_000_000, 1009),
    ],
    ids=["text", "nothing", "noise", "much noise", "a million bytes", "nine million bytes"],
)
def test_what_is_no_message_ends_the_session(stream, said, code):
    assert ended(stream, said) == code


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ASKED])
def test_what_no_page_asks_for_ends_the_session(stream, kind):
    """The caches of all visitors are not theirs to clear, nor the server theirs to stop."""
    assert ended(stream, BackMsg(**{kind: True}).SerializeToString()) == 1008


def test_no_address_is_given_to_upload_a_file(stream):
    message = BackMsg()
    message.file_urls_request.request_id = "1"
    message.file_urls_request.file_names.append("a.csv")
    assert ended(stream, message.SerializeToString()) == 1008


def test_not_even_a_real_session_can_upload(served, stream):
    line = Line(served[0])
    with connect(stream, max_size=None) as visitor:
        visitor.send(rerun().SerializeToString())
        first = ForwardMsg.FromString(visitor.recv(30))
        session = first.new_session.initialize.session_id
        assert session
        target = f"/_stcore/upload_file/{session}/1".encode()
        assert line.ask(target, b"PUT", [(b"content-length", b"4")], b"file")[0] == 413
        assert line.ask(target, b"PUT")[0] == 404
    line.close()


@pytest.mark.parametrize("id", ["x", "$$ID-" + "0" * 32 + "-choice.region", "trigger_value"])
@pytest.mark.parametrize("kind", ["string_value", "json_value"])
def test_what_no_page_lets_set_ends_the_session(stream, id, kind):
    message = rerun("lang=ru", page_name="regions")
    message.rerun_script.widget_states.widgets.add(id=id, **{kind: "{{{"})
    assert ended(stream, message.SerializeToString()) == 1008


def test_another_site_cannot_speak(stream):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus):
            connect(stream, origin=origin)


@settings(max_examples=60)
@given(
    query=st.text(max_size=300) | st.sampled_from(["lang=%00&region=<svg/onload=x>", "a=" * 2000]),
    page=st.text(max_size=50) | st.sampled_from(["regions", "../../app", "town"]),
    script=st.text(max_size=50),
    url=st.text(max_size=50) | st.sampled_from(["http://[evil", "http://evil.example/"]),
    choice=st.text(max_size=50) | st.sampled_from(["<svg/onload=x>", "\x00", "9" * 400]),
    number=st.integers(0, 2**31 - 1),
)
def test_a_page_stands_whatever_is_wished(served, query, page, script, url, choice, number):
    """Nonsense in a well-formed message gives a page without an error, and without the nonsense."""
    wished = f"{query}&{urlencode({'region': choice})}"
    message = rerun(wished, page_name=page, page_script_hash=script)
    message.rerun_script.context_info.url = url
    message.rerun_script.context_info.timezone_offset = number
    answers = told(served[0].replace("http", "ws") + "/_stcore/stream", message)
    assert b"onload" not in b"".join(
        answer.SerializeToString() for answer in answers if answer.WhichOneof("type") == "delta"
    )
    assert not any(answer.delta.new_element.HasField("exception") for answer in answers)


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.attribute)
def test_what_is_patched_is_still_a_part_of_streamlit(patch):
    assert hasattr(importlib.import_module(patch.module), patch.attribute)


def test_a_patch_whose_part_is_gone_is_told_and_the_others_apply(monkeypatch, caplog):
    monkeypatch.setattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS", 5)
    gone = replace(PATCHES[0], attribute="of_another_version")
    assert apply((gone, PATCHES[-1])) == [gone]
    assert "streamlit.config.of_another_version" in caplog.text
    assert runtime.MESSAGE_FLUSH_INTERVAL_SECS == PAUSE


def test_what_consists_of_the_same_parts_is_written_once():
    once, mark = WrittenOnce(json), {"type": "bar"}
    spec, other = {"mark": mark, "data": {"name": "one"}}, {"mark": mark, "data": {"name": "one"}}
    assert once.dumps(spec) is once.dumps(dict(spec))
    assert once.dumps(other) is not once.dumps(spec)
    assert once.dumps(spec) == once.dumps(other) == json.dumps(spec)
    assert once.dumps(spec, sort_keys=True) == json.dumps(spec, sort_keys=True)
    assert once.loads("[1]") == [1]


def test_the_pause_that_is_shortened_is_the_one_before_messages_are_sent():
    """What is set is what Streamlit's loop reads; a new Streamlit may read something else."""
    loop = inspect.getsource(runtime.Runtime._loop_coroutine)
    assert "asyncio.sleep(MESSAGE_FLUSH_INTERVAL_SECS)" in loop


@pytest.mark.parametrize("length", [0, 1, 2047, 2048, 100_000])
def test_a_message_has_the_same_hash_in_short_pieces(length):
    whole = bytes(length)
    original = create_fast_hasher()
    original.update(whole)
    assert in_short_pieces(None)(whole) == original.hexdigest()
    assert in_short_pieces(None)("қ") == in_short_pieces(None)("қ".encode())


def test_every_run_is_told_the_theme_of_the_settings(stream):
    """Which the server writes down once, and not for each run."""
    theme = CustomThemeConfig()
    for name in ("", "light", "dark", "sidebar", "light.sidebar", "dark.sidebar"):
        part = theme
        for step in filter(None, name.split(".")):
            part = getattr(part, step)
        app_session._populate_theme_msg(part, f"theme.{name}".strip("."))
    assert theme.light.primary_color != theme.dark.primary_color
    for page in ("", "regions"):
        answers = told(stream, rerun("lang=kk", page_name=page))
        begun = [one.new_session for one in answers if one.WhichOneof("type") == "new_session"]
        assert [one.custom_theme for one in begun] == [theme]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\r\n\r\n",
        b"GET /_stcore/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\n",
        b"GET /_stcore/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\n"
        b"upgrade: websocket\r\nsec-websocket-version: 99\r\n\r\n",
        b"GET /_stcore/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\n"
        b"upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: x\r\n\r\n",
        b"GET /_stcore/stream HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        bytes(range(255, 0, -1)) * 8,
    ],
    ids=["nothing", "lines", "half", "version", "key", "no upgrade", "TLS", "noise"],
)
def test_pieces_of_a_handshake_leave_it_standing(stream, said):
    with socket.create_connection(urlsplit(stream).netloc.rsplit(":", 1), timeout=30) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(4000)
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 101"))


def test_frames_that_are_none_leave_it_standing(stream):
    for frame in (b"\xff" * 20, b"\x82\xff" + b"\xff" * 8, b"\x89\xfe\xff\xff", b"\x02\x80abc"):
        with connect(stream) as line:
            line.socket.sendall(frame)
            with suppress(OSError):  # the server may have ended the line by now
                line.socket.shutdown(socket.SHUT_WR)


def test_refusals_are_said_in_a_line_each(tmp_path):
    log = tmp_path / "log"
    with serving(log) as address:
        ended(address.replace("http", "ws") + "/_stcore/stream", b"\xff")
        fetch(f"{address}/nothing")
    assert log.read_text().count(REFUSED) == 1
    assert_clean(log)
