"""The air in Karaganda, Temirtau and Balkhash, beside the guideline levels."""

import json

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from kzdata.schema.columns import TOWNS
from kzdata.schema.emissions import AIR_LEVELS

POLLUTANTS = ("pm25", "pm10", "no2", "so2")  # in the order in which they are told
MANY = 2  # times the guideline that are counted; less is only more than it
COUNTED = ("exceedances", "years_high")

# Shape: frames to frames.


def dust_against_guideline(air: pd.DataFrame) -> pd.DataFrame:
    """Yearly means of PM2.5, the latest first, and the guideline level, which comes last."""
    rows = air[_is_dust(air)]
    rows = rows.assign(guideline=rows["place"] == "guideline")
    rows = rows.sort_values(
        ["guideline", "period_end", "value"], ascending=[True, False, False], ignore_index=True
    )
    # Of several guidelines the latest stands.
    return rows[~rows["guideline"] | ~rows["guideline"].duplicated()]


def _is_dust(air: pd.DataFrame) -> pd.Series:
    return (air["measure"] == "pm25") & (air["averaging"] == "year") & air["value"].notna()


def levels(air: pd.DataFrame) -> pd.DataFrame:
    """What else was said of the air in the towns, one row a statement: levels first."""
    rows = air[air["place"].isin(TOWNS) & ~_is_dust(air)]
    rank = rows["level"].map({level: i for i, level in enumerate(AIR_LEVELS)}).fillna(-1)
    return rows.assign(rank=rank).sort_values(
        ["rank", "place", "period_end"], ascending=[False, True, False], ignore_index=True
    )


def telling(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the statements on a town, as `levels` has them, those that none other makes better.

    The gravest, the latest rating, the latest of each count; the gravest comes first. A rating
    alone may be the best of many: what else is known then stands beside it.
    """
    latest = rows.sort_values("period_end", kind="stable", na_position="first")
    gravest = latest[latest["rank"] == latest["rank"].max()].tail(1)
    counts = latest[latest["measure"].isin(COUNTED) & latest["value"].notna()]
    counts = counts.groupby("measure").tail(1)
    told = {*gravest.index, *graded(latest).tail(1).index, *counts.index}
    return rows.loc[sorted(told)].sort_values(
        ["rank", "period_end"], ascending=False, ignore_index=True
    )


def graded(rows: pd.DataFrame) -> pd.DataFrame:
    """The levels of single periods: "high in seven of ten years" counts years and is none."""
    return rows[rows["level"].notna() & (rows["measure"] != "years_high")]


def guideline_levels(air: pd.DataFrame) -> pd.DataFrame:
    """Guideline levels by pollutant, the yearly before the daily one."""
    rows = air[
        (air["place"] == "guideline") & air["measure"].isin(POLLUTANTS) & air["value"].notna()
    ]
    return rows.sort_values(
        ["measure", "averaging"],
        key=lambda c: c.map(POLLUTANTS.index) if c.name == "measure" else c == "day",
        ignore_index=True,
    )


# Figures.


def city_dust(tables: Tables, view: FigureRequest) -> Figure:
    words, air = view.words, tables["air_quality"]
    dust = dust_against_guideline(air)
    towns, guideline = dust[~dust["guideline"]], dust_guideline(dust)
    rows = pd.concat([towns, guideline_levels(air)]) if len(towns) else towns
    rows = rows.assign(
        name=[words.code("place", p) for p in rows["place"]],
        what=[words.code("pollutant", m) for m in rows["measure"]],
        mean=[_said_mean(a, words) for a in rows["averaging"]],
        when=[None if r.place == "guideline" else said_when(r, words) for r in rows.itertuples()],
    )
    return compose(
        "city_dust",
        view,
        answer=words("city_dust.none")
        if towns.empty
        else said_dust(towns.iloc[0], guideline, words),
        chart=draw_dust(rows[rows["place"] != "guideline"], guideline, words),
        table=rows.assign(known=[words.code("basis", b) for b in rows["basis"]]),
        columns=[
            Column("name", words("column.place")),
            Column("when", words("column.period")),
            Column("what", words("column.pollutant")),
            Column("mean", words("column.averaging")),
            Column("value", words("column.ug_per_m3"), "number"),
            Column("known", words("column.basis")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("city_dust.note")],
    )


def draw_dust(rows: pd.DataFrame, guideline: pd.Series | None, words) -> alt.LayerChart | None:
    """Yearly means of towns as bars, and across them the guideline as a line of its own."""
    labels = [
        words(
            "city_air.row",
            place=r.name,
            when=r.when,
            what=words.quantity(r.value, r.unit, qualifier=r.qualifier),
        )
        for r in rows.itertuples()
    ]
    drawn = rows.assign(
        label=labels,
        say=[
            words("mark.with", said=label, more=words.code("basis", basis))
            for label, basis in zip(labels, rows["basis"], strict=True)
        ],
        colour=rows["basis"].map(theme.BASIS_COLOURS),
    ).drop(columns="guideline")
    if guideline is not None:
        drawn = drawn.assign(guideline=guideline["value"])
    chart = chart_types.rows(drawn, "value", title=words("column.ug_per_m3"))
    if chart is None or guideline is None:
        return chart
    said = words(
        "city_dust.row",
        place=words.code("place", "guideline"),
        value=words.quantity(guideline["value"], guideline["unit"]),
    )
    key = chart_types.key([(said, theme.GUIDELINE, chart_types.SIGNS["broken"])])
    return chart.add_layers(*key)


def dust_guideline(dust: pd.DataFrame) -> pd.Series | None:
    """The guideline level among yearly means of PM2.5; None if there is none."""
    rows = dust[dust["guideline"]]
    return None if rows.empty else rows.iloc[0]


def said_dust(row: pd.Series, guideline: pd.Series | None, words) -> str:
    """A yearly mean of PM2.5 beside the guideline: how many times it is, or whether it is more."""
    said = {
        "place": words.code("place", row["place"]),
        "period": said_when(row, words),
        "value": words.quantity(row["value"], row["unit"]),
    }
    if guideline is None:
        return words("city_dust.alone", **said)
    said["guideline"] = words.quantity(guideline["value"], guideline["unit"])
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


def city_air(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = said_levels(levels(tables["air_quality"]), words)
    return compose(
        "city_air",
        view,
        answer=said_gravest(rows, words),
        chart=draw_levels(graded(rows), words),
        table=rows,
        columns=air_columns(words),
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=told_counts(rows, words),
    )


def said_levels(rows: pd.DataFrame, words) -> pd.DataFrame:
    """Statements on the air with place, period and what is said, in words."""
    return rows.assign(
        name=[words.code("place", p) for p in rows["place"]],
        what=[_statement(r, words) for r in rows.itertuples()],
        when=[said_when(r, words) for r in rows.itertuples()],
    )


def said_when(row, words) -> str:
    """The period of a statement as far as it is known."""
    start, end = row.period_start, row.period_end
    return words("ui.undated") if pd.isna(start) and pd.isna(end) else words.period(start, end)


def said_gravest(rows: pd.DataFrame, words) -> str:
    """The gravest of all statements; that there is no rating, where nothing is graded."""
    if rows["level"].isna().all():
        return words("city_air.none")
    worst = rows.iloc[0]  # levels come first
    level = words.code("level", worst["level"])
    return words("city_air.answer", place=worst["name"], when=worst["when"], level=level)


def told_counts(rows: pd.DataFrame, words) -> list[str]:
    """What was counted, a sentence each: exceedances, years."""
    return [
        words("city_air.sentence", place=r.name, when=r.when, what=r.what)
        for r in rows[rows["value"].notna() & (rows["what"] != "")].itertuples()
    ]


def air_columns(words) -> list[Column]:
    return [
        Column("name", words("column.place")),
        Column("when", words("column.period")),
        Column("what", words("column.what")),
    ]


def draw_levels(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """Graded statements as dots on the scale of levels."""
    drawn = rows.assign(
        label=[
            words("city_air.row", place=r.name, when=r.when, what=words.code("level", r.level))
            for r in rows.itertuples()
        ],
        say=[
            words("city_air.row", place=r.name, when=r.when, what=r.what) for r in rows.itertuples()
        ],
        position=[AIR_LEVELS.index(level) for level in rows["level"]],
        colour=theme.RECORD,
    )
    names = [words.code("level", level) for level in AIR_LEVELS]
    axis = alt.Axis(
        values=list(range(len(names))),
        labelExpr=f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
        grid=True,
        labelBound=False,
        labelFlush=True,
    )
    return chart_types.dots(
        drawn,
        "position:Q",
        title=words("column.level"),
        scale=alt.Scale(domain=[0, len(names) - 1], nice=False, padding=8),
        axis=axis,
    )


def _statement(row, words) -> str:
    """What a row says of the air: a level, a value, or a value and the level of its period."""
    said = []
    if isinstance(row.level, str) and row.measure != "years_high":
        said.append(words.code("air_measure", "level", value=words.code("level", row.level)))
    if not pd.isna(row.value) and row.measure != "level":
        value = _said_value(row, words)
        if row.measure in POLLUTANTS:
            said.append(_concentration(row, value, words))
        elif row.measure == "years_high":
            said.append(_said_years(row, value, words))
        else:
            said.append(words.code("air_measure", row.measure, value=value))
    return ", ".join(said)


def _said_years(row, value: str, words) -> str:
    """In how many years of a period the level was high."""
    if pd.isna(row.period_start) or pd.isna(row.period_end):
        return words("city_air.years_high", value=value)
    years = str(row.period_end.year - row.period_start.year + 1)
    return words.code("air_measure", "years_high", value=value, years=years)


def _said_value(row, words) -> str:
    """A value with its unit; one whose unit nobody stated, with that."""
    if isinstance(row.unit, str):
        return words.quantity(row.value, row.unit, qualifier=row.qualifier)
    return words("no_unit", value=words.number(row.value))


def _concentration(row, value: str, words) -> str:
    """The pollutant, which mean of it, and how much."""
    return words(
        "city_air.concentration",
        pollutant=words.code("pollutant", row.measure),
        mean=_said_mean(row.averaging, words),
        value=value,
    )


def _said_mean(averaging: object, words) -> str:
    return words.code("averaging", averaging) if isinstance(averaging, str) else words("no_mean")
