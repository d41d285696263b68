"""Addresses that nobody would think of: never a problem of the server, never an echo.

`ADDRESSES` says how many are tried (`make fuzz`: 10,000); here some hundred, the same each time.
"""

import os
from urllib.parse import quote_from_bytes

import pytest
from browser import serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw_http import Line

from dashboard.addresses import PAGES
from dashboard.figures import CHOICES, FIGURES
from dashboard.follow import FORMS as FOLLOWED
from dashboard.render.download import FORMS as EXPORTS
from dashboard.render.formats import FORMS
from dashboard.slides.formats import FORMS as DECKS
from kzdata import TABLES
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

ADDRESSES = int(os.environ.get("ADDRESSES", "400"))
# In one of these forms nonsense would do harm in HTML, in an attribute, in a header, in a log.
MARKS = (b"<svg/onload=zqz>", b"\"'><script>zqz</script>", b"zqz\r\nset-cookie: zqz=1", b"{{zqz}}")
HARMFUL = (b"<svg/onload=zqz", b"<script>zqz", b"'><script", b"onload=zqz>")
SAID_WHEN_BUSY = 503

known = st.sampled_from(
    [
        *(name.encode() for name in (*PAGES, *LANGUAGES, *TABLES, *FIGURES)),
        *(
            name.encode()
            for name in (
                "lite",
                "open",
                "figure",
                "embed",
                "oembed",
                "t",
                "figures",
                "deck",
                "present",
                "fonts",
                "follow",
                "ask",
            )
        ),
        *(name.encode() for name in ("healthz", "robots.txt", "sitemap.xml", "index.json")),
        *(name.encode() for name in ("_stcore", "stream", "health", "host-config", "metrics")),
        *(name.encode() for name in ("static", "js", "media", "component", "upload_file")),
        b"plant-temirtau-works.docx",
        *(name.encode() for name in ("all.atom", "all.ics", "town", "plant", "region")),
        *(f"{town}.{form}".encode() for town in TOWNS for form in FOLLOWED),
        *(f"{name}.{form}".encode() for name in TABLES for form in FORMS),
        *(f"{name}.{form}".encode() for name in FIGURES for form in ("svg", "csv", "json")),
    ]
)
forms = st.sampled_from([f".{form}".encode() for form in {*FORMS, *EXPORTS, *DECKS, "php", ""}])
odd = st.sampled_from(
    [*MARKS, b"..", b".", b"%2e%2e", b"..\\", b"\\\\x\\y", b"\x00", b"C:", b"~", b";", b"a" * 300]
)
text = st.text(max_size=30).map(lambda said: said.encode("utf-8", "surrogatepass"))
noise = st.binary(max_size=20)
piece = st.one_of(known, known, st.builds(bytes.__add__, known, forms), odd, text, noise)
# As it should be quoted, quoted twice, quoted more than need be, or as bare as a request can be.
quoting = st.sampled_from(["once", "twice", "all", "bare"])
NAMES = (*CHOICES, "version", "day", "lang", "slides", "slide", "progress", "embed", "x")
name = st.one_of(st.sampled_from([each.encode() for each in NAMES]), odd, text)
value = st.one_of(known, odd, text, noise, st.integers().map(lambda n: str(n).encode()))
HEADERS = (b"accept-language", b"accept-encoding", b"if-none-match", b"if-modified-since")
HEADERS += (b"range", b"if-range", b"user-agent", b"cookie", b"referer", b"x-forwarded-host")
header = st.tuples(st.sampled_from(HEADERS), value.map(lambda v: v.translate(None, b"\r\n\0")))


@st.composite
def targets(draw):
    pieces = draw(st.lists(piece, max_size=5))
    how = draw(quoting)
    target = b"/" + b"/".join(quoted(each, how) for each in pieces)
    asked = draw(st.lists(st.tuples(name, value), max_size=4))
    said = b"&".join(quoted(key, how) + b"=" + quoted(each, how) for key, each in asked)
    return target + (b"?" + said if asked else b"")


def quoted(said, how):
    once = quote_from_bytes(said, safe="/.").encode()
    if how == "twice":
        return once.replace(b"%", b"%25")
    if how == "all":
        return b"".join(b"%%%02x" % byte for byte in said)
    if how == "bare":
        return bytes(byte for byte in said if 0x21 <= byte <= 0xFF and byte != 0x7F)
    return once


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log) as address:
        line = Line(address)
        yield line
        line.close()
    text = log.read_text()
    for sign in ("Traceback", "ERROR", "Exception in ASGI"):
        assert sign not in text, text


def assert_harmless(answer):
    """No problem, and none of the nonsense that was asked for in a form in which it does harm."""
    assert answer is not None
    status, headers, body = answer
    assert status < 500 or status == SAID_WHEN_BUSY
    assert b"Traceback" not in body
    told = "\n".join(f"{name}: {value}" for name, value in headers.items()).encode("latin-1")
    for mark in HARMFUL:
        assert mark not in body
        assert mark not in told
    assert "set-cookie" not in headers
    if status >= 400:
        assert b"zqz" not in body


quick = settings(max_examples=ADDRESSES, suppress_health_check=list(HealthCheck))


@quick
@given(target=targets(), headers=st.lists(header, max_size=3), html=st.booleans())
def test_any_address_is_answered_without_harm(line, target, headers, html):
    headers = [*headers, *([(b"accept", b"text/html")] if html else [])]
    assert_harmless(line.ask(target, headers=headers))


@settings(quick, max_examples=ADDRESSES // 4)
@given(
    page=st.sampled_from(
        [
            *(f"/{page}" for page in ("", *PAGES[1:])),
            *(f"/lite/ru/{page}" for page in PAGES),
            "/figures/kk/region_share.csv",
            "/figures/en/region_share.json",
            "/open/plants.csv",
            "/open/datapackage.json",
            "/deck/kk.pdf",
            "/present",
        ]
    ),
    asked=st.lists(st.tuples(name, value), min_size=1, max_size=8),
    how=quoting,
)
def test_an_address_that_there_is_takes_any_question(line, page, asked, how):
    said = b"&".join(quoted(key, how) + b"=" + quoted(each, how) for key, each in asked)
    # How far it is made is asked, so that the files themselves are not made a hundred times.
    asked_for = said + b"&progress=1" if page.startswith("/deck/") else said
    assert_harmless(line.ask(page.encode() + b"?" + asked_for))


@settings(quick, max_examples=ADDRESSES // 8)
@given(
    method=st.sampled_from([b"HEAD", b"POST", b"PUT", b"OPTIONS", b"TRACE", b"PROPFIND", b"X"]),
    target=targets(),
    body=st.binary(max_size=50),
)
def test_any_other_method_does_no_harm(line, method, target, body):
    sized = [(b"content-length", str(len(body)).encode())]
    answer = line.ask(target, method, sized, body)
    assert_harmless(answer)
    if method != b"HEAD" and method != b"OPTIONS":
        assert answer[0] >= 300
