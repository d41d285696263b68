"""The air in Karaganda, Temirtau and Balkhash, beside the guideline levels."""

import json

import altair as alt
import pandas as pd

from kzdata.datasets.columns import TOWNS
from kzdata.datasets.emissions import AIR_LEVELS

from . import forms, look
from .figure import Column, Figure, Tables, View, compose

MANY = 2  # times the guideline that are counted; less is only more than it

# Shape: frames to frames.


def dust_against_guideline(air: pd.DataFrame) -> pd.DataFrame:
    """Yearly means of PM2.5 in the towns and the guideline level, which comes last."""
    rows = air[(air["measure"] == "pm25") & (air["averaging"] == "year")]
    return rows.assign(last=rows["place"] == "guideline").sort_values(
        ["last", "value"], ascending=[True, False], ignore_index=True
    )


def levels(air: pd.DataFrame) -> pd.DataFrame:
    """What was said of the air in the towns, one row a statement: levels first."""
    rows = air[air["place"].isin(TOWNS) & (air["measure"] != "pm25")]
    rank = rows["level"].map({level: i for i, level in enumerate(AIR_LEVELS)}).fillna(-1)
    return rows.assign(rank=rank).sort_values(
        ["rank", "place", "period_end"], ascending=[False, True, False], ignore_index=True
    )


def guideline_levels(air: pd.DataFrame) -> pd.DataFrame:
    """Guideline levels by pollutant, the yearly before the daily one."""
    rows = air[air["place"] == "guideline"]
    order = {"pm25": 0, "pm10": 1, "no2": 2, "so2": 3}
    return rows.sort_values(
        ["measure", "averaging"],
        key=lambda c: c.map(order) if c.name == "measure" else c == "day",
        ignore_index=True,
    )


# Figures.


def city_dust(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = dust_against_guideline(tables["air_quality"])
    rows = rows.assign(name=[words.code("place", p) for p in rows["place"]])
    drawn = rows.assign(
        label=[
            words("city_dust.row", place=r.name, value=words.quantity(r.value, r.unit))
            for r in rows.itertuples()
        ],
        colour=rows["basis"].map(look.BASIS_COLOURS),
    )
    return compose(
        "city_dust",
        view,
        answer=said_dust(rows.iloc[0], rows.iloc[-1], words),
        chart=forms.rows(drawn, "value", title=words("column.ug_per_m3")),
        table=rows.assign(known=[words.code("basis", b) for b in rows["basis"]]),
        columns=[
            Column("name", words("column.place")),
            Column("value", words("column.ug_per_m3"), "number"),
            Column("known", words("column.basis")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"],
        notes=[words("city_dust.note")],
    )


def said_dust(row: pd.Series, guideline: pd.Series, words) -> str:
    """A yearly mean of PM2.5 beside the guideline: how many times it is, or whether it is more."""
    said = {
        "place": words.code("place", row["place"]),
        "period": words.period(row["period_start"], row["period_end"]),
        "value": words.quantity(row["value"], row["unit"]),
        "guideline": words.quantity(guideline["value"], guideline["unit"]),
    }
    if row["value"] == guideline["value"]:
        return words("city_dust.equal", **said)
    if row["value"] < guideline["value"]:
        return words("city_dust.below", **said)
    if not guideline["value"] or row["value"] < MANY * guideline["value"]:
        return words("city_dust.above", **said)
    factor = row["value"] / guideline["value"]
    # Of few times a part counts: 2.4 is not 2.
    factor = words.quantity(round(factor, 1 if factor < 10 else 0), "times")
    return words("city_dust.answer", **said, factor=factor)


def city_air(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = said_levels(levels(tables["air_quality"]), words)
    worst = graded(rows).iloc[0]
    return compose(
        "city_air",
        view,
        answer=words("city_air.answer", **level_words(worst, words)),
        chart=draw_levels(graded(rows), words),
        table=rows,
        columns=air_columns(words),
        sources=rows["source_id"],
        basis=rows["basis"],
        notes=told_counts(rows, words),
    )


def graded(rows: pd.DataFrame) -> pd.DataFrame:
    """The levels of single periods: "high in seven of ten years" counts years and is none."""
    return rows[rows["level"].notna() & (rows["measure"] != "years_high")]


def said_levels(rows: pd.DataFrame, words) -> pd.DataFrame:
    """Statements on the air with place, period and what is said, in words."""
    return rows.assign(
        name=[words.code("place", p) for p in rows["place"]],
        what=[_statement(r, words) for r in rows.itertuples()],
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
    )


def level_words(row: pd.Series, words) -> dict[str, str]:
    """The place, the period and the level of one graded statement, for a sentence."""
    return {
        "place": row["name"],
        "when": row["when"],
        "level": words.code("level", row["level"]),
    }


def told_counts(rows: pd.DataFrame, words) -> list[str]:
    """What was counted, a sentence each: exceedances, years."""
    return [
        words("city_air.sentence", place=r.name, when=r.when, what=r.what)
        for r in rows[rows["value"].notna()].itertuples()
    ]


def air_columns(words) -> list[Column]:
    return [
        Column("name", words("column.place")),
        Column("when", words("column.period")),
        Column("what", words("column.what")),
    ]


def draw_levels(rows: pd.DataFrame, words) -> alt.LayerChart:
    """Graded statements as dots on the scale of levels."""
    drawn = rows.assign(
        label=[
            words("city_air.row", place=r.name, when=r.when, what=words.code("level", r.level))
            for r in rows.itertuples()
        ],
        position=[AIR_LEVELS.index(level) for level in rows["level"]],
        colour=look.RECORD,
    )
    names = [words.code("level", level) for level in AIR_LEVELS]
    axis = alt.Axis(
        values=list(range(len(names))),
        labelExpr=f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
        grid=True,
        labelBound=False,
        labelFlush=True,
    )
    return forms.dots(
        drawn,
        "position:Q",
        title=words("column.level"),
        scale=alt.Scale(domain=[0, len(names) - 1], nice=False, padding=8),
        axis=axis,
    )


def _statement(row, words) -> str:
    """What a row says of the air: a level, a count, or a count and the level of its period."""
    said = []
    if isinstance(row.level, str) and row.measure != "years_high":
        said.append(words.code("air_measure", "level", value=words.code("level", row.level)))
    if not pd.isna(row.value):
        count = words.quantity(row.value, row.unit, qualifier=row.qualifier)
        said.append(words.code("air_measure", row.measure, value=count))
    return "; ".join(said)


def guidelines(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = guideline_levels(tables["air_quality"])
    rows = rows.assign(
        name=[words.code("pollutant", m) for m in rows["measure"]],
        mean=[words.code("averaging", a) for a in rows["averaging"]],
    )
    drawn = rows.assign(
        label=[
            words(
                "guidelines.row",
                pollutant=r.name,
                mean=r.mean,
                value=words.quantity(r.value, r.unit),
            )
            for r in rows.itertuples()
        ],
        colour=look.LIMIT,
    )
    return compose(
        "guidelines",
        view,
        answer=words(
            "guidelines.answer",
            value=words.quantity(rows.iloc[0]["value"], rows.iloc[0]["unit"]),
        ),
        chart=forms.rows(drawn, "value", title=words("column.ug_per_m3")),
        table=rows,
        columns=[
            Column("name", words("column.pollutant")),
            Column("mean", words("column.averaging")),
            Column("value", words("column.ug_per_m3"), "number"),
        ],
        sources=rows["source_id"],
        basis=rows["basis"],
    )
