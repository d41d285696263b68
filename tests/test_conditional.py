"""Every address is asked in every way that RFC 9110 knows: codings, what is held, parts."""

import gzip
import re
from itertools import product
from pathlib import Path

import brotli
import pytest
import streamlit
from raw_http import Line

from dashboard.fonts import served
from dashboard.http.streamlit_scripts import needed
from dashboard.render.download import FORMS as PICTURES
from dashboard.render.formats import FORMS

STATIC = Path(streamlit.__file__).parent / "static"
NEEDED = needed(STATIC)
UNPACKED = next(
    path.relative_to(STATIC).as_posix()
    for path in sorted((STATIC / "static" / "js").glob("*.js"))
    if path.relative_to(STATIC).as_posix() not in NEEDED and path.stat().st_size > 10_000
)
ADDRESSES = [
    "/",
    "/regions?lang=ru",
    "/lite/kk/",
    "/lite/en/plants",
    *(f"/open/regional_emissions.{form}" for form in FORMS),
    "/open/datapackage.json",
    "/open/openapi.json",
    *(f"/figures/kk/overdue.{form}" for form in PICTURES),
    "/figures/index.json",
    "/follow/ru/all.atom",
    "/follow/kk/town/temirtau.ics",
    "/sitemap.xml",
    "/robots.txt",
    next(iter(served())),
    f"/{NEEDED[0]}",
    f"/{UNPACKED}",
    "/_stcore/health",
    "/nothing",
]
PARQUET = "/open/regional_emissions.parquet"

# What a header takes, the best first; "" is the body as it is.
ACCEPTED = {
    None: [""],
    "": [""],
    "gzip": ["gzip", ""],
    "br": ["br", ""],
    "gzip, deflate, br, zstd": ["br", "gzip", ""],
    "gzip;q=0": [""],
    "br;q=0, gzip;q=0.000": [""],
    "br;q=0, gzip": ["gzip", ""],
    "gzip;q=0, *": ["br", ""],
    "*": ["br", "gzip", ""],
    "*;q=0": [""],  # nothing is left, so it is disregarded
    "br;q=0.2, gzip;q=0.8": ["gzip", "br", ""],
    "identity, gzip;q=0.5": ["", "gzip"],
    "identity;q=0.3, gzip;q=0.5": ["gzip", ""],
    "gzip, identity;q=0": ["gzip"],
    "*, identity;q=0": ["br", "gzip"],
    "identity;q=0": [""],  # as above
    "X-GZIP;Q=1.0": ["gzip", ""],
    "nogzip": [""],
    "gzip;q=high": [""],
    "gzip;q=2": [""],
}
UNPACK = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}

# What is asked of 1,000 bytes, and the part that is meant: None is all, () is none that there is.
RANGES = {
    "bytes=0-9": slice(0, 10),
    "bytes=990-": slice(990, None),
    "bytes=-5": slice(-5, None),
    "BYTES=3-3": slice(3, 4),
    "bytes=-999999999": slice(0, None),
    "bytes=0-999999999": slice(0, None),
    "bytes=999999999-": (),
    "bytes=-0": (),
    "bytes=9-4": None,
    "bytes=": None,
    "bytes=-": None,
    "bytes=a-b": None,
    "bytes=+1-5": None,
    "bytes 0-9": None,
    "bytes": None,
    "items=0-9": None,
    "none": None,
    "": None,
    "bytes=0-1,4-5": None,
    "bytes=0-1,9-4": None,
}


@pytest.fixture(scope="module")
def ask(server):
    line = Line(server)

    def asked(address, method=b"GET", **headers):
        told = [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in headers.items()
            if value is not None
        ]
        return line.ask(address.encode(), method, told)

    yield asked
    line.close()


def coding_of(headers):
    return headers.get("content-encoding", "")


def plain(answer):
    _, headers, body = answer
    return UNPACK[coding_of(headers)](body)


@pytest.fixture(scope="module", params=ADDRESSES)
def address(request):
    return request.param


@pytest.fixture(scope="module")
def whole(ask, address):
    """The answer as it is, not packed."""
    return ask(address)


def test_a_body_comes_in_a_coding_that_is_read(ask, address, whole):
    """The one that is liked best, if the body has it; and what is in it is always the same."""
    offered = {coding_of(ask(address, accept_encoding=name)[1]) for name in ("br", "gzip")}
    for header, accepted in ACCEPTED.items():
        answer = ask(address, accept_encoding=header)
        assert answer[0] == whole[0], header
        # What is packed in itself is sent so even to who does not want that: it is all there is.
        assert coding_of(answer[1]) in accepted or offered == {""}, header
        assert plain(answer) == whole[2], header
        if offered == {"br", "gzip"}:
            assert coding_of(answer[1]) == accepted[0], header


def test_a_strong_tag_is_of_one_row_of_bytes(ask, address):
    bodies = {}
    for header in ACCEPTED:
        status, headers, body = ask(address, accept_encoding=header)
        tag = headers.get("etag", "W/")
        if not tag.startswith("W/"):
            assert bodies.setdefault(tag, body) == body, header
        if status == 200 and coding_of(headers):
            assert "accept-encoding" in headers["vary"].lower()


def test_what_is_held_is_not_sent_again_in_whatever_coding(ask, address, whole):
    tag = whole[1].get("etag")
    if tag is None:
        pytest.skip("this answer cannot be held")
    opaque = tag.removeprefix("W/")
    known = (tag, opaque, f"W/{opaque}", f'"other", {opaque}', f'"other",W/{opaque}', "*")
    for header, held in product(ACCEPTED, known):
        status, headers, body = ask(address, accept_encoding=header, if_none_match=held)
        assert (status, body) == (304, b""), (header, held)
        assert headers["etag"].removeprefix("W/") == opaque
    for header, held in product(ACCEPTED, ('"other"', 'W/"other"', opaque.strip('"'))):
        answer = ask(address, accept_encoding=header, if_none_match=held)
        assert answer[0] == 200, (header, held)
        assert plain(answer) == whole[2]


def test_a_part_is_that_of_the_body_or_all_of_it_is_sent(ask, address, whole):
    """Never an error for what nobody has to follow, and never a part of something packed."""
    body = whole[2]
    for asked, meant in RANGES.items():
        for header in (None, "gzip", "br, gzip;q=0"):
            answer = ask(address, range=asked, accept_encoding=header)
            status, headers, sent = answer
            if status == 206:
                assert meant not in (None, ()), asked
                assert (sent, coding_of(headers)) == (body[meant], ""), asked
                first, last, size = map(int, re.findall(r"\d+", headers["content-range"]))
                assert (body[first : last + 1], size) == (sent, len(body))
            elif status == 416:
                assert (meant, headers["content-range"]) == ((), f"bytes */{len(body)}"), asked
            else:
                assert status == whole[0], asked
                assert plain(answer) == body, asked
            if address == PARQUET:
                usual = 416 if meant == () else 206
                assert status == (200 if meant is None else usual), asked


def test_what_is_held_goes_before_a_part(ask, address, whole):
    if (tag := whole[1].get("etag")) is None:
        pytest.skip("this answer cannot be held")
    for asked in RANGES:
        assert ask(address, range=asked, if_none_match=tag)[0] == 304, asked


def test_a_part_of_something_else_than_is_held_is_never_sent(ask):
    status, headers, body = ask(PARQUET)
    part = {"range": "bytes=4-9"}
    for held in (headers["etag"], headers["last-modified"]):
        assert ask(PARQUET, if_range=held, **part)[::2] == (206, body[4:10])
    day = "Sun, 22 Nov 1998 10:00:00 GMT"
    for held in ('"other"', f"W/{headers['etag']}", day, "nonsense"):
        assert ask(PARQUET, if_range=held, **part)[::2] == (200, body)


def test_head_is_told_what_get_is_and_gets_nothing(ask, address):
    for header, part in product((None, "gzip", "br;q=0, gzip"), (None, "bytes=0-9", "items=1")):
        got = ask(address, accept_encoding=header)
        head = ask(address, b"HEAD", accept_encoding=header, range=part)
        assert (head[0], head[2]) == (got[0], b"")
        for name in ("etag", "content-encoding", "content-type", "last-modified"):
            assert head[1].get(name) == got[1].get(name), name


def test_two_headers_of_one_kind_are_read_as_one(server):
    line = Line(server)
    both = [(b"accept-encoding", b"br;q=0"), (b"accept-encoding", b"gzip")]
    assert coding_of(line.ask(b"/open/plants.csv", headers=both)[1]) == "gzip"
    both = [(b"range", b"bytes=0-3"), (b"range", b"bytes=4-9")]
    assert line.ask(b"/open/plants.parquet", headers=both)[0] == 200
    line.close()
