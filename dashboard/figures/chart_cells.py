"""A grid of cells: what was measured in each period, and, hollow, what was not."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.figures import marks
from dashboard.figures.chart_types import Parts, broken, layer
from dashboard.figures.theme import INK, PAPER, QUIET, SMALL_SIZE, UNKNOWN
from dashboard.i18n import Words

CELL = 40  # pixels high
HEAD = 48
LINE = 13
LETTER = 7.2  # pixels that a letter of small type needs
EMPTY = "–"  # what stands in a cell of which nothing is known
NARROW = 11  # characters that fit into a cell, or beside a row, in a line


def cell_said(row: str, column: str, said: str, words: Words) -> str:
    """The sentence with which a cell answers; of an empty one, that nothing was found."""
    return words(
        "cell.say", row=row, column=column, said=words("not_found") if said == EMPTY else said
    )


def cells(
    frame: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    beside: float = 1.6,
) -> alt.LayerChart | None:
    """Cells by the number of their row and column, each with what is `said` in it.

    `frame` holds `tile_row`, `tile_col`, `said`, the sentence `say` with which the cell answers,
    its colour in `fill` and that of its words in `ink`; a cell whose fill is UNKNOWN is hollow,
    with a broken edge. `rows` and `columns` are named at the left, which takes the width of
    `beside` cells, and above. None without a cell.
    """
    if frame.empty:
        return None
    hollow = frame["fill"] == UNKNOWN
    said = pd.Series([broken(text, NARROW) for text in frame["said"]], index=frame.index)
    drawn = frame.assign(
        said=said,
        fill=frame["fill"].mask(hollow, PAPER),
        stroke=frame["fill"],
        left=frame["tile_col"] + 0.03,
        right=frame["tile_col"] + 0.97,
        middle_x=frame["tile_col"] + 0.5,
        upper=HEAD + frame["tile_row"] * CELL + 1.5,
        lower=HEAD + (frame["tile_row"] + 1) * CELL - 1.5,
        middle=HEAD + (frame["tile_row"] + 0.5) * CELL - _above(said),
    )
    height = HEAD + CELL * len(rows)
    across = alt.Scale(domain=[-beside, len(columns)], nice=False, zero=False)
    down = alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=across)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=None, scale=down)

    base = alt.Chart(drawn, height=height)
    style: Parts = {"lineBreak": "\n", "lineHeight": LINE, "baseline": "middle"}
    boxes = base.mark_rect(strokeWidth=1, strokeDash=[3, 2])
    boxes = boxes.encode(
        x=x("left"),
        x2=alt.X2("right:Q"),
        y=y("upper"),
        y2=alt.Y2("lower:Q"),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    longest = said.str.split("\n").explode().str.len().max()
    narrow = f"width < {LETTER * longest * (beside + len(columns)):.0f}"
    size = alt.ExprRef(f"{narrow} ? {SMALL_SIZE - 1} : {SMALL_SIZE}")
    within = base.mark_text(**style, fontSize=size).encode(
        x=x("middle_x"),
        y=y("middle"),
        text=alt.Text("said:N"),
        color=alt.Color("ink:N", scale=None),
    )
    names = pd.Series([broken(name, NARROW) if " " in name else name for name in rows])
    names = pd.DataFrame({"label": names, "left": -beside})
    names["middle"] = HEAD + (names.index + 0.5) * CELL - _above(names["label"])
    heads = pd.DataFrame({"label": list(columns)})
    heads = heads.assign(middle_x=heads.index + 0.5, middle=HEAD / 2 - _above(heads["label"]))
    beside_rows = alt.Chart(names).mark_text(**style, fontSize=SMALL_SIZE, align="left", color=INK)
    above = alt.Chart(heads).mark_text(**style, fontSize=SMALL_SIZE, color=QUIET)
    return layer(
        marks.answering(boxes),
        within,
        beside_rows.encode(x=x("left"), y=y("middle"), text=alt.Text("label:N")),
        above.encode(x=x("middle_x"), y=y("middle"), text=alt.Text("label:N")),
    )


def _above(texts: pd.Series) -> pd.Series:
    """How far the first of several lines stands above the middle of all, in pixels."""
    return texts.str.count("\n") * LINE / 2
