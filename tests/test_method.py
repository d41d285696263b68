"""The rules and words of the site: from the code and the data of the day, and links lead there."""

import re
from html import unescape

import pytest

from dashboard import store
from dashboard.figures import FIGURES, theme
from dashboard.figures.claims import said_difference
from dashboard.figures.promises import said_promises
from dashboard.html import Place, figure_parts, lite_page, wished_choices
from dashboard.i18n import words_of
from kzdata import STATES, VERDICTS
from kzdata.schema.columns import BASES
from kzdata.schema.model import LANGUAGES


def plain(html):
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def method(language, day, lite=True):
    return lite_page(Place("method", language, day, "", lite=lite))


def entry(html, id):
    """What stands under a word of the page, as HTML."""
    return re.search(f'<dt id="{id}">.*?</dt><dd>(.*?)</dd>', html)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_has_its_rule_and_the_first_promise_that_has_it_today(language, day):
    words, html = words_of(language), method(language, day)
    rows = store.promises(language, day)
    for state in STATES:
        told = plain(entry(html, f"state-{state}"))
        assert told.startswith(words.code("state_rule", state))
        said = said_promises(rows[rows["state"] == state].head(1), words)
        example = " ".join("".join(said).split()) or words("method.no_example")
        assert told.endswith(example)
        assert bool(said) == ("<a " in entry(html, f"state-{state}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_verdict_has_its_rule_and_the_first_claim_that_has_it_today(language, day):
    words, html = words_of(language), method(language, day)
    rows = store.claims(language, day)
    for verdict in VERDICTS:
        there = rows[rows["verdict"] == verdict]
        own = entry(html, f"verdict-{verdict}")
        assert plain(own).startswith(words.code("verdict_rule", verdict))
        if there.empty:
            assert plain(own).endswith(words("method.no_example"))
        else:
            first = there.iloc[0]
            assert f'href="/lite/{language}/{first["page"]}#claim-{first["claim_id"]}"' in own
            assert " ".join(first["arithmetic"].split()) in plain(own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tolerances_are_those_of_the_data(tables, language, day):
    words, told = words_of(language), plain(method(language, day))
    for row in tables["claims"].itertuples():
        if row.record != "none":
            said = said_difference(row.tolerance, row.unit, words)
            assert " ".join(said.split()) in told
            assert words.code("held_against", row.record) in told


def test_each_basis_has_the_colour_of_its_marks(day):
    html, sheet = method("ru", day), "\n".join(theme.basis_rules())
    for basis in (*BASES, "unknown"):
        assert entry(html, f"basis-{basis}")
        role = re.search(rf"\.key\.basis-{basis} {{ .*var\(--(\w+)\) }}", sheet)[1]
        assert theme.LIGHT[role] == theme.BASIS_COLOURS[basis]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_runs_the_site_is_named_or_said_to_be_unnamed(monkeypatch, language, day):
    words = words_of(language)
    assert words("method.not_owned") in plain(method(language, day))
    monkeypatch.setenv("SITE_OWNER", "Example <Foundation>")
    monkeypatch.setenv("SITE_CONTACT", "air@example.kz")
    html = method(language, day)
    assert words("method.owned", owner="Example &lt;Foundation&gt;") in html
    assert words("method.not_owned") not in plain(html)
    assert '<a href="mailto:air@example.kz">' in html


@pytest.mark.parametrize("lite", [False, True])
def test_words_elsewhere_lead_to_what_they_mean(lite, day):
    """A verdict on a claim, and how a figure is known."""
    places = set(re.findall(' id="([^"]+)"', method("kk", day, lite)))
    room = "/lite/kk/method" if lite else "/method?lang=kk"
    claims = lite_page(Place("claims", "kk", day, "", lite=lite))
    for row in store.claims("kk", day).itertuples():
        own = claims.split(f'id="claim-{row.claim_id}"')[1].split("</div>")[0]
        assert f'<a href="{room}#verdict-{row.verdict}">' in unescape(own)
        assert f"verdict-{row.verdict}" in places
    for id, kind in FIGURES.items():
        place = Place(kind.page, "kk", day, "", wished_choices(kind.page, {}), lite=lite)
        assert f'href="{room}#bases"' in figure_parts(id, place)[1]
    assert "bases" in places
