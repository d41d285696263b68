"""Things that are counted one by one: a mark each, in lines that a phone can hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.figures import marks
from dashboard.figures.chart_types import PLOT, key, ladder, layer

GAP = 10  # pixels below a row, so few that a slide has room for all verdicts


@dataclass(frozen=True)
class Unit:
    """How a thing is drawn: its size in pixels, the gap to the next, and whether it is round."""

    size: int
    gap: int
    is_round: bool

    @property
    def pitch(self) -> int:
        """Pixels from one to the next."""
        return self.size + self.gap

    @property
    def in_a_line(self) -> int:
        """How many fit into a line."""
        return PLOT // self.pitch


DOT = Unit(size=12, gap=3, is_round=True)
SQUARE = Unit(size=24, gap=3, is_round=False)  # as large as a finger needs


def units(
    frame: pd.DataFrame,
    things: Sequence[pd.DataFrame],
    unit: Unit,
    *,
    answer: bool = False,
    signs: Sequence[tuple[str, str, str]] = (),
) -> alt.LayerChart | None:
    """Rows of marks below their `label`: `things` are those of each row of the frame, one a mark.

    They hold the colours `fill` and `colour`. If they `answer`, each has a sentence `say` and leads
    to what it has as its `link`; else their row alone answers. `signs` are the lines of the key.
    None without a row.
    """
    if frame.empty:
        return None
    lines = pd.Series([-(-len(own) // unit.in_a_line) for own in things], frame.index)
    base, labels = ladder(frame, body=lines.clip(lower=1) * unit.pitch - unit.gap, gap=GAP)
    rungs = base.data[["written", "top"]].itertuples()
    placed = [_placed(own, rung, unit) for own, rung in zip(things, rungs, strict=True)]
    shapes = _drawn(pd.concat(placed), unit).encode(
        fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("colour:N", scale=None)
    )
    if answer:
        shapes = marks.answering(shapes.encode(key=alt.Key("link:N")))
    return layer(labels, shapes, *(key(signs, above=8) if signs else ()))


def _placed(things: pd.DataFrame, rung, unit: Unit) -> pd.DataFrame:
    """Where each mark of a row lies, line by line; it moves as its rung does."""
    at = pd.Series(range(len(things)), things.index)
    left = at % unit.in_a_line * unit.pitch + 1
    top = rung.top + at // unit.in_a_line * unit.pitch
    return things.assign(
        written=rung.written,
        left=left,
        middle_x=left + unit.size / 2,
        right=left + unit.size,
        top=top,
        middle=top + unit.size / 2,
        bottom=top + unit.size,
    )


def _drawn(rows: pd.DataFrame, unit: Unit) -> alt.Chart:
    """Marks at their place, whose x axis counts pixels as well."""
    pixels = alt.Scale(domain=[0, alt.ExprRef("width")], nice=False)
    down = alt.Scale(nice=False, zero=False, reverse=True)
    base = alt.Chart(rows)
    if unit.is_round:
        dots = base.mark_circle(size=unit.size**2, opacity=1, strokeWidth=1.5, aria=False)
        return dots.encode(
            x=alt.X("middle_x:Q", axis=None, scale=pixels),
            y=alt.Y("middle:Q", axis=None, scale=down),
        )
    return base.mark_rect(strokeWidth=1.5, aria=False).encode(
        x=alt.X("left:Q", axis=None, scale=pixels),
        x2=alt.X2("right:Q"),
        y=alt.Y("top:Q", axis=None, scale=down),
        y2=alt.Y2("bottom:Q"),
    )
