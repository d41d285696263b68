"""The static edition: every link leads to a file, wherever it lies, and it changes whole."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import brotli
import pytest
from browser import DESK, needs_browser, opened
from conftest import ROOT
from link_graph import Page, broken, pages_in
from test_lite import JAR, needs_nu

from dashboard import store
from dashboard.addresses import PAGES
from dashboard.edition import command, tasks
from dashboard.edition.command import FAULTY, GOOD, WRONG_CALL, main
from dashboard.edition.file_names import (
    PRESENT,
    figure_choices,
    figure_page_file,
    page_file,
    slides_file,
    start_file,
)
from dashboard.edition.links_to import ALL, NONE, USUAL, Edition
from dashboard.edition.rewrite_links import with_links
from dashboard.edition.swap import Busy, NotOurs, mark, taking
from dashboard.edition.write import DataChanged, NothingStands, _work
from dashboard.html import wished_choices
from dashboard.i18n import words_of
from dashboard.render import download, svg
from dashboard.slides.formats import FORMS as SLIDE_FORMS
from dashboard.store import ask
from kzdata import clock
from kzdata.schema.model import LANGUAGES

SITE, LIVE = "https://static.example/air", "https://air.example"
BASES = ("https://static.example/below/a/path/", "file:///media/stick/")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """An edition without pictures, which take the most time, as the command writes it."""
    out = tmp_path_factory.mktemp("edition") / "site"
    command = [sys.executable, "-m", "dashboard.edition", str(out), "--pictures", NONE, "--packed"]
    environment = {name: said for name, said in os.environ.items() if name != "SITE_ADDRESS"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == GOOD, done.stderr
    return out


def edition(address="", live="", pictures=ALL):
    return Edition(clock.today(), store.snapshot().key, address, live, pictures)


def all_files(asked):
    """What the tasks of an edition would make, without the labour."""
    files = {path for task in (tasks.fonts, tasks.for_crawlers) for path, _ in task(asked)}
    files |= tasks.leading(asked).keys()
    for id in tasks.FIGURES:
        for choices in figure_choices(id):
            for language in LANGUAGES:
                files |= {tasks.figure_file(id, language, f, choices) for f in download.FORMS}
    files |= {slides_file(lang, form, "") for lang in LANGUAGES for form in SLIDE_FORMS}
    return frozenset(files)


def made_page(asked, name, language, choices=None):
    taken = {} if name == PRESENT else wished_choices(name, choices or {})
    task = tasks.page(asked, name, language, taken, all_files(asked))
    return next(content.decode() for _, content in task)


@pytest.fixture(scope="module")
def pages(written):
    return pages_in(written)


def test_every_page_is_there_in_every_language(pages):
    for language in LANGUAGES:
        for page in PAGES:
            told = pages[page_file(page, language, {})]
            assert told.language == language
            assert words_of(language)(f"page.{page}.title") in told.title
    for page in PAGES:
        assert start_file(page) in pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_that_became_part_of_another_leads_on(pages, language):
    """Who kept an address of before comes to the figure of today, with scripts and without."""
    for old, new in tasks.MERGED.items():
        told, today = (pages[figure_page_file(id, language, {})] for id in (old, new))
        assert told.language == language and told.title in today.title
        assert f"{new}.html" in told.links


@pytest.mark.parametrize("base", BASES)
def test_every_link_leads_to_a_file_and_a_place_on_it(written, pages, base):
    assert len(pages) > 100
    assert all(page.links for page in pages.values())
    assert not list(broken(written, pages, base))


@pytest.mark.parametrize(
    "link", ["c.html", "b.html#there", "../a.html", "/b.html", "b.html?year=2018"]
)
def test_a_link_that_leads_nowhere_is_seen(tmp_path, link):
    (tmp_path / "a.html").write_text(f'<a href="b.html#here"></a><a href="{link}"></a>')
    (tmp_path / "b.html").write_text('<p id="here"></p>')
    assert list(broken(tmp_path, pages_in(tmp_path), BASES[0])) == [("a.html", link)]


def test_outside_are_only_sources(pages, tables):
    known = set(tables["sources"]["url"].dropna())
    known |= {url for language in ("kk", "ru") for url in tables["laws"][f"url_{language}"]}
    for name, page in pages.items():
        assert set(page.outside) <= known, name


def test_every_choice_that_a_page_offers_has_its_file(pages):
    for page in ("kk/regions.html", "kk/regions-2018.html"):  # of two choices the new one counts
        for code in store.codes("region").values():
            if code != store.default("region"):
                assert f"regions-{code}.html" in pages[page].links
    other = pages["ru/regions-KZ-55.html"].links
    assert "regions-2018.html" in other
    assert "../kk/regions-KZ-55.html" in other
    assert "../figures/ru/region_share-KZ-55.csv" in other


def test_the_index_of_figures_leads_to_what_is_there(written, pages):
    index = json.loads((written / "figures/index.json").read_bytes())
    assert [each["figure"] for each in index["figures"]] == list(tasks.FIGURES)
    for figure in index["figures"]:
        for view in figure["views"]:
            for language in LANGUAGES:
                assert set(view["files"][language]) == {"csv", "json"}
                for file in view["files"][language].values():
                    assert (written / "figures" / file).is_file()
                page, _, place = view["page"][language].partition("#")
                assert place in pages[page.removeprefix("../")].ids


def test_the_data_lie_beside_their_package(written, tables):
    package = json.loads((written / "open/datapackage.json").read_bytes())
    assert {each["name"] for each in package["resources"]} == set(tables)
    for resource in package["resources"]:
        for file in (resource, *resource["alternatives"]):
            assert (written / "open" / file["path"]).stat().st_size == file["bytes"]
    for name in tables:
        for file in (f"{name}.json", *(f"{name}-{language}.xlsx" for language in LANGUAGES)):
            assert (written / "open" / file).is_file()


def test_packed_texts_are_the_texts(written):
    page = written / "kk/index.html"
    assert brotli.decompress(Path(f"{page}.br").read_bytes()) == page.read_bytes()
    assert gzip.decompress(Path(f"{page}.gz").read_bytes()) == page.read_bytes()
    assert not list(written.rglob("*.xlsx.gz"))


def test_the_edition_says_what_it_is_of(written):
    about = json.loads((written / "edition.json").read_bytes())
    assert about["data_version"] == store.snapshot().version
    assert about["faulty_tables"] == about["left_out"] == []
    assert (written / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert not (written / "sitemap.xml").exists()


def test_what_an_edition_has_drawn_others_need_not_draw(written, monkeypatch):
    def never(*asked):
        raise AssertionError("it lay there and was drawn again")

    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    monkeypatch.setattr(svg, "chart_svg", never)
    ask._kept.cache_clear()
    store.open_editions()
    try:
        assert store.drawn("region_share", "ru", clock.today(), 328, region="KZ-55")
    finally:
        store.close_editions()


def test_without_an_address_none_is_made_up():
    html = made_page(edition(), "regions", "ru")
    for sign in ('rel="canonical"', 'hreflang="x-default"', "og:url", "og:image"):
        assert sign not in html
    assert words_of("ru")("ui.full") not in html


def test_with_an_address_machines_read_whole_ones():
    html = made_page(edition(SITE), "regions", "ru", {"region": "KZ-55"})
    assert f'<link rel="canonical" href="{SITE}/ru/regions-KZ-55.html">' in html
    assert f'hreflang="kk" href="{SITE}/kk/regions-KZ-55.html">' in html
    assert f'hreflang="x-default" href="{SITE}/regions/index.html">' in html
    picture = f"{SITE}/figures/ru/region_share-KZ-55.card.png"
    assert f'property="og:image" content="{picture}">' in html
    assert 'property="og:image:alt"' in html
    # Citations name the address of the live dashboard's form, at which a page leads on.
    assert f"{SITE}/regions?lang=ru&amp;region=KZ-55#region_share" in html
    files = dict(tasks.for_crawlers(edition(SITE)))
    assert f"Sitemap: {SITE}/sitemap.xml" in files["robots.txt"].decode()
    told = [e.text for e in ElementTree.fromstring(files["sitemap.xml"]).iter() if e.text]
    assert f"{SITE}/kk/index.html" in told


def test_no_picture_is_named_that_the_edition_does_not_have():
    """Not that of another region either."""
    files = frozenset(f for f in all_files(edition(SITE)) if not f.startswith("figures/"))
    [(_, html)] = tasks.page(edition(SITE), "regions", "ru", {"region": "KZ-55"}, files)
    assert b"og:image" not in html
    assert b"og:title" in html


def test_a_live_dashboard_that_is_known_is_led_to():
    html = made_page(edition(SITE, LIVE), "plants", "en")
    assert f'<a href="{LIVE}/plants?lang=en">{words_of("en")("ui.full")}</a>' in html
    alone = made_page(edition("", LIVE), "plants", "en")
    assert f'<link rel="canonical" href="{LIVE}/plants?lang=en">' in alone


def test_slides_are_offered_in_the_forms_that_there_are():
    html = made_page(edition(), PRESENT, "kk")
    assert 'href="slides.html"' in html
    assert 'href="slides.pptx" download' in html
    assert "slides-balkhash" not in html  # not among the files of this test
    assert words_of("kk")("deck.title") in Page(html).title
    assert 'href="present.html"' in made_page(edition(), "overview", "kk")


@pytest.mark.parametrize("pictures", [ALL, USUAL, NONE])
def test_pictures_are_made_of_what_is_wished(monkeypatch, pictures):
    monkeypatch.setattr(store, "take_away", lambda *asked, **choices: ("", b""))
    asked = edition(pictures=pictures)

    def made(id, choices):
        return [path for path, _ in tasks.figure(asked, id, "ru", choices)]

    usual, chosen = {"region": "KZ-35"}, {"region": "KZ-55"}
    assert "figures/ru/region_share.csv" in made("region_share", usual)
    assert ("figures/ru/region_share.png" in made("region_share", usual)) == (pictures != NONE)
    assert ("figures/ru/region_share-KZ-55.png" in made("region_share", chosen)) == (
        pictures == ALL
    )
    town = made("town_air", {"town": "temirtau"})
    assert ("figures/ru/town_air-temirtau.svg" in town) == (pictures != NONE)
    slides = [task for task in tasks.apart(asked) if task[0] is tasks.slides]
    assert bool(slides) == (pictures != NONE)


def test_only_addresses_are_touched():
    html = (
        '<!DOCTYPE html><style>a{src:url("/f")}</style><svg viewBox="0 0 1 1"><clipPath/></svg>\n'
        '<p title="/x">é &amp; &#228; <a class="b" href="/in?a=1&amp;b">in</a>'
        '<a href="/lost">lost <b>all</b></a> <a href="#here">here</a><link rel="x" href="/lost">'
    )
    leads = {"/f": "f", "/in?a=1&b": "../in.html?&", "#here": "#here"}
    expected = (
        html.replace('"/f"', '"f"')
        .replace("/in?a=1&amp;b", "../in.html?&amp;")
        .replace('<a href="/lost">lost <b>all</b></a>', "")
        .replace('<link rel="x" href="/lost">', "")
    )
    assert with_links(html, lambda tag, address: leads.get(address)) == expected


@pytest.fixture
def out(tmp_path):
    return tmp_path / "site"


def fill(folder, text):
    (folder / "page.html").write_text(text)
    mark(folder, {})


def test_a_folder_changes_whole_or_not_at_all(out):
    for text in ("first", "second"):
        with taking(out) as new:
            fill(new, text)
            assert not out.exists() or (out / "page.html").read_text() == "first"
    with pytest.raises(RuntimeError), taking(out) as new:
        fill(new, "third")
        raise RuntimeError
    assert (out / "page.html").read_text() == "second"
    assert {path.name for path in out.parent.iterdir()} == {"site", ".site.lock"}


def test_what_a_killed_process_left_is_put_right(out):
    with taking(out) as new:
        fill(new, "first")
    out.rename(out.with_name(".site.old"))  # killed between the two steps
    out.with_name(".site.new").mkdir()
    with pytest.raises(RuntimeError), taking(out):
        assert (out / "page.html").read_text() == "first"
        raise RuntimeError
    assert (out / "page.html").read_text() == "first"


@pytest.mark.parametrize("name", ["page.html", "edition.json"])
def test_what_is_no_edition_is_left_alone(out, name, capsys):
    out.mkdir()
    with taking(out) as new:  # an empty folder may be taken
        (new / name).write_text('{"made_by": "somebody"}')
    with pytest.raises(NotOurs), taking(out):
        raise AssertionError
    assert main([str(out), "--lang", "en"]) == WRONG_CALL
    assert str(out) in capsys.readouterr().err
    assert (out / name).read_text() == '{"made_by": "somebody"}'


def test_one_writes_at_a_time(out):
    with taking(out) as new:
        fill(new, "first")
        with pytest.raises(Busy), taking(out):
            raise AssertionError
    assert (out / "page.html").read_text() == "first"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("call", "found"),
    [
        (("{}/none/site",), "none"),
        (("{}/site", "--address", "air.example"), "air.example"),
        (("{}/site", "--address", "https://air.example/?a"), "/?a"),
    ],
)
def test_a_wrong_call_is_told_what_was_found(tmp_path, capsys, language, call, found):
    told = [part.format(tmp_path) for part in call]
    assert main([*told, "--lang", language]) == WRONG_CALL
    assert found in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_data_that_changed_meanwhile_are_no_edition(out, monkeypatch, capsys):
    with pytest.raises(DataChanged):
        _work(out, False, Edition(clock.today(), (), "", "", NONE), tasks.fonts)

    def write(*asked):
        raise DataChanged

    monkeypatch.setattr(command, "write", write)
    assert main([str(out), "--lang", "en"]) == FAULTY
    assert "data changed" in capsys.readouterr().err
    assert not out.exists()


def test_faulty_data_are_written_as_far_as_they_stand_and_said(out, data_copy, monkeypatch, capsys):
    (data_copy / "air_quality.parquet").write_bytes(b"no table")
    asked = edition()
    assert _work(out, False, asked, tasks.figure, "city_air", "ru", {}) == []
    assert _work(out, False, asked, tasks.datasets, "air_quality") == []
    html = made_page(asked, "plants", "ru")
    assert words_of("ru")("ui.unavailable") in html
    monkeypatch.setattr(command, "write", lambda *asked: (frozenset({"a"}), ["city_air"]))
    assert main([str(out), "--lang", "en"]) == FAULTY
    said = capsys.readouterr()
    assert "air_quality" in said.err
    assert "city_air" in said.err
    assert json.loads((out / "edition.json").read_bytes())["faulty_tables"] == ["air_quality"]


def test_data_that_allow_nothing_leave_the_old_edition(out, monkeypatch, capsys):
    with taking(out) as new:
        fill(new, "old")

    def write(*asked):
        raise NothingStands

    monkeypatch.setattr(command, "write", write)
    assert main([str(out), "--lang", "en"]) == FAULTY
    assert (out / "page.html").read_text() == "old"


def test_a_full_disk_leaves_the_old_edition(out, monkeypatch, capsys):
    with taking(out) as new:
        fill(new, "old")

    def write(*asked):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "write", write)
    assert main([str(out), "--lang", "en"]) == WRONG_CALL
    assert "No space left on device" in capsys.readouterr().err
    assert (out / "page.html").read_text() == "old"


@needs_nu
def test_the_nu_checker_finds_nothing(written, tmp_path):
    """One of each kind of page: plain, with a choice, one that only leads on, with an address."""
    files = [written / page_file(page, lang, {}) for page in PAGES for lang in LANGUAGES]
    files += [written / "kk/regions-2018.html", written / "ru/town-temirtau.html"]
    files += [written / start_file(page) for page in PAGES]
    for page in ("overview", PRESENT):
        files.append(tmp_path / f"{page}.html")
        files[-1].write_text(made_page(edition(SITE), page, "kk"))
    told = subprocess.run(
        ["java", "-jar", JAR, "--format", "text", "--Werror", *map(str, files)],
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "No errors found" in told.stderr


@needs_browser
@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_read_from_a_disk(written, chromium, scripts):
    """With scripts a reader is led to a language at once, without them by a link."""
    visitor = chromium.new_context(viewport=DESK, java_script_enabled=scripts, locale="ru-KZ")
    words = words_of("ru")
    with opened(visitor) as tab:
        tab.goto((written / "index.html").as_uri())
        if not scripts:
            tab.locator("a[hreflang=ru]").click()
        tab.wait_for_url("**/ru/index.html")
        tab.get_by_role("link", name=words("page.regions.title"), exact=True).first.click()
        tab.wait_for_url("**/ru/regions.html")
        assert tab.locator("h1").inner_text() == words("page.regions.question")
        tab.locator("a[hreflang=kk]").click()
        tab.wait_for_url("**/kk/regions.html")
    visitor.close()


@needs_browser
def test_addresses_of_the_live_dashboard_lead_to_their_view(written, chromium):
    visitor = chromium.new_context(viewport=DESK, locale="en-GB")
    with opened(visitor) as tab:
        start = (written / "regions/index.html").as_uri()
        tab.goto(f"{start}?lang=kk&region=KZ-55#region_share")
        tab.wait_for_url("**/kk/regions-KZ-55.html#region_share")
        tab.goto(f"{start}?lang=de&region=../x")
        tab.wait_for_url("**/en/regions.html")
    visitor.close()
