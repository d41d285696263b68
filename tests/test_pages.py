"""Every page is whole in every language, takes its choices from the address, bears bad data."""

import re
from html import escape, unescape

import pytest
from app_page import every_page, inside, open_page, text_of

import kzdata
from dashboard.addresses import MENU, PAGES, path
from dashboard.figures import FIGURES
from dashboard.i18n import words_of
from dashboard.store import codes, region_names
from kzdata.schema.model import LANGUAGES

UNAVAILABLE = 'p class="unavailable"'
EACH = [(page, language) for page in PAGES for language in LANGUAGES]


@pytest.mark.parametrize(("page", "language"), EACH)
def test_a_page_is_whole_in_every_language(page, language):
    app, words = open_page(page, lang=language), words_of(language)
    assert len(app.exception) == len(app.error) == len(app.warning) == 0
    assert inside(app, UNAVAILABLE) == []
    assert inside(app, "h1") == [words(f"page.{page}.question")]
    shown = inside(app, "h2")
    town = words.code("place", "balkhash")
    for kind in FIGURES.values():
        if kind.page == page:
            assert words(f"{kind.id}.title", town=town) in shown
    assert app.query_params["lang"] in (language, [language])


def chosen(app, name):
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


@pytest.mark.parametrize("nonsense", ["xx", "", "KK", "kk'\"<script>", "ru,kk"])
def test_a_language_that_is_none_falls_back_to_a_good_one(nonsense):
    app = open_page("plants", lang=nonsense)
    assert len(app.exception) == 0
    assert chosen(app, "lang") in LANGUAGES


@pytest.mark.parametrize(
    ("name", "nonsense", "fallback"),
    [
        ("year", "1800", "2022"),
        ("year", "zweitausend", "2022"),
        ("year", "2023", "2022"),
        ("region", "KZ-99", "KZ-35"),
        ("region", "KZ-KAR", "KZ-35"),
        ("region", "../../etc", "KZ-35"),
    ],
)
def test_a_choice_that_is_none_falls_back_to_a_good_one(name, nonsense, fallback):
    app = open_page("regions", lang="ru", **{name: nonsense})
    assert len(app.exception) == len(inside(app, UNAVAILABLE)) == 0
    assert chosen(app, name) == fallback


def test_choices_of_the_address_are_taken():
    app = open_page("regions", lang="ru", region="KZ-55", year="2018")
    assert inside(app, 'p class="answer"')[0].startswith("Павлодарская область")
    assert (chosen(app, "region"), chosen(app, "year")) == ("KZ-55", "2018")


def test_what_is_not_chosen_is_written_into_the_address_as_codes():
    app = open_page("regions", lang="kk", region="KZ-62")
    assert [chosen(app, name) for name in ("lang", "region", "year")] == ["kk", "KZ-62", "2022"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_be_chosen_is_offered_by_name_and_the_list_stays_the_same(language):
    """A list that changed would be taken from under the hand that has just used it."""
    app, names = open_page("regions", lang=language), region_names(language)
    lists = [one.proto.body for one in app.get("html") if "<select" in one.proto.body]
    offered = [re.findall('<option value="(.+?)">(.+?)</option>', one) for one in lists]
    years = [str(year) for year in codes("year").values()]
    assert offered[0] == [(code, escape(names[code])) for code in codes("region").values()]
    assert offered[1:] == [[(year, year) for year in years]]
    other = open_page("regions", lang=language, region="KZ-62", year="2018")
    assert lists == [one.proto.body for one in other.get("html") if "<select" in one.proto.body]


def links_of(app, tag):
    """The addresses of all links inside the first tag of a kind."""
    (inner,) = re.findall(rf"<{tag}.*?</nav>", app.get("html")[1].proto.body)
    return [unescape(address) for address in re.findall(r'href="([^"]+)"', inner)]


def test_every_link_between_pages_carries_the_language():
    app = open_page("metals", lang="kk")
    assert links_of(app, 'nav class="pages"') == [f"{path(page)}?lang=kk" for page in MENU]
    further = links_of(app, 'details class="further"')
    assert all("lang=kk" in address or "/kk" in address for address in further)


def test_another_language_keeps_what_was_chosen_just_now():
    app = open_page("regions", lang="kk", region="KZ-55", year="2018")
    app.query_params["region"] = "KZ-62"
    app.run()
    assert links_of(app, 'nav class="languages"') == [
        f"/regions?lang={language}&region=KZ-62&year=2018" for language in ("ru", "en")
    ]


def needed(page):
    """Tables that a page's figures need, beside those of its claims."""
    return {name for kind in FIGURES.values() if kind.page == page for name in kind.tables}


def test_a_bad_table_spoils_its_figures_and_nothing_else(data_copy):
    """A share of 210 % is never shown; the page says so, and the other pages work."""
    from test_check import change

    def edit(frame):
        frame.loc[frame["metric"] == "recycling", "target"] = 210.0

    change(data_copy, "benchmarks", edit)
    assert {problem.table for problem in kzdata.check()} == {"benchmarks"}
    for language in LANGUAGES:
        app, words = open_page("benchmarks", lang=language), words_of(language)
        assert len(app.exception) == 0
        assert set(inside(app, UNAVAILABLE)) == {words("ui.unavailable")}
        assert "210" not in text_of(app)
    for page, app in every_page(lang="kk"):
        if page != "benchmarks":
            assert len(app.exception) == len(inside(app, UNAVAILABLE)) == 0, page


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_no_page_fails_without_a_table(data_copy, name):
    (data_copy / f"{name}.parquet").unlink()
    for page, app in every_page(lang="ru"):
        assert len(app.exception) == 0, page
        if name in needed(page):
            assert words_of("ru")("ui.unavailable") in inside(app, UNAVAILABLE), page


def test_a_file_that_comes_back_is_shown_again(data_copy):
    path = data_copy / "metal_prices.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:100])
    assert inside(open_page("metals", lang="en"), UNAVAILABLE)
    path.write_bytes(content)
    assert not inside(open_page("metals", lang="en"), UNAVAILABLE)
