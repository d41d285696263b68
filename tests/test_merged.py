"""What a figure was that became part of another one is found there, wherever it was linked."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import store
from dashboard.figures import FIGURES, MERGED, former
from dashboard.html import Place, lite_page, wished_choices
from dashboard.http.routes import ROUTES
from dashboard.short_code import code_of
from dashboard.slides.selection import wished
from kzdata import clock
from kzdata.schema.model import LANGUAGES

SITE = "http://localhost"
each_merged = pytest.mark.parametrize(("old", "new"), MERGED.items())


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES), base_url=SITE, follow_redirects=False)


def test_no_figure_has_the_id_of_one_that_is_gone():
    assert not MERGED.keys() & FIGURES.keys()
    assert {*MERGED.values()} <= FIGURES.keys()


@each_merged
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        "/figure/{language}/{id}",
        "/figure/{language}/{id}?region=KZ-55&year=2021",
        "/embed/{language}/{id}?version=1",
        "/figures/{language}/{id}.svg?year=2021",
        "/figures/{language}/{id}.card.png",
    ],
)
def test_an_address_of_before_leads_to_the_same_of_today(client, old, new, language, address):
    answer = client.get(address.format(language=language, id=old))
    assert answer.status_code == 301
    assert answer.headers["location"] == address.format(language=language, id=new)


@each_merged
def test_the_frame_of_one_that_is_gone_is_that_of_today(client, old, new):
    asked = {"url": f"{SITE}/figure/kk/{old}"}
    assert f'src="{SITE}/embed/kk/{new}' in client.get("/oembed", params=asked).json()["html"]


@each_merged
def test_a_link_into_a_page_finds_the_figure_of_today(old, new):
    page = FIGURES[new].page
    place = Place(page, "ru", clock.today(), SITE, wished_choices(page, {}), lite=True)
    card = lite_page(place).split(f'id="card-{new}"')[1].split("</section>")[0]
    assert f'id="{old}"' in card


@each_merged
def test_slides_that_were_chosen_before_show_the_figure_of_today(old, new):
    assert wished("kk", {"slides": f"overdue,{old}"}).figures == ("overdue", new)


@each_merged
def test_a_code_on_paper_stands_for_the_figure_of_today(old, new):
    today = clock.today()
    published = store.published_as(today)
    if published is None:
        pytest.skip("the data that are shown are no published version")
    choices = store.chosen(new, {})
    found = store.decoded(code_of(old, choices, published.version, today), today)
    assert (found.figure, found.choices) == (new, choices)
    assert old in former(found.figure)
