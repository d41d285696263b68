"""The dashboard shows a new version at the next interaction, and a bad file never."""

import json
from datetime import timedelta

import pandas as pd
import pytest
from app_page import inside, open_page, text_of
from browser import fetch, serving
from conftest import FIRST_EDITION
from test_check import change

import kzdata
from dashboard import store
from dashboard.html import Place, part
from dashboard.i18n import words_of
from dashboard.page_contents import Changes
from kzdata.schema.model import LANGUAGES
from publishing import Change
from publishing.commit.publish import publish
from publishing.commit.rollback import rollback

UNAVAILABLE = 'p class="unavailable"'


def priced(usd):
    """The prices, with another one for copper."""
    prices = kzdata.load("metal_prices")
    prices.loc[prices["metal_id"] == "copper", "usd_per_kg"] = usd
    return prices


def update(folder, usd, **told):
    at = FIRST_EDITION + timedelta(days=1)
    return publish(folder, Change("update", at, **told), {"metal_prices": priced(usd)})


def prices_of(language, *numbers):
    """Prices as a page says them."""
    said = (words_of(language).quantity(number, "usd_per_kg") for number in numbers)
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]


def changes_of(language):
    """What the page of sources says of versions, as HTML with plain spaces."""
    place = Place("sources", language, FIRST_EDITION.date(), "")
    return part(Changes(), place).replace("\N{NO-BREAK SPACE}", " ")


def recycled(percent):
    """The benchmarks, with another target of recycling."""
    rows = kzdata.load("benchmarks")
    rows.loc[rows["metric"] == "recycling", "target"] = percent
    return rows


def said(language, percent):
    return words_of(language).percent(percent).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def sessions(data_with_history):
    """A visit in each language to the page that shows the target."""
    return {language: open_page("benchmarks", lang=language) for language in LANGUAGES}


def test_a_new_version_shows_at_the_next_interaction_in_every_open_session(
    data_with_history, sessions
):
    change = Change("update", FIRST_EDITION)
    publish(data_with_history, change, {"benchmarks": recycled(91.0)})
    for language, session in sessions.items():
        assert said(language, 91.0) not in text_of(session)
        assert said(language, 91.0) in text_of(session.run())


def test_a_bad_file_put_in_by_hand_never_shows(data_with_history, sessions):
    """Neither in sessions that are open nor in new ones; the last good version stays."""
    change(data_with_history, "benchmarks", lambda _: recycled(210.0))
    for language, session in sessions.items():
        for page in (session.run(), open_page("benchmarks", lang=language)):
            assert len(page.exception) == len(inside(page, UNAVAILABLE)) == 0
            assert said(language, 210.0) not in text_of(page)
            assert said(language, 85.0) in text_of(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_say_which_older_state_stands_in_for_a_faulty_file(data_with_history, language):
    (data_with_history / "metal_prices.parquet").write_bytes(b"")
    said = changes_of(language).partition("</p>")[0]
    assert said.startswith(f"<{UNAVAILABLE}")
    assert kzdata.TABLES["metal_prices"].title[language] in said
    assert words_of(language).day(FIRST_EDITION).replace("\N{NO-BREAK SPACE}", " ") in said
    rollback(data_with_history, Change("rollback", FIRST_EDITION), "metal_prices")
    assert UNAVAILABLE not in changes_of(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_say_what_changed_when_and_why(data_with_history, language):
    update(data_with_history, 7.77, reason="<b>Қате</b> & typo", by="A. <i>B.</i>")
    words = words_of(language)
    newest, first = changes_of(language).split(words("changes.number", number="1"))
    day = words.day(FIRST_EDITION + timedelta(days=1)).replace("\N{NO-BREAK SPACE}", " ")
    assert day in newest
    assert words.code("action", "update") in newest
    assert "&lt;b&gt;Қате&lt;/b&gt; &amp; typo" in newest
    assert "A. &lt;i&gt;B.&lt;/i&gt;" in newest
    assert words.plural("changes.changed", 1) in newest
    for price in prices_of(language, 8.294, 7.77):
        assert price in newest
    assert str(len(kzdata.TABLES)) in first


def test_the_log_shows_anew_though_the_data_are_as_they_were_before(data_with_history):
    """To roll back brings back a version that pages were made of already."""
    session, version = open_page("sources", lang="en"), store.snapshot().version
    update(data_with_history, 7.77)
    rollback(data_with_history, Change("rollback", FIRST_EDITION), "metal_prices")
    assert store.snapshot().version == version
    said = words_of("en").code("action", "rollback", to="1")
    assert said not in text_of(session)
    assert said in text_of(session.run())


def test_only_the_newest_versions_are_told_one_by_one(data_with_history):
    for number in range(1, 11):
        update(data_with_history, 7 + number / 100)
    said = changes_of("ru")
    assert said.count("<strong>") == 10
    assert words_of("ru").plural("changes.others", 1) in said


def test_a_version_of_many_rows_is_counted_and_not_told_row_by_row(data_with_history):
    emissions = kzdata.load("regional_emissions")
    emissions["kt"] += 0.1
    change = Change("update", FIRST_EDITION)
    publish(data_with_history, change, {"regional_emissions": emissions})
    assert words_of("kk").plural("changes.changed", len(emissions)) in changes_of("kk")
    assert "<details" not in changes_of("kk")


def test_the_served_dashboard_says_degraded_and_serves_what_it_shows(data_with_history, tmp_path):
    path = data_with_history / "metal_prices.parquet"
    good = path.read_bytes()
    with serving(tmp_path / "log", KZDATA_DIR=str(data_with_history)) as address:
        path.write_bytes(good[:100])
        health = json.loads(fetch(f"{address}/healthz")[2])
        assert (health["status"], health["degraded"]) == ("degraded", ["metal_prices"])
        assert health["shown_instead"] == ["metal_prices"]
        status, headers, body = fetch(f"{address}/open/metal_prices.parquet")
        assert (status, body) == (200, good)
        assert "metal_prices.parquet" in headers["content-disposition"]
        html = fetch(f"{address}/lite/en/sources")[2].decode()
        assert "did not pass the check. Shown in its place: version 1" in html
        path.write_bytes(good)
        assert json.loads(fetch(f"{address}/healthz")[2])["status"] == "ok"
        assert "did not pass the check" not in fetch(f"{address}/lite/en/sources")[2].decode()


def test_a_promise_that_vanishes_by_hand_stays_on_the_page(data_with_history):
    def forget(targets: pd.DataFrame):
        return targets[targets["target_id"] != "balkhash-2023"]

    change(data_with_history, "plant_targets", forget)
    (problem,) = kzdata.check(data_with_history)
    assert (problem.rule, problem.found) == ("vanished_promise", "balkhash-2023")
    assert "balkhash-2023" in set(store.snapshot().tables["plant_targets"]["target_id"])
