"""The map shows the whole country in the borders of the year, neither gap nor overlap in it."""

import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import date
from html import unescape
from itertools import combinations, pairwise
from math import radians, sin
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import ROOT
from PIL import ImageFont

from dashboard.addresses import lite_path
from dashboard.figures import FIGURES, FigureRequest, codes, linked, specification
from dashboard.figures.boundaries import (
    OUTLINE_SOURCE,
    TOWN_SOURCE,
    boundaries,
)
from dashboard.figures.region_map import CITIES, on_the_map
from dashboard.figures.regions import here, in_year, present
from dashboard.fonts import FOLDER
from dashboard.html import Place, lite_page
from dashboard.i18n import words_of
from dashboard.render.svg import chart_svg
from kzdata.schema.model import LANGUAGES

FILE = ROOT / "dashboard" / "figures" / "boundaries.json"
DIGEST = "270d3732262fb7beeab7e4819e57b14b5ea3c0696db5ff6db23a2f41301017d4"
MOST_BYTES = 10_000
OFFICIAL = 2_724_900  # km2 of the country, as official statistics give it
DAY = date(2026, 11, 29)
YEARS = [2005, 2019, 2022, 2024]  # old borders; those of 2018; of today; few regions known
WIDTHS = [288, 328, 736, 1068]


def area(ring):
    """Square kilometres within a ring of degrees on the ellipsoid of WGS 84."""
    a, e = 6378.137, 0.0818191908426

    def q(latitude):
        s = sin(radians(latitude))
        turned = sum((e * s) ** (2 * n) / (2 * n + 1) for n in range(6)) * s
        return (1 - e * e) * (s / (1 - (e * s) ** 2) + turned)

    edges = pairwise([*ring, ring[0]])
    return abs(sum(radians(x2 - x1) * (q(y1) + q(y2)) for (x1, y1), (x2, y2) in edges) * a * a / 4)


def area_of(region):
    outer, *holes = boundaries().outlines[region].geometry["coordinates"]
    return area(outer) - sum(map(area, holes))


def inside(point, geometry):
    """Whether a point lies in a polygon: of the edges right of it there is an odd number."""
    x, y = point
    edges = [e for ring in geometry["coordinates"] for e in pairwise([*ring, ring[0]])]
    crossed = [
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in edges
        if y1 != y2
    ]
    return sum(crossed) % 2 == 1


@pytest.fixture(scope="module")
def topology():
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rings(topology):
    return {r["id"]: r["arcs"] for r in topology["objects"]["regions"]["geometries"]}


def test_the_file_is_as_it_was_made_and_small():
    """Made anew by `make boundaries`; what is changed by hand is not what its source says."""
    raw = FILE.read_bytes()
    assert hashlib.sha256(raw).hexdigest() == DIGEST
    assert len(gzip.compress(raw, mtime=0)) <= MOST_BYTES


def test_its_makers_are_named_as_they_ask(book):
    sources = book["sources"].set_index("source_id")
    assert sources.loc[OUTLINE_SOURCE, "licence"] == "mit"
    assert sources.loc[TOWN_SOURCE, "licence"] == "cc_by_4"
    licence = FILE.with_name("boundaries-licence.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright (c)")
    assert "The above copyright notice and this permission notice shall be included" in licence


def test_every_region_has_an_outline(book):
    assert set(boundaries().outlines) == set(book["regions"]["region_id"])


def test_the_regions_of_today_make_up_the_country(book):
    whole = sum(map(area_of, present(book["regions"])["region_id"]))
    assert whole == pytest.approx(OFFICIAL, rel=0.001)


def test_neighbours_share_their_edges(rings, book):
    """Each line is the edge of two regions, once each way, or of one: the country's own."""
    today = present(book["regions"])["region_id"]
    used = Counter(arc for region in today for ring in rings[region] for arc in ring)
    assert set(used.values()) == {1}
    outer = [arc for arc in used if ~arc not in used]
    shared = [arc for arc in used if ~arc in used]
    assert len(outer) + len(shared) == len(used)
    assert len(shared) > 2 * len(today)
    # What is left when all shared edges are taken away is one ring around all.
    points = Counter(end for arc in outer for end in ends(arc))
    assert set(points.values()) == {2}


def ends(arc):
    made = json.loads(FILE.read_text(encoding="utf-8"))["arcs"][max(arc, ~arc)]
    return tuple(made[0]), tuple(map(sum, zip(*made, strict=True)))


def test_an_old_region_is_what_became_of_it(rings, book):
    regions = book["regions"].dropna(subset=["predecessor"])
    for old, parts in regions.groupby("predecessor")["region_id"]:
        of_parts = {arc for part in parts for ring in rings[part] for arc in ring}
        around = {arc for arc in of_parts if ~arc not in of_parts}
        assert {arc for ring in rings[old] for arc in ring} == around


def test_names_and_towns_stand_in_their_regions():
    made = boundaries()
    for outline in made.outlines.values():
        assert inside(outline.block.middle, outline.geometry)
        assert inside(outline.line.middle, outline.geometry)
    for town in made.towns.values():
        assert inside(town, made.outlines["KZ-35"].geometry)


@pytest.mark.parametrize("year", [*range(2005, 2023), 2024])
def test_the_map_of_each_year_is_the_whole_country(book, year):
    """In the borders of its values, or of the year where it has none; each choice is on it."""
    rows = in_year(book["regional_emissions"], book["national_emissions"], year)
    drawn = on_the_map(rows, book["regions"], year)
    assert set(rows["region_id"]) <= set(drawn["region_id"])
    assert sum(map(area_of, drawn["region_id"])) == pytest.approx(OFFICIAL, rel=0.001)
    assert len(drawn) == (16 if year < 2018 else 17 if year < 2020 else 20)
    for region in codes("region", book):
        assert len(here(drawn, book["regions"], region)) == 1


def test_years_without_a_value_are_drawn_in_their_own_borders(book):
    rows = in_year(book["regional_emissions"], book["national_emissions"], 2022).iloc[:0]
    counts = {year: len(on_the_map(rows, book["regions"], year)) for year in (2017, 2021, 2023)}
    assert counts == {2017: 16, 2021: 17, 2023: 20}


def built(book, language, year, region="KZ-35"):
    return FIGURES["region_map"].build(
        book, FigureRequest(words_of(language), DAY, region=region, year=year)
    )


@pytest.fixture(scope="module")
def specs(book):
    return {
        (language, year): specification(built(book, language, year).chart)
        for language in LANGUAGES
        for year in YEARS
    }


def shapes(svg):
    """The rings of each outline of a drawn map, in pixels, and its colour and edge."""
    groups = [each.split("</g>", 1)[0] for each in svg.split('class="mark-shape')[1:]]
    for path in re.findall(r"<path[^>]*>", "".join(groups)):
        lines = re.search(r' d="([^"]+)"', path)[1].strip("M Z").split("ZM")
        drawn = [[tuple(map(float, p.split(","))) for p in line.split("L")] for line in lines]
        yield drawn, float(re.search(r'stroke-width="([\d.]+)"', path)[1])


def flat(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


@pytest.mark.parametrize("year", YEARS)
def test_what_is_drawn_has_the_areas_of_the_country(book, specs, year):
    """The projection keeps areas, so the shapes are of one scale and fill the whole map."""
    drawn = list(shapes(chart_svg(specs["kk", year], 736)))
    assert len(drawn) == len(built(book, "kk", year).table) or year == 2024
    pixels = [abs(sum(map(flat, rings))) for rings, _ in drawn]
    xs = [x for rings, _ in drawn for ring in rings for x, _ in ring]
    assert max(xs) - min(xs) == pytest.approx(726, abs=4)
    layers = specs["kk", year]["layer"][:2]
    data = [row for layer in layers for row in layer["data"]["values"]]
    for region, px in zip((row["region_id"] for row in data), pixels, strict=True):
        if region not in CITIES:
            assert px / sum(pixels) == pytest.approx(area_of(region) / OFFICIAL, rel=0.02), region
    assert [edge for _, edge in drawn].count(2.5) == 1
    assert drawn[-1][1] == 2.5


def texts(svg):
    """What is written on a drawn map, and the box that it fills: left, top, right, bottom."""
    for found in re.finditer(r"<text ([^>]*[^/])>(.*?)</text>", svg):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
        if named.get("stroke"):  # the ground of a word
            continue
        x, y = map(
            float, re.search(r"translate\(([-\d.]+),([-\d.]+)\)", named["transform"]).groups()
        )
        size = float(named["font-size"].removesuffix("px"))
        weight = "SemiBold" if named.get("font-weight") == "600" else "Regular"
        face = ImageFont.truetype(FOLDER / f"AuaSans-{weight}.ttf", 100)
        lines = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", found[2]) or [found[2]]
        for n, line in enumerate(map(unescape, lines)):
            width = face.getlength(line) * size / 100
            left = x - {"start": 0, "middle": width / 2, "end": width}[named["text-anchor"]]
            base = y + n * 1.2 * size
            yield line, (left, base - 0.7 * size, left + width, base)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", YEARS)
def test_no_word_lies_on_another_or_is_cut(specs, year, language, width):
    svg = chart_svg(specs[language, year], width)
    left = float(re.search(r'transform="translate\(([-\d.]+),', svg)[1])
    said = [(line, box) for line, box in texts(svg) if line.strip()]
    for (one, (l1, t1, r1, b1)), (other, (l2, t2, r2, b2)) in combinations(said, 2):
        apart = l1 >= r2 or l2 >= r1 or t1 >= b2 or t2 >= b1
        assert apart, (one, other)
    for line, (begin, _, end, _) in said:
        assert left + begin >= 0, line
        assert left + end <= width, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_and_the_chosen_are_written_even_on_a_phone(book, language):
    """A share on a map that cannot be read there is of no use in the one place that matters."""
    figure = built(book, language, 2022)
    said = {line for line, _ in texts(chart_svg(specification(figure.chart), 328))}
    words = words_of(language)
    shares = figure.table.set_index("name")["share"]
    assert words.percent(shares.iloc[0], 1) in said
    assert words.percent(20.3, 1) in said
    assert {words.code("place", town) for town in boundaries().towns} <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_of_the_borders_of_the_year(book, language):
    figure = built(book, language, 2005)
    names = book["regions"].set_index("region_id")[f"name_{language}"]
    assert names["KZ-KAR"] in figure.answer
    assert len(figure.table) == 16
    assert figure.notes[0] == words_of(language)("note.old_borders", year="2005")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_region_of_a_page_without_scripts_is_a_way_to_it(
    pages_of_the_book, book, language, year
):
    """Also of older borders, where the way leads to a region of today."""
    place = Place("regions", language, DAY, "", {"region": "KZ-55", "year": year}, lite=True)
    card = lite_page(place).split('id="card-region_map"')[1].split("</section>")[0]
    chart = card.split('class="chart"')[1].split('class="foot"')[0]
    links = re.findall(r'<a href="([^"]+)"><path [^>]*><title>([^<]+)</title>', chart)
    assert chart.count("<a ") == len(links) == len(on_the_map_of(book, year))
    names = book["regions"].set_index("region_id")[f"name_{language}"]
    for address, said in links:
        parts = urlsplit(unescape(address))
        chosen = parse_qs(parts.query)
        assert parts.path == lite_path("regions", language)
        assert parts.fragment == "region_map"
        assert chosen["year"] == [str(year)]
        (region,) = chosen["region"]
        assert region in codes("region", book)
        old = book["regions"].set_index("region_id")["predecessor"].get(region)
        assert any(names[r] in unescape(said) for r in (region, old) if r in names)


def on_the_map_of(book, year):
    rows = in_year(book["regional_emissions"], book["national_emissions"], year)
    return on_the_map(rows, book["regions"], year)


def test_a_picture_that_is_taken_away_has_no_links(specs):
    spec = specs["ru", 2022]
    assert "<a " not in chart_svg(spec, 500)
    assert chart_svg(linked(spec), 500).count("<a ") == 20
