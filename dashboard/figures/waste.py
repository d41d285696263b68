"""Which part of the waste is recycled, beside plans and a claimed target of another scope?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_series, chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from kzdata.evidence.record import OFFICIAL
from kzdata.schema.columns import COUNTRY

# Shape: frames to frames.


def municipal(waste: pd.DataFrame) -> pd.DataFrame:
    """Rows of the country's municipal waste recycled, by year; several of a year by their basis."""
    rows = waste[(waste["region_id"] == COUNTRY) & (waste["measure"] == "municipal_recycled")]
    return rows.sort_values(["year", "basis"], ignore_index=True)


# Figures.


def recycling(tables: Tables, view: FigureRequest) -> Figure:
    words, benchmarks = view.words, tables["benchmarks"]
    rows = municipal(tables["waste_rates"])
    claimed = benchmarks[(benchmarks["metric"] == "recycling") & (benchmarks["unit"] == "percent")]
    recorded = rows[rows["basis"].isin(OFFICIAL)].drop_duplicates("year", keep="last")
    others = rows[~rows["basis"].isin(OFFICIAL)]
    table = pd.concat(
        [
            rows.assign(
                what=words("recycling.municipal"),
                known=[words.code("basis", b) for b in rows["basis"]],
            ),
            pd.DataFrame(
                {
                    "year": claimed["target_year"],
                    "percent": claimed["target"],
                    "what": words("recycling.no_waste"),
                    "known": words.code("basis", "claimed"),
                }
            ),
        ]
    )
    return compose(
        "recycling",
        view,
        answer=_recycled(recorded, others, claimed, words),
        chart=chart_types.panels(_draw_line(recorded, others, words), _draw_target(claimed, words)),
        table=table,
        columns=[
            Column("year", words("column.year"), "year"),
            Column("what", words("column.what")),
            Column("percent", words("column.percent"), "number"),
            Column("known", words("column.basis")),
        ],
        sources=[*rows["source_id"], *claimed["source_id"]],
        basis=[*rows["basis"], *(["claimed"] * bool(len(claimed)))],
        notes=[words("recycling.note")],
    )


def _recycled(recorded: pd.DataFrame, others: pd.DataFrame, claimed: pd.DataFrame, words) -> str:
    """The latest rate, what had been planned for its year, and the claimed target beside it."""
    if recorded.empty:
        return words("recycling.none")
    last = recorded.iloc[-1]
    said = {"year": str(last["year"]), "rate": words.percent(last["percent"])}
    plans = others[(others["year"] == last["year"]) & (others["basis"] == "projected")]
    if plans.empty or claimed.empty:
        return words("recycling.rate", **said)
    return words(
        "recycling.answer",
        plan=words.percent(plans["percent"].iloc[0]),
        target=words.percent(claimed["target"].iloc[0]),
        **said,
    )


def _draw_line(recorded: pd.DataFrame, others: pd.DataFrame, words) -> alt.LayerChart | None:
    """The recorded rates as a line; plans and what was only said as single marks."""
    line = recorded.rename(columns={"percent": "value"}).assign(line="record")
    line = line.assign(said=[words.percent(value) for value in line["value"]])
    line = line[["year", "line", "value", "said"]]
    marks = pd.DataFrame(
        {
            "year": others["year"].astype("int64"),
            "value": others["percent"],
            "colour": others["basis"].map(theme.BASIS_COLOURS),
            "align": (others["basis"] == "projected").map({True: "right", False: "left"}),
            "label": [words.percent(percent) for percent in others["percent"]],
        }
    )
    told = {"projected": words("recycling.planned"), "claimed": words("recycling.claimed")}
    signs = [
        (said, theme.BASIS_COLOURS[basis], chart_types.SIGNS["diamond"])
        for basis, said in told.items()
        if (others["basis"] == basis).any()
    ]
    chart = chart_series.lines(
        line,
        [chart_series.Line("record", words("recycling.municipal"), theme.RECORD)],
        signs=signs,
        inside=True,
        title=words("column.percent"),
        height=240,
        most=max([*line["value"], *marks["value"], 1.0]),
        years=[*line["year"], *marks["year"]],
        answers=pd.concat([recorded, others]).assign(say=lambda rows: _said(rows, words)),
    )
    if chart is None or marks.empty:
        return chart
    return chart.add_layers(*chart_series.marks(marks))


def _said(rows: pd.DataFrame, words) -> list[str]:
    """Each rate in one sentence: of which year it is, and how it is known."""
    return [
        words(
            "recycling.said",
            year=str(r.year),
            rate=words.percent(r.percent),
            known=words.code("basis", r.basis),
        )
        for r in rows.itertuples()
    ]


def _draw_target(claimed: pd.DataFrame, words) -> alt.LayerChart | None:
    """The claimed target on its own: it names no waste, so it stands on no line with a rate."""
    if claimed.empty:
        return None
    rows = pd.DataFrame(
        {
            "label": [
                words("recycling.target", year=str(r.target_year), rate=words.percent(r.target))
                for r in claimed.itertuples()
            ],
            "percent": claimed["target"],
            "colour": theme.CLAIM,
        }
    )
    axis = alt.Scale(domain=[0, 100])
    return chart_types.rows(rows, "percent", title=words("column.percent"), scale=axis)
