"""The forms that charts share: bars, dots and time spans with their labels above, axes, breaks."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from dashboard.figures import marks
from dashboard.figures.theme import (
    DEEP_SHADE,
    GUIDELINE,
    INK,
    OVERDUE,
    PAPER,
    QUIET,
    SHADES,
    SMALL_SIZE,
    TYPE_SIZE,
    UNKNOWN,
)

# Marks or channels by name, told once for several charts; Altair has a type for each name.
Parts = dict[str, Any]

LINE = 17  # height of one line of a label, in pixels
BAR = 14
GAP = 14  # between the bar of one row and the label of the next
PLOT = 320  # pixels of a line on a phone
LABEL_WIDTH = 44  # characters that fit into it
# Of what stands before a label in large type: the height of its letters, how wide one is at most,
# and the lines of the label beside which it stands with the word below it.
LARGE, LARGE_LETTER, LARGE_LINES = 20, 10, 3
LEAST_INDENT, INDENT_GAP = 66, 14  # pixels
SIGNS = {
    "circle": "\N{BLACK CIRCLE}",
    "diamond": "\N{BLACK DIAMOND}",
    "square": "\N{BLACK SQUARE}",
    "broken": "\N{BROKEN BAR}",
    "ring": "\N{WHITE CIRCLE}",
    "hollow": "\N{WHITE SQUARE}",
    "tick": "|",
}
RUNG = frozenset({"written", "top", "middle", "bottom"})  # where a row of a ladder lies, from above


def layer(*charts: alt.Chart | alt.LayerChart, height: int | None = None) -> alt.LayerChart:
    """Charts over each other; `alt.layer` would look in each for facets, which none has."""
    size = alt.Undefined if height is None else height
    return alt.LayerChart(layer=list(charts), height=size)


def shade(value: float, steps: tuple[float, ...]) -> tuple[str, str]:
    """The colour of a value on a scale of SHADES, and of the words on it; unknown is paper."""
    if pd.isna(value):
        return PAPER, INK
    step = sum(value >= limit for limit in steps)
    return SHADES[step], PAPER if step + 1 >= DEEP_SHADE else INK


def broken(text: str, width: int = LABEL_WIDTH) -> str:
    """A label in lines that a phone can hold, of much the same length: no word is left alone."""

    def lines(width: int) -> list[str]:
        return wrap(text, width, break_long_words=False, break_on_hyphens=False)

    fewest = len(lines(width))
    narrowest = next(w for w in range(1, width + 1) if len(lines(w)) == fewest or w == width)
    return "\n".join(lines(narrowest)) or text


def rows(
    frame: pd.DataFrame,
    value: str,
    *,
    title: str,
    scale: alt.Scale | None = None,
    axis: alt.Axis | None = None,
) -> alt.LayerChart | None:
    """Horizontal bars, each with its `label` written above it, so that no label is ever cut.

    `frame` holds `label`, the length of the bar in `value`, and its colour in `colour`; rows are
    drawn in the order of the frame. A missing value draws no bar; what is unknown is hollow, and so
    is the part of a range above its `low`, where the frame has such a column. A guideline is a
    broken rule across each bar, at `guideline`, where the frame has that. None if no value is
    known. A row answers with its sentence `say`, or else with its label.
    """
    if frame[value].isna().all():
        return None
    hollow = frame["colour"] == UNKNOWN
    sure = frame.get("low", frame[value])
    base, labels = ladder(
        frame.assign(zero=0.0, sure=sure, fill=frame["colour"].mask(hollow, PAPER))
    )
    x = alt.X(
        f"{value}:Q",
        title=title,
        scale=scale or alt.Scale(zero=True, nice=True),
        # Each label tells its value: no line of a grid needs to run through the words.
        axis=axis or alt.Axis(grid=False, tickCount=4),
    )
    bars = base.mark_rect(strokeWidth=1.5).encode(
        x=x, x2=alt.X2("zero:Q"), **_BAND, fill=alt.Fill("fill:N", scale=None), stroke=_STROKE
    )
    if (sure == frame[value]).all() or "low" not in frame:
        return layer(bars, *_guideline(base, frame), labels)
    range_ = base.mark_rect(strokeWidth=1.5, fill=PAPER).encode(
        x=x, x2=alt.X2("zero:Q"), **_BAND, stroke=_STROKE
    )
    return layer(range_, bars.encode(x=alt.X("sure:Q")), labels)


def _guideline(base: alt.Chart, frame: pd.DataFrame) -> list[alt.Chart]:
    """A broken rule across each bar at its `guideline`, cut out of the bar."""
    if "guideline" not in frame:
        return []
    across = base.encode(x=alt.X("guideline:Q"), **_BAND)
    longer: Parts = {"yOffset": -2, "y2Offset": 6}
    return [
        across.mark_rule(strokeWidth=6, color=PAPER, **longer),
        across.mark_rule(strokeWidth=2.5, strokeDash=[5, 3], color=GUIDELINE, **longer),
    ]


def dots(
    frame: pd.DataFrame, value: str, *, title: str, scale: alt.Scale, axis: alt.Axis
) -> alt.LayerChart | None:
    """As `rows`, with a dot in place of the bar: for scales that have no zero.

    Where the frame has them, a rule runs from the `low` to the `high` of what is uncertain.
    """
    if frame.empty:
        return None
    base, labels = ladder(frame, clear=True)
    x = alt.X(value, title=title, scale=scale, axis=axis)
    base = base.encode(
        y=alt.Y("middle:Q", axis=None, scale=_Y), color=alt.Color("colour:N", scale=None)
    )
    points = base.mark_circle(size=130, opacity=1).encode(x=x)
    if "low" not in frame:
        return layer(points, labels)
    rule = base.mark_rule(strokeWidth=2.5).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"))
    return layer(points, rule, labels)


def strips(
    frame: pd.DataFrame, shapes: Mapping[str, str], middle: str, *, title: str
) -> alt.LayerChart | None:
    """As `dots`, with several to a row: a shape for each column, and a tick for what is `middle`.

    None without a row.
    """
    if frame.empty:
        return None
    base, labels = ladder(frame, clear=True)
    y, colour = alt.Y("middle:Q", axis=None, scale=_Y), alt.Color("colour:N", scale=None)
    base = base.encode(y=y, color=colour)
    axis, scale = alt.Axis(tickCount=4), alt.Scale(zero=True)
    points = [
        base.mark_point(size=90, opacity=1, strokeWidth=2, shape=shape).encode(
            x=alt.X(f"{column}:Q", title=title, axis=axis, scale=scale)
        )
        for column, shape in shapes.items()
    ]
    tick = base.mark_tick(thickness=3, height=22, opacity=1).encode(
        x=alt.X(f"{middle}:Q"), color=alt.ColorValue(INK)
    )
    return layer(*points, tick, labels)


def dumbbells(
    frame: pd.DataFrame,
    dots: Sequence[tuple[str, str, str, str]],
    *,
    title: str,
    marked: tuple[float, str] = (0, ""),
) -> alt.LayerChart | None:
    """Values of one thing on one scale from zero, each a dot, joined by a rule: `label` above.

    `dots` are the columns of the values, each with what it is called, its colour and its shape; a
    missing value has no dot. A rule has the `colour` of its row, where the frame has such a column,
    and a broken one stands where a value is `marked`, which has a name or none. None if no value is
    known.
    """
    names = [name for name, *_ in dots]
    frame = frame.dropna(subset=names, how="all")
    if frame.empty:
        return None
    frame = frame.assign(low=frame[names].min(axis=1), high=frame[names].max(axis=1))
    base, labels = ladder(frame, clear=True)
    at, name = marked
    ends = [min(0, frame["low"].min()), max(0, at, frame["high"].max())]
    scale = alt.Scale(domain=ends, nice=True)
    axis = alt.Axis(grid=False, tickCount=5)
    y = alt.Y("middle:Q", axis=None, scale=_Y)
    rule = base.mark_rule(color=UNKNOWN, strokeWidth=2)
    if "colour" in frame:
        rule = rule.encode(stroke=_STROKE)
    zero = alt.Chart(pd.DataFrame({"zero": [at]})).mark_rule(color=QUIET, strokeDash=[3, 3])
    marks = [
        base.mark_point(shape=shape, size=130, filled=True, opacity=1, color=colour).encode(
            x=alt.X(f"{column}:Q"), y=y
        )
        for column, _, colour, shape in reversed(dots)  # the first lies above the others
        if frame[column].notna().any()
    ]
    x = alt.X("low:Q", title=title, scale=scale, axis=axis)
    drawn = rule.encode(x=x, x2=alt.X2("high:Q"), y=y)
    lines = [(said, colour, SIGNS[shape]) for _, said, colour, shape in dots]
    told = key(lines + [(name, QUIET, SIGNS["broken"])] * bool(name))
    return layer(zero.encode(x=alt.X("zero:Q")), drawn, *marks, labels, *told)


def spans(
    frame: pd.DataFrame,
    today: pd.Timestamp,
    *,
    today_label: str,
    signs: Sequence[tuple[str, str, str]],
) -> alt.LayerChart | None:
    """Promises on a time axis: from `start` to `deadline`, and on to the day if it has passed.

    `frame` holds `label`, `start`, `deadline`, `until` (the day, empty unless overdue), and the
    colours `fill` and `colour` of what was promised; `signs` are the lines of the key. What is
    `large`, and `below` it, stands before a label as `ladder` has it. None without a row.
    """
    if frame.empty:
        return None
    base, labels = ladder(frame, above=LINE + 4, clear=True)
    x = alt.X(
        "start:T",
        title=None,
        axis=alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, labelOverlap=True),
    )
    promised = base.mark_rect(strokeWidth=1.5).encode(
        x=x,
        x2=alt.X2("deadline:T"),
        **_BAND,
        fill=alt.Fill("fill:N", scale=None),
        stroke=_STROKE,
    )
    mark = base.mark_rule(strokeWidth=3, color=INK).encode(x=alt.X("deadline:T"), **_BAND)
    now = alt.Chart(pd.DataFrame({"day": [today], "label": [today_label]})).encode(x=alt.X("day:T"))
    rule = now.mark_rule(color=QUIET, strokeDash=[3, 3])
    # The word stands on the side where there is more room for it.
    first, last = frame["start"].min(), max(frame["deadline"].max(), today)
    side: Parts = {"align": "left", "dx": 4} if today < first + (last - first) / 2 else _BEFORE
    word = now.mark_text(baseline="top", fontSize=SMALL_SIZE, color=QUIET, **side)
    word = word.encode(y=alt.YValue(2), text=alt.Text("label:N"))
    late = []
    if frame["until"].notna().any():  # a layer without a row has no extent, and Vega warns of it
        passed = base.transform_filter("isValid(datum.until)").mark_rect(color=OVERDUE)
        late = [passed.encode(x=alt.X("deadline:T"), x2=alt.X2("until:T"), **_BAND)]
    return layer(rule, word, promised, *late, mark, labels, *key(signs, above=8))


_BEFORE: Parts = {"align": "right", "dx": -4}
_Y = alt.Scale(nice=False, zero=False, reverse=True)
_BAND: Parts = {"y": alt.Y("top:Q", axis=None, scale=_Y), "y2": alt.Y2("bottom:Q")}
_STROKE = alt.Stroke("colour:N", scale=None)


def ladder(
    frame: pd.DataFrame,
    above: int = 0,
    *,
    body: int | pd.Series = BAR,
    gap: int = GAP,
    clear: bool = False,
) -> tuple[alt.Chart, alt.LayerChart]:
    """The base chart and its labels, which answer, one rung a row, each as high as its label needs.

    The y axis counts pixels: `written` is where a label begins, `top`, `middle` and `bottom` where
    its bar lies, or whatever else is `body` high, with a `gap` below it. `clear` keeps the lines of
    a grid out of the labels. Where the frame has them, what is `large` stands before the label in
    large type, and what is `below` it in small type; both are empty in a row that has neither.
    """
    large = frame["large"] if "large" in frame else pd.Series("", frame.index, dtype="str")
    indent = max(LEAST_INDENT, LARGE_LETTER * max(map(len, large), default=0) + INDENT_GAP)
    dx = (large != "") * indent
    widths = (LABEL_WIDTH * (PLOT - dx) / PLOT).astype(int)
    labels = pd.Series(map(broken, frame["label"], widths), frame.index, dtype="str")
    lines = (labels.str.count("\n") + 1).clip(lower=(large != "") * LARGE_LINES)
    heights = LINE * lines + body + gap
    ends = above + heights.cumsum()
    height = int(ends.max()) if len(frame) else above
    bottom = ends - gap
    drawn = frame.assign(
        label=labels,
        dx=dx,
        say=frame.get(marks.SAY, frame["label"]),
        written=ends - heights,
        top=bottom - body,
        middle=bottom - body / 2,
        bottom=bottom,
    )
    scale = alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)
    base = alt.Chart(drawn, height=height)
    place: Parts = {
        "x": alt.XValue(0),
        "y": alt.Y("written:Q", axis=None, scale=scale),
        "text": alt.Text("label:N"),
    }
    style: Parts = {
        "align": "left",
        "baseline": "top",
        "lineBreak": "\n",
        "lineHeight": LINE,
        "fontSize": TYPE_SIZE,
    }
    text = base.mark_text(**style, color=INK, dx=_PLACE["dx"]).encode(**place)
    if "large" in frame:
        text = layer(text, *_large(base, place))
    whole: Parts = {"x": alt.XValue(0), "x2": alt.X2Value("width"), "y": place["y"]}
    answers = marks.areas(base, **whole, y2=alt.Y2("bottom:Q"))
    if not clear:
        return base, layer(text, answers)
    behind = base.mark_rect(fill=PAPER).encode(**whole, y2=alt.Y2("top:Q"))
    return base, layer(behind, text, answers)


def _large(base: alt.Chart, place: Parts) -> list[alt.Chart]:
    """What stands before each label in large type, and below it in small."""
    style: Parts = {"align": "left", "baseline": "top"}
    large = base.mark_text(**style, fontSize=LARGE, fontWeight=600, color=INK)
    below = base.mark_text(**style, fontSize=SMALL_SIZE, color=QUIET, dy=LARGE + 4)
    return [
        large.encode(**place | {"text": alt.Text("large:N")}),
        below.encode(**place | {"text": alt.Text("below:N")}),
    ]


def panels(*parts: alt.LayerChart | None) -> alt.VConcatChart | None:
    """Charts above each other; None if there is none."""
    drawn = [part for part in parts if part is not None]
    return alt.vconcat(*drawn, spacing=18) if drawn else None


def whole_axis() -> alt.Axis:
    """An axis of things that can only be counted whole."""
    return alt.Axis(format="d", tickMinStep=1, tickCount=4, grid=False)


def year_axis(first: int, last: int) -> alt.X:
    """Whole years along the foot of a chart, with room for labels at both ends."""
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first - 1, last + 1], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=6, grid=False, labelFlush=False),
    )


def value_axis(value: str, title: str, most: float, *, inside: bool = False) -> alt.Y:
    """Values from zero up, named above the axis, with room over the largest for what is written.

    The numbers stand `inside` the plot where it is to be as wide as panels without such an axis.
    """
    within: Parts = {"labelAlign": "left", "labelBaseline": "top", "labelPadding": 0, "tickSize": 0}
    return alt.Y(
        f"{value}:Q",
        title=title,
        scale=alt.Scale(domain=[0, most * 1.2], nice=True),
        axis=alt.Axis(
            titleAngle=0,
            titleAlign="left",
            titleBaseline="bottom",
            titleX=0,
            titleY=-8,
            tickCount=5,
            **(within if inside else {}),
        ),
    )


def placed(rows: pd.DataFrame, *, align: str = "center", dx: int = 0, dy: int = 0) -> pd.DataFrame:
    """Where what is `written` of some rows stands: as many pixels beside its point."""
    return rows.assign(align=align, dx=dx, dy=dy)


# Each row says where it stands: a layer for each place would cost a phone as much as a chart.
_PLACE: Parts = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx", "dy")}


def written(base: alt.Chart, *rows: pd.DataFrame, **style: object) -> list[alt.Chart]:
    """What `said` holds, beside the points of a base chart, where the rows are `placed`."""
    said = base.properties(data=pd.concat(rows)).encode(text=alt.Text("said:N"))
    face: Parts = {"fontSize": 13, "fontWeight": 600, **_PLACE, **style}
    # Cut out of whatever line it lies on.
    ground: Parts = {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        said.mark_text(**face, **ground).encode(color=alt.ColorValue(PAPER)),
        said.mark_text(**face).encode(color=alt.ColorValue(INK)),
    ]


def key(
    lines: Sequence[tuple[str, str] | tuple[str, str, str]], above: int = 26
) -> list[alt.Chart]:
    """What each line of a chart is, above the plot: name, colour, and the sign if it is no dot.

    It ends so many pixels `above` the plot. A name that is wider than a phone goes on in the next
    row, without a sign.
    """
    said = [
        (part, colour, "" if at else (sign[0] if sign else SIGNS["circle"]))
        for name, colour, *sign in lines
        for at, part in enumerate(broken(name).split("\n"))
    ]
    rows = pd.DataFrame(said, columns=["label", "colour", "sign"])
    rows = rows.assign(dy=[-17 * place for place in reversed(range(len(rows)))])
    style: Parts = {"align": "left", "baseline": "bottom", "fontSize": SMALL_SIZE}
    style["dy"] = _PLACE["dy"]
    base = alt.Chart(rows).encode(x=alt.XValue(0), y=alt.YValue(-above))
    dot = base.mark_text(**style).encode(text=alt.Text("sign:N"))
    return [
        dot.encode(color=alt.Color("colour:N", scale=None)),
        base.mark_text(dx=14, color=QUIET, **style).encode(text=alt.Text("label:N")),
    ]


def breaks(years: list[tuple[float, str]]) -> alt.LayerChart:
    """A dashed rule where a series breaks off, with a word that says why: year and word.

    Where rules stand close, their words stand in rows.
    """
    rows = pd.DataFrame(
        {
            "year": [year for year, _ in years],
            "label": [broken(label, 20) for _, label in years],
            "dy": [17 * row for row in range(len(years))],
        }
    )
    base = alt.Chart(rows).encode(x=alt.X("year:Q"))
    word = base.mark_text(
        align="right",
        baseline="top",
        dx=-5,
        dy=_PLACE["dy"],
        lineBreak="\n",
        fontSize=SMALL_SIZE,
        lineHeight=15,
        color=QUIET,
    )
    return layer(
        base.mark_rule(color=QUIET, strokeDash=[4, 4]),
        word.encode(y=alt.YValue(2), text=alt.Text("label:N")),
    )
