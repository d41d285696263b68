"""How much metal was made, and what do the projections imply?"""

import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import inside, named, place
from kzdata.evidence import latest_output, whole_years

# Shape: frames to frames.


def projected_against_record(output: pd.DataFrame, growth: pd.DataFrame) -> pd.DataFrame:
    """Each projected output with the latest whole year on record before, and what it implies.

    `percent` is the projection through that record; `implied` is the output of the year before
    that the projection and the claimed growth of the metal imply: projection / (1 + growth). What
    is not known is empty, and so is what follows from it.
    """
    rows = output[(output["basis"] == "projected") & (output["measure"] == "output")]
    rows = rows[whole_years(rows)]
    rows = rows.assign(year=rows["period_end"].dt.year.astype("Int64"))
    bases = [latest_output(output, r.metal_id, before=r.year) for r in rows.itertuples()]
    known = pd.DataFrame([{} if base is None else dict(base) for base in bases], index=rows.index)
    known = known.reindex(columns=["tonnes", "qualifier", "source_id", "period_end"])
    claimed = growth[growth["basis"] == "claimed"].drop_duplicates("metal_id")
    base = known["tonnes"].astype("float64")
    rows = rows.assign(
        base_year=pd.to_datetime(known["period_end"]).dt.year.astype("Int64"),
        base_tonnes=base,
        base_qualifier=known["qualifier"],
        base_source_id=known["source_id"],
        percent=(rows["tonnes"] / base.where(base > 0) * 100).round(),
        growth=rows["metal_id"].map(claimed.set_index("metal_id")["growth_percent"]),
    )
    rows = rows.assign(
        implied=(rows["tonnes"] / (1 + rows["growth"].where(rows["growth"] > -100) / 100)).round()
    )
    return rows.sort_values(
        ["metal_id", "year"],
        key=lambda c: place(c) if c.name == "metal_id" else c,
        ignore_index=True,
    )


# Figures.


def projections(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = projected_against_record(tables["metal_output"], tables["metal_growth"])
    rows = named(rows, tables, words)
    bars = [bar for r in rows.itertuples() for bar in _record_and_projection(r, words)]
    compared = rows.dropna(subset=["percent"])
    return compose(
        "projections",
        view,
        answer=_shares_of_record(compared, words),
        chart=chart_types.rows(
            pd.DataFrame(bars, columns=["label", "tonnes", "colour"]),
            "tonnes",
            title=words("column.thousand_tonnes"),
        ),
        table=rows,
        columns=[
            Column("name", words("column.metal")),
            Column("year", words("column.year"), "year"),
            Column("tonnes", words("column.projected"), "number"),
            Column("base_year", words("column.base_year"), "year"),
            Column("base_tonnes", words("column.recorded"), "number"),
            Column("percent", words("column.percent_of_record"), "number"),
            Column("growth", words("column.growth_claimed"), "number"),
            Column("implied", words("column.implied"), "number"),
        ],
        sources=[*rows["source_id"], *rows["base_source_id"]],
        basis=["projected", "record", "derived"] if len(rows) else ["unknown"],
        notes=[words("projections.short")]
        * bool(len(compared) and (compared["percent"] < 200).all())
        + [words("projections.implied")] * bool(rows["implied"].notna().any()),
    )


def _record_and_projection(row, words) -> list[dict[str, object]]:
    """The bars of a projection: what is on record before it, if anything is, and itself."""
    recorded = {
        "label": words("projections.not_recorded", metal=row.name)
        if pd.isna(row.base_tonnes)
        else words(
            "projections.recorded",
            metal=row.name,
            year=str(row.base_year),
            tonnes=words.quantity(row.base_tonnes, "t", qualifier=row.base_qualifier),
        ),
        "tonnes": row.base_tonnes / 1_000,
        "colour": theme.UNKNOWN if pd.isna(row.base_tonnes) else theme.RECORD,
    }
    said = {"metal": row.name, "year": str(row.year), "tonnes": words.quantity(row.tonnes, "t")}
    projected = {
        "label": words("projections.alone", **said)
        if pd.isna(row.percent)
        else words("projections.projected", percent=words.percent(row.percent), **said),
        "tonnes": row.tonnes / 1_000,
        "colour": theme.TARGET,
    }
    return [recorded, projected]


def _shares_of_record(rows: pd.DataFrame, words) -> str:
    """Each projection as a share of the record, with the years of both said where they differ."""
    if rows.empty:
        return words("projections.none")
    years = rows[["year", "base_year"]].drop_duplicates()
    if len(years) == 1:
        shares = [
            words("projections.share", metal=inside(r.name), percent=words.percent(r.percent))
            for r in rows.itertuples()
        ]
        return words(
            "projections.answer",
            year=str(years["year"].iloc[0]),
            base=str(years["base_year"].iloc[0]),
            shares="; ".join(shares),
        )
    shares = [
        words(
            "projections.share_of_years",
            metal=inside(r.name),
            percent=words.percent(r.percent),
            year=str(r.year),
            base=str(r.base_year),
        )
        for r in rows.itertuples()
    ]
    return words("projections.answer_by_year", shares="; ".join(shares))


def output(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = tables["metal_output"]
    rows = rows[rows["basis"] == "record"].sort_values(
        ["metal_id", "measure", "period_end"],
        key=lambda c: place(c) if c.name == "metal_id" else c,
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
        colour=[theme.RECORD if m == "output" else theme.CONTEXT for m in rows["measure"]],
    )
    # Months and years are not to be set side by side in one sentence.
    years = rows[(rows["measure"] == "output") & whole_years(rows)]
    years = years.groupby("metal_id", sort=False).tail(1)
    return compose(
        "output",
        view,
        answer=_latest_years(years, words),
        chart=chart_types.rows(drawn, "thousand", title=words("column.thousand_tonnes")),
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


def _latest_years(rows: pd.DataFrame, words) -> str:
    """The output of each metal in its latest whole year."""
    if rows.empty:
        return words("output.none")
    years = [
        words(
            "output.year",
            metal=inside(r.name),
            when=r.when,
            tonnes=words.quantity(r.tonnes, "t", qualifier=r.qualifier),
        )
        for r in rows.itertuples()
    ]
    return words("output.answer", years="; ".join(years))
