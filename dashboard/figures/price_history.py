"""Of when are the prices of the article? Those of each month since 2005, held against them."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import inside
from kzdata.derived import best_fit, price_fit

PER_CENT = 100


def price_history(tables: Tables, view: FigureRequest) -> Figure:
    words, strip = view.words, tables["metal_prices"]
    monthly = tables["metal_prices_monthly"]
    fit = price_fit(strip, monthly)
    fit = fit.assign(
        level=(fit["level"] * PER_CENT).round(1),
        percent=(fit["misfit"] * PER_CENT).round(2),
        when=[words.month(month) for month in fit["month"]],
    )
    best = best_fit(fit)
    return compose(
        "price_history",
        view,
        answer=words("price_history.none") if best is None else _dated(best, words),
        chart=None if best is None else draw_history(fit, best, words),
        table=fit,
        columns=[
            Column("when", words("column.month")),
            Column("level", words("column.price_level"), "number", 1),
            Column("percent", words("column.misfit"), "number", 2),
            Column("metals", words("column.metals"), "number", 0),
        ],
        sources=[*strip["source_id"], *monthly["source_id"].unique()],
        basis=["derived", *strip["basis"], *monthly["basis"].unique()],
        notes=[words("price_history.note"), words("price_history.day")],
    )


def _dated(best: pd.Series, words) -> str:
    """The month that the strip lies nearest to, and by how much it misses."""
    return words(
        "price_history.answer",
        month=words.month(best["month"]),
        misfit=words.percent(best["percent"], 2),
        metals=words.number(best["metals"]),
    )


def draw_history(fit: pd.DataFrame, best: pd.Series, words) -> alt.LayerChart:
    """The level of prices by month, the article's being 100, and the month that is nearest."""
    base = alt.Chart(fit[["month", "level"]], height=260).encode(
        x=alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False)),
        y=chart_types.value_axis("level", words("column.price_level"), fit["level"].max()),
    )
    point = pd.DataFrame(
        {
            "month": [best["month"]],
            "level": [best["level"]],
            "said": [words.month(best["month"])],
        }
    )
    strip = pd.DataFrame({"level": [float(PER_CENT)], "label": [""]})
    at = alt.Chart(point).encode(x=alt.X("month:T"), y=alt.Y("level:Q"))
    claimed = alt.Chart(strip).encode(y=alt.Y("level:Q"))
    return chart_types.layer(
        claimed.mark_rule(color=theme.CLAIM, strokeWidth=2, strokeDash=[6, 3]),
        base.mark_line(color=theme.RECORD, strokeWidth=1.5),
        at.mark_point(shape="diamond", size=120, filled=True, color=theme.CLAIM, opacity=1),
        *chart_types.written(at, chart_types.placed(point, align="right", dx=-8, dy=18)),
        *chart_types.key(
            [
                (words("price_history.months"), theme.RECORD),
                (words("price_history.strip"), theme.CLAIM, chart_types.SIGNS["diamond"]),
            ]
        ),
        marks.areas(
            alt.Chart(by_year(fit, words)),
            x=alt.X("since:T", title=None),
            x2=alt.X2("until:T"),
            y=alt.YValue(0),
            y2=alt.Y2Value("height"),
        ),
    )


def by_year(fit: pd.DataFrame, words) -> pd.DataFrame:
    """What the chart answers: the lowest and the highest month of each year, `since` and `until`.

    A month has no width for a finger.
    """
    found, unit = [], inside(words("column.price_level"))
    for year, own in fit.dropna(subset=["level"]).groupby(fit["month"].dt.year):
        low, high = (
            {"month": row["when"], "level": words.number(row["level"], 1)}
            for row in (own.loc[own["level"].idxmin()], own.loc[own["level"].idxmax()])
        )
        values = f"{words('price_history.low', **low)}; {words('price_history.high', **high)}"
        found.append(
            {
                "since": own["month"].min(),
                "until": own["month"].max() + pd.offsets.MonthBegin(),
                marks.SAY: words("mark.year", year=str(year), values=values, unit=unit),
            }
        )
    return pd.DataFrame(found)
