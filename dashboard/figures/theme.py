"""The one look of all figures: colours by role, type, and the last touch that every chart gets."""

import json
from collections.abc import Iterator
from itertools import groupby

import altair as alt

import dashboard.figures.chart_data  # noqa: F401
from dashboard.fonts import STACK
from dashboard.i18n import Words, vega_locale

Drawn = alt.Chart | alt.LayerChart | alt.VConcatChart

# A colour has a role and the same role everywhere; a word in the label always says it as well.
# Every two roles stay apart for the three common colour-vision deficiencies, and all but the
# hollow `unknown` in grey print as well.
LIGHT = {
    "paper": "#ffffff",
    "ink": "#1b2430",
    "quiet": "#56606d",
    "grid": "#e2e6ea",
    "record": "#0c429f",
    "context": "#7892bb",  # records that are there for comparison
    "measured": "#1f3333",
    "satellite": "#9567b1",
    "claim": "#c78200",
    "limit": "#431a46",
    "guideline": "#824d68",  # of health, not of law: never the colour of a limit
    "target": "#178662",
    "overdue": "#af291a",  # also what the record contradicts: a word that was not kept
    "unknown": "#888e96",  # drawn hollow
    "link": "#1d5a96",
    "shade_1": "#e6edf7",
    "shade_2": "#c2d3ec",
    "shade_3": "#94b2dd",
    "shade_4": "#6a93cd",
    "shade_5": "#1f57b0",
    "shade_6": "#0a2d6e",
}
# The same roles on dark paper. On a screen that asks for it a style sheet swaps the one for the
# other; what is drawn, printed and downloaded is light.
DARK = {
    "paper": "#12181f",
    "ink": "#e8ecf0",
    "quiet": "#aab4c0",
    "grid": "#2c3743",
    "record": "#3dadff",
    "context": "#5d7ea8",
    "measured": "#22fbf6",
    "satellite": "#9456e6",
    "claim": "#ffb348",
    "limit": "#a069a3",
    "guideline": "#be4673",
    "target": "#ace7cc",
    "overdue": "#f65b6a",
    "unknown": "#9c9fa2",
    "link": "#7cc0ff",
    "shade_1": "#1c2735",
    "shade_2": "#21364f",
    "shade_3": "#25486f",
    "shade_4": "#2b5f97",
    "shade_5": "#6db3f2",
    "shade_6": "#b5dbff",
}

PAPER, INK, QUIET, GRID = (LIGHT[role] for role in ("paper", "ink", "quiet", "grid"))
RECORD, CONTEXT, CLAIM = (LIGHT[role] for role in ("record", "context", "claim"))
MEASURED, SATELLITE = LIGHT["measured"], LIGHT["satellite"]
LIMIT, GUIDELINE, TARGET = (LIGHT[role] for role in ("limit", "guideline", "target"))
OVERDUE, UNKNOWN = LIGHT["overdue"], LIGHT["unknown"]
SHADES = tuple(LIGHT[f"shade_{step}"] for step in range(1, 7))
# From this shade on, what is written on it is written in the colour of paper.
DEEP_SHADE = 5

BASIS_COLOURS = {
    "record": RECORD,
    "measured": MEASURED,
    "satellite": SATELLITE,
    "derived": CONTEXT,
    "claimed": CLAIM,
    "limit": LIMIT,
    "projected": TARGET,
    "guideline": GUIDELINE,
    "unknown": UNKNOWN,
}

FONT = STACK
TYPE_SIZE = 14
SMALL_SIZE = 12


def variables(palette: dict[str, str]) -> str:
    """A palette as custom properties of a style sheet: `--ink` and so on."""
    return " ".join(f"--{role}: {colour};" for role, colour in palette.items())


def basis_rules() -> Iterator[str]:
    """Style rules that draw the key of each basis as charts draw it.

    What is unknown is hollow there, and a guideline a dashed line.
    """
    role_of = {colour: role for role, colour in LIGHT.items()}
    lines = {"unknown": "solid", "guideline": "dashed"}
    for basis, colour in BASIS_COLOURS.items():
        painted = f"border: 2px {lines[basis]}" if basis in lines else "background:"
        yield f".key.basis-{basis} {{ {painted} var(--{role_of[colour]}) }}"


def dark_rules(chart: str) -> Iterator[str]:
    """Style rules that give the charts under a selector the colours of dark paper, role by role."""
    for role, light in LIGHT.items():
        for painted in ("fill", "stroke"):
            yield f'{chart} [{painted}="{light}"] {{ {painted}: {DARK[role]} }}'


def finish(chart: Drawn, words: Words, description: str) -> Drawn:
    """Give a drawn chart its look, number language and description; always done last."""
    # A deep copy, as `properties` makes it, would take a fifth of all that a figure takes.
    chart = chart.copy(deep=False)
    if not isinstance(chart, alt.VConcatChart):
        # The height given is that of the plot itself: labels are laid out in its pixels.
        chart.width = "container"
        chart.autosize = alt.AutoSizeParams(type="fit-x", contains="padding")
    chart.description = description
    chart.background = "transparent"
    chart.padding = {"left": 2, "right": 6, "top": 4, "bottom": 4}
    chart.config = alt.Config(
        locale=alt.Locale(**vega_locale(words)),
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        # The description tells it all; mark by mark, Vega would read out names of fields, and
        # Streamlit would show them under a mouse or a finger if nothing was said of it here.
        mark=alt.MarkConfig(aria=False, tooltip=None),
        axis=alt.AxisConfig(
            aria=False,
            labelFontSize=SMALL_SIZE,
            titleFontSize=SMALL_SIZE,
            titleFontWeight="normal",
            titleColor=QUIET,
            labelColor=QUIET,
            gridColor=GRID,
            domainColor=GRID,
            tickColor=GRID,
            titleAnchor="start",
            titlePadding=8,
        ),
        text=alt.MarkConfig(fontSize=TYPE_SIZE, color=INK),
        title=alt.TitleConfig(
            aria=False, fontSize=TYPE_SIZE, anchor="start", color=INK, fontWeight=600, offset=8
        ),
        legend=alt.LegendConfig(disable=True),
    )
    return chart


def specification(chart: Drawn) -> dict:
    """A finished chart as Vega-Lite; names of days and months go along only where it tells time.

    They would be a third of all letters of most charts.
    """
    # That a chart is a good one is for the tests to say; to ask it here takes a third longer.
    made = chart.to_dict(validate=False)
    if '"temporal"' not in json.dumps({k: made[k] for k in made.keys() - {"config", "datasets"}}):
        del made["config"]["locale"]["time"]
    if "layer" in made:
        made["layer"] = list(_grouped(made["layer"]))
    return made


def _grouped(layers: list[dict]) -> Iterator[dict]:
    """The same layers; where neighbours lie on the same axes, these are named once for all.

    Axes are most of what a specification says, and each mention is read anew by every phone.
    """
    for axes, group in groupby(layers, _axes):
        marks = list(group)
        if axes is None or len(marks) == 1:
            yield from marks
            continue
        for mark in marks:
            mark["encoding"] = {k: v for k, v in mark["encoding"].items() if k not in axes}
        yield {"layer": marks, "encoding": axes}


def _axes(layer: dict) -> dict | None:
    """Where a mark lies, if it says both by itself."""
    said = layer.get("encoding", {})
    return {k: said[k] for k in ("x", "y")} if "mark" in layer and {"x", "y"} <= set(said) else None


def linked(spec: dict) -> dict:
    """The same chart with links: a mark that has a `key` leads where its row's `link` says.

    That is what of an address the mark stands for: a choice of this page, such as `?region=KZ-35`,
    or a part of another one, such as `claims#claim-doubling`.
    """
    if "layer" in spec:
        return {**spec, "layer": [linked(layer) for layer in spec["layer"]]}
    if "key" not in spec.get("encoding", {}):
        return spec
    return {**spec, "encoding": {**spec["encoding"], "href": {"field": "link"}}}
