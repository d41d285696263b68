"""Six numbers on a town for a sheet of paper: its air, a promise, its emissions."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.plants import measured_or_not
from dashboard.figures.posts import highest_of, listed, listed_pollutants, unlisted
from dashboard.figures.satellite import seen
from dashboard.figures.three_towns import TOWN_TABLES, pressing
from dashboard.figures.town_years import by_period
from dashboard.figures.towns import plants_of, promised_for, said_emitted

SHEET_TABLES = (*TOWN_TABLES, "satellite_so2")
STAR = "\N{NO-BREAK SPACE}*"


@dataclass(frozen=True)
class Box:
    """One number of a sheet: what it is of, its `value`, and what belongs to it, in words.

    `value` is empty where nothing was found. `source` is the id of its source, or empty.
    """

    name: str
    value: str = ""
    said: str = ""
    source: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a sheet says of a town in one language; `gap` explains its stars, if there are any."""

    town: str
    boxes: tuple[Box, ...]
    gap: str


def sheet(tables: Tables, view: FigureRequest) -> Sheet:
    """The newest of all that is known of the town of a view."""
    words = view.words
    rows = by_period(tables, view.town)
    graded, counted = rows.dropna(subset=["level"]).tail(1), rows.dropna(subset=["cases"]).tail(1)
    highest = rows.dropna(subset=["si"]).tail(1)
    of_what = highest_of(highest, tables["air_pollutants"])
    gaps = unlisted(tables["air_channels"], view.town)
    starred = bool(pd.concat([graded, highest, counted])["gap"].any())
    return Sheet(
        words.code("place", view.town),
        (
            _of_posts(words("column.grade"), graded, lambda r: words.code("level", r.level), words),
            _of_posts(
                words("sheet.highest"),
                highest,
                lambda r: words.number(r.si),
                words,
                listed(next(iter(of_what), ()), words),
            ),
            _of_posts(words("column.cases"), counted, lambda r: words.number(r.cases), words),
            _so2(seen(tables["satellite_so2"], view.town).tail(1), words),
            _promise(promised_for(tables, view), words),
            _emitted(tables, view),
        ),
        words("three_towns.gap", pollutants=listed_pollutants(gaps, words)) * starred,
    )


def _of_posts(
    name: str, rows: pd.DataFrame, said: Callable[..., str], words, of_what: str = ""
) -> Box:
    row = next(rows.itertuples(), None)
    if row is None:
        return Box(name, said=words("not_found"))
    when = words.period(row.period_start, row.period_end)
    when = "; ".join(filter(None, (of_what, when)))
    return Box(name, said(row) + STAR * row.gap, when, row.source_id)


def _so2(rows: pd.DataFrame, words) -> Box:
    name, row = words("sheet.so2"), next(rows.itertuples(), None)
    if row is None:
        return Box(name, said=words("not_found"))
    return Box(name, words.quantity(row.kt, "kt", 1), str(row.year), row.source_id)


def _promise(rows: pd.DataFrame, words) -> Box:
    """The promise that is longest past its day, or else the one that is due next."""
    name, row = words("three_towns.of_promise"), pressing(rows)
    if row is None:
        return Box(name, said=words("not_found"))
    said = {"name": row["name"], "size": row["size"], "due": row["due_said"]}
    if row["state"] == "overdue":
        days = words.quantity(int(row["days_overdue"]), "days")
        return Box(name, days, words("three_towns.overdue", **said), row["source_id"])
    told = words("promise.row", state=row["state_told"], **said)
    return Box(name, row["due_said"], told, row["source_id"])


def _emitted(tables: Tables, view: FigureRequest) -> Box:
    """The largest emissions that are known of a plant, or that of each plant nothing was found."""
    words = view.words
    rows = measured_or_not(tables["plant_records"], plants_of(tables["plants"], view.town))
    rows = rows.assign(name=rows[words.own("name")])
    name = words("three_towns.of_measured")
    row = next(rows.dropna(subset=["value"]).itertuples(), None)
    if row is None:
        return Box(name, said=said_emitted(rows, view))
    value = words.quantity(row.value, row.unit, qualifier=row.qualifier)
    name = words("deck.cell", title=name, value=words.code("basis", row.basis))
    year = str(row.year)
    when = words("about_year", year=year) if row.year_about else year
    said = words("sheet.of_plant", plant=row.name, when=when)
    return Box(name, value, said, row.source_id)
