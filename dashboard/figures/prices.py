"""What do the metals cost, and what is the projected output worth at that?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import inside, named
from kzdata.derived import whole_years

# Shape: frames to frames.


def value_at_prices(output: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Projected output of whole years at the quoted prices, in million USD.

    tonnes x 1000 kg x USD per kg. The latest year comes first, in it what is worth most.
    """
    projected = output[(output["basis"] == "projected") & (output["measure"] == "output")]
    projected = projected[whole_years(projected)]
    quoted = prices[["metal_id", "usd_per_kg", "source_id"]]
    rows = projected.merge(quoted, on="metal_id", suffixes=("", "_price"))
    rows = rows.assign(
        million_usd=rows["tonnes"] * 1_000 * rows["usd_per_kg"] / 1e6,
        year=rows["period_end"].dt.year,
    )
    return rows.sort_values(["year", "million_usd"], ascending=False, ignore_index=True)


# Figures.


def value(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = named(value_at_prices(tables["metal_output"], tables["metal_prices"]), tables, words)
    drawn = rows.assign(
        label=[
            words(
                "value.row",
                metal=r.name,
                year=str(r.year),
                usd=words.quantity(r.million_usd, "million_usd", 0),
            )
            for r in rows.itertuples()
        ],
        say=[
            words(
                "value.said",
                metal=r.name,
                year=str(r.year),
                tonnes=words.quantity(r.tonnes, "t"),
                price=words.quantity(r.usd_per_kg, "usd_per_kg"),
                usd=words.quantity(r.million_usd, "million_usd", 0),
            )
            for r in rows.itertuples()
        ],
        colour=theme.CONTEXT,
    )
    return compose(
        "value",
        view,
        answer=_worth(rows, words),
        chart=chart_types.rows(drawn, "million_usd", title=words("column.million_usd")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("year", words("column.year"), "year"),
            Column("tonnes", words("column.projected"), "number"),
            Column("usd_per_kg", words("column.usd_per_kg"), "number"),
            Column("million_usd", words("column.million_usd"), "number", 0),
        ],
        sources=[*rows["source_id"], *rows["source_id_price"]],
        basis=["derived"],
        notes=[words("value.note"), *_day_note(tables, words)],
    )


def _worth(rows: pd.DataFrame, words) -> str:
    """What the output projected for the latest year is worth, and which metal most of it."""
    if rows.empty:
        return words("value.none")
    latest = rows[rows["year"] == rows["year"].iloc[0]]
    return words(
        "value.answer",
        total=words.quantity(latest["million_usd"].sum(), "million_usd", 0),
        year=str(latest["year"].iloc[0]),
        most=inside(latest["name"].iloc[0]),
        usd=words.quantity(latest["million_usd"].iloc[0], "million_usd", 0),
    )


def _day_note(tables: Tables, words) -> list[str]:
    """That the day of a price is unknown, where it is."""
    return [words("prices.note")] * int(tables["metal_prices"]["price_day"].isna().any())


def prices(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = named(tables["metal_prices"], tables, words).sort_values(
        ["usd_per_kg", "metal_id"], ascending=[False, True], ignore_index=True
    )
    drawn = rows.assign(
        label=[
            words("prices.row", metal=r.name, usd=words.quantity(r.usd_per_kg, "usd_per_kg"))
            for r in rows.itertuples()
        ],
        colour=theme.CLAIM,
    )
    return compose(
        "prices",
        view,
        answer=words(
            "prices.answer",
            count=words.number(len(rows)),
            most=inside(rows.iloc[0]["name"]),
            usd_most=words.quantity(rows.iloc[0]["usd_per_kg"], "usd_per_kg"),
            least=inside(rows.iloc[-1]["name"]),
            usd_least=words.quantity(rows.iloc[-1]["usd_per_kg"], "usd_per_kg"),
        ),
        # No length of a logarithmic axis stands for nothing.
        chart=chart_types.dots(
            drawn[drawn["usd_per_kg"] > 0],
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
        notes=_day_note(tables, words),
    )
