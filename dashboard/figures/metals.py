"""Does the growth add up? Claimed growth, projections and prices against recorded output."""

from math import ceil, log

import altair as alt
import pandas as pd

from kzdata.claims import latest_output, whole_years

from . import look
from .figure import Column, Figure, Tables, View, compose

METALS = ("all", "copper", "zinc", "aluminium", "steel")  # the order in which they are told


# Shape: frames to frames.


def growth_side_by_side(growth: pd.DataFrame) -> pd.DataFrame:
    """Claimed growth and then every recorded one, metal by metal."""
    return growth.sort_values(
        ["metal_id", "basis", "period_end"],
        key=lambda c: c.map(METALS.index) if c.name == "metal_id" else c,
        ignore_index=True,
    )


def projected_against_record(output: pd.DataFrame, growth: pd.DataFrame) -> pd.DataFrame:
    """Each projection with the latest whole year on record and what it implies.

    `percent` is the projection through that record; `implied` is the output of the year before
    that the projection and the claimed growth of the metal imply: projection / (1 + growth).
    """
    claimed = growth[growth["basis"] == "claimed"].set_index("metal_id")["growth_percent"]
    projected = output[output["basis"] == "projected"]
    rows = []
    for row in projected.itertuples():
        base = latest_output(output, row.metal_id, before=row.period_end.year)
        if base is None:
            continue
        rows.append(
            {
                "metal_id": row.metal_id,
                "year": row.period_end.year,
                "tonnes": row.tonnes,
                "base_year": base["period_end"].year,
                "base_tonnes": base["tonnes"],
                "base_qualifier": base["qualifier"],
                "percent": round(row.tonnes / base["tonnes"] * 100),
                "growth": claimed[row.metal_id],
                "implied": round(row.tonnes / (1 + claimed[row.metal_id] / 100)),
                "source_id": row.source_id,
                "base_source_id": base["source_id"],
            }
        )
    frame = pd.DataFrame(rows)
    return frame.sort_values("metal_id", key=lambda c: c.map(METALS.index), ignore_index=True)


def years_to_double(percent: float) -> float:
    """Years until an output doubles at a steady yearly growth: ln 2 / ln(1 + growth)."""
    return log(2) / log(1 + percent / 100)


def road_to_double(percent: float) -> pd.DataFrame:
    """Output through the first year's, year by year at a steady growth, until it has doubled."""
    last = ceil(years_to_double(percent))
    years = range(last + 1)
    return pd.DataFrame({"year": years, "times": [(1 + percent / 100) ** y for y in years]})


def value_at_prices(output: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Projected output at the quoted prices, in million USD: tonnes x 1000 kg x USD per kg."""
    projected = output[output["basis"] == "projected"]
    quoted = prices[["metal_id", "usd_per_kg", "source_id"]]
    rows = projected.merge(quoted, on="metal_id", suffixes=("", "_price"))
    rows = rows.assign(million_usd=rows["tonnes"] * 1_000 * rows["usd_per_kg"] / 1e6)
    return rows.sort_values("million_usd", ascending=False, ignore_index=True)


# Figures.


def growth(tables: Tables, view: View) -> Figure:
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
                growth=words("percent", value=words.signed(r.growth_percent)),
            )
            for r in rows.itertuples()
        ],
        colour=rows["basis"].map(look.BASIS_COLOURS),
    )
    everything = rows[rows["metal_id"] == "all"]
    claimed = everything[everything["basis"] == "claimed"].iloc[0]
    recorded = everything[everything["basis"] == "record"]
    # The answer names whole years and the latest of all; the chart has every period.
    recorded = recorded[whole_years(recorded) | (recorded.index == recorded.index[-1])]
    return compose(
        "growth",
        view,
        answer=words(
            "growth.answer",
            claimed=words("percent", value=words.signed(claimed["growth_percent"])),
            recorded="; ".join(
                words(
                    "growth.recorded",
                    when=r.when,
                    growth=words("percent", value=words.signed(r.growth_percent)),
                )
                for r in recorded.itertuples()
            ),
        ),
        chart=look.rows(drawn, "growth_percent", title=words("column.growth")),
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


def _period(row, words) -> str:
    if pd.isna(row.period_end):
        return words("growth.past_year")
    said = words.period(row.period_start, row.period_end)
    return words("growth.by_context", period=said) if row.year_by_context else said


def named(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """Rows with the `name` of their metal in this language."""
    names = tables["metals"].set_index("metal_id")[words.own("name")]
    return rows.assign(name=rows["metal_id"].map(names))


def inside(name: str) -> str:
    """The name of a metal as it is written inside a sentence."""
    return name[0].lower() + name[1:]


def projections(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = projected_against_record(tables["metal_output"], tables["metal_growth"])
    rows = named(rows, tables, words)
    bars = []
    for r in rows.itertuples():
        bars.append(
            {
                "label": words(
                    "projections.recorded",
                    metal=r.name,
                    year=str(r.base_year),
                    tonnes=words.quantity(r.base_tonnes, "t", qualifier=r.base_qualifier),
                ),
                "tonnes": r.base_tonnes / 1_000,
                "colour": look.RECORD,
            }
        )
        bars.append(
            {
                "label": words(
                    "projections.projected",
                    metal=r.name,
                    year=str(r.year),
                    tonnes=words.quantity(r.tonnes, "t"),
                    percent=words.percent(r.percent),
                ),
                "tonnes": r.tonnes / 1_000,
                "colour": look.TARGET,
            }
        )
    return compose(
        "projections",
        view,
        answer=words(
            "projections.answer",
            year=str(rows["year"].max()),
            base=str(rows["base_year"].max()),
            shares="; ".join(
                words("projections.share", metal=inside(r.name), percent=words.percent(r.percent))
                for r in rows.itertuples()
            ),
        ),
        chart=look.rows(pd.DataFrame(bars), "tonnes", title=words("column.thousand_tonnes")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("tonnes", words("column.projected"), "number"),
            Column("base_year", words("column.base_year"), "year"),
            Column("base_tonnes", words("column.recorded"), "number"),
            Column("percent", words("column.percent_of_record"), "number"),
            Column("growth", words("column.growth_claimed"), "number"),
            Column("implied", words("column.implied"), "number"),
        ],
        sources=[*rows["source_id"], *rows["base_source_id"]],
        basis=["projected", "record", "derived"],
        notes=[words("projections.short")] * bool((rows["percent"] < 200).all())
        + [words("projections.implied")],
    )


def doubling(tables: Tables, view: View) -> Figure:
    words = view.words
    claims = tables["claims"].set_index("claim_id")
    percent = claims.loc["growth-all", "value"]
    goal = claims.loc["doubling"]
    road = road_to_double(percent)
    years = years_to_double(percent)
    base = alt.Chart(road, height=240).encode(
        x=alt.X(
            "year:Q",
            title=words("axis.years_from_start"),
            axis=alt.Axis(format="d", tickMinStep=1, grid=False),
        ),
        y=alt.Y("times:Q", title=words("axis.times_start"), scale=alt.Scale(zero=True)),
    )
    point = pd.DataFrame(
        {
            "year": [years],
            "times": [goal["value"]],
            "label": [words("doubling.point", years=words.plural("unit.years", round(years, 1)))],
        }
    )
    at = alt.Chart(point).encode(x=alt.X("year:Q"), y=alt.Y("times:Q"))
    chart = alt.layer(
        base.mark_line(color=look.TARGET, strokeWidth=2.5, strokeDash=[6, 3]),
        alt.Chart(point).mark_rule(color=look.QUIET, strokeDash=[3, 3]).encode(y=alt.Y("times:Q")),
        at.mark_circle(size=110, color=look.TARGET, opacity=1),
        at.mark_text(align="right", dx=-10, dy=-12, fontWeight=600).encode(
            text=alt.Text("label:N")
        ),
    )
    return compose(
        "doubling",
        view,
        answer=words(
            "doubling.answer",
            growth=words.percent(percent),
            years=words.plural("unit.years", round(years, 1)),
        ),
        chart=chart,
        table=road.assign(times=road["times"].round(2)),
        columns=[
            Column("year", words("column.year_number"), "year"),
            Column("times", words("axis.times_start"), "number"),
        ],
        sources=[goal["source_id"], goal["second_source_id"]],
        basis=["derived", "claimed"],
        notes=[words("doubling.note"), goal[words.own("note")] + "."],
    )


def value(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = named(value_at_prices(tables["metal_output"], tables["metal_prices"]), tables, words)
    drawn = rows.assign(
        label=[
            words("value.row", metal=r.name, usd=words.quantity(r.million_usd, "million_usd", 0))
            for r in rows.itertuples()
        ],
        colour=look.CONTEXT,
    )
    return compose(
        "value",
        view,
        answer=words(
            "value.answer",
            total=words.quantity(rows["million_usd"].sum(), "million_usd", 0),
            year=str(rows["period_end"].dt.year.max()),
            most=inside(rows.iloc[0]["name"]),
            usd=words.quantity(rows.iloc[0]["million_usd"], "million_usd", 0),
        ),
        chart=look.rows(drawn, "million_usd", title=words("column.million_usd")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("tonnes", words("column.projected"), "number"),
            Column("usd_per_kg", words("column.usd_per_kg"), "number"),
            Column("million_usd", words("column.million_usd"), "number", 0),
        ],
        sources=[*rows["source_id"], *rows["source_id_price"]],
        basis=["derived"],
        notes=[words("value.note"), words("prices.note")],
    )


def prices(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = named(tables["metal_prices"], tables, words).sort_values(
        ["usd_per_kg", "metal_id"], ascending=[False, True], ignore_index=True
    )
    drawn = rows.assign(
        label=[
            words("prices.row", metal=r.name, usd=words.quantity(r.usd_per_kg, "usd_per_kg"))
            for r in rows.itertuples()
        ],
        colour=look.CLAIM,
    )
    return compose(
        "prices",
        view,
        answer=words(
            "prices.answer",
            count=words.plural("count.metals", len(rows)),
            most=inside(rows.iloc[0]["name"]),
            usd_most=words.quantity(rows.iloc[0]["usd_per_kg"], "usd_per_kg"),
            least=inside(rows.iloc[-1]["name"]),
            usd_least=words.quantity(rows.iloc[-1]["usd_per_kg"], "usd_per_kg"),
        ),
        chart=look.dots(
            drawn,
            "usd_per_kg:Q",
            title=words("axis.prices"),
            scale=alt.Scale(type="log"),
            axis=alt.Axis(values=[0.1, 10, 1_000, 100_000], format=",~r", grid=True),
        ),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("usd_per_kg", words("column.usd_per_kg"), "number"),
        ],
        sources=rows["source_id"],
        basis=rows["basis"],
        notes=[words("prices.note")],
    )


def output(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = tables["metal_output"]
    rows = rows[rows["basis"] == "record"].sort_values(
        ["metal_id", "measure", "period_end"],
        key=lambda c: c.map(METALS.index) if c.name == "metal_id" else c,
        ignore_index=True,
    )
    rows = named(rows, tables, words)
    rows = rows.assign(
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        exactness=[words.code("qualifier", q) for q in rows["qualifier"]],
        what=[words.code("product", f"{r.measure}_{r.product}") for r in rows.itertuples()],
    )
    drawn = rows.assign(
        thousand=rows["tonnes"] / 1_000,
        label=[
            words(
                "output.row",
                metal=r.name,
                what=r.what,
                when=r.when,
                tonnes=words.quantity(r.tonnes, "t", qualifier=r.qualifier),
            )
            for r in rows.itertuples()
        ],
        colour=[look.RECORD if m == "output" else look.LIMIT for m in rows["measure"]],
    )
    copper = rows[rows["metal_id"] == "copper"].iloc[-1]
    projected = tables["metal_output"]
    projected = projected[
        (projected["metal_id"] == "copper") & (projected["basis"] == "projected")
    ].iloc[0]
    return compose(
        "output",
        view,
        answer=words(
            "output.answer",
            metal=copper["name"],
            when=copper["when"],
            tonnes=words.quantity(copper["tonnes"], "t"),
            year=str(projected["period_end"].year),
            projected=words.quantity(projected["tonnes"], "t"),
        ),
        chart=look.rows(drawn, "thousand", title=words("column.thousand_tonnes")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("what", words("column.what")),
            Column("when", words("column.period")),
            Column("tonnes", words("column.tonnes"), "number"),
            Column("exactness", words("column.qualifier")),
        ],
        sources=[*rows["source_id"], projected["source_id"]],
        basis=["record"],
        notes=[words("output.note")],
    )
