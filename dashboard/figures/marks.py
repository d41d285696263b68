"""What a chart answers when somebody points at it: one sentence a mark, in the column `say`.

The sentence lies on a mark of the drawing as its description, and on nothing else: labels, rules
and axes stay silent. dashboard/html/marks.js finds it there, in a picture that was drawn beforehand
as well as in what Vega draws. Most marks are too thin for a finger; so a layer of areas with
nothing painted in them lies over them, each as large as all that belongs to its row.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard.i18n import Words

SAY = "say"


def answering(chart: alt.Chart) -> alt.Chart:
    """The same marks, each with the sentence `say` of its row."""
    said, mark = chart.encode(description=alt.Description(f"{SAY}:N")), chart.mark
    own = {"type": mark} if isinstance(mark, str) else mark.to_dict(validate=False)
    said.mark = {**own, "aria": True}
    return said


def areas(base: alt.Chart, **place: object) -> alt.Chart:
    """Areas over the marks of a base chart, one a row of it: `place` says where each lies."""
    return answering(base.mark_rect(fill="transparent").encode(**place))


def of_lines(rows: pd.DataFrame, names: Mapping[str, str], unit: str, words: Words) -> pd.DataFrame:
    """What all lines of a chart are in each year, one sentence a year: `year` and `say`.

    `rows` hold `line`, `year` and `value`; `names` are what the lines are called, in their order.
    """
    known = rows.dropna(subset=["value"])
    order = known["line"].map({line: at for at, line in enumerate(names)})
    known = known.assign(order=order).sort_values(["year", "order"])
    told = {
        year: "; ".join(
            words("mark.value", name=names[r.line], value=words.number(r.value, 1))
            for r in own.itertuples()
        )
        for year, own in known.groupby("year")
    }
    say = [words("mark.year", year=str(y), values=v, unit=unit) for y, v in told.items()]
    return pd.DataFrame({"year": list(told), SAY: say})


def years(rows: pd.DataFrame, year: str = "year") -> alt.Chart:
    """Areas over the lines of a chart, as high as it is: one for each `year` of some rows.

    The year nearest to a finger answers, and all lines at once: what several rows say of one year
    stands in one sentence.
    """
    said = rows.groupby(year)[SAY].agg("; ".join).reset_index()
    at = said[year].astype("float64")
    between = (at + at.shift()) / 2
    said = said.assign(
        since=between.fillna(at - 0.5).clip(lower=at - 0.5),
        until=between.shift(-1).fillna(at + 0.5).clip(upper=at + 0.5),
    )
    return areas(
        alt.Chart(said[[SAY, "since", "until"]]),
        # Else the axis of the lines would begin at zero.
        x=alt.X("since:Q", title=None, scale=alt.Scale(zero=False, nice=False)),
        x2=alt.X2("until:Q"),
        y=alt.YValue(0),
        y2=alt.Y2Value("height"),
    )
