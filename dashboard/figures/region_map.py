"""Where in the country do the emissions come from? A map in the borders of the year."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.boundaries import OUTLINE_SOURCE, TOWN_SOURCE, boundaries
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.regions import (
    here,
    in_year,
    national_sources,
    of_borders,
    said_region,
    year_notes,
)
from dashboard.i18n import Words
from dashboard.i18n.messages import UnknownKey

STEPS = (1, 2, 5, 10, 20)  # percent of the country where the map grows darker
USUAL_HEIGHT = 184  # pixels of a map on a phone; the chart itself makes it by its width
WIDE = 520  # pixels of a map from which on it is written on in larger letters
SIZE = f"(width < {WIDE} ? 12 : 13)"  # of letters, in pixels
SLACK = 1.35  # the share alone is written down in a little less room, for it matters most
LINE = 1.2  # how high a line is by the size of its letters
# How wide signs are by their size; letters, of which some are wider and some less.
LETTER, SIGNS = 0.57, {" ": 0.2, "\N{NO-BREAK SPACE}": 0.2, ",": 0.25, ".": 0.25, "%": 0.85}
# Cities that are regions of their own are dots; their names stand where neighbours have none.
CITIES = {
    "KZ-71": {"align": "right", "dx": -8, "dy": 1, "least": WIDE},
    "KZ-75": {"align": "left", "dx": -6, "dy": 15, "least": 0},
    "KZ-79": {"align": "left", "dx": 7, "dy": 15, "least": 0},
}
# Temirtau and Karaganda lie too close for two names on one side.
TOWNS = {
    "balkhash": {"align": "right", "dx": -5},
    "karaganda": {"align": "left", "dx": 5},
    "temirtau": {"align": "right", "dx": -5},
}


# Shape: frames to frames.


def on_the_map(rows: pd.DataFrame, regions: pd.DataFrame, year: int) -> pd.DataFrame:
    """The regions that a year's map is made of, those without a value among them.

    `rows` are the year's as `in_year` gives them.
    """
    drawn = of_borders(regions, rows["region_id"], year)
    values = rows[["region_id", "kt", "share", "source_id"]]
    return drawn.drop(columns="source_id").merge(values, how="left", on="region_id")


def stands_for(region: str, regions: pd.DataFrame, regional: pd.DataFrame) -> str:
    """The region of today that one on the map leads to: itself, or its part that emits most."""
    parts = regions.loc[regions["predecessor"] == region, "region_id"]
    if parts.empty:
        return region
    rows = regional[regional["region_id"].isin(parts)].sort_values(["year", "kt", "region_id"])
    return rows["region_id"].iloc[-1] if len(rows) else parts.iloc[0]


# Figure.


def region_map(tables: Tables, view: FigureRequest) -> Figure:
    words, regions = view.words, tables["regions"]
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    drawn = on_the_map(rows, regions, view.year)
    drawn = drawn.assign(name=drawn[words.own("name")], year=view.year)
    known = drawn.dropna(subset=["kt"]).sort_values(
        ["share", "region_id"], ascending=[False, True], ignore_index=True
    )
    return compose(
        "region_map",
        view,
        answer=_largest(known, len(drawn), view),
        chart=_draw(drawn, rows, tables, view),
        table=known,
        columns=[
            Column("name", words("column.region")),
            Column("kt", words("column.kt"), "number", 1),
            Column("share", words("column.share"), "number", 1),
        ],
        sources=[
            *known["source_id"],
            *national_sources(tables, view.year),
            OUTLINE_SOURCE,
            TOWN_SOURCE,
        ],
        basis=["derived"],
        notes=[*year_notes(rows, regions, view), words("region_map.outlines")],
    )


def _largest(known: pd.DataFrame, total: int, view: FigureRequest) -> str:
    """The region with the largest share, and of how many regions a share is known."""
    words, shares = view.words, known.dropna(subset=["share"])
    if shares.empty:
        return words("region_map.none", year=str(view.year))
    return words(
        "region_map.answer" if len(shares) == total else "region_map.answer_part",
        year=str(view.year),
        region=shares.iloc[0]["name"],
        share=words.percent(shares.iloc[0]["share"], 1),
        known=words.number(len(shares)),
        total=words.number(total),
    )


def _draw(
    drawn: pd.DataFrame, rows: pd.DataFrame, tables: Tables, view: FigureRequest
) -> alt.LayerChart | None:
    """Outlines, darker for a larger share; names where there is room for them; the towns; a key."""
    words, outlines = view.words, boundaries().outlines
    drawn = drawn[drawn["region_id"].isin(list(outlines))]
    if drawn.empty:
        return None
    regions, regional = tables["regions"], tables["regional_emissions"]
    shades = [chart_types.shade(share, STEPS) for share in drawn["share"]]
    said = ["–" if pd.isna(s) else words.percent(s, 1) for s in drawn["share"]]
    drawn = drawn.assign(
        said=said,
        short=[short_name(region, words) for region in drawn["region_id"]],
        say=[said_region(row, words) for row in drawn.itertuples()],
        colour=[colour for colour, _ in shades],
        ink=[ink for _, ink in shades],
        chosen=drawn["region_id"].isin(here(drawn, regions, view.region)["region_id"]),
        link=[f"?region={stands_for(id, regions, regional)}" for id in drawn["region_id"]],
    )
    # The edge of the chosen one lies above those of its neighbours.
    drawn = drawn.sort_values("chosen", kind="stable")
    is_city = drawn["region_id"].isin(list(CITIES))
    by_width = alt.param("height", expr=f"width * {boundaries().aspect}")
    return chart_types.layer(
        *_shapes(drawn, is_city),
        *_points(drawn[is_city], words),
        _names(drawn[~is_city]),
        *_key(drawn, words),
        height=USUAL_HEIGHT,
    ).add_params(by_width)


def short_name(region: str, words: Words) -> str:
    """A region's name as it is written on a map; one that has none yet is shown by its code."""
    try:
        return words.code("region_short", region)
    except UnknownKey:
        return region


_FILL = alt.Fill("colour:N", scale=None)
_LINK = {"key": alt.Key("region_id:N")}  # a page without scripts makes a link of it


_MARKED = ("colour", "chosen", "link", "say")


def _edge(colour: str, width: float) -> dict[str, object]:
    """An edge, stronger around the chosen one."""
    return {
        "stroke": alt.StrokeValue(colour, condition={"test": "datum.chosen", "value": theme.INK}),
        "strokeWidth": alt.StrokeWidthValue(
            width, condition={"test": "datum.chosen", "value": 2.5}
        ),
    }


def _shapes(drawn: pd.DataFrame, is_city: pd.Series) -> list[alt.Chart]:
    """The outlines, those of cities below and silent: they are answered for by their dots."""
    shape = alt.Chart().mark_geoshape(strokeJoin="round").project(**boundaries().projection)
    shape = shape.encode(fill=_FILL, **_edge(theme.UNKNOWN, 0.75))
    layers = [_outlined(marks.answering(shape.encode(**_LINK)), drawn[~is_city], "regions")]
    if is_city.any():
        silent = shape.copy()
        silent.mark = {"type": "geoshape", "strokeJoin": "round", "aria": False}
        layers.insert(0, _outlined(silent, drawn[is_city], "cities"))
    return layers


def _outlined(shape: alt.Chart, drawn: pd.DataFrame, name: str) -> alt.Chart:
    """A layer of outlines. Their data stay in it: a table of rows could not hold their points."""
    outlined = shape.copy()
    outlined.data = {
        "name": name,
        "values": [
            {"type": "Feature", "geometry": boundaries().outlines[row["region_id"]].geometry, **row}
            for row in drawn[["region_id", *_MARKED]].to_dict("records")
        ],
    }
    return outlined


def _on_map(rows: pd.DataFrame) -> alt.Chart:
    """The base of marks that stand at a place."""
    base = alt.Chart(rows).encode(
        longitude=alt.Longitude("longitude:Q"), latitude=alt.Latitude("latitude:Q")
    )
    return base.project(**boundaries().projection)


def _names(drawn: pd.DataFrame) -> alt.Chart:
    """In each region the longest form of its name that it has room for, or nothing."""
    rows = pd.DataFrame([_forms(row) for row in drawn.itertuples(index=False)])
    fitting = [
        f"datum.needs_{n} * {SIZE} <= datum.room_{n} * width ? datum.{{0}}_{n}" for n in range(3)
    ]

    def fits(what: str, otherwise: str) -> str:
        return " : ".join([*(each.format(what) for each in fitting), otherwise])

    base = _on_map(rows).transform_calculate(
        shown=fits("form", "''"),
        # The map is fitted to all its marks, so that one without words stands in its region too.
        longitude=fits("east", "datum.east_2"),
        latitude=fits("north", "datum.north_2"),
    )
    above = f"-{LINE / 2} * {SIZE} * (length(split(datum.shown, '\\n')) - 1)"
    return base.mark_text(
        baseline="middle",
        lineBreak="\n",
        fontWeight=600,
        fontSize=alt.ExprRef(SIZE),
        lineHeight=alt.ExprRef(f"{LINE} * {SIZE}"),
        dy=alt.ExprRef(above),
    ).encode(text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None))


def _forms(row) -> dict[str, object]:
    """Three forms of a region's name, each with its place, the room there, and what it needs.

    The name, a short name, both with the share; the share alone. `needs` is in sizes of letters.
    """
    outline = boundaries().outlines[row.region_id]
    forms = {
        f"{chart_types.broken(row.name, 16)}\n{row.said}": outline.block,
        f"{row.short}\n{row.said}": outline.block,
        row.said: outline.line,
    }
    found: dict[str, object] = {"ink": row.ink}
    for n, (text, place) in enumerate(forms.items()):
        lines = text.split("\n")
        width, height = max(map(_width, lines)), LINE * len(lines)
        needs = max(width, height * place.aspect) / (SLACK if place is outline.line else 1)
        found |= {f"form_{n}": text, f"needs_{n}": needs, f"room_{n}": place.room}
        found |= {f"east_{n}": place.middle[0], f"north_{n}": place.middle[1]}
    return found


def _width(text: str) -> float:
    """About how wide a text is, by the size of its letters."""
    return sum(0.51 if sign.isdigit() else SIGNS.get(sign, LETTER) for sign in text)


def _points(cities: pd.DataFrame, words: Words) -> list[alt.Chart]:
    """Cities that are regions, whose outlines are too small to be seen, and towns of the plants."""
    outlines, towns = boundaries().outlines, boundaries().towns
    regional = [
        {
            "longitude": outlines[row["region_id"]].block.middle[0],
            "latitude": outlines[row["region_id"]].block.middle[1],
            **row,
            **CITIES[row["region_id"]],
            "said": f"{row['short']} {row['said']}",
            "weight": 600,
        }
        for row in cities[["region_id", *_MARKED, "short", "said"]].to_dict("records")
    ]
    others = [
        {
            "longitude": towns[town][0],
            "latitude": towns[town][1],
            **{"dy": 1, "least": 0, "weight": 400},
            **place,
            "said": words.code("place", town),
        }
        for town, place in TOWNS.items()
    ]
    size = alt.ExprRef(f"width < {WIDE} ? 60 : 130")
    dots = _on_map(pd.DataFrame(others))
    names = _on_map(pd.DataFrame()).transform_filter("datum.least <= width")
    face = {"fontSize": alt.ExprRef(SIZE), "fontWeight": alt.ExprRef("datum.weight")}
    layers = [
        dots.mark_circle(
            size=28, opacity=1, aria=False, fill=theme.INK, stroke=theme.PAPER, strokeWidth=1
        ),
        *chart_types.written(names, pd.DataFrame(regional + others), baseline="middle", **face),
    ]
    if not regional:
        return layers
    cities = _on_map(pd.DataFrame(regional)).mark_circle(size=size, opacity=1)
    cities = cities.encode(fill=_FILL, **_edge(theme.QUIET, 1), **_LINK)
    return [marks.answering(cities), *layers]


def _key(drawn: pd.DataFrame, words: Words) -> list[alt.Chart]:
    """Above the map, from which share on it grows darker; hollow where none is known."""
    width, least = 30, (0, *STEPS)
    shades = [
        {
            "from": width * n,
            "to": width * (n + 1),
            "colour": chart_types.shade(step, STEPS)[0],
            "said": words.number(step),
        }
        for n, step in enumerate(least)
    ]
    if drawn["share"].isna().any():
        end = width * (len(least) + 0.5)
        shades.append({"from": end, "to": end + width, "colour": theme.PAPER, "said": "–"})
    title = {"from": 0, "said": words("column.share"), "dy": -16}
    base = alt.Chart(pd.DataFrame(shades)).encode(x=alt.X("from:Q", scale=None, axis=None))
    squares = base.mark_rect(stroke=theme.UNKNOWN, strokeWidth=0.75, aria=False)
    said = base.properties(data=pd.DataFrame([{"dy": 0, **row} for row in shades] + [title]))
    return [
        squares.encode(x2=alt.X2("to:Q"), y=alt.YValue(-24), y2=alt.Y2Value(-14), fill=_FILL),
        said.mark_text(
            align="left",
            baseline="bottom",
            dy=alt.ExprRef("datum.dy"),
            fontSize=theme.SMALL_SIZE,
            color=theme.QUIET,
        ).encode(y=alt.YValue(-26), text=alt.Text("said:N")),
    ]
