"""The palette holds for every eye, on paper, in grey print; and every chart keeps to it."""

import re
import tomllib
from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from coloraide import Color
from conftest import ROOT

from dashboard.figures import FIGURES, FigureRequest, chart_types, theme
from dashboard.html import Place
from dashboard.i18n import words_of
from dashboard.render.svg import lines
from kzdata.schema.model import LANGUAGES

PALETTES = {"light": theme.LIGHT, "dark": theme.DARK}
ROLES = ("record", "measured", "satellite", "claim", "limit", "guideline", "target", "overdue")
ROLES += ("unknown",)
# What was measured in the air never shares a chart with targets, nor with limits as marks.
IN_GREY = (
    *combinations(("record", "claim", "limit", "target", "overdue"), 2),
    *combinations(("record", "measured", "satellite", "claim"), 2),
    ("record", "guideline"),
)
# Differences by CIEDE2000 and CIE L*; 2.3 is what an eye just notices side by side.
APART, APART_IN_GREY = 10, 6
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 and 1.4.11

each_palette = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


@each_palette
@pytest.mark.parametrize("sight", [None, "protan", "deutan", "tritan"])
@pytest.mark.parametrize(("one", "other"), list(combinations(ROLES, 2)))
def test_two_roles_are_never_mistaken_for_each_other(palette, sight, one, other):
    colours = [Color(palette[role]) for role in (one, other)]
    if sight:
        colours = [colour.filter(sight) for colour in colours]
    assert colours[0].delta_e(colours[1], method="2000") >= APART


@each_palette
@pytest.mark.parametrize(("one", "other"), sorted({*IN_GREY}))
def test_two_roles_that_share_a_chart_stay_apart_in_grey_print(palette, one, other):
    """All but what is unknown, which is drawn hollow and needs no grey of its own."""
    lightness = [Color(palette[role]).convert("lab-d65")["lightness"] for role in (one, other)]
    assert abs(lightness[0] - lightness[1]) >= APART_IN_GREY


@each_palette
def test_what_is_drawn_stands_out_from_the_paper(palette):
    for role in (*ROLES, "context"):
        assert Color(palette[role]).contrast(palette["paper"]) >= GRAPHIC, role


@each_palette
@pytest.mark.parametrize("role", ["ink", "quiet", "link"])
def test_what_is_written_is_read(palette, role):
    for ground in ("paper", "shade_1"):
        assert Color(palette[role]).contrast(palette[ground]) >= TEXT, ground


@each_palette
def test_headlines_are_read(palette):
    for role in ("record", "overdue"):
        assert Color(palette[role]).contrast(palette["shade_1"]) >= TEXT, role


@each_palette
def test_what_is_written_on_a_shade_is_read(palette):
    for step in range(1, 7):
        ink = palette["paper" if step >= theme.DEEP_SHADE else "ink"]
        assert Color(palette[f"shade_{step}"]).contrast(ink) >= TEXT, step


@each_palette
def test_shades_grow_steadily(palette):
    lightness = [
        Color(palette[f"shade_{step}"]).convert("lab-d65")["lightness"] for step in range(1, 7)
    ]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))
    assert min(abs(a - b) for a, b in zip(lightness, lightness[1:], strict=False)) >= 5


def test_the_two_palettes_have_the_same_roles():
    assert list(theme.LIGHT) == list(theme.DARK)
    assert len(set(theme.LIGHT.values())) == len(theme.LIGHT)


@pytest.mark.parametrize("id", FIGURES)
def test_a_chart_has_no_colour_but_those_of_the_palette(tables, id):
    """So the style sheet for dark pages reaches all that is drawn."""
    view = FigureRequest(words_of("ru"), date(2026, 11, 22), town="temirtau")
    spec = str(FIGURES[id].build(tables, view).chart.to_dict())
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", spec)) <= set(theme.LIGHT.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FIGURES)
def test_what_an_axis_is_called_fits_the_chart_of_a_phone(tables, id, language):
    chart = FIGURES[id].build(tables, FigureRequest(words_of(language), date(2026, 11, 22))).chart
    for title in axis_titles(chart.to_dict() if chart else {}):
        assert lines(title, theme.SMALL_SIZE, 400, Place.width) == [title]


def axis_titles(part):
    """What the axes in a part of a chart are called."""
    if isinstance(part, list):
        return [title for each in part for title in axis_titles(each)]
    if not isinstance(part, dict):
        return []
    axes = [part[name] for name in ("x", "y") if isinstance(part.get(name), dict)]
    titles = [(x.get("axis") or {}).get("title", x.get("title")) for x in axes if x.get("axis", 1)]
    return [t for t in titles if isinstance(t, str)] + axis_titles([*part.values()])


@pytest.mark.parametrize("theme", PALETTES)
def test_the_pages_have_the_colours_of_the_figures(theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    palette = PALETTES[theme]
    assert config == {
        "primaryColor": palette["link"],
        "backgroundColor": palette["paper"],
        "secondaryBackgroundColor": palette["shade_1"],
        "textColor": palette["ink"],
        "linkColor": palette["link"],
    }


def test_dark_rules_swap_each_role_where_it_is_painted():
    rules = list(theme.dark_rules(".chart"))
    assert f'.chart [fill="{theme.INK}"] {{ fill: {theme.DARK["ink"]} }}' in rules
    assert len(rules) == 2 * len(theme.LIGHT)


def test_a_name_in_a_key_goes_on_in_the_next_row():
    """On a phone all of it is read; its sign stands once, beside its first row."""
    long = "Шығыс Қазақстан облысы (2022 жылға дейін, Абай облысымен бірге)"
    dots, said = chart_types.key([("Абай облысы", "#000"), (long, "#fff", "x")])
    rows = said.data
    assert rows["label"].str.len().max() <= chart_types.LABEL_WIDTH
    assert " ".join(rows["label"]) == f"Абай облысы {long}"
    assert list(rows["sign"]) == [chart_types.SIGNS["circle"], "x", ""]
    assert rows["dy"].is_monotonic_increasing and rows["dy"].iloc[-1] == 0


@pytest.mark.parametrize("large", ["5 %", "30 %", "20–25 %", "24,5–26,5 %"])
def test_what_stands_before_a_label_in_large_type_has_its_room(large):
    label = "Теміртау металлургия комбинаты, шығарындыларды азайту: 2024 жылдың соңына дейін"
    frame = pd.DataFrame({"label": [label, label], "large": [large, ""], "below": ["уәде", ""]})
    base, _ = chart_types.ladder(frame)
    indented, other = base.data.itertuples()
    assert lines(large, chart_types.LARGE, 600, indented.dx) == [large]
    assert other.dx == 0
    for row in (indented, other):
        room = chart_types.PLOT - row.dx
        assert len(lines(label, theme.TYPE_SIZE, 400, room)) <= len(row.label.split("\n"))


def test_what_a_percent_is_fits_below_it(words):
    said = words("promise.cut_word")
    # With a letter more, for one word alone is never broken.
    assert len(lines(f"{said} x", theme.SMALL_SIZE, 400, chart_types.LEAST_INDENT)) == 1
