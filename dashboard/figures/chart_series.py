"""Forms of charts over years: lines of several series, columns in small panels, dumbbells."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures import marks as marking

COLUMNS_HEIGHT = 96  # of a small panel
DIAMOND = "diamond"  # the shape of what was claimed, whatever its colour


@dataclass(frozen=True)
class Line:
    """One series of a chart: its code in the column `line`, its name, its colour."""

    code: str
    name: str
    colour: str


def lines(
    rows: pd.DataFrame,
    series: Sequence[Line],
    *,
    title: str,
    height: int = 260,
    most: float | None = None,
    years: Sequence[int] = (),
    signs: Sequence[tuple[str, str, str]] = (),
    inside: bool = False,
    answers: pd.DataFrame | None = None,
) -> alt.LayerChart | None:
    """Lines over years; each is named above the plot, with its last value, in its colour.

    `rows` hold `line`, `year`, `value` and `said` (the value as it is written); a gap in the years
    of a line is a gap in the line, and so is a change of `scope`, where there is such a column.
    `most` and `years` are what the axes are to hold besides, `signs` what the key is to name: name,
    colour and sign. The numbers of the axis stand `inside` the plot of a panel. `answers` are the
    sentences of the years, as `marks.years` takes them. None without a row.
    """
    series = [line for line in series if (rows["line"] == line.code).any()]
    rows = rows[rows["line"].isin([line.code for line in series])].dropna(subset=["value"])
    if rows.empty:
        return None
    rows = rows.sort_values(["line", "year"], ignore_index=True)
    parted = rows.groupby("line")["year"].diff().fillna(1) != 1
    if "scope" in rows:
        before = rows.groupby("line")["scope"].shift()
        parted |= before.notna() & (rows["scope"] != before)
    rows = rows.assign(
        colour=rows["line"].map({line.code: line.colour for line in series}),
        stretch=rows["line"] + parted.cumsum().astype("str"),
    )
    every = [*rows["year"], *years]
    extent = int(min(every)), int(max(every))
    base = alt.Chart(rows, height=height).encode(
        x=chart_types.year_axis(*extent),
        y=chart_types.value_axis(
            "value", title, most or max(rows["value"].max(), 1e-9), inside=inside
        ),
        color=alt.Color("colour:N", scale=None),
        detail=alt.Detail("stretch:N"),
    )
    alone = rows.groupby("stretch")["year"].transform("size") == 1
    ends = rows["year"] == rows.groupby("line")["year"].transform("max")
    dots = rows[alone | ends]
    last = {r.line: f"{r.said} ({r.year})" for r in rows[ends].itertuples()}
    return chart_types.layer(
        base.mark_line(strokeWidth=2.5),
        base.properties(data=dots).mark_circle(size=44, opacity=1),
        *chart_types.key(
            [*((f"{line.name}: {last[line.code]}", line.colour) for line in series), *signs]
        ),
        *([] if answers is None else [marking.years(answers)]),
    )


def level(value: float, label: str, colour: str, start: float, end: float) -> list[alt.Chart]:
    """A dashed rule at a value over years, such as a claim, with its word above its beginning."""
    rows = pd.DataFrame({"year": [start], "until": [end], "value": [value], "label": [label]})
    base = alt.Chart(rows).encode(x=alt.X("year:Q"), y=alt.Y("value:Q"))
    word = base.mark_text(align="left", dy=-9, fontSize=theme.SMALL_SIZE, color=theme.INK)
    return [
        base.mark_rule(color=colour, strokeWidth=2, strokeDash=[6, 3]).encode(x2=alt.X2("until:Q")),
        word.encode(text=alt.Text("label:N")),
    ]


def marks(rows: pd.DataFrame) -> list[alt.Chart]:
    """Single values that are no part of a line: `year`, `value`, `colour`, and a `label` beside.

    Where `align` is "right" the label ends at its mark, else it begins there.
    """
    base = alt.Chart(rows).encode(x=alt.X("year:Q"), y=alt.Y("value:Q"))
    point = base.mark_point(shape=DIAMOND, size=110, filled=True, opacity=1)
    said = rows.assign(said=rows["label"], left=rows["align"] == "right")
    return [
        point.encode(color=alt.Color("colour:N", scale=None)),
        *chart_types.written(
            base,
            chart_types.placed(said[said["left"]], align="right", dx=-10),
            chart_types.placed(said[~said["left"]], align="left", dx=10),
        ),
    ]


def columns(
    rows: pd.DataFrame, marks: pd.DataFrame, years: Sequence[int], *, heading: str, title: str
) -> alt.LayerChart:
    """A small panel: a column a year, and a diamond for what was claimed or projected.

    `rows` hold `year`, `thousand`, `said` and the sentence `say`, `marks` hold `year`, `thousand`
    and `colour`. Years without a row stay empty.
    """
    most = max([*rows["thousand"], *marks["thousand"], 1e-9])
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[min(years) - 0.6, max(years) + 0.6], nice=False),
        axis=alt.Axis(format="d", values=list(years), grid=False),
    )
    y = alt.Y(
        "thousand:Q",
        title=title,
        scale=alt.Scale(domain=[0, most * 1.25], nice=False),
        axis=alt.Axis(
            titleAngle=0, titleAlign="left", titleBaseline="bottom", titleX=0, titleY=-6,
            labels=False, ticks=False, domain=False, grid=False,
        ),
    )  # fmt: skip
    base = alt.Chart(rows, height=COLUMNS_HEIGHT).encode(x=x, y=y)
    layers = [
        base.mark_bar(size=38, color=theme.RECORD),
        # At the foot of its column, where no mark of what was projected lies.
        base.mark_text(fontSize=theme.SMALL_SIZE, color=theme.PAPER).encode(
            y=alt.YValue(COLUMNS_HEIGHT - 9), text=alt.Text("said:N")
        ),
    ]
    if len(marks):
        claimed = base.properties(data=marks)
        layers += [
            claimed.mark_tick(thickness=3, size=44, opacity=1, orient="horizontal").encode(
                color=alt.Color("colour:N", scale=None)
            ),
            claimed.mark_point(shape=DIAMOND, size=90, filled=True, opacity=1).encode(
                color=alt.Color("colour:N", scale=None)
            ),
        ]
    return chart_types.layer(*layers, marking.years(rows)).properties(
        title=chart_types.broken(heading).split("\n")
    )
