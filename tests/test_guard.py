"""What is not ours is refused, shortly and without an echo; every answer says what it may do."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import streamlit
from browser import fetch, serving
from conftest import ROOT
from raw_http import Line
from test_lite import JAR, needs_nu

from dashboard.addresses import PAGES, address_of_site, path
from dashboard.http.middleware.allowed_hosts import is_allowed, is_foreign
from dashboard.http.middleware.request_limits import PARAMETERS, PATH, QUERY
from dashboard.http.middleware.websocket_guard import most_sessions
from dashboard.i18n import words_of
from dashboard.slides.selection import COUNTRY
from kzdata.schema.model import LANGUAGES

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = next((STATIC / "static/js").glob("index.*.js")).name
KINDS = {
    "live": "/regions?lang=ru",
    "lite": "/lite/kk/plants",
    "slides": "/present?lang=en",
    "picture": "/figures/kk/overdue.svg",
    "image": "/figures/kk/overdue.png",
    "figure": "/figure/kk/overdue",
    "frame": "/embed/kk/overdue",
    "older": "/figure/kk/overdue?version=1",
    "code": "/t/222222222",
    "table": "/figures/kk/overdue.csv",
    "data": "/open/plants.json",
    "parquet": "/open/plants.parquet",
    "health": "/healthz",
    "script": f"/static/js/{SCRIPT}",
    "core": "/_stcore/health",
    "lost": "/nothing",
}
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def line(server):
    line = Line(server)
    yield line
    line.close()


def made(address):
    """An answer, once it is not about how far it is made; the server itself waits meanwhile."""
    while True:
        answer = fetch(address, **HTML)
        if b'http-equiv="refresh"' not in answer[2]:
            return answer


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "script"])
def test_every_answer_says_what_a_browser_may_do_with_it(server, kind):
    headers = fetch(server + KINDS[kind], **HTML)[1]
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    assert "unsafe-eval" not in policy
    assert "*" not in policy.replace("frame-ancestors *", "")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("kind", "frames"),
    [
        ("live", "'self'"),
        ("lite", "'self'"),
        ("slides", "'self'"),
        ("lost", "'self'"),
        ("figure", "'self'"),
        ("frame", "*"),
        ("picture", "*"),
        ("image", "*"),
        ("table", "'none'"),
        ("data", "'none'"),
    ],
)
def test_pages_are_framed_by_ourselves_and_figures_by_anybody(server, kind, frames):
    headers = fetch(server + KINDS[kind], **HTML)[1]
    policy = headers["content-security-policy"]
    assert re.search(r"frame-ancestors ([^;]+)", policy)[1] == frames
    assert policy.endswith("sandbox") == (kind in ("picture", "image", "table", "data"))
    shared = kind in ("picture", "image", "table", "data")
    resource = headers["cross-origin-resource-policy"]
    assert resource == ("cross-origin" if shared else "same-origin")
    if kind in ("picture", "image"):
        assert headers["content-disposition"].startswith("inline;")


def test_a_part_of_a_page_bears_only_what_it_needs(server):
    """Ninety scripts are fetched for a page: what holds for pages would weigh as much as one."""
    headers = fetch(server + KINDS["script"])[1]
    assert headers["x-content-type-options"] == "nosniff"
    assert "permissions-policy" not in headers


@pytest.mark.parametrize("kind", ["lite", "lost"])
def test_a_page_without_scripts_allows_none(server, kind):
    policy = fetch(server + KINDS[kind], **HTML)[1]["content-security-policy"]
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("kind", ["live", "slides"])
def test_scripts_are_allowed_one_by_one(server, kind):
    policy = made(server + KINDS[kind])[1]["content-security-policy"]
    scripts = re.search("script-src ([^;]+)", policy)[1]
    assert "sha256-" in scripts
    assert "unsafe" not in scripts


@pytest.mark.parametrize("kind", ["live", "lite", "picture", "data"])
def test_what_is_unchanged_keeps_its_policy(server, kind):
    _, told, _ = fetch(server + KINDS[kind])
    status, again, _ = fetch(server + KINDS[kind], **{"if-none-match": told["etag"]})
    assert status == 304
    kept = again.get("content-security-policy", told["content-security-policy"])
    assert kept == told["content-security-policy"]


@pytest.mark.parametrize(
    ("site", "host", "allowed"),
    [
        ("https://air.example", "air.example", True),
        ("https://air.example", "AIR.example.:443", True),
        ("https://air.example:8443/", "air.example:8443", True),
        ("air.example", "air.example", True),
        ("https://air.example", "127.0.0.1:8501", True),
        ("https://air.example", "localhost", True),
        ("https://air.example", "192.168.1.5:8501", False),
        ("https://air.example", "air.example.evil.example", False),
        ("https://air.example", "", False),
        ("", "localhost:8501", True),
        ("", "[::1]:8501", True),
        ("", "192.168.1.5:8501", True),
        ("", "[fd00::5]:8501", True),
        ("", "evil.example", False),
        ("", "192.168.1.5.evil.example", False),
        ("", "192.168.1.5:8501/x", False),
        ("", "air@127.0.0.1", False),
        ("", "999.1.1.1", False),
    ],
)
def test_only_names_of_the_site_are_answered(monkeypatch, site, host, allowed):
    monkeypatch.setenv("SITE_ADDRESS", site)
    assert is_allowed(host) == allowed


@pytest.mark.parametrize("write", [str.upper, str.title, str.swapcase, str.lower])
@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("", "localhost"),
        ("", "localhost."),
        ("", "[::1]"),
        ("", "[fd00::a]"),
        ("https://air.example", "localhost"),
        ("https://air.example", "air.example"),
        ("https://Air.Example", "air.example."),
        ("AIR.EXAMPLE", "air.example"),
    ],
)
@pytest.mark.parametrize("port", ["", ":8501"])
def test_a_name_is_the_same_in_capitals(monkeypatch, site, name, port, write):
    """RFC 9110, 4.2.3: also for whoever asks whether a page of ours asks."""
    monkeypatch.setenv("SITE_ADDRESS", site)
    host = write(name) + port
    assert is_allowed(host)
    monkeypatch.delenv("SITE_ADDRESS")
    assert address_of_site(host) in ("", f"http://{name}{port}")
    origin = [(b"origin", f"http://{name}{port}".encode())]
    assert not is_foreign({"type": "http", "headers": origin}, host)
    origin = [(b"origin", f"http://other.{name}{port}".encode())]
    assert is_foreign({"type": "http", "headers": origin}, host)


def test_the_server_answers_its_name_in_capitals(line):
    port = line.host.rpartition(":")[2]
    for target in (b"/", b"/healthz", b"/_stcore/health"):
        for name in (b"LOCALHOST", b"LocalHost", b"localhost"):
            host = name + b":" + port.encode()
            own = [(b"host", host), (b"origin", b"http://localhost:" + port.encode())]
            assert line.ask(target, headers=own)[0] == 200


@pytest.mark.parametrize("target", ["/", "/healthz", "/_stcore/health", "/nothing"])
def test_another_name_is_a_bad_request_without_an_echo(line, target):
    status, _, body = line.ask(target.encode(), headers=[(b"host", b"evil.example")])
    assert status == 400
    assert b"evil" not in body


def test_a_page_of_another_site_reads_only_what_is_public(line):
    foreign = [(b"origin", b"http://evil.example")]
    for target in (b"/_stcore/health", b"/_stcore/host-config"):
        assert line.ask(target, headers=foreign)[0] == 403
    assert line.ask(b"/open/plants.csv", headers=foreign)[0] == 200
    own = [(b"origin", b"http://" + line.host.encode())]
    assert line.ask(b"/_stcore/health", headers=own)[0] == 200


# Where the page is not, but was answered with Streamlit's page, or with more than the public needs.
CLOSED = [
    "/nothing",
    "/regions/nothing",
    "/plants.php",
    "/index.html",
    "/lite/kk/nothing/more",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/x/y.js",
    "/component/x/index.html",
    "/media/x.svg",
    "/auth/login",
    "/oauth2callback",
    "/app/static/app.py",
    "/static/../index.html",
    "/static/js/nothing.js",
    "/robots.txt/x",
]
AROUND = [
    "/../app.py",
    "/%2e%2e/app.py",
    "/%252e%252e/app.py",
    "/..%5capp.py",
    "/static/..%2f..%2fapp.py",
    "/static/js/..%00.js",
    "/fonts/..%2f..%2fapp.py",
    "/open/..%2f..%2fapp.py",
    "/open/%2e%2e/%2e%2e/etc/passwd",
    "/open/plants.csv%00.json",
    "/figures/kk/..%2findex.json",
    "/lite/kk/..%2f..%2fapp.py",
    "//evil.example/",
    "/\\evil.example",
    "/%5c%5cevil.example/share",
    "/C:%5cwindows",
]


@pytest.mark.parametrize("target", CLOSED)
def test_what_there_is_not_is_not_found(line, target):
    assert line.ask(target.encode())[0] == 404


@pytest.mark.parametrize("target", AROUND)
def test_no_way_leads_around_the_addresses_that_there_are(line, target):
    status, headers, body = line.ask(target.encode(), headers=[(b"accept", b"text/html")])
    assert status in (400, 404)
    assert b"import " not in body
    assert b"evil" not in body
    assert "evil" not in headers.get("location", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_lost_is_shown_the_way_in_his_language(server, language):
    words = words_of(language)
    for address, told in ((f"/x?lang={language}", {}), ("/x", {"accept-language": language})):
        status, headers, body = fetch(server + address, **HTML, **told)
        assert (status, headers.get_content_type()) == (404, "text/html")
        html = body.decode()
        assert f'<html lang="{language}">' in html
        assert words("lost.title") in html
        for page in PAGES:
            assert f'href="{path(page)}?lang={language}"' in html
    lite = fetch(f"{server}/lite/{language}/x/y?lang={language}", **HTML)[2].decode()
    assert f'href="/lite/{language}/plants"' in lite


def test_who_reads_no_pages_is_told_in_a_sentence(server):
    status, headers, body = fetch(f"{server}/x?lang=en", accept="application/json")
    assert (status, headers.get_content_type()) == (404, "text/plain")
    assert body.decode() == words_of("en")("lost.title") + "\n"


@needs_nu
def test_the_nu_checker_finds_nothing_in_the_page_of_the_lost(server, tmp_path):
    for language in LANGUAGES:
        html = fetch(f"{server}/x?lang={language}", **HTML)[2]
        (tmp_path / f"{language}.html").write_bytes(html)
    files = sorted(map(str, tmp_path.glob("*.html")))
    command = ["java", "-jar", JAR, "--format", "text", "--Werror", *files]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/regions/?lang=ru&x=<b>", "/regions?lang=ru"),
        ("/lite/kk", "/lite/kk/"),
        ("/lite", "/lite/"),
        ("/plants/?lang=xx", "/plants"),
    ],
)
def test_a_slash_too_many_or_too_few_is_forgiven(line, asked, found):
    status, headers, _ = line.ask(asked.encode())
    assert (status, headers["location"]) == (308, found)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "X"])
@pytest.mark.parametrize("target", ["/", "/lite/kk/", "/healthz", "/_stcore/health", "/present"])
def test_addresses_are_only_read(line, method, target):
    status, headers, _ = line.ask(target.encode(), method.encode())
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_nothing_can_be_uploaded(line):
    """Not even with a body that says its length, or in pieces, wherever it is sent."""
    for target in (b"/_stcore/upload_file/a/b", b"/", b"/open/plants.csv"):
        for method in (b"PUT", b"POST", b"DELETE", b"GET"):
            sized = [(b"content-length", b"4")]
            assert line.ask(target, method, sized, b"file")[0] == 413
            pieces = [(b"transfer-encoding", b"chunked")]
            assert line.ask(target, method, pieces, b"4\r\nfile\r\n0\r\n\r\n")[0] == 413
    assert line.ask(b"/_stcore/upload_file/a/b", b"PUT")[0] == 404


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        (b"/" + b"a" * PATH, [], 414),
        (b"/?" + b"a" * (QUERY + 1), [], 414),
        (b"/?" + b"&" * PARAMETERS, [], 400),
        (b"/", [(b"cookie", b"a" * 20_000)], 431),
    ],
)
def test_what_is_too_long_is_refused_in_a_sentence(line, target, headers, status):
    found, told, body = line.ask(target, headers=headers)
    assert (found, told["content-type"]) == (status, "text/plain; charset=utf-8")
    assert b"aaaa" not in body
    assert len(body) < 200


def test_our_own_longest_addresses_are_not_too_long():
    files = [file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*.*")]
    assert max(map(len, files)) < PATH
    assert len("lang=kk&town=temirtau&slide=40&slides=" + "%2C".join(COUNTRY)) < QUERY


def test_a_session_too_many_is_refused_and_all_can_still_be_read(tmp_path):
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    with serving(tmp_path / "log", SITE_SESSIONS="2") as address:
        stream = address.replace("http", "ws") + "/_stcore/stream"
        with connect(stream), connect(stream):
            for _ in range(3):
                with pytest.raises(InvalidStatus):
                    connect(stream)
            assert b'id="first"' in fetch(f"{address}/regions?lang=ru")[2]
            assert fetch(f"{address}/lite/ru/regions")[0] == 200
        said = (tmp_path / "log").read_text()
    assert said.count("all live sessions are taken") == 1


def test_a_number_of_sessions_that_is_none_is_told(monkeypatch):
    monkeypatch.setenv("SITE_SESSIONS", "many")
    with pytest.raises(ValueError, match="SITE_SESSIONS is 'many'; expected a whole number"):
        most_sessions()


def test_what_streamlit_could_do_besides_is_off():
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert settings["client"]["showErrorDetails"] == "none"
    server = settings["server"]
    assert server["enableCORS"] and server["enableXsrfProtection"]
    for able in ("enableStaticServing", "enableAgentApi", "scriptHealthCheckEnabled"):
        assert server[able] is False
    assert server["maxUploadSize"] == server["maxWidgetStateSize"] == 1
    # Without an address of its own Streamlit asks the internet for one.
    assert settings["browser"]["serverAddress"]
    assert settings["browser"]["gatherUsageStats"] is False


def test_health_is_told_to_programs_as_before(server):
    assert json.loads(fetch(f"{server}/healthz")[2])["status"] == "ok"
