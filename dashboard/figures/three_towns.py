"""What is known of each town in three lines: its air, what was promised, what was measured."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.boundaries import OUTLINE_SOURCE, TOWN_SOURCE, boundaries
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.plants import measured_or_not
from dashboard.figures.post_grades import level_colours
from dashboard.figures.posts import (
    ALL,
    graded,
    highest_of,
    is_unlisted,
    listed,
    listed_pollutants,
    unlisted,
)
from dashboard.figures.promises import PROMISE_TABLES
from dashboard.figures.towns import plants_of, promised_for, said_emitted
from kzdata.schema.columns import TOWNS
from kzdata.schema.emissions import AIR_LEVELS

TOWN_TABLES = (*PROMISE_TABLES, "plant_records", "air_posts", "air_channels", "air_pollutants")
REGION = "KZ-35"  # in which all three towns lie
HEIGHT, HIGHEST = 190, 400  # pixels of the map on a phone, and at most
# Temirtau and Karaganda lie too close for two names on one side.
BESIDE = {"karaganda": 1, "temirtau": -1, "balkhash": 1}


@dataclass(frozen=True)
class Line:
    """What is known of one thing, in one sentence or two, and as what it is known.

    `days` are those after the deadline of a promise, in words.
    """

    text: str
    basis: str
    days: str = ""


@dataclass(frozen=True)
class Town:
    """Three lines on a town, and the `level` of its air in the period `when`, if that is known.

    `gap` names what its automatic posts did not list in this period; it is empty if there is none.
    """

    code: str
    name: str
    air: Line
    promise: Line
    measured: Line
    when: str
    level: str | None
    gap: str


def towns(tables: Tables, view: FigureRequest) -> list[Town]:
    """The towns in the order in which they are offered."""
    return [_town(tables, FigureRequest(view.words, view.day, town=town)) for town in TOWNS]


def _town(tables: Tables, view: FigureRequest) -> Town:
    words = view.words
    rated = graded(tables["air_posts"])
    last = rated[rated["place_id"] == view.town].tail(1)
    last = last.assign(of_what=highest_of(last, tables["air_pollutants"]))
    gaps = unlisted(tables["air_channels"], view.town)
    gap = "".join(
        listed_pollutants(gaps, words)
        for row in last.itertuples()
        if is_unlisted(gaps, ALL, row.period_start, row.period_end)
    )
    when = [words.period(row.period_start, row.period_end) for row in last.itertuples()]
    return Town(
        view.town,
        words.code("place", view.town),
        _air(last, gap, words),
        _promise(promised_for(tables, view), view),
        _measured(tables, view),
        "".join(when),
        next((level for level in last["level"] if isinstance(level, str)), None),
        gap,
    )


def _air(last: pd.DataFrame, gap: str, words) -> Line:
    """The newest level and highest value at the posts, and what these did not list meanwhile."""
    if last.empty:
        return Line(words("three_towns.no_air"), "unknown")
    row = last.iloc[0]
    said = {"when": words.period(row["period_start"], row["period_end"])}
    level = row["level"] if isinstance(row["level"], str) else None
    said["level"] = words.code("level", level) if level else words("not_found")
    of_what = listed(row["of_what"], words)
    if not row["si"] > 1:
        text = words("three_towns.level", **said)
    elif of_what:
        si = words.number(row["si"])
        text = words("three_towns.air_of", si=si, pollutant=of_what, **said)
    else:
        text = words("three_towns.air", si=words.number(row["si"]), **said)
    told = words("three_towns.gap", pollutants=gap) if gap else ""
    return Line(" ".join(filter(None, (text, told))), row["basis"])


def pressing(rows: pd.DataFrame) -> pd.Series | None:
    """The promise that is longest past its day; where none is, the one that is due next."""
    late = rows[rows["state"] == "overdue"]
    running = rows[rows["state"] == "running"]
    return next((part.iloc[0] for part in (late, running, rows) if len(part)), None)


def _promise(rows: pd.DataFrame, view: FigureRequest) -> Line:
    words, row = view.words, pressing(rows)
    if row is None:
        return Line(words("town_promises.none", town=words.code("place", view.town)), "unknown")
    said = {"name": row["name"], "size": row["size"], "due": row["due_said"]}
    if row["state"] != "overdue":
        return Line(words("promise.row", state=row["state_told"], **said), "claimed")
    days = words.quantity(int(row["days_overdue"]), "days")
    return Line(words("three_towns.overdue", **said), "claimed", days)


def _measured(tables: Tables, view: FigureRequest) -> Line:
    rows = measured_or_not(tables["plant_records"], plants_of(tables["plants"], view.town))
    rows = rows.assign(name=rows[view.words.own("name")])
    return Line(said_emitted(rows, view), next(iter(rows["basis"].dropna()), "unknown"))


# Figure.


def three_towns(tables: Tables, view: FigureRequest) -> Figure:
    words, found = view.words, towns(tables, view)
    rated = graded(tables["air_posts"])
    rated = rated[rated["place_id"].isin(TOWNS)].groupby("place_id").tail(1)
    promised = pd.concat(
        [promised_for(tables, FigureRequest(words, view.day, town=town)) for town in TOWNS]
    )
    plants = tables["plants"][tables["plants"]["town"].isin(TOWNS)]
    measured = measured_or_not(tables["plant_records"], plants)
    return compose(
        "three_towns",
        view,
        answer=_said_levels(found, words),
        chart=_draw(found, words),
        table=pd.DataFrame(
            {
                "name": [town.name for town in found],
                "air": [town.air.text for town in found],
                "promise": [_said_promise(town.promise, words) for town in found],
                "measured": [town.measured.text for town in found],
            }
        ),
        columns=[
            Column("name", words("column.place")),
            Column("air", words("three_towns.of_air")),
            Column("promise", words("three_towns.of_promise")),
            Column("measured", words("three_towns.of_measured")),
        ],
        sources=[
            *rated["source_id"],
            *promised["source_id"],
            *measured["source_id"],
            OUTLINE_SOURCE,
            TOWN_SOURCE,
        ],
        basis=[line.basis for town in found for line in (town.air, town.promise, town.measured)],
    )


def _said_promise(line: Line, words) -> str:
    return words("three_towns.late", days=line.days, promise=line.text) if line.days else line.text


def _said_levels(found: list[Town], words) -> str:
    """The levels of the newest period, the highest first, and what posts did not list in it."""
    rated = [town for town in found if town.level]
    if not rated:
        return words("three_towns.no_air")
    when = rated[-1].when
    rated = sorted(
        (town for town in rated if town.when == when),
        key=lambda town: -AIR_LEVELS.index(town.level),
    )
    grades = "; ".join(
        words("post_grades.of", place=town.name, level=_said_level(town, words)) for town in rated
    )
    return words("three_towns.answer", when=when, grades=grades)


def _said_level(town: Town, words) -> str:
    level = words.code("level", town.level)
    return words("three_towns.level_gap", level=level, pollutants=town.gap) if town.gap else level


def _draw(found: list[Town], words) -> alt.LayerChart:
    """Each town a dot in the shade of its level; hollow where posts did not list all."""
    rows = []
    for town in found:
        fill, _ = level_colours(None if town.gap else town.level)
        longitude, latitude = boundaries().towns[town.code]
        side = BESIDE[town.code]
        rows.append(
            {
                "longitude": longitude,
                "latitude": latitude,
                "fill": theme.PAPER if fill == theme.UNKNOWN else fill,
                "said": town.name,
                "level": words.code("level", town.level) if town.level else words("not_found"),
                "align": "left" if side > 0 else "right",
                "dx": 11 * side,
                "link": f"town?town={town.code}",
                marks.SAY: words(
                    "three_towns.say",
                    town=town.name,
                    air=town.air.text,
                    promise=_said_promise(town.promise, words),
                    measured=town.measured.text,
                ),
            }
        )
    placed = pd.DataFrame(rows)
    outline = alt.Chart(
        alt.InlineData(
            values=[{"type": "Feature", "geometry": boundaries().outlines[REGION].geometry}],
            name="region",
        )
    ).mark_geoshape(aria=False, fill=theme.SHADES[0], stroke=theme.UNKNOWN, strokeWidth=0.75)
    base = alt.Chart(placed).encode(
        longitude=alt.Longitude("longitude:Q"), latitude=alt.Latitude("latitude:Q")
    )
    dots = base.mark_circle(size=170, opacity=1, stroke=theme.INK, strokeWidth=1.5)
    dots = dots.encode(fill=alt.Fill("fill:N", scale=None), key=alt.Key("link:N"))
    names = chart_types.written(base, placed.assign(dy=-3), baseline="bottom")
    levels = chart_types.written(
        base, placed.assign(said=placed["level"], dy=3), baseline="top", fontWeight=400
    )
    layers = [outline, *names, *levels, marks.answering(dots)]
    by_width = alt.param("height", expr=f"min({HIGHEST}, width * {HEIGHT / 320:.2f})")
    drawn = (layer.project(**boundaries().projection) for layer in layers)
    return chart_types.layer(*drawn, height=HEIGHT).add_params(by_width)
