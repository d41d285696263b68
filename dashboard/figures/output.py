"""How much metal was made, and what do the projections imply?"""

import pandas as pd

from kzdata.claims import latest_output, whole_years

from . import forms, look
from .figure import Column, Figure, Tables, View, compose
from .metals import METALS, inside, named

# Shape: frames to frames.


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


# Figures.


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
        chart=forms.rows(pd.DataFrame(bars), "tonnes", title=words("column.thousand_tonnes")),
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
        colour=[look.RECORD if m == "output" else look.CONTEXT for m in rows["measure"]],
    )
    # Months and years are not to be set side by side in one sentence.
    years = rows[(rows["measure"] == "output") & whole_years(rows)]
    years = years.groupby("metal_id", sort=False).tail(1)
    return compose(
        "output",
        view,
        answer=words(
            "output.answer",
            years="; ".join(
                words(
                    "output.year",
                    metal=inside(r.name),
                    when=r.when,
                    tonnes=words.quantity(r.tonnes, "t", qualifier=r.qualifier),
                )
                for r in years.itertuples()
            ),
        ),
        chart=forms.rows(drawn, "thousand", title=words("column.thousand_tonnes")),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("what", words("column.what")),
            Column("when", words("column.period")),
            Column("tonnes", words("column.tonnes"), "number"),
            Column("exactness", words("column.qualifier")),
        ],
        sources=rows["source_id"],
        basis=["record"],
        notes=[words("output.note")],
    )
