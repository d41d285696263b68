"""What is not published today, each with the body that may know it and the questions to ask."""

from collections.abc import Iterator

from dashboard.figures.claims import RECORD_TABLES, UNKNOWN_TABLES, judged
from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.plants import unmeasured
from dashboard.letters.gap import GROUPS, Gap, body_of, operator_of
from dashboard.letters.law import open_years
from dashboard.letters.promise_gaps import promise_gaps, said_years
from dashboard.letters.table_gaps import table_gaps

GAP_TABLES = tuple(dict.fromkeys((*UNKNOWN_TABLES, *RECORD_TABLES, "laws", "bodies")))

# Who is asked for a claim, by its page.
BODY_OF_PAGE = {
    "regions": "statistics", "plants": "department", "metals": "industry", "benchmarks": "industry",
}  # fmt: skip


def gaps(tables: Tables, view: FigureRequest) -> list[Gap]:
    """Every gap of the view's day, by group."""
    found = [
        *_plants(tables, view),
        *promise_gaps(tables, view),
        *table_gaps(tables, view),
        *_claims(tables, view),
    ]
    return sorted(found, key=lambda gap: GROUPS.index(gap.group))


def _plants(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    words, bodies = view.words, tables["bodies"]
    missing = unmeasured(tables["plant_records"], tables["plants"])
    if missing.empty:
        return
    first, last = open_years(tables["laws"], view.day)
    years = said_years(first, last, words)
    names = missing[words.own("name")]
    yield Gap(
        "unknown-plants",
        "plants_unmeasured",
        "environment",
        words("ask.register"),
        (words("ask.known_plants"), *names),
        (words("ask.register_rows", years=years), words("ask.register_address")),
        body_of(bodies, "ministry"),
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
            operator_of(bodies, row.plant_id),
            (row.source_id,),
            row.town,
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
            body_of(bodies, BODY_OF_PAGE[row.page]),
            (row.source_id,),
        )
