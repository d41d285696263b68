"""What single posts measured: when one was blind, phenol in Temirtau, the mobile laboratory."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.chart_cells import EMPTY, cell_said, cells
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.posts import is_whole_year, period_frame, whole_and_latest
from kzdata.schema.air import POLLUTANTS, SPOTS

PHENOL = {"place_id": "temirtau", "pollutant": "phenol"}
ROW, BOX = 62, 28  # pixels that a row of the timeline takes, and that its boxes are high

# Shape: frames to frames.


def spans(channels: pd.DataFrame) -> pd.DataFrame:
    """What each automatic post listed: periods that follow each other in one state are one."""
    keys = ["place_id", "post", "pollutant"]
    order = {code: at for at, code in enumerate(POLLUTANTS)}
    rows = channels.assign(order=channels["pollutant"].map(order))
    rows = rows.sort_values(["place_id", "post", "order", "period_start"], ignore_index=True)
    state = rows[[*keys, "listed"]]
    same = state.eq(state.shift()).all(axis=1)
    next_day = rows["period_end"].shift() + pd.Timedelta(days=1) == rows["period_start"]
    run = (~(same & next_day)).cumsum()
    ends = rows["period_end"].groupby(run).max()
    return rows.groupby(run).first().assign(period_end=ends).reset_index(drop=True)


def of_pollutant(
    pollutants: pd.DataFrame, posts: pd.DataFrame, place_id: str, pollutant: str
) -> pd.DataFrame:
    """Cases of a pollutant at the posts of a place by year: `value`, and `mean` of the permitted.

    The latest part of a year is there as well; `whole` says which are whole years.
    """
    rows = pollutants[
        pollutants["spot"].isna()
        & (pollutants["place_id"] == place_id)
        & (pollutants["pollutant"] == pollutant)
    ]
    keys = ["period_start", "period_end"]
    cases = rows[rows["statistic"] == "cases"].merge(period_frame(posts), on=keys)
    means = rows.loc[rows["statistic"] == "mean_of_limit", [*keys, "value"]]
    found = cases.merge(means.rename(columns={"value": "mean"}), on=keys, how="left")
    found = found.sort_values("period_start", ignore_index=True)
    return found.assign(year=found["period_end"].dt.year, whole=is_whole_year(found))


# Figures.


def blind_post(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = spans(tables["air_channels"])
    gaps = rows[~rows["listed"].astype(bool)]
    rows = rows[rows["place_id"].isin(gaps["place_id"])]
    counts = whole_and_latest(tables["air_posts"].dropna(subset=["cases"]))
    counts = counts[
        counts["place_id"].isin(gaps["place_id"])
        & (counts["period_start"] >= rows["period_start"].min())
    ]
    names = tables["places"].set_index("place_id")[words.own("name")]
    rows = rows.assign(
        what=[words.code("pollutant", code) for code in rows["pollutant"]],
        state=[words("blind_post.listed" if on else "blind_post.gap") for on in rows["listed"]],
    )
    told = pd.concat(
        [
            rows,
            counts.assign(
                what=words("blind_post.cases"), state=[words.number(n) for n in counts["cases"]]
            ),
        ],
        ignore_index=True,
    )
    told = told.assign(
        name=told["place_id"].map(names),
        when=[words.period(r.period_start, r.period_end) for r in told.itertuples()],
    )
    told = told.assign(
        say=[
            words("cell.say", row=f"{r.name} – {r.what}", column=r.when, said=r.state)
            for r in told[["name", "what", "when", "state"]].itertuples(index=False)
        ]
    )
    return compose(
        "blind_post",
        view,
        answer=_said_gap(gaps, names, words),
        chart=None if gaps.empty else _draw_spans(told),
        table=told,
        columns=[
            Column("name", words("column.place")),
            Column("post", words("column.post"), "number"),
            Column("what", words("column.pollutant")),
            Column("when", words("column.period")),
            Column("state", words("column.listed")),
        ],
        sources=told["source_id"],
        basis=told["basis"] if len(told) else ["unknown"],
        notes=[words("blind_post.manual"), words("blind_post.why")] * bool(len(gaps)),
    )


def _said_gap(gaps: pd.DataFrame, names: pd.Series, words) -> str:
    """Which post did not list what, and when; of the place with the longest gap."""
    if gaps.empty:
        return words("blind_post.none")
    longest = (gaps["period_end"] - gaps["period_start"]).idxmax()
    first = gaps.loc[longest]
    same = gaps[
        (gaps["place_id"] == first["place_id"])
        & (gaps["post"] == first["post"])
        & (gaps["period_start"] == first["period_start"])
    ]
    return words(
        "blind_post.answer",
        place=names.get(first["place_id"], first["place_id"]),
        post=words.number(first["post"]),
        pollutants=", ".join(words.code("pollutant", code) for code in same["pollutant"]),
        when=words.period(first["period_start"], first["period_end"]),
    )


def _draw_spans(told: pd.DataFrame) -> alt.LayerChart:
    """A row a pollutant: filled while it was listed, hollow while not; below, all cases by year."""
    kinds = list(dict.fromkeys(zip(told["name"], told["what"], strict=True)))
    at = [kinds.index(kind) for kind in zip(told["name"], told["what"], strict=True)]
    listed = told["listed"].eq(True)
    counted = told["listed"].isna()
    top = pd.Series(at, index=told.index) * ROW + 24
    drawn = pd.DataFrame(
        {
            "period_start": told["period_start"],
            "until": told["period_end"],
            "middle_day": told["period_start"] + (told["period_end"] - told["period_start"]) / 2,
            "top": top,
            "bottom": top + BOX,
            "middle": top + BOX / 2,
            "said": told["state"].where(~listed, ""),
            "say": told["say"],
            "fill": pd.Series(theme.PAPER, index=told.index).mask(listed, theme.MEASURED),
            "colour": pd.Series(theme.UNKNOWN, index=told.index).mask(
                listed | counted, theme.MEASURED
            ),
            "known": listed | counted,
        }
    )
    height = ROW * len(kinds) + 4
    down = alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)
    axis = alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, grid=True)
    x = alt.X("period_start:T", title=None, axis=axis)
    base = alt.Chart(drawn, height=height)
    place = {
        "x": x,
        "x2": alt.X2("until:T"),
        "y": alt.Y("top:Q", axis=None, scale=down),
        "y2": alt.Y2("bottom:Q"),
        "fill": alt.Fill("fill:N", scale=None),
        "stroke": alt.Stroke("colour:N", scale=None),
    }
    boxes = [
        marks.answering(
            base.properties(data=rows).mark_rect(strokeWidth=1.5, strokeDash=dash).encode(**place)
        )
        for rows, dash in (
            (drawn[drawn["known"]], alt.Undefined),
            (drawn[~drawn["known"]], [4, 3]),
        )
        if len(rows)
    ]
    said = base.mark_text(fontSize=theme.SMALL_SIZE).encode(
        x=alt.X("middle_day:T"), y=alt.Y("middle:Q", axis=None, scale=down), text=alt.Text("said:N")
    )
    names = pd.DataFrame(
        {
            "label": [" – ".join(kind) for kind in kinds],
            "written": [n * ROW + 4 for n in range(len(kinds))],
        }
    )
    label = (
        alt.Chart(names)
        .mark_text(align="left", baseline="top")
        .encode(
            x=alt.XValue(0), y=alt.Y("written:Q", axis=None, scale=down), text=alt.Text("label:N")
        )
    )
    return chart_types.layer(*boxes, said, label)


def phenol(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = of_pollutant(tables["air_pollutants"], tables["air_posts"], **PHENOL)
    places = tables["places"].set_index("place_id")[words.own("name")]
    place = places.get(PHENOL["place_id"], PHENOL["place_id"])
    rows = rows.assign(
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        known=[words.code("basis", basis) for basis in rows["basis"]],
        note=rows[words.own("note")],
    )
    return compose(
        "phenol",
        view,
        answer=_said_phenol(rows[rows["whole"]], place, words),
        chart=_draw_years(rows, words) if len(rows) else None,
        table=rows,
        columns=[
            Column("when", words("column.period")),
            Column("year", words("column.year"), "year"),
            Column("value", words("column.cases"), "number"),
            Column("mean", words("column.mean_of_limit"), "number"),
            Column("known", words("column.basis")),
            Column("note", words("column.note")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("phenol.part")] * bool((~rows["whole"]).any())
        + [
            words("phenol.summed", year=str(y))
            for y in rows.loc[rows["basis"] == "derived", "year"]
        ],
    )


def _said_phenol(years: pd.DataFrame, place: str, words) -> str:
    """Cases of the first and the latest whole year, and the latest mean."""
    if years.empty:
        return words("phenol.none", place=place)
    first, last = years.iloc[0], years.iloc[-1]
    said = {
        "place": place,
        "year": str(last["year"]),
        "cases": words.quantity(last["value"], "cases"),
        "before": words.number(first["value"]),
        "before_year": str(first["year"]),
    }
    if pd.isna(last["mean"]):
        return words("phenol.answer", **said)
    return words("phenol.with_mean", mean=words.number(last["mean"]), **said)


def _draw_years(rows: pd.DataFrame, words) -> alt.LayerChart:
    """Columns by year, hollow for a part of one; what was summed has the colour of that."""
    colour = rows["basis"].map(theme.BASIS_COLOURS)
    drawn = rows.assign(
        zero=0.0,
        said=[words.number(value) for value in rows["value"]],
        say=[
            words("phenol.say", when=r.when, cases=words.quantity(r.value, "cases"))
            for r in rows.itertuples()
        ],
        colour=colour,
        fill=colour.where(rows["whole"], theme.PAPER),
    )
    base = alt.Chart(drawn, height=260).encode(
        x=chart_types.year_axis(int(rows["year"].min()), int(rows["year"].max())),
        y=chart_types.value_axis("value", words("column.cases"), rows["value"].max()),
    )
    columns = base.mark_bar(size=26, strokeWidth=1.5).encode(
        fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("colour:N", scale=None)
    )
    said = base.mark_text(baseline="bottom", dy=-4, fontSize=13, fontWeight=600).encode(
        text=alt.Text("said:N")
    )
    return chart_types.layer(marks.answering(columns), said)


def mobile_so2(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = tables["air_pollutants"]
    rows = rows[rows["spot"].notna() & (rows["statistic"] == "mobile_highest")]
    names = tables["places"].set_index("place_id")[words.own("name")]
    rows = rows.assign(
        place=rows["place_id"].map(names),
        name=[words.code("spot", spot) for spot in rows["spot"]],
        what=[words.code("pollutant", code) for code in rows["pollutant"]],
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        note=rows[words.own("note")],
        order=rows["spot"].map(SPOTS.index),
    ).sort_values(["place_id", "order", "pollutant", "period_start"], ignore_index=True)
    top = rows.loc[rows["value"].idxmax()] if len(rows) else None
    return compose(
        "mobile_so2",
        view,
        answer=words("mobile_so2.none")
        if top is None
        else words(
            "mobile_so2.answer",
            place=top["place"],
            spot=top["name"],
            when=top["when"],
            value=words.quantity(top["value"], top["unit"]),
        ),
        chart=_draw_spots(rows, words),
        table=rows,
        columns=[
            Column("place", words("column.place")),
            Column("name", words("column.spot")),
            Column("what", words("column.pollutant")),
            Column("when", words("column.period")),
            Column("value", words("column.mg_per_m3"), "number"),
            Column("note", words("column.note")),
        ],
        sources=rows["source_id"],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("mobile_so2.limit"), words("mobile_so2.periods")] * bool(len(rows)),
    )


def _draw_spots(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """A cell a spot and period with the highest value; hollow where none is known."""
    if rows.empty:
        return None
    spots = list(dict.fromkeys(zip(rows["place"], rows["name"], rows["what"], strict=True)))
    columns = sorted(set(zip(rows["period_start"], rows["period_end"], strict=True)))
    known = {(r.place, r.name, r.what, r.period_start): r.value for r in rows.itertuples()}
    steps = tuple(rows["value"].max() * part for part in (0.1, 0.25, 0.4, 0.6, 0.8))
    drawn = []
    for at, spot in enumerate(spots):
        for col, (start, _) in enumerate(columns):
            value = known.get((*spot, start))
            fill, ink = theme.UNKNOWN, theme.QUIET
            if value is not None:
                fill, ink = chart_types.shade(value, steps)
            said = EMPTY if value is None else words.number(round(value, 2))
            exact = EMPTY if value is None else words.number(value)
            say = cell_said(spot[1], words.period(*columns[col]), exact, words)
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    heads = [words.period_in_lines(*period) for period in columns]
    return cells(pd.DataFrame(drawn), [name for _, name, _ in spots], heads)
