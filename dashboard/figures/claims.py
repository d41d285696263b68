"""Every claim held against the record, and everything that nobody has published."""

from math import ceil

import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.benchmarks import DIGITS
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.plants import unmeasured
from dashboard.figures.promises import PROMISE_TABLES, standing
from dashboard.figures.regions import present, years_without_regions
from kzdata import VERDICTS, claim_verdicts
from kzdata.evidence.emissions import so2_since
from kzdata.schema.promises import CLAIM_PAGES

RECORD_TABLES = (
    "claims", "regional_emissions", "national_emissions", "air_quality", "plant_records",
    "metal_growth", "metal_output", "metal_output_monthly", "metal_index", "benchmark_records",
    "satellite_so2", "places", "waste_rates",
)  # fmt: skip
CHANGES = ("national_change", "metal_growth")  # percentages that carry a sign
VERDICT_COLOURS = {
    "agrees": theme.RECORD,
    "differs": theme.OVERDUE,
    "contradiction": theme.OVERDUE,
    "not_same_scope": theme.CONTEXT,
    "no_record": theme.UNKNOWN,
    "not_due": theme.TARGET,
}


# Shape: frames to frames.


def judged(tables: Tables, view: FigureRequest) -> pd.DataFrame:
    """Claims with their verdict, what was claimed and the arithmetic in words."""
    words = view.words
    rows = claim_verdicts(tables["claims"], tables, view.day)
    orders = {"verdict": VERDICTS.index, "page": CLAIM_PAGES.index}
    rows = rows.sort_values(
        ["page", "verdict", "claim_id"],
        key=lambda c: c.map(orders[c.name]) if c.name in orders else c,
        ignore_index=True,
    )
    multiples = rows.set_index("claim_id")["value"]
    rows = rows.assign(multiple=rows["excludes"].map(multiples))
    return rows.assign(
        text=[said_claim(r, words) for r in rows.itertuples()],
        verdict_said=[words.code("verdict", v) for v in rows["verdict"]],
        arithmetic=[said_arithmetic(r, tables, words) for r in rows.itertuples()],
        note=rows[words.own("note")],
    )


def said_claim(row, words) -> str:
    """A claim's sentence with its value in place."""
    return getattr(row, words.own("text")).format(value=said_claimed(row, words))


def said_claimed(row, words) -> str:
    if row.record in CHANGES:
        return said_change(row.value, words)
    return said_value(row.value, row.unit, words, DIGITS.get(row.unit))


def said_value(value: float, unit: str, words, digits: int | None = None) -> str:
    return words.quantity(value, unit, digits)


def said_change(value: float, words) -> str:
    return words("percent", value=words.signed(value))


def said_arithmetic(row, tables: Tables, words) -> str:
    """The sum behind a verdict in one sentence."""
    if row.verdict == "no_record":
        return words("arithmetic.no_record")
    if row.verdict == "not_due":
        return words("arithmetic.not_due", day=words.day(row.due))
    claimed = said_claimed(row, words)
    if row.verdict == "contradiction":
        return _contradiction(row, claimed, words)
    if row.record == "satellite_so2":
        return _seen_by_satellites(row, claimed, tables, words)
    if row.recorded_low != row.recorded_high:
        return words(
            "arithmetic.range",
            claimed=claimed,
            low=words.number(row.recorded_low),
            high=said_value(row.recorded_high, row.unit, words),
        )
    recorded = (
        said_change(row.recorded_low, words)
        if row.record in CHANGES
        else said_value(row.recorded_low, row.unit, words)
    )
    if row.verdict == "not_same_scope":
        return words("arithmetic.scope", claimed=claimed, recorded=recorded)
    if row.relation == "over":
        claimed = words.quantity(row.value, row.unit, qualifier="over")
        return words("arithmetic.over", claimed=claimed, recorded=recorded)
    if row.factor is not None and row.factor >= 10 and row.unit != "percent":
        factor = words.quantity(round(row.factor), "times")
        return words("arithmetic.factor", claimed=claimed, recorded=recorded, factor=factor)
    return words(
        "arithmetic.difference",
        claimed=claimed,
        recorded=recorded,
        difference=said_difference(round(abs(row.difference), 2), row.unit, words),
        tolerance=said_difference(row.tolerance, row.unit, words),
    )


def said_difference(value: float, unit: str, words) -> str:
    """How far two values are apart: of percentages in points, of multiples a plain number."""
    if unit == "times":
        return words.number(value)
    return words.quantity(value, "points" if unit == "percent" else unit)


def _seen_by_satellites(row, claimed: str, tables: Tables, words) -> str:
    """What is known of a place whose emissions were to fall: one pollutant, before and after."""
    now, before = so2_since(
        tables["satellite_so2"], row.record_id, row.base_year, int(row.record_year)
    )
    places = tables["places"].set_index("place_id")[words.own("name")]
    return words(
        "arithmetic.satellite",
        claimed=claimed,
        place=places[row.record_id],
        year=str(int(row.record_year)),
        now=words.quantity(now["kt"], "kt"),
        sd=words.number(now["kt_sd"]),
        first=str(int(row.base_year) - 2),
        last=str(int(row.base_year)),
        mean=words.quantity(round(before, 1), "kt"),
        change=said_change(round((now["kt"] / before - 1) * 100, 1), words),
    )


def _contradiction(row, claimed: str, words) -> str:
    """Why a multiple of an output and a projection of it cannot both be true."""
    if row.unit != "times":
        return words(
            "arithmetic.falls_short",
            claimed=claimed,
            percent=words.percent(_short_of(row.multiple, row.factor)),
            year=str(int(row.recorded_year)),
            recorded=words.quantity(row.recorded_low, row.unit),
            times=words.quantity(row.multiple, "times"),
        )
    low, high = (_short_of(row.value, each) for each in (row.recorded_low, row.recorded_high))
    share = words.percent(high)
    if low != high:
        share = words("range", low=words.number(low), high=share)
    if pd.isna(row.recorded_year):
        return words("arithmetic.contradiction_years", claimed=claimed, share=share)
    year = str(int(row.recorded_year))
    return words("arithmetic.contradiction", claimed=claimed, share=share, year=year)


def _short_of(multiple: float, times: float) -> int:
    """Percent for a number of times that falls short of a multiple, also where it is near it."""
    return min(round(times * 100), ceil(multiple * 100) - 1)


def unknown_counts(tables: Tables, view: FigureRequest) -> pd.DataFrame:
    """What nobody has published, counted: `what` (a code) and `count`."""
    states = standing(tables, view)["state"]
    verdicts = claim_verdicts(tables["claims"], tables, view.day)["verdict"]
    regional, regions = tables["regional_emissions"], tables["regions"]
    latest = regional[regional["year"] == regional["year"].max()]
    counts = {
        "promises_overdue": int((states == "overdue").sum()),
        "claims_without_record": int((verdicts == "no_record").sum()),
        "regions_in_last_year": len(set(present(regions)["region_id"]) - set(latest["region_id"])),
        "years_without_regions": len(years_without_regions(tables["national_emissions"], regional)),
        "plants_unmeasured": len(unmeasured(tables["plant_records"], tables["plants"])),
        "base_years": int(tables["plant_targets"]["base_year"].isna().sum()),
    }
    return pd.DataFrame({"what": list(counts), "count": list(counts.values())})


# Figures.


def verdicts(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = judged(tables, view)
    counts = rows["verdict"].value_counts()
    counts = counts.reindex([v for v in VERDICTS if v in counts.index])
    drawn = pd.DataFrame(
        {
            "label": [
                words("verdicts.row", verdict=words.code("verdict", v), count=words.number(n))
                for v, n in counts.items()
            ],
            "count": counts.to_numpy(),
            "colour": [VERDICT_COLOURS[v] for v in counts.index],
        }
    )
    return compose(
        "verdicts",
        view,
        answer=words(
            "verdicts.answer",
            total=words.plural("count.claims", len(rows)),
            agree=words.number(int(counts.get("agrees", 0))),
            against=words.number(int(counts.reindex(["differs", "contradiction"]).sum())),
            scope=words.number(int(counts.get("not_same_scope", 0))),
            unknown=words.number(int(counts.get("no_record", 0))),
        ),
        chart=chart_types.rows(
            drawn, "count", title=words("column.claims"), axis=chart_types.whole_axis()
        ),
        table=rows,
        columns=[
            Column("text", words("column.claim")),
            Column("verdict_said", words("column.verdict")),
            Column("arithmetic", words("column.arithmetic")),
            Column("due", words("column.deadline"), "day"),
        ],
        sources=[*rows["source_id"], *" ".join(rows["record_source_ids"]).split()],
        basis=["claimed", "record", "derived"],
        notes=[words("verdicts.note")],
    )


def unknowns(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = unknown_counts(tables, view)
    rows = rows.assign(name=[words.code("unknown", w) for w in rows["what"]])
    rows = rows.sort_values(["count", "what"], ascending=[False, True], ignore_index=True)
    drawn = rows.assign(
        label=[
            words("unknowns.row", what=name, count=words.number(count))
            for name, count in zip(rows["name"], rows["count"], strict=True)
        ],
        colour=theme.UNKNOWN,
    )
    return compose(
        "unknowns",
        view,
        answer=words("unknowns.answer", total=words.number(int((rows["count"] > 0).sum()))),
        chart=chart_types.rows(
            drawn, "count", title=words("column.count"), axis=chart_types.whole_axis()
        ),
        table=rows,
        columns=[
            Column("name", words("column.unknown")),
            Column("count", words("column.count"), "number"),
        ],
        sources=[
            *tables["plant_targets"]["source_id"],
            *tables["projects"]["source_id"],
            *tables["initiatives"]["source_id"],
            *tables["claims"]["source_id"],
            *tables["regional_emissions"]["source_id"],
        ],
        basis=["derived"],
        notes=[words("note.not_published")],
    )


UNKNOWN_TABLES = tuple(dict.fromkeys((*PROMISE_TABLES, *RECORD_TABLES, "regions")))
