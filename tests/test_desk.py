"""`kzdata desk`: a maintainer's whole way in a real browser, and what may go wrong on it."""

import contextlib
import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import openpyxl
import pytest
from bad_cells import BAD_CELLS
from bad_files import BAD_FILES
from browser import DESK, PATIENCE, free_port, needs_browser, opened
from playwright.sync_api import expect
from small_data import assert_tidy
from test_mark import UNREADABLE

import kzdata
from dashboard.i18n import OWN_NAMES
from dashboard.i18n.messages import say, say_rule
from kzdata.current import standing
from kzdata.schema import LANGUAGES, TABLES
from kzdata.schema.problems import Grade
from kzdata.versions.log import latest, log
from publishing.cli.command import main
from publishing.desk import told
from publishing.desk.handed_in import Twice, by_table, kept
from publishing.desk.plan import plan_of_files, plan_of_way_back
from publishing.intake import check_candidates, read_candidate
from publishing.intake.findings import Unreadable
from publishing.intake.mark import marked
from publishing.table_files import table_file

BAD = {**BAD_FILES, **BAD_CELLS}
OF_NO_CELL = {bad.rule: about for about, bad in BAD_FILES.items() if bad.rule in UNREADABLE}
LONG = 3 * PATIENCE  # milliseconds; every figure that a change concerns is made twice
TABLE, KEY = "plant_targets", "sixteen-2021"
# What the page of the server says in English alone, as it comes.
ENGLISH = re.compile(r"\b(Browse|Drag|Drop|Upload|Limit|Press Enter|Running|Choose|Connection)\b")


def changed(folder, to, new="2"):
    """The CSV of a table as somebody hands it in, with another promise in the row of KEY."""
    frame = kzdata.load(TABLE, folder=folder)
    text = table_file(TABLES[TABLE], frame, ("", None), ".csv", "en", {}).decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    header, *rows = csv.reader(lines)
    (row,) = [row for row in rows if row[0] == KEY]
    row[header.index("cut_percent")] = new
    path = to / f"{TABLE}.csv"
    with path.open("w") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def promised(folder):
    return kzdata.load(TABLE, folder=folder).set_index("target_id").cut_percent[KEY]


# Without a browser: what it is made of.


@pytest.mark.parametrize("about", BAD)
def test_every_bad_file_is_told_by_its_cells(about, tables, tmp_path):
    bad, language = BAD[about], LANGUAGES[len(about) % 3]
    path = bad.make(tmp_path)
    candidate = read_candidate(TABLES[bad.table], path)
    findings = check_candidates([candidate], tables)
    shown = told.findings_table(findings, language)
    first = next(each for each in findings if each.rule == bad.rule)
    assert told.escape(say_rule(first, language)).replace("\n", "<br>") in shown
    try:
        workbook = marked([candidate], findings, language)
    except Unreadable:
        return
    heads = {candidate.origin.sheet: candidate.origin.header_row}
    cells = told.marked_cells(workbook, heads, language)
    of_cells = [each for each in findings if each.row and each.grade is Grade.ERROR]
    assert not of_cells or 'class="desk-fault"' in cells


def test_what_a_person_typed_is_shown_and_never_taken_for_html(data_with_history, tmp_path, tables):
    path = changed(data_with_history, tmp_path, new="<script>alert(1)</script>")
    candidate = read_candidate(TABLES[TABLE], path)
    findings = check_candidates([candidate], tables)
    cells = told.marked_cells(marked([candidate], findings, "en"), {"": 1}, "en")
    for html in (told.findings_table(findings, "en"), cells):
        assert "<script" not in html
    assert "&lt;script" in cells
    assert told.plain("a*b_[c](d).csv") == r"a\*b\_\[c\]\(d\)\.csv"


def test_lines_that_are_set_in_are_lists_within_lists():
    html = told.nested(["one", "  two <b>", "    three", "four"])
    assert html == (
        '<div class="desk-lines"><ul><li>one</li><ul><li>two &lt;b&gt;</li>'
        "<ul><li>three</li></ul></ul><li>four</li></ul></div>"
    )


@pytest.mark.parametrize(
    "name", ["../../plants.csv", "/etc/plants.csv", "plants.csv", "pl\x07ants.csv", "..", ""]
)
def test_a_file_is_kept_below_its_room_whatever_it_is_called(tmp_path, name):
    path = kept(tmp_path / "room", name, b"a")
    assert path.is_relative_to((tmp_path / "room").resolve())
    assert path.read_bytes() == b"a"
    assert kept(tmp_path / "room", name, b"a") == path


def test_two_files_for_one_table_are_refused(tmp_path, data_with_history):
    first = changed(data_with_history, tmp_path)
    second = shutil.copy(first, tmp_path / "copy.csv")
    with pytest.raises(Twice, match=TABLE):
        by_table([(first, None), (tmp_path / second, None)])


def test_a_file_of_no_known_table_waits_until_it_is_named(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("a,b\n1,2\n")
    assert by_table([(path, None)]) == {}
    assert by_table([(path, "plants")]) == {"plants": path}


def test_each_question_is_asked_once_and_each_lost_figure_by_itself(
    data_with_history, tmp_path, day
):
    files = {TABLE: changed(data_with_history, tmp_path)}
    plan = plan_of_files(data_with_history, files, "en", day)
    assert not plan.refused and plan.changes
    rules = [question.whole[0].rule for question in plan.questions]
    assert rules == ["moved_comma", "lowered_promise"]
    entry = plan.publish("A. Maintainer", "Why")
    assert (entry.by, entry.reason, entry.answered) == ("A. Maintainer", "Why", tuple(rules))


def test_a_way_back_tells_what_it_would_change(data_with_history, tmp_path, day):
    files = {TABLE: changed(data_with_history, tmp_path)}
    before = standing(data_with_history).digests
    plan_of_files(data_with_history, files, "en", day).publish("A", "B")
    plan = plan_of_way_back(data_with_history, None, 1, "en", day)
    assert plan.changes
    assert [found.table.name for found in plan.preview.differences] == [TABLE]
    assert plan.publish("A", "B").to == 1
    assert standing(data_with_history).digests == before
    assert not plan_of_way_back(data_with_history, None, 1, "en", day).changes


# As a command.


def test_a_port_that_is_taken_is_told(data_with_history, capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        call = ["desk", "--port", str(port), "--lang", "ru", "--data", str(data_with_history)]
        assert main(call) == 2
    assert f"Порт {port} занят" in capsys.readouterr().err


def test_there_is_no_desk_for_data_that_lie_elsewhere(capsys):
    assert main(["desk", "--data", "s3://bucket/data"]) == 2
    assert "s3://bucket/data" in capsys.readouterr().err


@contextlib.contextmanager
def desk_of(folder, log, language="kk"):
    """The desk as a maintainer opens it; yields its address, which the command has printed."""
    command = [sys.executable, "-m", "kzdata", "--lang", language, "--data", str(folder)]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "desk", "--no-browser", "--port", str(free_port())], stdout=out, stderr=out
        )
        try:
            yield printed(log, process), process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def printed(log, process):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if found := re.search(r"http://\S+", log.read_text()):
            return found[0]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)  # the pause between two looks
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def desk(first_edition, tmp_path_factory):
    """A desk for the tests of this file, each of which publishes; its address and its data."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(first_edition, folder)
    with desk_of(folder, folder.parent / "log") as (address, _):
        yield address, folder
    told_there = (folder.parent / "log").read_text()
    assert "Traceback" not in told_there


@pytest.fixture(scope="module")
def maintainer(chromium):
    context = chromium.new_context(viewport=DESK, accept_downloads=True)
    expect.set_options(timeout=LONG)
    yield context
    expect.set_options(timeout=5_000)  # as it is elsewhere
    context.close()


def at(page, address, language="kk"):
    page.goto(re.sub(r"lang=\w+", f"lang={language}", address))
    expect(page.locator("h1")).to_have_text(say("desk.title", language))
    return page


def hand_in(page, language, *paths):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=say("desk.browse", language)).last.click()
    chooser.value.set_files([str(path) for path in paths])


def task(page, name, language):
    page.get_by_text(say(f"desk.task.{name}", language), exact=True).click()


def sign(page, language, by="A. Maintainer", reason="A reason"):
    page.get_by_label(say("desk.by", language)).fill(by)
    page.get_by_label(say("desk.reason", language)).fill(reason)
    page.get_by_label(say("desk.reason", language)).blur()


def publish(page, language):
    page.get_by_role("button", name=say("desk.publish.now", language), exact=True).click()


def offered(page, language):
    """Wait until a change has been looked at and may be published."""
    button = page.get_by_role("button", name=say("desk.publish.now", language), exact=True)
    expect(button).to_be_visible(timeout=LONG)


def confirm_all(page):
    boxes = page.get_by_role("checkbox")
    for number in range(boxes.count()):
        boxes.nth(number).check(force=True)
        expect(boxes.nth(number)).to_be_checked()


def done(page, folder, number, language):
    said = say("publish.done", language, number=number, version=latest(folder).version)
    expect(page.locator("[role=status]").first).to_contain_text(said, timeout=LONG)


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_maintainers_way_from_a_mistake_to_a_version_and_back(
    desk, maintainer, tmp_path, language
):
    address, folder = desk
    before, number = standing(folder).digests, latest(folder).number
    with opened(maintainer) as page:
        at(page, address, language)
        if language != "en":
            assert not ENGLISH.search(page.locator("body").inner_text())
        assert page.evaluate("document.documentElement.lang") == language
        # A mistake is told at its cell, and cannot be published.
        hand_in(page, language, changed(folder, tmp_path, new="2%%"))
        fault = page.locator("tr.desk-fault").first
        expect(fault).to_contain_text("2%%", timeout=LONG)
        expect(page.locator("td.desk-fault")).to_contain_text(["2%%"])
        expect(page.locator("p[role=alert]")).to_have_text(say("desk.refused", language))
        assert page.get_by_role("button", name=say("desk.publish.now", language)).count() == 0
        with page.expect_download() as got:
            page.get_by_role(
                "button", name=say("desk.marked", language, file=f"{TABLE}.csv")
            ).click()
        book = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes()))
        assert say("sheet.remedies", language) in book.sheetnames
        # Mended, it raises questions; each is answered, and who and why are asked.
        hand_in(page, language, changed(folder, tmp_path))
        offered(page, language)
        publish(page, language)
        alerts = page.locator("p[role=alert]")
        expect(alerts).to_have_count(3)
        for missing in ("by", "reason", "answers"):
            expect(alerts.filter(has_text=say(f"desk.missing.{missing}", language))).to_have_count(
                1
            )
        assert latest(folder).number == number
        confirm_all(page)
        sign(page, language)
        publish(page, language)
        wait_for(lambda: latest(folder).number == number + 1)
        done(page, folder, number + 1, language)
        entry = latest(folder)
        assert (entry.by, entry.reason) == ("A. Maintainer", "A reason")
        assert [*entry.changes] == [TABLE]
        # It was wrong: one step back.
        task(page, "go_back", language)
        page.get_by_role("button", name=say("desk.undo", language)).click()
        offered(page, language)
        confirm_all(page)
        sign(page, language, reason="It was wrong")
        publish(page, language)
        wait_for(lambda: latest(folder).number == number + 2)
        done(page, folder, number + 2, language)
    assert standing(folder).digests == before
    assert_tidy(folder)


def wait_for(state):
    deadline = time.monotonic() + LONG / 1000
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.05)  # the pause between two looks


@needs_browser
def test_a_fault_of_no_cell_is_told_as_well(desk, maintainer, tmp_path):
    """A promise that is past its day was taken out of the table."""
    address, folder = desk
    path = changed(folder, tmp_path)
    kept_lines = [line for line in path.read_text().splitlines() if "balkhash-2023" not in line]
    path.write_text("\n".join(kept_lines).replace(",2,", ",20,"))
    with opened(maintainer) as page:
        at(page, address, "ru")
        hand_in(page, "ru", path)
        expect(page.locator("tr.desk-fault")).to_contain_text("balkhash-2023", timeout=LONG)
        expect(page.locator("p[role=alert]")).to_have_text(say("desk.refused", "ru"))
        expect(page.locator(".desk-cells")).to_have_count(0)


@needs_browser
@pytest.mark.parametrize("about", OF_NO_CELL.values())
def test_a_file_of_which_nothing_can_be_read_is_refused(desk, maintainer, tmp_path, about):
    address, _ = desk
    bad = BAD_FILES[about]
    path = bad.make(tmp_path)
    with opened(maintainer) as page:
        at(page, address, "en")
        hand_in(page, "en", path)
        asked = page.get_by_role("combobox")
        expect(asked.or_(page.locator("tr.desk-fault")).first).to_be_visible(timeout=LONG)
        if asked.count():
            asked.fill(f"({bad.table})")
            page.get_by_role("option").first.click()
        expect(page.locator("tr.desk-fault").first).to_be_visible(timeout=LONG)
        expect(page.locator("p[role=alert]")).to_have_text(say("desk.refused", "en"))


@needs_browser
def test_a_second_click_publishes_nothing_twice_and_tells_no_failure(desk, maintainer, tmp_path):
    address, folder = desk
    number, old = latest(folder).number, promised(folder)
    with opened(maintainer) as page:
        at(page, address, "en")
        hand_in(page, "en", changed(folder, tmp_path, f"{old - 1:g}"))
        offered(page, "en")
        confirm_all(page)
        sign(page, "en")
        page.get_by_role("button", name=say("desk.publish.now", "en"), exact=True).dblclick()
        wait_for(lambda: latest(folder).number == number + 1)
        done(page, folder, number + 1, "en")
        expect(page.locator("p[role=alert]")).to_have_count(0)
        assert latest(folder).number == number + 1
        # Another change is not taken for confirmed, and the name is remembered.
        hand_in(page, "en", changed(folder, tmp_path, f"{old - 2:g}"))
        offered(page, "en")
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
        expect(page.get_by_label(say("desk.by", "en"))).to_have_value("A. Maintainer")


@needs_browser
def test_another_language_keeps_the_task(desk, maintainer):
    address, _ = desk
    with opened(maintainer) as page:
        at(page, address, "kk")
        task(page, "go_back", "kk")
        expect(page.get_by_role("button", name=say("desk.undo", "kk"))).to_be_visible()
        page.get_by_text(OWN_NAMES["ru"], exact=True).click()
        expect(page.locator("h1")).to_have_text(say("desk.title", "ru"))
        undo = page.get_by_role("button", name=say("desk.undo", "ru"))
        expect(undo).to_be_visible()
        page.get_by_text(OWN_NAMES["kk"], exact=True).click()
        expect(page.get_by_role("button", name=say("desk.undo", "kk"))).to_be_visible()


@needs_browser
def test_pictures_show_a_figure_before_and_after(desk, maintainer, tmp_path):
    address, folder = desk
    with opened(maintainer) as page:
        at(page, address)
        hand_in(page, "kk", changed(folder, tmp_path))
        page.get_by_role("button", name=say("desk.draw", "kk")).click(timeout=LONG)
        pairs = page.locator(".desk-pair")
        expect(pairs.first.locator("img")).to_have_count(2, timeout=LONG)
        for picture in pairs.first.locator("img").all():
            assert picture.evaluate("image => image.naturalWidth") > 300
            assert picture.get_attribute("alt")


@needs_browser
def test_a_table_is_taken_out_as_the_command_exports_it(desk, maintainer):
    address, folder = desk
    with opened(maintainer) as page:
        at(page, address, "ru")
        task(page, "take_out", "ru")
        page.get_by_role("combobox").click()
        page.get_by_role("combobox").fill(f"({TABLE})")
        page.get_by_role("option").first.click()
        page.get_by_text("CSV", exact=True).click()
        page.get_by_role("button", name=say("desk.prepare", "ru")).click()
        with page.expect_download() as got:
            page.get_by_role("button", name=say("desk.download", "ru", file=f"{TABLE}.csv")).click()
        frame = kzdata.load(TABLE, folder=folder)
        content = table_file(TABLES[TABLE], frame, ("", None), ".csv", "ru", {})
        assert got.value.path().read_bytes() == content


@needs_browser
def test_of_two_desks_the_second_is_told_and_loses_nothing(desk, maintainer, tmp_path):
    address, folder = desk
    with opened(maintainer) as first, opened(maintainer) as second:
        for page, new in ((first, "14"), (second, "13")):
            (room := tmp_path / new).mkdir()
            at(page, address, "ru")
            hand_in(page, "ru", changed(folder, room, new))
            offered(page, "ru")
            confirm_all(page)
            sign(page, "ru", by=new)
        number = latest(folder).number
        publish(first, "ru")
        wait_for(lambda: latest(folder).number == number + 1)
        done(first, folder, number + 1, "ru")
        publish(second, "ru")
        expect(second.locator("p[role=alert]")).to_contain_text(say("publish.outdated", "ru"))
        assert latest(folder).by == "14"
        # Its file is still there, is looked at beside what stands by now, and can be published.
        expect(second.get_by_text("было 14 %, стало 13 %")).to_be_visible(timeout=LONG)
        expect(second.get_by_role("checkbox", checked=True)).to_have_count(0, timeout=LONG)
        offered(second, "ru")
        confirm_all(second)
        publish(second, "ru")
        wait_for(lambda: latest(folder).number == number + 2)
        assert latest(folder).by == "13"
    assert_tidy(folder)


@needs_browser
def test_a_page_that_is_closed_leaves_the_old_version_or_the_new_one(desk, maintainer, tmp_path):
    address, folder = desk
    for new in ("12", "11", "10"):
        before = latest(folder).number
        old = promised(folder)
        with opened(maintainer) as page:
            at(page, address, "en")
            hand_in(page, "en", changed(folder, tmp_path, new))
            offered(page, "en")
            confirm_all(page)
            sign(page, "en")
            publish(page, "en")
        stands = standing(folder)
        assert latest(folder).number in (before, before + 1)
        assert stands.problems == ()
        assert promised(folder) in (old, float(new))
    wait_for(lambda: tidy(folder))


def tidy(folder):
    with contextlib.suppress(AssertionError):
        assert_tidy(folder)
        return True


@needs_browser
def test_on_a_full_disk_nothing_changes_and_the_page_says_why(first_edition, maintainer, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    try:
        shutil.copytree(first_edition, disk / "data")
        folder, before = disk / "data", standing(disk / "data").digests
        with desk_of(folder, tmp_path / "log") as (address, _), opened(maintainer) as page:
            at(page, address)
            hand_in(page, "kk", changed(folder, tmp_path))
            offered(page, "kk")
            confirm_all(page)
            sign(page, "kk")
            (disk / "filler").write_bytes(bytes(4096) * os.statvfs(disk).f_bavail)
            publish(page, "kk")
            expect(page.locator("p[role=alert]")).to_have_text(say("publish.no_room", "kk"))
            assert standing(folder).digests == before
            (disk / "filler").unlink()
            publish(page, "kk")
            wait_for(lambda: len(log(folder)) == 2)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@needs_browser
def test_without_its_key_the_page_shows_nothing_of_the_data(desk, maintainer):
    address, folder = desk
    for key in ("", "key=", "key=wrong"):
        with opened(maintainer) as page:
            page.goto(re.sub(r"key=[^&]*", key, address))
            expect(page.locator("p[role=alert]")).to_have_count(len(LANGUAGES))
            text = page.locator("body").inner_text()
            assert str(folder) not in text
            assert page.locator("input").count() == 0


@needs_browser
def test_a_desk_that_is_closed_says_so_and_leaves_nothing(first_edition, maintainer, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(first_edition, folder)
    page = maintainer.new_page()
    with desk_of(folder, tmp_path / "log", "ru") as (address, process):
        at(page, address, "ru")
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        expect(page.locator(".desk-closed")).to_have_text(say("desk.closed", "ru"), timeout=LONG)
        expect(page.get_by_role("dialog")).to_be_hidden()
        with pytest.raises(OSError):
            urllib.request.urlopen(address, timeout=5)
    page.close()
