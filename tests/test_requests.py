"""What was asked and what was reported is told where it belongs, and nowhere where none is kept."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from conftest import ROOT
from example_rows import EXAMPLES

import kzdata
from dashboard import store
from dashboard.figures.figure import FigureRequest
from dashboard.follow.calendars import calendar
from dashboard.follow.feeds import feed
from dashboard.follow.subjects import Subject
from dashboard.html import Place, ask_page, ask_place, letter_page, part
from dashboard.html.ask_links import asked_in
from dashboard.i18n import words_of
from dashboard.letters import gaps, requests_on
from dashboard.page_contents import Reports
from dashboard.store.snapshot import _pinned
from kzdata.consistency.asking import unknown_gaps
from kzdata.legal_days import answer_due
from kzdata.schema.model import LANGUAGES

pytestmark = pytest.mark.usefixtures("pages_of_the_book")
LAST_DAY, DAY = date(2026, 11, 11), date(2026, 11, 22)  # 30 and 41 days after one was asked
SITE = "https://air.example.kz"


@pytest.fixture
def kept(filled_book):
    """The dashboard shows the book with example rows."""
    state = replace(store.snapshot(), tables=filled_book, version="examples", log="examples")
    held = _pinned.set(state)
    yield filled_book
    _pinned.reset(held)


@pytest.mark.parametrize(
    ("language", "waiting", "silent"),
    [
        ("kk", "30 күн бұрын сұралды, жауап беру", "41 күн бұрын сұралды, жауап жарияланбаған."),
        (
            "ru",
            "запрошено 30 дней назад, последний",
            "запрошено 41 день назад, ответ не",
        ),
        ("en", "asked 30 days ago, the last day", "asked 41 days ago, no answer published."),
    ],
)
def test_no_answer_is_told_only_after_the_last_day_of_the_law(kept, language, waiting, silent):
    words = words_of(language)
    for day, said in ((LAST_DAY, waiting), (DAY, silent)):
        (asked,) = (each for each in requests_on(kept, day, words) if not each.answered)
        assert f": {said}" in asked.said
        assert asked.due == answer_due(asked.on) == LAST_DAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_told_with_its_day_and_not_before_it(kept, language):
    words = words_of(language)
    asked = {each.id: each for each in requests_on(kept, DAY, words)}["temirtau-2026"]
    assert words("code.request_answer.refused") in asked.said
    assert words.day(date(2026, 9, 20)) in asked.said
    assert asked.source_id == "zakon-2025-12-17"
    (before,) = requests_on(kept, date(2026, 9, 19), words)
    assert (before.answered, before.source_id) == (None, "")
    assert list(requests_on(kept, date(2026, 8, 31), words)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_stands_with_its_letter_in_the_list_and_at_the_figure(kept, language):
    words, place = words_of(language), ask_place(language, DAY, SITE)
    asked = {each.gap: each.said for each in requests_on(kept, DAY, words)}
    listed, there = unescape(ask_page(place)), store.letters(language, DAY)
    for gap, said in asked.items():
        assert listed.count(said) == 1
        own = unescape(letter_page(ask_place(language, DAY, SITE, gap), there[gap]))
        assert own.count(said) == 1
        assert said not in "".join(part.text for part in there[gap].parts)  # on no printed sheet
    here = Place("overview", language, DAY, SITE)
    assert asked["unknown-plants"] in unescape(asked_in("measurements", here, {}))
    assert asked["promise-temirtau-2023"] in unescape(asked_in("overdue", here, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_are_told_with_state_outcome_and_version(kept, language):
    words = words_of(language)
    html = unescape(part(Reports(), Place("sources", language, DAY, SITE, lite=True)))
    for row in kept["reports"].to_dict("records"):
        assert row[words.own("said")] in html
    assert words("code.report_state.mended") in html and words("reports.open") in html
    assert kept["reports"][words.own("decision")][0] in html
    assert f'href="/lite/{language}/regions#region_share"' in html
    assert f'href="/lite/{language}/sources#data-laws"' in html
    early = unescape(part(Reports(), Place("sources", language, date(2026, 10, 2), SITE)))
    assert words("code.report_state.mended") not in early


@pytest.mark.parametrize("language", LANGUAGES)
def test_feed_and_calendar_of_everything_tell_them_and_those_of_a_town_do_not(kept, language):
    words, all_of_it = words_of(language), Subject("all")
    told = unescape(feed(all_of_it, language, DAY, SITE).decode())
    same = feed(all_of_it, language, date(2026, 11, 23), SITE)
    assert feed(all_of_it, language, DAY, SITE) == same  # days alone change nothing in it
    about = {"body": kept["bodies"].set_index("body_id").loc["ecology-ministry", words.own("name")]}
    days = {"asked": words.day(date(2026, 10, 12)), "due": words.day(LAST_DAY)}
    assert words("request.past", **about, **days) in told
    assert words("request.past", **about, **days) not in unescape(
        feed(all_of_it, language, LAST_DAY, SITE).decode()
    )
    assert told.count(words("reports.entry", about="").strip()) >= 2
    made = calendar(all_of_it, language, DAY, SITE).decode().replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{LAST_DAY:%Y%m%d}" in made
    town = Subject("town", "balkhash")
    assert (
        f"DTSTART;VALUE=DATE:{LAST_DAY:%Y%m%d}" not in calendar(town, language, DAY, SITE).decode()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_such_table_is_kept_pages_stand_without_them(book, language):
    bare = {name: frame for name, frame in book.items() if name not in EXAMPLES}
    state = replace(store.snapshot(), tables=bare, version="bare", log="bare")
    held = _pinned.set(state)
    try:
        words, here = words_of(language), Place("sources", language, DAY, SITE)
        assert part(Reports(), here) == ""
        assert words("request.others") not in unescape(ask_page(ask_place(language, DAY, SITE)))
        assert feed(Subject("all"), language, DAY, SITE) and calendar(
            Subject("all"), language, DAY, ""
        )
    finally:
        _pinned.reset(held)
    assert words("reports.none") in unescape(part(Reports(), here))


def test_each_gap_that_has_a_letter_can_be_named_in_a_request(book, filled_book):
    found = gaps(book, FigureRequest(words_of("en"), DAY))
    row = filled_book["requests"].iloc[[0]]
    for gap in found:
        assert list(unknown_gaps({**book, "requests": row.assign(gap=gap.id)}, DAY)) == []


def test_no_person_is_named_in_what_is_kept():
    columns = {*kzdata.TABLES["requests"].columns, *kzdata.TABLES["reports"].columns}
    assert not [name for name in columns if re.search("name|mail|phone|person|address|by$", name)]
    assert (ROOT / "data" / "factbook" / "requests.csv").read_text().count("\n") == 1


def test_tables_that_may_be_empty_are_those_that_begin_so(book):
    names = ["requests", "reports"]
    assert [name for name in kzdata.TABLES if book[name].empty] == names
    assert [name for name, table in kzdata.TABLES.items() if table.may_be_empty] == names
