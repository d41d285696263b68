"""What the posts of the cities counted: exceedances by pollutant, grades, highest values."""

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.chart_cells import cells
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from kzdata.schema.air import POLLUTANTS
from kzdata.schema.emissions import AIR_LEVELS
from kzdata.schema.model import DAY

ALL = "all"
# From so many cases on a cell has the next deeper shade.
STEPS = (1, 10, 100, 1_000, 10_000)
LEVEL_SHADES = dict(zip(AIR_LEVELS, (0, 2, 3, 5), strict=True))

Period = tuple[date, date]

# Shape: frames to frames.


def is_whole_year(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is of one whole calendar year."""
    start, end = rows["period_start"], rows["period_end"]
    first = (start.dt.month == 1) & (start.dt.day == 1)
    last = (end.dt.month == 12) & (end.dt.day == 31)
    return first & last & (start.dt.year == end.dt.year)


def whole_and_latest(posts: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole years, and those of the longest part of a year after the last of them."""
    whole = is_whole_year(posts)
    later = posts[posts["period_start"] > posts.loc[whole, "period_end"].max()]
    longest = later[later["period_end"] == later["period_end"].max()]
    longest = longest[longest["period_start"] == longest["period_start"].min()]
    return pd.concat([posts[whole], longest])


def every_year(posts: pd.DataFrame) -> list[Period]:
    """The periods of these rows in their order, with the years between that nobody told."""
    rows = whole_and_latest(posts)
    known = set(zip(rows["period_start"], rows["period_end"], strict=True))
    years = rows.loc[is_whole_year(rows), "period_end"].dt.year
    between = range(int(years.min()), int(years.max())) if len(years) else ()
    known |= {(pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)) for year in between}
    return sorted(known)


def period_frame(posts: pd.DataFrame) -> pd.DataFrame:
    """The same periods as rows: `period_start` and `period_end`."""
    rows = pd.DataFrame(every_year(posts), columns=["period_start", "period_end"])
    return rows.astype(DAY)


def counted(posts: pd.DataFrame, pollutants: pd.DataFrame, place: str) -> pd.DataFrame:
    """Cases of exceedance by pollutant and period at the posts of a place, `ALL` among them.

    Columns: `pollutant`, `period_start`, `period_end`, `value`, `basis`, `source_id`, notes.
    """
    notes = [name for name in posts if name.startswith("note_")]
    kept = ["pollutant", "period_start", "period_end", "value", "basis", "source_id", *notes]
    whole = posts[(posts["place_id"] == place) & posts["cases"].notna()]
    whole = whole.assign(pollutant=ALL, value=whole["cases"].astype("float64"))
    single = pollutants[
        (pollutants["place_id"] == place)
        & (pollutants["statistic"] == "cases")
        & pollutants["spot"].isna()
    ]
    rows = pd.concat([whole[kept], single[kept]], ignore_index=True)
    wanted = period_frame(posts)
    rows = rows.merge(wanted, on=["period_start", "period_end"])
    order = {code: at for at, code in enumerate((ALL, *POLLUTANTS))}
    return rows.assign(order=rows["pollutant"].map(order)).sort_values(
        ["order", "period_start"], ignore_index=True
    )


def unlisted(channels: pd.DataFrame, place: str) -> pd.DataFrame:
    """What the automatic posts of a place did not list, by pollutant, when and on which post."""
    rows = channels[(channels["place_id"] == place) & ~channels["listed"].astype(bool)]
    order = {code: at for at, code in enumerate(POLLUTANTS)}
    return rows.sort_values("pollutant", key=lambda codes: codes.map(order), kind="stable")


def is_unlisted(channels: pd.DataFrame, pollutant: str, start: date, end: date) -> bool:
    """Whether a pollutant was not listed in a period or a part of it; of `ALL`, whether any."""
    rows = channels if pollutant == ALL else channels[channels["pollutant"] == pollutant]
    return bool(((rows["period_start"] <= end) & (rows["period_end"] >= start)).any())


def graded(posts: pd.DataFrame) -> pd.DataFrame:
    """What is known of each place and period as one row: the level and what it is made of.

    Where several sources tell of a period, each column is of the first that tells it. Places are
    those with a whole year.
    """
    wanted = period_frame(posts)
    named = posts.loc[is_whole_year(posts), "place_id"].unique()
    rows = posts[posts["place_id"].isin(named)].merge(wanted, on=["period_start", "period_end"])
    rows = rows.sort_values(["place_id", "period_start", "source_id"])
    keys = ["place_id", "period_start", "period_end"]
    return rows.groupby(keys, as_index=False).first()


# Figures.


def post_cases(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = in_words(counted(tables["air_posts"], tables["air_pollutants"], view.place), words)
    gaps = unlisted(tables["air_channels"], view.place)
    rows = with_gaps(rows, gaps).assign(note=rows[words.own("note")])
    return compose(
        "post_cases",
        view,
        answer=said_cases(rows, gaps, _name(tables, view), words),
        chart=_draw_cases(rows, every_year(tables["air_posts"]), words),
        table=rows.assign(
            listed=[words("post_cases.not_listed") if gap else None for gap in rows["gap"]]
        ),
        columns=[
            Column("name", words("column.pollutant")),
            Column("when", words("column.period")),
            Column("value", words("column.cases"), "number"),
            Column("listed", words("column.listed")),
            Column("known", words("column.basis")),
            Column("note", words("column.note")),
        ],
        sources=[*rows["source_id"], *gaps["source_id"]],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=_case_notes(rows, gaps, words),
    )


def in_words(rows: pd.DataFrame, words) -> pd.DataFrame:
    """Counts by pollutant and period with both, and how they are known, in words."""
    return rows.assign(
        name=[_called(code, words) for code in rows["pollutant"]],
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        known=[words.code("basis", basis) for basis in rows["basis"]],
    )


def with_gaps(rows: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Counts with `gap`: whether their pollutant was not listed in a part of their period."""
    gap = [is_unlisted(gaps, r.pollutant, r.period_start, r.period_end) for r in rows.itertuples()]
    return rows.assign(gap=pd.Series(gap, index=rows.index, dtype="bool"))


def _name(tables: Tables, view: FigureRequest) -> str:
    places = tables["places"].set_index("place_id")[view.words.own("name")]
    return places.get(view.place, view.place)


def _called(pollutant: str, words) -> str:
    return words("post_cases.all") if pollutant == ALL else words.code("pollutant", pollutant)


def said_cases(rows: pd.DataFrame, gaps: pd.DataFrame, place: str, words) -> str:
    """Cases of the latest whole year beside the first; not where posts did not list the same."""
    years = rows[(rows["pollutant"] == ALL) & is_whole_year(rows)]
    if years.empty:
        return words("post_cases.none", place=place)
    first, last = years.iloc[0], years.iloc[-1]
    said = {
        "place": place,
        "year": last["when"],
        "cases": words.quantity(last["value"], "cases"),
    }
    if last["gap"]:
        whole = years[~years["gap"]]
        before = whole.iloc[-1] if len(whole) else first
        return words(
            "post_cases.incomparable",
            **said,
            before=words.number(before["value"]),
            before_year=before["when"],
            pollutants=_listed_pollutants(gaps, words),
        )
    if len(years) == 1:
        return words("post_cases.alone", **said)
    return words(
        "post_cases.answer", **said, before=words.number(first["value"]), before_year=first["when"]
    )


def _listed_pollutants(gaps: pd.DataFrame, words) -> str:
    return ", ".join(words.code("pollutant", code) for code in dict.fromkeys(gaps["pollutant"]))


def _case_notes(rows: pd.DataFrame, gaps: pd.DataFrame, words) -> list[str]:
    notes = [words("post_cases.what"), words("post_cases.hollow")] if len(rows) else []
    # Where pollutants come to less than all, a channel was left out of the table of pollutants.
    all_of = rows[rows["pollutant"] == ALL].set_index("when")["value"]
    single = rows[rows["pollutant"] != ALL].groupby("when")["value"].sum()
    for when, value in all_of.items():
        if when in single.index and single[when] < value:
            notes.append(
                words(
                    "post_cases.rest",
                    when=when,
                    all=words.number(value),
                    single=words.number(single[when]),
                )
            )
    if len(gaps):
        notes.append(words("post_cases.star", pollutants=_listed_pollutants(gaps, words)))
    return notes


def _draw_cases(rows: pd.DataFrame, columns: Sequence[Period], words) -> alt.LayerChart | None:
    """A cell a pollutant and period: how often; hollow where nothing was listed."""
    if rows.empty:
        return None
    codes = list(dict.fromkeys(rows["pollutant"]))
    known = {(r.pollutant, r.period_start): r for r in rows.itertuples()}
    drawn = []
    for at, code in enumerate(codes):
        for col, (start, _) in enumerate(columns):
            row = known.get((code, start))
            fill, ink = (theme.UNKNOWN, theme.QUIET)
            if row and not row.gap:
                fill, ink = chart_types.shade(row.value, STEPS)
            said = "–" if row is None else words.number(row.value) + "*" * row.gap
            say = words(
                "cell.say", row=_called(code, words), column=words.period(*columns[col]), said=said
            )
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    heads = [words.period_in_lines(*period) for period in columns]
    return cells(pd.DataFrame(drawn), [_called(code, words) for code in codes], heads)


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
            pollutants=_listed_pollutants(unlisted(channels, r.place_id), words),
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
            fill, ink, said = theme.UNKNOWN, theme.QUIET, "–"
            if row is not None and isinstance(row.level, str):
                fill, ink = level_colours(row.level)
                said = row.level_said + " *" * row.gap
            elif row is not None and not pd.isna(row.si):
                said = words("post_grades.si", si=words.number(row.si))
            say = words("cell.say", row=named[place], column=words.period(*columns[at]), said=said)
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    heads = [words.period_in_lines(*period) for period in columns]
    names = [named[place] for place in places]
    return cells(pd.DataFrame(drawn), heads, names, beside=0.62, size=11)


def post_peaks(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = graded(tables["air_posts"]).dropna(subset=["si"])
    names = tables["places"].set_index("place_id")[words.own("name")]
    rows = rows.assign(
        name=rows["place_id"].map(names),
        year=rows["period_end"].dt.year,
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        whole=is_whole_year(rows),
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
        words("post_peaks.of", place=r.name, times=words.quantity(r.si, "times"))
        for r in last[["name", "si"]].itertuples(index=False)
    )
    return words("post_peaks.answer", year=str(last["year"].iloc[0]), listed=listed)


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
            words("cell.say", row=r.name, column=r.when, said=words.quantity(r.si, "times"))
            for r in rows[["name", "when", "si"]].itertuples(index=False)
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
        color=alt.Color("colour:N", scale=None),
    )
    limit = alt.Chart(pd.DataFrame([{"limit": 1, "label": words("post_peaks.limit")}]))
    limit = limit.encode(y=alt.Y("limit:Q"))
    word = limit.mark_text(
        align="left", baseline="top", dx=4, dy=4, fontSize=theme.SMALL_SIZE, color=theme.LIMIT
    )
    # A line without a name at its end would be any of them.
    ends = drawn.groupby("place_id").tail(1)
    return alt.layer(
        base.mark_line(strokeWidth=2).encode(detail=alt.Detail("stretch:N")),
        base.mark_circle(size=52, opacity=1, strokeWidth=1.5).encode(
            fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("colour:N", scale=None)
        ),
        limit.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=theme.LIMIT),
        word.encode(x=alt.value(0), text=alt.Text("label:N")),
        *chart_types.written(
            base,
            chart_types.placed(ends.assign(said=ends["name"]), dy=-12),
            chart_types.placed(drawn[chosen & rows["whole"]], dy=18),
        ),
        marks.years(says),
    )
