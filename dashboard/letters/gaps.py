"""What is not published today, each with the body that may know it and the questions to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.figures.claims import RECORD_TABLES, UNKNOWN_TABLES, judged
from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.plants import unmeasured
from dashboard.figures.promises import standing
from dashboard.figures.regions import present, years_without_regions

# What nobody published, as the figure of the unknowns counts it, in the order of a reader's need.
GROUPS = (
    "plants_unmeasured", "promises_overdue", "base_years", "regions_in_last_year",
    "years_without_regions", "claims_without_record",
)  # fmt: skip
GAP_TABLES = tuple(dict.fromkeys((*UNKNOWN_TABLES, *RECORD_TABLES, "laws", "bodies")))

# Who is asked for a promise or a claim, where that is not the plant itself.
OF_MINISTRY = ("temirtau-memorandum", "waste-2024", "waste-2030")
BODY_OF_PAGE = {
    "regions": "statistics", "plants": "department", "metals": "industry", "benchmarks": "industry",
}  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """Something that nobody published, in one language.

    `kind` says which law carries the letter: `environment` or `general`. `subject` names it in a
    line, `known` tells what was said or is missing, `asks` are the questions, `body_id` is asked.
    `town` is the code of the town that it is about, if it is about one.
    """

    id: str
    group: str
    kind: str
    subject: str
    known: tuple[str, ...]
    asks: tuple[str, ...]
    body_id: str
    source_ids: tuple[str, ...]
    town: str = ""


def gaps(tables: Tables, view: FigureRequest) -> list[Gap]:
    """Every gap of the view's day, by group."""
    found = [
        *_plants(tables, view),
        *_promises(tables, view),
        *_tables(tables, view),
        *_claims(tables, view),
    ]
    return sorted(found, key=lambda gap: GROUPS.index(gap.group))


def open_years(laws: pd.DataFrame, day: date) -> tuple[int, int]:
    """The first and last year whose releases by plant are to be open to everybody on a day.

    From the year in which the code was adopted to the last one whose term has ended.
    """
    law = laws.set_index("law_id").loc["code-22-13"]
    last = day.year
    while pd.Timestamp(last, 12, 31) + pd.DateOffset(months=int(law["term"])) >= pd.Timestamp(day):
        last -= 1
    return law["adopted"].year, last


def _body(bodies: pd.DataFrame, kind: str) -> str:
    return bodies.loc[bodies["kind"] == kind, "body_id"].iloc[0]


def _operator(bodies: pd.DataFrame, plant_id: str) -> str:
    """The company that runs a plant, or where its name is not known the department of ecology."""
    own = bodies.loc[bodies["plant_id"] == plant_id, "body_id"]
    return own.iloc[0] if len(own) else _body(bodies, "department")


def _plants(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    words, bodies = view.words, tables["bodies"]
    missing = unmeasured(tables["plant_records"], tables["plants"])
    if missing.empty:
        return
    first, last = open_years(tables["laws"], view.day)
    years = _years(first, last, words)
    names = missing[words.own("name")]
    yield Gap(
        "unknown-plants",
        "plants_unmeasured",
        "environment",
        words("ask.register"),
        (words("ask.known_plants"), *names),
        (words("ask.register_rows", years=years), words("ask.register_address")),
        _body(bodies, "ministry"),
        tuple(dict.fromkeys(missing["source_id"])),
    )
    for row, name in zip(missing.itertuples(), names, strict=True):
        yield Gap(
            f"plant-{row.plant_id}",
            "plants_unmeasured",
            "environment",
            name,
            (words("ask.known_plant", plant=name),),
            (
                words("ask.tonnes_of_years", years=years),
                words("ask.own_control", years=years),
                words("ask.permit"),
            ),
            _operator(bodies, row.plant_id),
            (row.source_id,),
            row.town,
        )


def _promises(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    words, bodies = view.words, tables["bodies"]
    rows = standing(tables, view)
    base = tables["plant_targets"].set_index("target_id")["base_year"]
    plant = tables["projects"].set_index("project_id")["plant_id"]
    town = tables["plants"].set_index("plant_id")["town"].dropna()
    for row in rows[rows["state"] == "overdue"].itertuples():
        base_year = base.get(row.promise_id, pd.NA)
        plant_id = plant.get(row.subject, row.subject)
        if row.promise_id in OF_MINISTRY:
            body = _body(bodies, "ministry")
        elif row.kind == "initiative":
            body = _body(bodies, "industry")
        else:
            body = _operator(bodies, plant_id)
        yield Gap(
            f"promise-{row.promise_id}",
            "promises_overdue",
            "general" if row.kind == "initiative" else "environment",
            words("ask.promise", name=row.name, size=row.size, due=row.due_said),
            (_said(row, words), words("ask.no_outcome")),
            tuple(_asked_of_promise(row, base_year, words)),
            body,
            (row.source_id,),
            town.get(plant_id, ""),
        )


def _years(first: int, last: int, words) -> str:
    if first == last:
        return words("ask.year", year=str(last))
    return words("years", first=str(first), last=str(last))


def _said(row, words) -> str:
    """What was promised, in one sentence."""
    said = {"name": row.name, "size": row.size, "due": row.due_said}
    if pd.isna(row.announced):
        return words("ask.promised_undated", **said)
    return words("ask.promised", announced=words.day(row.announced), **said)


def _asked_of_promise(row, base_year, words) -> Iterator[str]:
    if row.kind == "initiative":
        yield words("ask.reached")
        yield words("ask.proof")
        yield words("ask.document")
        return
    last = row.deadline.year
    known = row.deadline if pd.isna(row.announced) else row.announced
    first = known.year if pd.isna(base_year) else int(base_year)
    years = _years(first, last, words)
    if row.kind == "project":
        yield words("ask.accepted")
        yield words("ask.permits")
    elif pd.isna(base_year):
        yield words("ask.base")
    yield words("ask.tonnes_of_years", years=years)
    yield words("ask.document")


def _tables(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    """What is missing in whole tables: base years, regions of a year, years by region."""
    words, bodies = view.words, tables["bodies"]
    rows = standing(tables, view)
    targets = tables["plant_targets"]
    nameless = targets.loc[targets["base_year"].isna(), "target_id"]
    rows = rows[rows["promise_id"].isin(nameless)]
    if len(rows):
        yield Gap(
            "unknown-base-years",
            "base_years",
            "environment",
            words.code("unknown", "base_years"),
            (words("ask.known_base_years"), *(_said(row, words) for row in rows.itertuples())),
            (words("ask.base_of_each"), words("ask.document_of_each")),
            _body(bodies, "ministry"),
            tuple(dict.fromkeys(rows["source_id"])),
        )
    regional, regions = tables["regional_emissions"], tables["regions"]
    year = int(regional["year"].max())
    there = regional[regional["year"] == year]
    of_today = present(regions)
    lost = of_today[~of_today["region_id"].isin(there["region_id"])]
    if len(lost):
        yield Gap(
            "unknown-regions",
            "regions_in_last_year",
            "statistics",
            words("ask.table", years=str(year)),
            (
                words(
                    "ask.known_regions",
                    year=str(year),
                    total=words.number(len(of_today)),
                    lost=words.number(len(lost)),
                ),
            ),
            (words("ask.table_of_regions", years=str(year)), words("ask.address_of_table")),
            _body(bodies, "statistics"),
            tuple(dict.fromkeys(there["source_id"])),
        )
    if years := years_without_regions(tables["national_emissions"], regional):
        said = words.years(years)
        yield Gap(
            "unknown-years",
            "years_without_regions",
            "statistics",
            words("ask.table", years=said),
            (words("ask.known_years", years=said),),
            (words("ask.table_of_regions", years=said), words("ask.address_of_table")),
            _body(bodies, "statistics"),
            tuple(dict.fromkeys(tables["national_emissions"]["source_id"])),
        )


def _claims(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    words, bodies = view.words, tables["bodies"]
    rows = judged(tables, view)
    for row in rows[rows["verdict"] == "no_record"].itertuples():
        yield Gap(
            f"claim-{row.claim_id}",
            "claims_without_record",
            "environment" if row.page in ("regions", "plants") else "general",
            row.text,
            (words("ask.claimed", text=row.text), words("ask.no_record")),
            (words("ask.actual"), words("ask.proof"), words("ask.method")),
            _body(bodies, BODY_OF_PAGE[row.page]),
            (row.source_id,),
        )
