"""Every claim held against the record, and everything that nobody has published."""

from math import ceil

import altair as alt
import pandas as pd

from dashboard.figures import theme
from dashboard.figures.benchmarks import DIGITS
from dashboard.figures.chart_types import SIGNS
from dashboard.figures.chart_units import DOT, SQUARE, units
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.plants import unmeasured
from dashboard.figures.promises import PROMISE_TABLES, past_due, standing
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
    seen = so2_since(tables["satellite_so2"], row.record_id, row.base_year, int(row.record_year))
    if seen is None:
        raise ValueError(f"nothing was seen over {row.record_id} in {row.record_year}")
    now, before = seen
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
    """How much is known of `what` should be (a code): `known` of `total`; `count` is the rest.

    Of promises those count whose day has passed, of claims those that are due.
    """
    promised = standing(tables, view)
    states = past_due(promised, view.day)["state"]
    verdicts = claim_verdicts(tables["claims"], tables, view.day)["verdict"]
    regional, regions = tables["regional_emissions"], present(tables["regions"])["region_id"]
    national, plants = tables["national_emissions"], tables["plants"]
    latest = regional.loc[regional["year"] == regional["year"].max(), "region_id"]
    bases = tables["plant_targets"]["base_year"]
    counts = {
        "promises_overdue": ((states == "overdue").sum(), len(states)),
        "claims_without_record": ((verdicts == "no_record").sum(), (verdicts != "not_due").sum()),
        "regions_in_last_year": (len(set(regions) - set(latest)), regions.nunique()),
        "years_without_regions": (
            len(years_without_regions(national, regional)),
            national["year"].nunique(),
        ),
        "plants_unmeasured": (
            len(unmeasured(tables["plant_records"], plants)),
            (plants["kind"] != "group").sum(),
        ),
        "base_years": (bases.isna().sum(), len(bases)),
    }
    rows = pd.DataFrame.from_dict(counts, orient="index", columns=["count", "total"], dtype=int)
    rows = rows.rename_axis("what").reset_index()
    return rows.assign(known=rows["total"] - rows["count"])


# Figures.


def verdicts(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = judged(tables, view)
    counts = rows["verdict"].value_counts()
    counts = counts.reindex([v for v in VERDICTS if v in counts.index])
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
        chart=_draw_verdicts(rows, counts, words),
        table=rows,
        columns=[
            Column("text", words("column.claim")),
            Column("verdict_said", words("column.verdict")),
            Column("arithmetic", words("column.arithmetic")),
            Column("due", words("column.deadline"), "day"),
        ],
        sources=[*rows["source_id"], *" ".join(rows["record_source_ids"]).split()],
        basis=["claimed", "record", "derived"],
        notes=[words("verdicts.against"), words("verdicts.note")],
    )


def _draw_verdicts(rows: pd.DataFrame, counts: pd.Series, words) -> alt.LayerChart | None:
    """A square a claim, by verdict; hollow where there is nothing to hold it against."""
    called = {verdict: words.code("verdict", verdict) for verdict in counts.index}
    groups = pd.DataFrame(
        {
            "label": [
                words("verdicts.row", verdict=called[verdict], count=words.number(count))
                for verdict, count in counts.items()
            ]
        }
    )
    marked = rows.assign(
        colour=rows["verdict"].map(VERDICT_COLOURS),
        say=[
            words("verdicts.claim", claim=r.text, verdict=r.verdict_said) for r in rows.itertuples()
        ],
        link=[f"claims#claim-{id}" for id in rows["claim_id"]],
    )
    marked = marked.assign(
        fill=marked["colour"].mask(marked["verdict"] == "no_record", theme.PAPER)
    )[["verdict", "colour", "fill", "say", "link"]]
    claims = [marked[marked["verdict"] == verdict] for verdict in counts.index]
    return units(groups, claims, SQUARE, answer=True)


def unknowns(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = unknown_counts(tables, view)
    years = tables["national_emissions"]["year"]
    last = {
        "regions_in_last_year": tables["regional_emissions"]["year"].max(),
        "years_without_regions": years.max(),
    }
    rows = rows.assign(
        name=[
            words.code("known", what, first=str(years.min()), last=str(last.get(what)))
            for what in rows["what"]
        ]
    )
    # Of what least is known comes first.
    order = (rows["known"] / rows["total"].clip(lower=1)).sort_values(kind="stable").index
    rows = rows.loc[order].reset_index(drop=True)
    return compose(
        "unknowns",
        view,
        answer=words("unknowns.answer", total=words.number(int((rows["count"] > 0).sum()))),
        chart=_draw_known(rows, words),
        table=rows,
        columns=[
            Column("name", words("column.should_be_known")),
            Column("known", words("column.known"), "number"),
            Column("total", words("column.of_all"), "number"),
        ],
        sources=[
            *tables["plant_targets"]["source_id"],
            *tables["projects"]["source_id"],
            *tables["initiatives"]["source_id"],
            *tables["claims"]["source_id"],
            *tables["regional_emissions"]["source_id"],
        ],
        basis=["derived"],
        notes=[words("note.not_published"), words("unknowns.due")],
    )


def _draw_known(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """A row of dots a subject, as many as there are: filled what is known, hollow what is not."""
    labels = [
        words(
            "unknowns.row",
            what=row.name,
            known=words.number(row.known),
            total=words.number(row.total),
        )
        for row in rows.itertuples()
    ]
    dots = [
        pd.DataFrame(
            {
                "fill": [theme.RECORD] * row.known + [theme.PAPER] * row.count,
                "colour": [theme.RECORD] * row.known + [theme.UNKNOWN] * row.count,
            }
        )
        for row in rows.itertuples()
    ]
    signs = [
        (words("unknowns.known"), theme.RECORD, SIGNS["circle"]),
        (words("unknowns.missing"), theme.UNKNOWN, SIGNS["ring"]),
    ]
    return units(pd.DataFrame({"label": labels}), dots, DOT, signs=signs)


UNKNOWN_TABLES = tuple(dict.fromkeys((*PROMISE_TABLES, *RECORD_TABLES, "regions")))
