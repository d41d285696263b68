"""What a page needs of Streamlit goes out small and is announced; nothing else is fetched."""

import gzip
import json
import re
import tomllib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from browser import PHONE, fetch, needs_browser, opened, settled, visit
from conftest import ROOT
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard import fonts
from dashboard.addresses import PAGES, path
from dashboard.http import compress_assets
from dashboard.http.icon_font import cut, named
from dashboard.http.middleware.static_assets import FOLDER, ICONS, Packed, packed
from dashboard.http.routes.fonts import font
from dashboard.http.streamlit_scripts import ELEMENTS, needed, preloads, scripts, without_preloads

STATIC = Path(find_spec("streamlit").origin).parent / "static"
NEEDED = needed(STATIC)
ICON_FONT = next(STATIC.glob(ICONS))
ICON_NAMES = named((STATIC / name).read_text(encoding="utf-8") for name in NEEDED)


def client_of(static, folder):
    """Streamlit stands behind the packed files; here it only says that it was asked."""
    routes = [Route("/{path:path}", lambda request: PlainTextResponse("Streamlit"))]
    routes.insert(0, Route("/fonts/{file}", font))
    middleware = [Middleware(Packed, static=static, folder=folder)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.fixture(scope="module")
def client():
    """As the set-up step has packed it."""
    return client_of(STATIC, FOLDER)


@pytest.fixture
def small(tmp_path):
    """A Streamlit of a few scripts and a sheet."""
    static = tmp_path / "static"
    for name, text in {
        "index.html": '<script src="./static/js/index.aa.js"></script>'
        '<link rel="stylesheet" href="./static/css/index.bb.css">',
        "static/css/index.bb.css": "p { color: red }" * 50,
        "static/js/index.aa.js": 'import{a}from"./shared.cc.js";import("./late.dd.js");' * 50,
        "static/js/shared.cc.js": "export let a = ':material/menu:'" * 50,
        "static/js/late.dd.js": "0",
        **{f"static/js/{element}.ee.js": ";" * 50 for element in ELEMENTS},
    }.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(text)
    return static


def sent(client, address, **headers):
    """The headers of an answer and its body as it was on the line."""
    with client.stream("GET", address, headers=headers) as told:
        return told.headers, b"".join(told.iter_raw())


# What goes out, and how.


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_arrives_as_streamlit_has_it(client, name):
    body = (STATIC / name).read_bytes()
    unpack = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}
    for accepted in ("gzip, deflate, br, zstd", "gzip", "identity"):
        headers, data = sent(client, f"/{name}", **{"accept-encoding": accepted})
        assert unpack[headers.get("content-encoding")](data) == body
        assert headers["content-length"] == str(len(data))
        assert headers["vary"] == "accept-encoding"
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        assert headers["content-type"] == f"{kind}; charset=utf-8"


def test_a_file_is_not_sent_again(client):
    headers, _ = sent(client, f"/{NEEDED[0]}")
    again = client.get(f"/{NEEDED[0]}", headers={"if-none-match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "address", ["/", "/static/js/", "/static/js/nothing.js", "/_stcore/health"]
)
def test_what_no_page_needs_goes_on_to_streamlit(client, address):
    assert client.get(address).text == "Streamlit"


def test_what_is_packed_is_as_small_as_promised(client):
    """A first visit is to stay below 0.95 MB; these are most of it."""
    total = {"br": 0, "gzip": 0}
    for coding in total:
        for name in (*scripts(STATIC), *NEEDED[-1:]):
            total[coding] += len(sent(client, f"/{name}", **{"accept-encoding": coding})[1])
    assert total["br"] < 750_000
    assert total["gzip"] < 900_000


# The set-up step.


def test_the_set_up_step_was_run_for_this_streamlit(caplog):
    assert packed(STATIC, FOLDER)
    assert caplog.messages == []


def test_nothing_packed_from_another_streamlit_is_sent(small, tmp_path, caplog):
    folder = tmp_path / "packed"
    compress_assets.main(small, folder)
    first = len(list(folder.iterdir()))
    script = small / "static" / "js" / "shared.cc.js"
    script.write_text("export let a = 2 + 2" * 50)
    found = packed(small, folder)["static/js/shared.cc.js"]
    assert brotli.decompress(found.packed["br"]) == script.read_bytes()
    assert caplog.messages == [
        "Files not packed: 1. `python -m dashboard.http.compress_assets` packs them"
    ]
    compress_assets.main(small, folder)
    assert len(list(folder.iterdir())) == first


def test_without_the_step_files_are_packed_at_the_start(small, tmp_path, caplog):
    client = client_of(small, tmp_path / "nothing")
    headers, data = sent(client, "/static/js/index.aa.js", **{"accept-encoding": "br"})
    assert headers["content-encoding"] == "br"
    assert brotli.decompress(data) == (small / "static" / "js" / "index.aa.js").read_bytes()
    assert len(caplog.messages) == 1


def test_packing_leaves_nothing_half_written(small, tmp_path):
    folder = tmp_path / "packed"
    compress_assets.main(small, folder)
    assert {path.suffix for path in folder.iterdir()} == {".br", ".gzip"}


# What is announced.


def test_a_script_needs_what_it_imports_but_not_what_it_may_want_later(small):
    start, shared, *others = scripts(small)
    assert (start, shared) == ("static/js/index.aa.js", "static/js/shared.cc.js")
    assert set(others) == {"static/js/Html.ee.js", "static/js/ArrowVegaLiteChart.ee.js"}
    assert needed(small)[-1] == "static/css/index.bb.css"


def test_large_and_small_scripts_come_in_turn(small):
    """The large ones fill the line while the small ones wait for their answers."""
    js = small / "static" / "js"
    sizes = {"a": 5000, "b": 5000, "c": 1, "d": 1, "e": 1, "f": 1}
    (js / "index.aa.js").write_text("".join(f'import "./{name}.js";' for name in sizes))
    for name, size in sizes.items():
        (js / f"{name}.js").write_text(";" * size)
    _, *starting = (Path(name).stem for name in scripts(small)[: len(sizes) + 1])
    assert "".join(starting) == "afebdc"


def test_what_draws_comes_in_the_order_in_which_it_is_drawn_the_largest_first(small):
    js = small / "static" / "js"
    (js / "ArrowVegaLiteChart.ee.js").write_text('import "./small.js"; import "./large.js";')
    (js / "small.js").write_text(";")
    (js / "large.js").write_text(";" * 5000)
    (js / "Html.ee.js").write_text('import "./shared.cc.js"; import "./clean.js";')
    (js / "clean.js").write_text(";" * 500)
    named = [Path(name).stem.partition(".")[0] for name in scripts(small)]
    text, chart = {"clean", "Html"}, {"ArrowVegaLiteChart", "small"}
    assert named[:3] == ["index", "shared", "large"]
    assert [set(named[3:5]), set(named[5:])] == [text, chart]


def test_an_element_that_streamlit_renamed_is_logged_and_the_rest_found(small, caplog):
    (small / "static" / "js" / "Html.ee.js").unlink()
    assert "static/js/shared.cc.js" in scripts(small)
    assert len(scripts(small)) == len(ELEMENTS) + 1
    assert caplog.messages == ["Streamlit has no script that is called Html"]


def test_every_element_of_ours_is_found_in_this_streamlit(caplog):
    assert len(scripts.__wrapped__(STATIC)) > 50
    assert caplog.messages == []


def test_streamlits_page_without_its_own_announcements_still_starts_it():
    html = without_preloads((STATIC / "index.html").read_text(encoding="utf-8"))
    assert "preload" not in html
    assert f'src="./{scripts(STATIC)[0]}"' in html
    assert preloads(["static/js/a.js"]) == (
        '<link rel="modulepreload" crossorigin href="./static/js/a.js">'
    )


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fetches_what_was_found_and_nothing_else(server, regular, name):
    fetched = set()
    with opened(regular) as page:
        page.on("request", lambda r: fetched.add(r.url.removeprefix(f"{server}/")))
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
    assert {url for url in fetched if url.startswith("static/js/")} == set(scripts(STATIC))
    assert {url for url in fetched if url.startswith("static/media/")} == {
        ICON_FONT.relative_to(STATIC).as_posix()
    }
    assert {f"/{url}" for url in fetched if url.startswith("fonts/")} == {
        fonts.address(weight) for weight in fonts.WEIGHTS
    }


@needs_browser
@pytest.mark.parametrize("name", ["overview", "regions"])
def test_a_first_visit_costs_less_than_a_megabyte(server, chromium, name):
    """All that is loaded leaves room for the messages of the page, which are packed as well."""
    with visit(chromium, viewport=PHONE) as page:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        loaded, shaken = [], []
        line.on("Network.loadingFinished", lambda e: loaded.append(e["encodedDataLength"]))
        line.on("Network.webSocketHandshakeResponseReceived", lambda e: shaken.append(e))
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
    assert 500_000 < sum(loaded) < 880_000
    assert "permessage-deflate" in json.dumps(shaken)


# The icons.


def outline(font, name):
    """What an icon's name is drawn as."""
    letters = font.getBestCmap()
    spelt = tuple(letters[ord(sign)] for sign in name)
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for ligature in table.ligatures.get(spelt[0], []):
                if tuple(ligature.Component) == spelt[1:]:
                    pen = RecordingPen()
                    font.getGlyphSet()[ligature.LigGlyph].draw(pen)
                    return pen.value
    return None


def test_every_icon_that_streamlit_names_is_in_the_cut_as_it_was():
    whole, small = TTFont(ICON_FONT), TTFont(BytesIO(cut(ICON_FONT.read_bytes(), ICON_NAMES)))
    assert {"keyboard_arrow_down", "keyboard_arrow_right", "error", "check", "close"} <= ICON_NAMES
    for name in ICON_NAMES:
        assert outline(small, name), name
        assert outline(small, name) == outline(whole, name), name
    assert small.getBestCmap().keys() < whole.getBestCmap().keys()


def test_our_pages_name_no_icon_that_was_cut_away():
    sources = [*ROOT.glob("pages/*.py"), ROOT / "dashboard" / "ui.py"]
    assert named(source.read_text(encoding="utf-8") for source in sources) <= ICON_NAMES


def test_the_cut_goes_out_under_the_address_of_the_whole_and_is_asked_for_again(client):
    address = f"/{ICON_FONT.relative_to(STATIC).as_posix()}"
    headers, data = sent(client, address)
    assert len(data) < 10_000
    assert TTFont(BytesIO(data))["maxp"].numGlyphs < 100
    assert (headers["content-type"], headers["cache-control"]) == ("font/woff2", "no-cache")
    assert client.get(address, headers={"if-none-match": headers["etag"]}).status_code == 304


@needs_browser
def test_icons_are_drawn_as_icons(server, regular):
    """A name that the font does not join would be as wide as its letters."""
    with opened(regular) as page:
        page.goto(f"{server}/regions?lang=kk")
        settled(page, "regions", "kk")
        shown = set(page.locator("[data-testid=stIconMaterial]").all_text_contents())
        page.evaluate("""document.fonts.load('20px "Material Symbols Rounded"')""")
        width = """name => {
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = '20px "Material Symbols Rounded"';
            return pen.measureText(name).width;
        }"""
        widths = {name: page.evaluate(width, name) for name in ICON_NAMES}
    assert shown <= ICON_NAMES
    assert widths == pytest.approx(dict.fromkeys(ICON_NAMES, 20), rel=1e-3)


# The typeface.


def test_the_rules_name_files_that_are_served_for_good(client):
    addresses = re.findall(r'url\("([^"]+)"\)', fonts.font_faces())
    assert addresses == list(fonts.served())
    for address, file in fonts.served().items():
        headers, data = sent(client, address)
        assert data == file.read_bytes()
        assert headers["content-type"] == "font/woff2"
        assert headers["cache-control"].endswith("immutable")


def test_a_font_that_is_not_there_is_a_clear_404(client):
    told = client.get("/fonts/AuaSans-Regular.woff2")
    assert told.status_code == 404
    assert fonts.address(400) in told.text


def test_the_pages_are_set_in_the_typeface_of_the_pictures():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert theme["font"] == theme["headingFont"] == fonts.STACK


@pytest.mark.parametrize("name", fonts.WEIGHTS.values())
def test_the_typeface_has_every_letter_that_is_written(name, tables):
    written = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("dashboard/i18n/*.po"))
    for frame in tables.values():
        for column in frame.select_dtypes("string"):
            written += "".join(frame[column].dropna())
    for file in (f"{name}.ttf", f"{name}.woff2", f"{name}-common.woff2"):
        letters = TTFont(fonts.FOLDER / file).getBestCmap()
        assert {sign for sign in written if ord(sign) not in letters} == {"\n"}, file


@pytest.mark.parametrize("name", fonts.WEIGHTS.values())
def test_the_parts_of_a_cut_are_together_the_whole(name):
    """A browser fetches the part whose range holds a letter, and finds it there."""
    whole = set(TTFont(fonts.FOLDER / f"{name}.woff2").getBestCmap())
    found = []
    for part, letters in fonts.PARTS.items():
        inside = set(TTFont(fonts.FOLDER / f"{name}-{part}.woff2").getBestCmap())
        ranges = [
            [int(end, 16) for end in one.removeprefix("U+").split("-")]
            for one in letters.split(", ")
        ]
        assert inside == {sign for sign in whole for r in ranges if r[0] <= sign <= r[-1]}
        found += inside
    assert sorted(found) == sorted(whole)


@needs_browser
def test_bold_is_a_cut_of_its_own_and_never_thickened(server, regular):
    with opened(regular) as page:
        page.goto(f"{server}/?lang=kk")
        settled(page, "overview", "kk")
        faces = page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded').map(f => [f.family, f.weight])"
        )
        weights = page.evaluate(
            "[...new Set([...document.querySelectorAll('#root *')].map("
            "e => getComputedStyle(e).fontWeight))]"
        )
    loaded = {tuple(face) for face in faces if "Aua" in face[0]}
    assert {weight for _, weight in loaded} == set(fonts.SERVES.values())
    assert all(
        any(
            int(low) <= int(w) <= int(high)
            for low, high in (s.split() for s in fonts.SERVES.values())
        )
        for w in weights
    )


def test_fonts_are_served_by_the_app_itself(server):
    status, headers, _ = fetch(f"{server}{fonts.address(600)}")
    assert (status, headers["content-type"]) == (200, "font/woff2")
