"""What is ready beforehand goes out in the coding that a browser likes, and only when it is new."""

import gzip

import brotli
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.http.encoded_response import answer, chosen, ready

PAGE = ready("<p>Қарағанды облысы</p>".encode() * 100, "text/html")
DAY = "Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.fixture(scope="module")
def client():
    def page(request):
        language = request.query_params.get("language", "")
        headers = {"last-modified": DAY} | ({"vary": "accept-language"} if language else {})
        return answer(PAGE, request.scope, headers)

    return TestClient(Starlette(routes=[Route("/", page)]))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0.1, identity;q=0.2", None),
        ("identity, br;q=0.5", None),
        ("br;q=0", None),
        ("br;q=much", None),
        ("deflate", None),
        ("identity;q=0", None),
        ("", None),
    ],
)
def test_a_browser_gets_the_coding_that_it_likes_best(accepted, coding):
    assert chosen(accepted, ("gzip", "br")) == coding


def test_what_packing_makes_larger_is_sent_as_it_is():
    assert ready(b"a", "text/plain").packed == {}


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)],
)
def test_every_coding_carries_the_same_body(client, accepted, unpack):
    with client.stream("GET", "/", headers={"accept-encoding": accepted}) as told:
        sent = b"".join(told.iter_raw())
    assert unpack(sent) == PAGE.body
    assert told.headers["content-length"] == str(len(sent))
    assert told.headers.get("content-encoding", "identity") == accepted
    assert told.headers["content-type"] == "text/html; charset=utf-8"
    assert told.headers["vary"] == "accept-encoding"


def test_only_the_body_as_it_is_has_a_strong_tag(client):
    """Whoever resumes by it joins bytes that belong together."""
    plain, packed = (
        client.get("/", headers={"accept-encoding": coding}) for coding in ("identity", "br")
    )
    assert (plain.headers["etag"], packed.headers["etag"]) == (PAGE.etag, f"W/{PAGE.etag}")


def test_the_same_body_is_packed_into_the_same_bytes():
    assert ready(PAGE.body, "text/html") == PAGE


def test_head_tells_the_length_and_sends_nothing(client):
    head, full = client.head("/"), client.get("/")
    assert head.content == b""
    assert head.headers == full.headers


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if-none-match": PAGE.etag}, 304),
        ({"if-none-match": f'"other", {PAGE.etag.removeprefix("W/")}'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"', "if-modified-since": DAY}, 200),
        ({"if-modified-since": DAY}, 304),
        ({"if-modified-since": "Sat, 21 Nov 2026 10:00:00 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({}, 200),
    ],
)
def test_a_body_is_sent_again_only_when_it_has_changed(client, asked, status):
    told = client.get("/", headers=asked)
    assert told.status_code == status
    assert told.headers["etag"] == f"W/{PAGE.etag}"  # of a body that came packed
    assert bool(told.content) == (status == 200)


def test_what_else_an_answer_varies_by_is_told_as_well(client):
    assert client.get("/?language=kk").headers["vary"] == "accept-encoding, accept-language"
