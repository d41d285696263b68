"""What do the metals cost, and what is the projected output worth at that?"""

import altair as alt
import pandas as pd

from . import forms, look
from .figure import Column, Figure, Tables, View, compose
from .metals import inside, named

# Shape: frames to frames.


def value_at_prices(output: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Projected output at the quoted prices, in million USD: tonnes x 1000 kg x USD per kg."""
    projected = output[output["basis"] == "projected"]
    quoted = prices[["metal_id", "usd_per_kg", "source_id"]]
    rows = projected.merge(quoted, on="metal_id", suffixes=("", "_price"))
    rows = rows.assign(million_usd=rows["tonnes"] * 1_000 * rows["usd_per_kg"] / 1e6)
    return rows.sort_values("million_usd", ascending=False, ignore_index=True)


# Figures.


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
        chart=forms.rows(drawn, "million_usd", title=words("column.million_usd")),
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
            count=words.number(len(rows)),
            most=inside(rows.iloc[0]["name"]),
            usd_most=words.quantity(rows.iloc[0]["usd_per_kg"], "usd_per_kg"),
            least=inside(rows.iloc[-1]["name"]),
            usd_least=words.quantity(rows.iloc[-1]["usd_per_kg"], "usd_per_kg"),
        ),
        chart=forms.dots(
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
