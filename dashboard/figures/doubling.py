"""Has the output of metals doubled, as was claimed?"""

from math import log

import altair as alt
import pandas as pd

from dashboard.figures import chart_series, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.i18n.words import MOST_DIGITS
from kzdata.derived import chained
from kzdata.schema.metal_series import BRANCHES

BASE = 2015  # of the index: the doubling was to be by 2025, ten years on

# Shape: frames to frames.


def years_to_double(percent: float) -> float | None:
    """Years until an output doubles at a steady yearly growth: ln 2 / ln(1 + growth).

    None where it does not grow, as far as a reader sees.
    """
    return log(2) / log(1 + percent / 100) if round(percent, MOST_DIGITS) > 0 else None


def levels(index: pd.DataFrame) -> pd.DataFrame:
    """The index of metallurgy and its branches by year since the base year, that year being 100."""
    found = [
        pd.DataFrame({"branch": branch, "year": level.index, "level": level.round(1)})
        for branch, rows in index.drop_duplicates(["branch", "year"]).groupby("branch")
        if len(level := chained(rows, BASE))
    ]
    rows = pd.concat(found) if found else pd.DataFrame(columns=["branch", "year", "level"])
    rows = rows.astype({"year": "int64", "level": "float64"})
    return rows[rows["year"] >= BASE].reset_index(drop=True)


# Figures.


def doubling(tables: Tables, view: FigureRequest) -> Figure:
    words, claims, index = view.words, tables["claims"], tables["metal_index"]
    of_all = claims[(claims["record"] == "metal_growth") & (claims["record_id"] == "all")]
    goals = claims[(claims["unit"] == "times") & (claims["value"] == 2)]
    rows = levels(index)
    wide = rows.pivot(index="year", columns="branch", values="level")
    wide = wide.reindex(columns=list(BRANCHES)).reset_index()
    percent = index[index["branch"] == BRANCHES[0]].drop_duplicates("year").set_index("year")
    wide = wide.assign(grown=wide["year"].map(percent["percent_of_year_before"] - 100).round(1))
    return compose(
        "doubling",
        view,
        answer=_reached(rows[rows["branch"] == BRANCHES[0]], words),
        chart=draw_levels(rows, words),
        table=wide,
        columns=[
            Column("year", words("column.year"), "year"),
            *(Column(each, words.code("branch", each), "number", 1) for each in BRANCHES),
            Column("grown", words("column.change"), "signed", 1),
        ],
        sources=[
            *index["source_id"].unique(),
            *of_all["source_id"],
            *goals["source_id"],
            *goals["second_source_id"],
        ],
        basis=["derived", "claimed", *index["basis"].unique()],
        notes=[
            *[words("doubling.note")] * bool(len(goals)),
            *_steady(of_all["value"], words),
            *(f"{note}." for note in goals[words.own("note")].dropna()),
        ],
    )


def _reached(rows: pd.DataFrame, words) -> str:
    """The latest level, and how many times the output grew since the year of the least."""
    if len(rows) < 2:
        return words("doubling.none")
    last = rows.iloc[-1]
    least = rows.loc[rows["level"].idxmin()]
    return words(
        "doubling.answer",
        year=str(last["year"]),
        base=str(BASE),
        level=words.number(last["level"], 1),
        doubled=words.number(200),
        since=str(least["year"]),
        times=words.number(round(last["level"] / least["level"], 2), 2),
    )


def _steady(claimed: pd.Series, words) -> list[str]:
    """How long doubling takes at the claimed growth, if any was claimed and it grows at all."""
    if claimed.empty or pd.isna(claimed.iloc[0]):
        return []
    percent = claimed.iloc[0]
    years = years_to_double(percent)
    if years is None:
        return [words("doubling.never", growth=words("percent", value=words.signed(percent)))]
    said = words.quantity(round(years, 1), "years")
    return [words("doubling.steady", growth=words.percent(percent), years=said)]


def draw_levels(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """The index of metallurgy and its branches, below the level that would be twice as much."""
    colours = dict(zip(BRANCHES, (theme.RECORD, theme.QUIET, theme.CONTEXT), strict=True))
    drawn = rows.rename(columns={"branch": "line", "level": "value"})
    drawn = drawn.assign(said=[words.number(value) for value in drawn["value"]])
    names = {branch: words.code("branch", branch) for branch in colours}
    unit = words("axis.index", year=str(BASE))
    chart = chart_series.lines(
        drawn,
        [chart_series.Line(branch, names[branch], colour) for branch, colour in colours.items()],
        title=unit,
        answers=marks.of_lines(drawn, names, unit, words),
        most=max(210, drawn["value"].max()) if len(drawn) else None,
    )
    if chart is None:
        return None
    return chart.add_layers(
        *chart_series.level(
            200.0,
            words("doubling.level", base=str(BASE)),
            theme.CLAIM,
            float(drawn["year"].min()),
            float(drawn["year"].max()),
        ),
    )
