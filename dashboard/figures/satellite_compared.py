"""Do the instruments on the satellites agree, and what do they see elsewhere?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.satellite import place_of, with_ends
from kzdata.schema.air import COMBINED, INSTRUMENTS

SINGLE = INSTRUMENTS[1:]
SHAPES = dict(zip(SINGLE, ("circle", "square", "triangle-up", "diamond"), strict=True))

# Shape: frames to frames.


def by_instrument(so2: pd.DataFrame, place: str) -> pd.DataFrame:
    """Years of a place that all single instruments saw: a column each, and the combined estimate.

    `least` and `most` are the ends of what the single instruments saw.
    """
    rows = so2[so2["place_id"] == place]
    wide = rows.pivot(index="year", columns="instrument", values="kt")
    wide = wide.reindex(columns=list(INSTRUMENTS)).dropna().reset_index()
    single = wide[list(SINGLE)]
    return wide.assign(least=single.min(axis=1), most=single.max(axis=1))


def of_all_places(so2: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The combined estimates of the latest year, the most first, each with its place."""
    rows = so2[so2["instrument"] == COMBINED]
    rows = with_ends(rows[rows["year"] == rows["year"].max()])
    rows = rows.merge(places.drop(columns="source_id"), on="place_id")
    return rows.sort_values(["kt", "place_id"], ascending=[False, True], ignore_index=True)


# Figures.


def so2_instruments(tables: Tables, view: FigureRequest) -> Figure:
    words, name = view.words, place_of(tables, view)[view.words.own("name")]
    rows = by_instrument(tables["satellite_so2"], view.place)
    drawn = rows.assign(
        label=[
            words(
                "so2_instruments.row",
                year=str(int(r.year)),
                least=words.number(r.least, 1),
                most=words.quantity(r.most, "kt", 1),
                combined=words.number(r.combined, 1),
            )
            for r in rows.itertuples()
        ],
        colour=theme.SATELLITE,
    )
    known = tables["satellite_so2"]
    known = known[(known["place_id"] == view.place) & known["year"].isin(rows["year"])]
    return compose(
        "so2_instruments",
        view,
        answer=_said_agreement(rows, name, words),
        chart=chart_types.strips(drawn, SHAPES, COMBINED, title=words("column.kt_so2")),
        table=rows,
        columns=[
            Column("year", words("column.year"), "year"),
            *(Column(i, words.code("instrument", i), "number", 1) for i in (*SINGLE, COMBINED)),
            Column("least", words("column.least"), "number", 1),
            Column("most", words("column.most"), "number", 1),
        ],
        sources=known["source_id"],
        basis=known["basis"] if len(known) else ["unknown"],
        notes=[words("so2_instruments.key")] * bool(len(rows)),
    )


def _said_agreement(rows: pd.DataFrame, place: str, words) -> str:
    """What the instruments saw in the year in which the combined estimate was the highest."""
    if rows.empty:
        return words("so2_instruments.none", place=place)
    row = rows.loc[rows["combined"].idxmax()]
    return words(
        "so2_instruments.answer",
        place=place,
        year=str(int(row["year"])),
        count=words.number(len(SINGLE)),
        least=words.number(row["least"], 1),
        most=words.quantity(row["most"], "kt", 1),
        combined=words.quantity(row["combined"], "kt", 1),
    )


def so2_places(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = of_all_places(tables["satellite_so2"], tables["places"])
    regions = tables["regions"].set_index("region_id")[words.own("name")]
    rows = rows.assign(
        name=rows[words.own("name")],
        region=rows["region_id"].map(regions),
        what=[words.code("place_kind", kind) for kind in rows["kind"]],
    )
    drawn = rows.assign(
        label=[
            words(
                "so2_places.row",
                place=r.name,
                kt=words.quantity(r.kt, "kt", 1),
                sd=words.number(r.kt_sd, 1),
            )
            for r in rows.itertuples()
        ],
        colour=theme.SATELLITE,
    )
    first = rows.iloc[0] if len(rows) else None
    return compose(
        "so2_places",
        view,
        answer=words("so2_places.none")
        if first is None
        else words(
            "so2_places.answer",
            year=str(first["year"]),
            place=first["name"],
            kt=words.quantity(first["kt"], "kt", 1),
            count=words.number(len(rows)),
        ),
        chart=chart_types.dots(
            drawn,
            "kt:Q",
            title=words("column.kt_so2"),
            scale=alt.Scale(zero=True, nice=True),
            axis=alt.Axis(tickCount=4),
        ),
        table=rows,
        columns=[
            Column("name", words("column.site")),
            Column("what", words("column.place_kind")),
            Column("region", words("column.region")),
            Column("year", words("column.year"), "year"),
            Column("kt", words("column.kt_so2"), "number", 1),
            Column("kt_sd", words("column.kt_sd"), "number", 1),
            Column("low", words("column.low"), "number", 1),
            Column("high", words("column.high"), "number", 1),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("so2_places.note")] * bool(len(rows)),
    )
