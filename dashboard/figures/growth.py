"""Does the growth of metals add up, and how long does doubling take?"""

from math import ceil, log

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import named, place
from dashboard.i18n.words import MOST_DIGITS
from kzdata.evidence import whole_years

MOST_STEPS = 100  # of a road that is drawn

# Shape: frames to frames.


def growth_side_by_side(growth: pd.DataFrame) -> pd.DataFrame:
    """Claimed growth and then every recorded one, metal by metal.

    Of periods that end on one day the longest comes last.
    """
    return growth.sort_values(
        ["metal_id", "basis", "period_end", "period_start"],
        ascending=[True, True, True, False],
        key=lambda c: place(c) if c.name == "metal_id" else c,
        ignore_index=True,
    )


def years_to_double(percent: float) -> float | None:
    """Years until an output doubles at a steady yearly growth: ln 2 / ln(1 + growth).

    None where it does not grow, as far as a reader sees.
    """
    return log(2) / log(1 + percent / 100) if round(percent, MOST_DIGITS) > 0 else None


def road_to_double(percent: float) -> pd.DataFrame:
    """Output through the first year's at a steady growth, until it has doubled.

    Year by year, or in longer steps where it takes long; the first year alone where it never does.
    """
    if pd.isna(percent):
        return pd.DataFrame(columns=["year", "times"])
    last = ceil(years_to_double(percent) or 0)
    years = [*range(0, last, ceil(last / MOST_STEPS) or 1), last]
    return pd.DataFrame({"year": years, "times": [(1 + percent / 100) ** y for y in years]})


# Figures.


def growth(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = named(growth_side_by_side(tables["metal_growth"]), tables, words)
    rows = rows.assign(
        when=[_period(r, words) for r in rows.itertuples()],
        known=[words.code("basis", b) for b in rows["basis"]],
    )
    drawn = rows.assign(
        label=[
            words(
                "growth.row",
                metal=r.name,
                known=r.known,
                when=r.when,
                growth=_signed(r, words),
            )
            for r in rows.itertuples()
        ],
        colour=rows["basis"].map(theme.BASIS_COLOURS),
    )
    return compose(
        "growth",
        view,
        answer=_claim_and_record(rows[rows["metal_id"] == "all"], words),
        chart=chart_types.rows(drawn, "growth_percent", title=words("column.growth")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("when", words("column.period")),
            Column("growth_percent", words("column.growth"), "signed"),
            Column("known", words("column.basis")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"],
        notes=[words("growth.note")],
    )


def _claim_and_record(rows: pd.DataFrame, words) -> str:
    """What was claimed of all metals, beside the record of whole years and the latest of all."""
    claimed, recorded = (rows[rows["basis"] == basis] for basis in ("claimed", "record"))
    # The chart has every period.
    recorded = recorded[whole_years(recorded) | (recorded.index == recorded.index.max())]
    said = [
        words("growth.recorded", when=r.when, growth=_signed(r, words))
        for r in recorded.itertuples()
    ]
    if claimed.empty and not said:
        return words("growth.none")
    if claimed.empty:
        return words("growth.no_claim", recorded="; ".join(said))
    growth = _signed(claimed.iloc[0], words)
    if not said:
        return words("growth.no_record", claimed=growth)
    return words("growth.answer", claimed=growth, recorded="; ".join(said))


def _signed(row, words) -> str:
    return words("percent", value=words.signed(row.growth_percent))


def _period(row, words) -> str:
    if pd.isna(row.period_start) and pd.isna(row.period_end):
        return words("growth.past_year")
    said = words.period(row.period_start, row.period_end)
    return words("growth.by_context", period=said) if row.year_by_context else said


def doubling(tables: Tables, view: FigureRequest) -> Figure:
    words, claims = view.words, tables["claims"]
    of_all = claims[(claims["record"] == "metal_growth") & (claims["record_id"] == "all")]
    goals = claims[(claims["unit"] == "times") & (claims["value"] == 2)]
    percent = float("nan") if of_all.empty else of_all["value"].iloc[0]
    road, years = road_to_double(percent), years_to_double(percent)
    return compose(
        "doubling",
        view,
        answer=_doubled(percent, years, words),
        chart=None if years is None else draw_road(road, years, words),
        table=road,
        columns=[
            Column("year", words("column.year_number"), "year"),
            Column("times", words("axis.times_start"), "number", 2),
        ],
        sources=[*of_all["source_id"], *goals["source_id"], *goals["second_source_id"]],
        basis=["derived", "claimed"],
        notes=[words("doubling.note")] * bool(len(goals))
        + [f"{note}." for note in goals[words.own("note")].dropna()],
    )


def _doubled(percent: float, years: float | None, words) -> str:
    """How long doubling takes at the claimed growth, if any was claimed and it grows at all."""
    if pd.isna(percent):
        return words("doubling.none")
    if years is None:
        return words("doubling.never", growth=words("percent", value=words.signed(percent)))
    said = words.quantity(round(years, 1), "years")
    return words("doubling.answer", growth=words.percent(percent), years=said)


def draw_road(road: pd.DataFrame, years: float, words) -> alt.LayerChart:
    """The output year by year, and the point at which it has doubled."""
    base = alt.Chart(road, height=240).encode(
        x=alt.X(
            "year:Q",
            title=words("axis.years_from_start"),
            axis=alt.Axis(format="d", tickMinStep=1, grid=False),
        ),
        y=chart_types.value_axis("times", words("axis.times_start"), road["times"].max()),
    )
    point = pd.DataFrame(
        {
            "year": [years],
            "times": [2.0],
            "label": [words("doubling.point", years=words.quantity(round(years, 1), "years"))],
        }
    )
    at = alt.Chart(point).encode(x=alt.X("year:Q"), y=alt.Y("times:Q"))
    return alt.layer(
        base.mark_line(color=theme.TARGET, strokeWidth=2.5, strokeDash=[6, 3]),
        alt.Chart(point).mark_rule(color=theme.QUIET, strokeDash=[3, 3]).encode(y=alt.Y("times:Q")),
        at.mark_circle(size=110, color=theme.TARGET, opacity=1),
        at.mark_text(align="right", dx=-10, dy=-12, fontWeight=600).encode(
            text=alt.Text("label:N")
        ),
    )
