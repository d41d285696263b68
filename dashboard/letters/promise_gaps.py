"""Promises past their day with no published outcome: whom to ask, and what."""

from collections.abc import Iterator

import pandas as pd

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.promises import standing
from dashboard.letters.gap import Gap, body_of, operator_of
from dashboard.letters.law import open_years

# Promises of which the ministry holds the document, or which it made.
OF_MINISTRY = ("temirtau-memorandum", "waste-2024", "waste-2030")


def promise_gaps(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    """Each promise that is past its day and of which no outcome was found."""
    words, bodies = view.words, tables["bodies"]
    rows = standing(tables, view)
    base = tables["plant_targets"].set_index("target_id")["base_year"]
    plant = tables["projects"].set_index("project_id")["plant_id"]
    names = tables["plants"].set_index("plant_id")[words.own("name")]
    known = said_years(*open_years(tables["laws"], view.day), words)
    town = tables["plants"].set_index("plant_id")["town"].dropna()
    for row in rows[rows["state"] == "overdue"].itertuples():
        base_year = base.get(row.promise_id, pd.NA)
        plant_id = plant.get(row.subject, row.subject)
        of_plant = words("ask.tonnes_of_plant", plant=names.get(plant_id, ""), years=known)
        if row.promise_id in OF_MINISTRY:
            body = body_of(bodies, "ministry")
        elif row.kind == "initiative":
            body = body_of(bodies, "industry")
        else:
            body = operator_of(bodies, plant_id)
        yield Gap(
            f"promise-{row.promise_id}",
            "promises_overdue",
            "general" if row.kind == "initiative" else "environment",
            words("ask.promise", name=row.name, size=row.size, due=row.due_said),
            (words("ask.known_promise"), said_promise(row, words), words("ask.no_outcome")),
            tuple(_asked_of_promise(row, base_year, of_plant, words)),
            body,
            (row.source_id,),
            town.get(plant_id, ""),
        )


def said_years(first: int, last: int, words) -> str:
    """A year, or the years from one to another."""
    if first == last:
        return words("ask.year", year=str(last))
    return words("years", first=str(first), last=str(last))


def said_promise(row, words) -> str:
    """What was promised, in one sentence."""
    said = {"name": row.name, "size": row.size, "due": row.due_said}
    if pd.isna(row.announced):
        return words("ask.promised_undated", **said)
    return words("ask.promised", announced=words.day(row.announced), **said)


def _asked_of_promise(row, base_year, of_plant: str, words) -> Iterator[str]:
    if row.kind == "initiative":
        yield words("ask.reached")
        yield words("ask.proof")
        yield words("ask.document")
        return
    if row.kind == "project":
        yield words("ask.accepted")
        yield words("ask.permits")
        yield of_plant
        yield words("ask.document")
        return
    known = row.deadline if pd.isna(row.announced) else row.announced
    first = known.year if pd.isna(base_year) else int(base_year)
    if pd.isna(base_year):
        yield words("ask.base")
    yield words("ask.tonnes_of_years", years=said_years(first, row.deadline.year, words))
    yield words("ask.document")
