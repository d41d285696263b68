"""How the air of the cities was rated by year, and its highest single values."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.chart_cells import EMPTY, cell_said, cells
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.posts import (
    ALL,
    Period,
    every_year,
    graded,
    highest_of,
    is_unlisted,
    is_whole_year,
    listed,
    listed_pollutants,
    unlisted,
)
from kzdata.schema.emissions import AIR_LEVELS

LEVEL_SHADES = dict(zip(AIR_LEVELS, (0, 2, 3, 5), strict=True))


def post_grades(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = graded(tables["air_posts"])
    names = tables["places"].set_index("place_id")[words.own("name")]
    rows = rows.assign(
        name=rows["place_id"].map(names),
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        level_said=[_level(level, words) for level in rows["level"]],
        known=[words.code("basis", basis) for basis in rows["basis"]],
        gap=_with_gap(rows, tables["air_channels"]),
    )
    gaps = _said_gaps(rows, tables["air_channels"], words)
    return compose(
        "post_grades",
        view,
        answer=" ".join([_said_grades(rows, words), *gaps]),
        chart=_draw_grades(rows, every_year(tables["air_posts"]), words),
        table=rows,
        columns=[
            Column("name", words("column.place")),
            Column("when", words("column.period")),
            Column("level_said", words("column.grade")),
            Column("si", words("column.si"), "number"),
            Column("np_percent", words("column.np"), "number"),
            Column("iza5", words("column.iza5"), "number"),
            Column("cases_over_10", words("column.cases_over_10"), "number"),
            Column("known", words("column.basis")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("post_grades.rule"), words("post_grades.blind")] * bool(len(rows))
        + [words("post_grades.star")] * bool(gaps),
    )


def _with_gap(rows: pd.DataFrame, channels: pd.DataFrame) -> list[bool]:
    """Whether the automatic posts of each row's place left a pollutant out in its period."""
    return [
        is_unlisted(unlisted(channels, r.place_id), ALL, r.period_start, r.period_end)
        for r in rows.itertuples()
    ]


def _said_gaps(rows: pd.DataFrame, channels: pd.DataFrame, words) -> list[str]:
    """What posts did not list in the latest whole year, a sentence each place."""
    years = rows[is_whole_year(rows)]
    last = years[(years["period_end"] == years["period_end"].max()) & years["gap"]]
    return [
        words(
            "post_grades.gap",
            place=r.name,
            year=r.when,
            pollutants=listed_pollutants(unlisted(channels, r.place_id), words),
        )
        for r in last[["place_id", "name", "when"]].itertuples(index=False)
    ]


def level_colours(level: object) -> tuple[str, str]:
    """The colour of a level, and that of the words on it; hollow where there is none."""
    if not isinstance(level, str):
        return theme.UNKNOWN, theme.QUIET
    step = LEVEL_SHADES[level]
    return theme.SHADES[step], theme.PAPER if step + 1 >= theme.DEEP_SHADE else theme.INK


def _level(level: object, words) -> str | None:
    return words.code("level", level) if isinstance(level, str) else None


def _said_grades(rows: pd.DataFrame, words) -> str:
    """The grades of the latest whole year, the worst first."""
    years = rows[is_whole_year(rows) & rows["level"].notna()]
    if years.empty:
        return words("post_grades.none")
    last = years[years["period_end"] == years["period_end"].max()]
    last = last.assign(rank=last["level"].map(AIR_LEVELS.index)).sort_values(
        ["rank", "place_id"], ascending=[False, True]
    )
    listed = "; ".join(
        words("post_grades.of", place=r.name, level=r.level_said)
        for r in last[["name", "level_said"]].itertuples(index=False)
    )
    return words("post_grades.answer", year=last["when"].iloc[0], grades=listed)


def _draw_grades(rows: pd.DataFrame, columns: Sequence[Period], words) -> alt.LayerChart | None:
    """A cell a place and period: the grade in words, and the highest value of which it is made."""
    places = list(dict.fromkeys(rows["place_id"]))
    named = rows.drop_duplicates("place_id").set_index("place_id")["name"]
    known = {(r.place_id, r.period_start): r for r in rows.itertuples()}
    drawn = []
    for at, (start, _) in enumerate(columns):
        for col, place in enumerate(places):
            row = known.get((place, start))
            fill, ink, said = theme.UNKNOWN, theme.QUIET, EMPTY
            if row is not None and isinstance(row.level, str):
                fill, ink = level_colours(row.level)
                said = row.level_said + " *" * row.gap
            elif row is not None and not pd.isna(row.si):
                said = words("post_grades.si", si=words.number(row.si))
            say = cell_said(named[place], words.period(*columns[at]), said, words)
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    heads = [words.period_in_lines(*period) for period in columns]
    names = [named[place] for place in places]
    return cells(pd.DataFrame(drawn), heads, names, beside=0.62)


def post_peaks(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = graded(tables["air_posts"]).dropna(subset=["si"])
    names = tables["places"].set_index("place_id")[words.own("name")]
    rows = rows.assign(
        name=rows["place_id"].map(names),
        year=rows["period_end"].dt.year,
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        whole=is_whole_year(rows),
        of_what=[
            listed(codes, words) or None for codes in highest_of(rows, tables["air_pollutants"])
        ],
        gap=_with_gap(rows, tables["air_channels"]),
    )
    gaps = _said_gaps(rows, tables["air_channels"], words)
    return compose(
        "post_peaks",
        view,
        answer=" ".join([_said_peaks(rows[rows["whole"]], words), *gaps]),
        chart=_draw_peaks(rows, view),
        table=rows,
        columns=[
            Column("name", words("column.place")),
            Column("when", words("column.period")),
            Column("year", words("column.year"), "year"),
            Column("si", words("column.si"), "number"),
            Column("of_what", words("column.pollutant")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("post_peaks.part"), words("post_peaks.single")] * bool(len(rows)),
    )


def _said_peaks(years: pd.DataFrame, words) -> str:
    """The highest value of the latest whole year at each place, the most first."""
    if years.empty:
        return words("post_peaks.none")
    last = years[years["year"] == years["year"].max()].sort_values("si", ascending=False)
    listed = "; ".join(
        words("post_peaks.of", place=r.name, si=words.number(r.si))
        for r in last[["name", "si"]].itertuples(index=False)
    )
    return words("post_peaks.answer", year=str(last["year"].iloc[0]), listed=listed)


def _said_peak(row, words) -> str:
    times = words.quantity(row.si, "times")
    if not isinstance(row.of_what, str):
        return times
    return words("post_peaks.of_what", times=times, pollutant=row.of_what)


def _draw_peaks(rows: pd.DataFrame, view: FigureRequest) -> alt.LayerChart | None:
    """A line a place on a scale of multiples, the chosen one in its colour and with its values.

    A part of a year stands alone and is hollow, as is what was measured of less.
    """
    if rows.empty:
        return None
    words = view.words
    rows = rows.sort_values(["place_id", "year"], ignore_index=True)
    same = rows["place_id"].eq(rows["place_id"].shift()) & rows["year"].diff().eq(1)
    chosen = rows["place_id"] == view.place
    colour = pd.Series(theme.CONTEXT, index=rows.index).mask(chosen, theme.MEASURED)
    drawn = rows.assign(
        stretch=(~(same & rows["whole"])).cumsum(),
        colour=colour,
        fill=colour.where(rows["whole"] & ~rows["gap"], theme.PAPER),
        said=[words.number(si) for si in rows["si"]],
    )
    says = rows.assign(
        say=[
            words("cell.say", row=r.name, column=r.when, said=_said_peak(r, words))
            for r in rows[["name", "when", "si", "of_what"]].itertuples(index=False)
        ]
    )
    domain = [min(0.5, float(rows["si"].min()) / 2), float(rows["si"].max()) * 1.6]
    base = alt.Chart(drawn, height=300).encode(
        x=chart_types.year_axis(int(rows["year"].min()), int(rows["year"].max())),
        y=alt.Y(
            "si:Q",
            title=words("axis.peaks"),
            scale=alt.Scale(type="log", domain=domain, nice=False),
            axis=alt.Axis(
                values=[1, 2, 5, 10, 20, 50],
                titleAngle=0,
                titleAlign="left",
                titleBaseline="bottom",
                titleX=0,
                titleY=-8,
            ),
        ),
    )
    limit = alt.Chart(pd.DataFrame([{"limit": 1, "label": words("post_peaks.limit")}]))
    limit = limit.encode(y=alt.Y("limit:Q"))
    word = limit.mark_text(
        align="left", baseline="top", dx=4, dy=4, fontSize=theme.SMALL_SIZE, color=theme.LIMIT
    )
    # A line without a name at its end would be any of them.
    ends = drawn.groupby("place_id").tail(1)
    return chart_types.layer(
        base.mark_line(strokeWidth=2).encode(
            detail=alt.Detail("stretch:N"), color=alt.Color("colour:N", scale=None)
        ),
        base.mark_circle(size=52, opacity=1, strokeWidth=1.5).encode(
            fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("colour:N", scale=None)
        ),
        limit.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=theme.LIMIT),
        word.encode(x=alt.XValue(0), text=alt.Text("label:N")),
        *chart_types.written(
            base,
            chart_types.placed(ends.assign(said=ends["name"]), dy=-12),
            chart_types.placed(drawn[chosen & rows["whole"]], dy=18),
        ),
        marks.years(says),
    )
