"""The service with real nginx: who is answered by whom, what is kept, refused, and survives."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from browser import PATIENCE, assert_clean, needs_browser, settled, visit
from conftest import ROOT
from nginx_service import Clock, ask, awaited, lives, needs_faketime, needs_nginx, service
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.addresses import PAGES, lite_path, view_path
from dashboard.i18n import words_of
from deploy import serve
from kzdata.schema.model import LANGUAGES

pytestmark = needs_nginx

READER = "127.77.88.99"  # an address that is nobody else's on this machine


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    log = tmp_path_factory.mktemp("service") / "log"
    with service(log) as found:
        yield found
    assert_clean(log)


def cookie_of(answer):
    return re.match(r"process=\d+", answer.headers.get("set-cookie", ""))


# Pages, and who answers them.


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has loaded is told by Linux")
def test_the_processes_run_on_the_fast_event_loop(served):
    """Else a rerun is a third slower, and its small messages wait for one another."""
    for number in (1, 2):
        assert "/uvloop/loop" in Path(f"/proc/{served.process(number)}/maps").read_text()


@needs_browser
def test_a_page_goes_live_and_a_choice_works(served, chromium):
    with visit(chromium) as page:
        page.goto(f"{served.address}/regions?lang=ru&region=KZ-55&year=2018")
        settled(page, "regions", "ru")
        page.locator("#choice-region").select_option(index=3)
        expect(page).not_to_have_url(re.compile("region=KZ-55"), timeout=PATIENCE)
        settled(page, "regions", "ru")
        (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["expires"]) == ("process", True, -1)
    assert cookie["value"] in ("1", "2")


def test_a_reader_stays_with_one_process(served):
    for number in (1, 2):
        path = f"/?lang=kk&reader={number}"
        for _ in range(6):
            assert ask(served.port, f"/healthz?{number}", cookie=f"process={number}").status == 200
        assert not cookie_of(ask(served.port, path, cookie=f"process={number}"))
    log = [visit for visit in served.visits if visit["path"] == "/healthz"]
    assert len({visit["process"] for visit in log}) == 2
    by_turns = [visit["process"] for visit in log[-12:]]
    assert len(set(by_turns[:6])) == len(set(by_turns[6:])) == 1


def test_a_cookie_is_the_number_of_a_process_and_nothing_else(served):
    drawn = {cookie_of(ask(served.port, "/?lang=kk"))[0] for _ in range(40)}
    assert drawn == {"process=1", "process=2"}
    # One that is not ours, or of a process that is no more, is drawn anew.
    assert cookie_of(ask(served.port, "/?lang=kk", cookie="process=77"))
    # Who reads without scripts needs none, and gets none.
    for path in (lite_path("plants", "ru"), "/open/plants.csv", "/present?lang=kk"):
        assert "set-cookie" not in ask(served.port, path).headers


def test_each_device_and_language_gets_its_own_page(served):
    phone = {"user_agent": "Mozilla/5.0 (Linux; Android 9) Mobile Safari"}
    found = {
        (language, device): ask(served.port, view_path("regions", language), **headers).body
        for language in LANGUAGES
        for device, headers in (("phone", phone), ("desk", {}))
        for _ in range(2)
    }
    assert len(set(found.values())) == 6
    # Without a language in the address it is that of the browser, each time.
    for language in (*LANGUAGES, *LANGUAGES):
        told = ask(served.port, "/regions", accept_language=language).body
        assert f'<html lang="{language}">'.encode() in told


# What is kept.


def test_what_is_packed_stays_packed_and_known_is_not_sent_again(served):
    path = lite_path("plants", "kk")
    plain = ask(served.port, path)
    assert "content-encoding" not in plain.headers
    for accepted, coding in (
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", None),
        ("zstd", None),
    ):
        for _ in range(2):  # once from the app, once kept
            told = ask(served.port, path, accept_encoding=accepted)
            assert told.headers.get("content-encoding") == coding, accepted
            if coding == "br":
                assert brotli.decompress(told.body) == plain.body
            known = {"if_none_match": told.headers["etag"], "accept_encoding": accepted}
            assert ask(served.port, path, **known).status == 304


def test_a_part_of_a_file_is_had_as_well(served):
    whole = ask(served.port, "/open/plants.parquet").body
    for _ in range(2):
        part = ask(served.port, "/open/plants.parquet", range="bytes=4-11")
        assert (part.status, part.body) == (206, whole[4:12])


def test_scripts_of_other_sites_may_read_what_is_kept(served):
    for _ in range(2):
        told = ask(served.port, "/open/regions.json", origin="https://elsewhere.example")
        assert told.headers["access-control-allow-origin"] == "*"


def test_a_page_is_asked_for_once_however_many_want_it(served):
    path = "/lite/en/metals"
    with ThreadPoolExecutor(20) as crowd:
        found = list(crowd.map(lambda _: ask(served.port, path), range(200)))
    assert {answer.status for answer in found} == {200}
    asked = [visit["kept"] for visit in served.visits if visit["path"] == path]
    assert asked.count("MISS") == 1
    assert asked.count("HIT") + asked.count("STALE") + asked.count("UPDATING") > 150


def test_what_is_still_being_made_is_not_kept(served):
    for _ in range(3):
        assert ask(served.port, "/deck/kk.pdf?progress").status == 200
    log = [visit for visit in served.visits if visit["path"] == "/deck/kk.pdf"]
    assert {visit["kept"] for visit in log} == {"MISS"}


# What is refused.


def test_strangers_names_are_not_answered(served):
    for host in ("evil.example", f"evil.example:{served.port}", "127.0.0.1.evil.example"):
        with pytest.raises(ConnectionError):
            ask(served.port, "/", host=host)
    assert ask(served.port, "/", host="").status == 400
    assert ask(served.port, "/healthz", host="localhost").status == 200


def test_the_inner_parts_are_not_public_and_nothing_is_taken_in(served):
    for path in ("/metrics", "/_stcore/metrics", "/_stcore/script-health-check"):
        assert ask(served.port, path).status == 404, path
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        told = ask(served.port, "/_stcore/upload_file/a/b", method=method)
        assert told.status == 405, method
    assert ask(served.port, f"/?lang=kk&{'x' * 5000}").status == 414
    assert ask(served.port, "/", cookie="x" * 5000).status == 400
    assert ask(served.port, "/metrics").headers["server"] == "nginx"


def test_the_hundredth_picture_at_once_is_too_many_but_nobody_else_suffers(served):
    path = "/figures/kk/overdue.png"
    found = [ask(served.port, path, READER) for _ in range(100)]
    assert {answer.status for answer in found[:60]} == {200}
    assert found[-1].status == 429
    assert found[-1].headers["retry-after"] == "10"
    told = found[-1].body.decode()
    assert all(words_of(language)("service.slower") in told for language in LANGUAGES)
    assert ask(served.port, path, "127.77.88.100").status == 200
    # Nor are pages and tables refused to whoever took too many pictures.
    for path in (lite_path("plants", "kk"), "/figures/kk/overdue.csv", "/?lang=kk"):
        assert ask(served.port, path, READER).status == 200


def test_a_school_behind_one_address_reads_on(served):
    paths = [lite_path(page, language) for page in PAGES for language in LANGUAGES] * 25
    with ThreadPoolExecutor(10) as school:
        found = school.map(lambda path: ask(served.port, path, "127.77.88.101").status, paths)
    assert set(found) == {200}


# What survives.


@needs_browser
def test_a_session_comes_back_when_its_process_is_killed(served, chromium):
    """In its language and with its choice, by itself; and no page fails meanwhile.

    What is on the screen stays there, so nothing is asked for until there is a choice.
    """
    visitor = chromium.new_context()
    page = visitor.new_page()
    page.goto(f"{served.address}/regions?lang=ru&region=KZ-55&year=2018")
    settled(page, "regions", "ru")
    number = next(c["value"] for c in visitor.cookies() if c["name"] == "process")
    before = served.process(number)
    opened, said = [], []

    def listen(socket):
        opened.append(socket.url)
        socket.on("framesent", lambda frame: said.append(BackMsg.FromString(frame)))

    page.on("websocket", listen)
    os.kill(before, signal.SIGKILL)
    cookie = f"process={number}"
    found = [
        ask(served.port, path, cookie=cookie).status
        for path in (view_path("plants", "kk"), "/healthz", "/open/plants.csv", "/plants") * 25
    ]
    assert set(found) == {200}
    if not opened:  # the browser tells of it only while it is waited for
        page.wait_for_event("websocket", timeout=PATIENCE)
    # The new session shows what the old one did, and does what it is told.
    settled(page, "regions", "ru")
    expect(page).to_have_url(re.compile("region=KZ-55"))
    expect(page.locator("#root .answer").first).to_contain_text("Павлодарская область")
    assert not said
    page.locator("#choice-region").select_option(index=3)
    expect(page).not_to_have_url(re.compile("region=KZ-55"), timeout=PATIENCE)
    settled(page, "regions", "ru")
    assert said[0].rerun_script.cached_message_hashes  # which need not be sent again
    visitor.close()
    awaited(lambda: served.process(number) != before, "the process is started again")
    served.all_healthy()


def test_who_was_killed_gives_way_to_the_others_but_the_last_one_is_needed(monkeypatch):
    monkeypatch.setattr(serve, "GIVE_WAY", 3600)
    monkeypatch.setattr(serve, "PAUSE", 0)

    async def lived():
        said, living = asyncio.Queue(), set()
        monkeypatch.setattr(serve, "say", said.put_nowait)
        tasks = [
            asyncio.create_task(serve.kept_alive(name, ["sleep", "3600"], living))
            for name in ("first", "second")
        ]
        told = [await said.get() for _ in tasks]
        for started in sorted(told):  # the first, then the second
            os.kill(int(started.rpartition(" ")[2]), signal.SIGKILL)
            told.append(await said.get())
        told.append(await said.get())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return told[2:] + ([] if said.empty() else [said.get_nowait()])

    with ThreadPoolExecutor(1) as apart:  # the tests of the browser run in a loop of their own
        first, second, again = apart.submit(asyncio.run, lived()).result()
    assert first.startswith("first ended, by SIGKILL")
    assert second.startswith("second ended, by SIGKILL")
    assert again.startswith("second started")


@needs_browser
def test_nobody_notices_that_nginx_is_told_to_read_its_configuration_anew(served, chromium):
    with visit(chromium) as page, ThreadPoolExecutor(4) as crowd:
        page.goto(f"{served.address}/regions?lang=ru")
        settled(page, "regions", "ru")
        paths = [f"/lite/kk/{name}" for name in PAGES[1:]] + ["/healthz"]
        asked = [crowd.submit(ask, served.port, path) for path in paths * 20]
        for _ in range(5):
            os.kill(served.nginx, signal.SIGHUP)
            asked += [crowd.submit(ask, served.port, path) for path in paths * 10]
        assert {each.result().status for each in asked} == {200}
        page.locator("#choice-region").select_option(index=3)
        expect(page).to_have_url(re.compile("region=KZ"), timeout=PATIENCE)
        settled(page, "regions", "ru")


def test_what_was_seen_is_served_while_no_process_lives(served):
    seen = [
        lite_path("plants", "kk"),
        "/open/plants.csv",
        "/figures/ru/overdue.csv",
        view_path("plants", "ru"),
    ]
    before = {path: ask(served.port, path).body for path in seen}
    os.kill(served.supervisor.pid, signal.SIGSTOP)  # so that nobody starts them again
    processes = [served.process(number) for number in (1, 2)]
    try:
        for process in processes:
            os.kill(process, signal.SIGKILL)
        awaited(lambda: not any(map(lives, processes)), "both have ended")
        # What is not two seconds old is not asked for anew.
        kept = {path: awaited(lambda path=path: _stale(served, path), path) for path in seen}
        assert kept == before
        # What nobody has seen is not there, and it is said so.
        told = ask(served.port, "/lite/kk/claims?nobody=1")
        assert (told.status, told.headers["retry-after"]) == (503, "5")
        assert told.headers["cache-control"] == "no-store"
        for language in LANGUAGES:
            assert words_of(language)("service.away") in told.body.decode()
            assert lite_path(PAGES[0], language) in told.body.decode()
    finally:
        os.kill(served.supervisor.pid, signal.SIGCONT)
    for number, process in enumerate(processes, 1):
        awaited(lambda n=number, p=process: served.process(n) != p, "it is started again")
    served.all_healthy()
    awaited(lambda: ask(served.port, "/lite/kk/claims?nobody=1").status == 200, "all is well")


def _stale(served, path):
    told = ask(served.port, path)
    assert told.status == 200
    return served.visits[-1]["kept"] in ("STALE", "UPDATING") and told.body


@needs_faketime
def test_pages_of_a_wrong_day_are_gone_once_the_clock_is_right(tmp_path):
    def page():
        return ask(served.port, lite_path("overview", "kk")).body

    with (
        Clock() as clock,
        service(tmp_path / "log", processes=1, **clock.environment) as served,
    ):
        right = page()
        clock.ahead(timedelta(days=365))
        awaited(lambda: page() != right, "pages of the wrong day")
        awaited(lambda: "set forward" in served.said.read_text(), "the supervisor's notice")
        clock.ahead(timedelta())
        awaited(lambda: page() == right, "pages of today")


def test_the_logs_tell_nobody_s_address_nor_what_was_sent_along(served):
    sent = {
        "cookie": "process=1; name=Aigerim",
        "user_agent": "Very-Own-Browser",
        "referer": "https://mail.example/letter",
        "x_forwarded_for": "198.51.100.7",
    }
    for path in ("/?lang=kk&word=secret", "/lite/kk/nothing?word=secret", "/metrics?word=secret"):
        ask(served.port, path, READER, **sent)
    for _ in range(80):
        ask(served.port, "/figures/kk/overdue.png?word=secret", READER, **sent)
    ask(served.port, f"/?{'x' * 5000}", READER)
    assert any(visit["status"] == 429 for visit in served.visits)
    for log in ("access.log", "error.log"):
        text = (served.folder / log).read_text()
        for word in (READER, "Aigerim", "Very-Own", "mail.example", "198.51.100.7", "secret"):
            assert word not in text, log


# The supervisor.


def test_nothing_is_left_when_it_ends(tmp_path):
    log = tmp_path / "log"
    with service(log, processes=1, SITE_ADDRESS="") as served:
        folder, begun = served.folder, [served.nginx, served.process(1)]
        assert folder.exists() and all(map(lives, begun))
        # A site that is told no address is made for the one at which it is served.
        assert f"{served.address}/sitemap.xml" in ask(served.port, "/robots.txt").body.decode()
    assert served.supervisor.returncode == 0
    assert not folder.exists() and not any(map(lives, begun))


def test_nothing_runs_on_when_it_is_killed(tmp_path):
    log = tmp_path / "log"
    with service(log, processes=1) as served:
        begun = [served.nginx, served.process(1)]
        folder = served.folder
        served.supervisor.kill()
        awaited(lambda: not any(map(lives, begun)), "nginx and the process have ended")
    subprocess.run(["rm", "-r", folder], check=True)


def test_it_says_what_to_do_where_it_cannot_begin(served, monkeypatch, capsys):
    assert serve.main(["--port", str(served.port)]) == 1
    assert f"Port {served.port} is in use" in capsys.readouterr().err
    monkeypatch.setattr(serve, "PLACES", "")
    assert serve.main([]) == 1
    assert "apt-get install nginx" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        serve.main(["--processes", "0"])


def test_the_health_of_a_process_is_asked_by_its_port(served):
    command = [sys.executable, "-m", "deploy.healthy"]
    told = subprocess.run([*command, str(served.port)], cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, '"status"' in told.stdout) == (0, True)
    (nobody,) = serve.free_ports(1)
    told = subprocess.run([*command, str(nobody)], cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, str(nobody) in told.stderr) == (1, True)
