"""What is shown with a link is of the very view that it opens: title, words and picture."""

import json
import re
from html import unescape
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import pytest
from browser import fetch
from conftest import SERVED_AS

from dashboard import store
from dashboard.addresses import PAGES, path
from dashboard.edition.file_names import PRESENT
from dashboard.edition.index_pages import slides_page
from dashboard.figures import FIGURES
from dashboard.html import Place, lite_page, meta, title, wished_choices
from dashboard.i18n import words_of
from dashboard.page_contents import (
    CONTENTS,
    PICTURED,
    Choose,
    Heading,
    Show,
    choices_of,
    figures_of,
)
from dashboard.slides.preview import preview
from dashboard.slides.selection import TEN, WHOLE, wished
from kzdata.clock import today
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

SITE = "https://air.example"
EACH = [(page, language) for page in PAGES for language in LANGUAGES]


def read(html):
    """What a machine reads of a page, each tag by its name."""
    said = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))
    said["canonical"] = re.search('<link rel="canonical" href="([^"]+)">', html)[1]
    return {name: unescape(value) for name, value in said.items()}


def asked(server, address):
    """The JSON at an address that a page of the server names."""
    return json.loads(fetch(server + address.removeprefix(SERVED_AS))[2])


def pictured(said):
    """The answer of the very figure and choices whose picture is named, and what it is called."""
    room, language, file = urlsplit(said["og:image"]).path.removeprefix("/").split("/")
    id, _, form = file.partition(".")
    assert (room, form) == ("figures", "card.png")
    query = parse_qsl(urlsplit(said["og:image"]).query)
    # As the route of the picture takes its address: a choice that it does not know is no choice.
    choices = {name: store.codes(name)[code] for name, code in query}
    assert choices.keys() == set(FIGURES[id].choices)
    return store.figure(id, language, today(), **choices).figure


def agree(said, name, language):
    figure = pictured(said)
    assert said["description"] == said["og:description"] == figure.answer
    assert said["og:image:alt"] == figure.label
    assert said["og:title"] == name
    assert said["canonical"] == said["og:url"]
    assert dict(parse_qsl(urlsplit(said["canonical"]).query))["lang"] == language
    return figure


@pytest.mark.parametrize(("page", "language"), EACH)
def test_title_words_and_picture_are_of_the_view(tables, page, language):
    """Whatever is chosen there; a region that was part of another then is named as that one."""
    name_of = tables["regions"].set_index("region_id")[f"name_{language}"]
    before = tables["regions"].set_index("region_id")["predecessor"].dropna().map(name_of)
    for choices in walked(page):
        place = Place(page, language, today(), SITE, choices)
        name = title(place)
        said = read(meta(place))
        if page in PICTURED:
            assert said["description"] == said["og:description"]
            assert said["description"] == words_of(language)(f"page.{page}.question")
            assert (pictured(said).id, said["og:title"]) == (PICTURED[page], name)
            continue
        figure = agree(said, name, language)
        for kind, code in choices.items():
            if code != store.default(kind):
                said = store.choice_name(kind, code, language)
                assert said in name
                told = f"{figure.title} {figure.answer}"
                assert said in told or before.get(code, said) in told, choices
            elif kind not in FIGURES[figure.id].choices:
                assert str(code) not in name


def walked(page):
    """Everything that can be chosen alone, and some of what can be chosen together."""
    usual = wished_choices(page, {}).items()
    names = choices_of(page)
    every = [
        dict(zip(names, codes, strict=True))
        for codes in product(*(store.codes(name).values() for name in names))
    ]
    alone = [choices for choices in every if len(choices.items() - usual) < 2]
    return alone + [choices for choices in every if choices not in alone][::13]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_says_it_in_its_html(server, language):
    """The first HTML, the page without scripts, over the line; the answer is that of the JSON."""
    for address, page in (
        (f"/town?lang={language}&town=temirtau", "town"),
        (f"/lite/{language}/town?town=temirtau", "town"),
        (f"/regions?lang={language}&region=KZ-55", "regions"),
        (f"/lite/{language}/regions?region=KZ-75&year=2018", "regions"),
    ):
        html = fetch(server + address)[2].decode()
        said = read(html)
        name = unescape(re.search("<title>([^<]+)</title>", html)[1])
        assert said["og:title"] == name
        told = asked(server, said["og:image"].replace(".card.png", ".json"))
        assert told["answer"] == said["description"]
        assert told["title"] in said["og:image:alt"]
        chosen = dict(parse_qsl(urlsplit(address).query)) | {"lang": language}
        assert dict(parse_qsl(urlsplit(said["canonical"]).query)) == chosen
        assert urlsplit(said["canonical"]).path == path(page)


@pytest.mark.parametrize(("town", "language"), list(product(("", *TOWNS), LANGUAGES)))
def test_slides_are_shown_by_their_first_figure(town, language):
    choice, words = wished(language, {"town": town}), words_of(language)
    shown = preview(choice, today(), SITE)
    agree(read(shown.tags), shown.title, language)
    assert pictured(read(shown.tags)).id == choice.figures[0]
    if town:
        assert words.code("place", town) in shown.title
        assert f"town={town}" in shown.addresses[language]


def test_the_page_of_slides_says_it_from_its_first_answer(server):
    """Also while the slides are being made: whoever reads links comes but once."""
    said = read(fetch(f"{server}/present?lang=ru&town=temirtau")[2].decode())
    assert words_of("ru").code("place", "temirtau") in said["og:title"]
    assert said["og:url"] == f"{SERVED_AS}/present?lang=ru&town=temirtau"
    told = asked(server, said["og:image"].replace(".card.png", ".json"))
    assert told["answer"] == said["description"]


def test_the_edition_s_page_of_slides_is_shown_by_the_same_figure():
    html = slides_page(Place(PRESENT, "kk", today(), SITE, lite=True), frozenset())
    assert pictured(read(html)).answer == read(html)["description"]


def test_a_page_whose_lead_cannot_be_shown_names_no_picture(data_copy):
    for file in data_copy.glob("*.parquet"):
        if file.stem != "sources":
            file.write_bytes(b"PAR1")
    for page in PAGES:
        place = Place(page, "kk", today(), SITE, wished_choices(page, {}), lite=True)
        said = read(lite_page(place))
        lost = page != "sources"  # which rests on that one table
        assert ("og:image" not in said) == ("og:image:alt" not in said) == lost
        if lost:
            assert said["description"] == words_of("kk")(f"page.{page}.question")
    talk, whole = (wished("kk", {"deck": deck}) for deck in (TEN, WHOLE))
    assert preview(talk, today(), SITE).picture is None
    assert preview(whole, today(), SITE).picture is not None  # of what stands, there is a slide


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_moves_every_figure_that_follows_it(page):
    """As far as the next heading: a figure there that stays the same would seem to be of it."""
    taken = {"town"} & set(choices_of(page))
    for block in CONTENTS[page]:
        match block:
            case Choose(name):
                taken.add(name)
            case Heading():
                taken = set()
            case Show(id):
                assert taken <= set(FIGURES[id].choices)


def test_every_view_has_a_figure_that_takes_all_its_choices():
    for page in PAGES:
        takes = [set(FIGURES[id].choices) for id in figures_of(page)]
        assert not choices_of(page) or any(each >= set(choices_of(page)) for each in takes)
