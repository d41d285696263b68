"""One strip of years for the air of a town: how it was rated, what posts counted, what was seen."""

import altair as alt
import pandas as pd

from dashboard.figures import theme
from dashboard.figures.chart_cells import EMPTY, cell_said, cells
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.post_cases import in_words, said_cases, with_gaps
from dashboard.figures.post_grades import level_colours
from dashboard.figures.posts import (
    ALL,
    counted,
    graded,
    is_unlisted,
    is_whole_year,
    period_frame,
    unlisted,
)
from dashboard.figures.satellite import FIRST_YEARS, mean_of, seen

# Shape: frames to frames.


def by_period(tables: Tables, town: str) -> pd.DataFrame:
    """Each period with what is known of a town: `level`, `si`, `cases`, and `kt` from satellites.

    `gap` says that an automatic post did not list all in it.
    """
    posts = graded(tables["air_posts"])
    posts = posts[posts["place_id"] == town]
    so2 = seen(tables["satellite_so2"], town).rename(columns={"source_id": "so2_source"})
    rows = period_frame(tables["air_posts"]).merge(
        posts, how="left", on=["period_start", "period_end"]
    )
    # What satellites saw is told of whole years.
    rows = rows.assign(year=rows["period_end"].dt.year.where(is_whole_year(rows)).astype("Int64"))
    rows = rows.merge(so2[["year", "kt", "kt_sd", "so2_source"]], how="left", on="year")
    gaps = unlisted(tables["air_channels"], town)
    gap = [is_unlisted(gaps, ALL, r.period_start, r.period_end) for r in rows.itertuples()]
    return rows.assign(gap=pd.Series(gap, index=rows.index, dtype="bool"))


# Figures.


def town_years(tables: Tables, view: FigureRequest) -> Figure:
    words, town = view.words, view.words.code("place", view.town)
    rows = by_period(tables, view.town)
    rows = rows.assign(
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        level_said=[
            words.code("level", level) if isinstance(level, str) else None
            for level in rows["level"]
        ],
        listed=[words("post_cases.not_listed") if gap else None for gap in rows["gap"]],
    )
    known = rows.dropna(subset=["source_id"])
    so2 = seen(tables["satellite_so2"], view.town)
    return compose(
        "town_years",
        view,
        answer=" ".join([_said_posts(tables, view.town, town, words), _said_so2(so2, words)]),
        chart=_draw(rows, words) if len(known) or rows["kt"].notna().any() else None,
        table=rows,
        columns=[
            Column("when", words("column.period")),
            Column("level_said", words("column.grade")),
            Column("si", words("column.si"), "number"),
            Column("cases", words("column.cases"), "number"),
            Column("listed", words("column.listed")),
            Column("kt", words("column.kt_so2"), "number", 1),
            Column("kt_sd", words("column.kt_sd"), "number", 1),
        ],
        sources=[*known["source_id"], *so2["source_id"].drop_duplicates()],
        basis=[*known["basis"], *so2["basis"].head(1)] or ["unknown"],
        notes=[words("post_cases.hollow"), words("post_grades.star")]
        if rows["gap"].any()
        else [words("post_cases.hollow")],
    )


def _said_posts(tables: Tables, place: str, name: str, words) -> str:
    gaps = unlisted(tables["air_channels"], place)
    rows = in_words(counted(tables["air_posts"], tables["air_pollutants"], place), words)
    return said_cases(with_gaps(rows, gaps), gaps, name, words)


def _said_so2(rows: pd.DataFrame, words) -> str:
    """What satellites saw in the latest year, beside the mean of the first ones."""
    if rows.empty:
        return words("town_years.unseen")
    last, first = rows.iloc[-1], mean_of(rows, *FIRST_YEARS)
    said = {"year": str(last["year"]), "kt": words.quantity(last["kt"], "kt", 1)}
    if first is None or last["year"] <= FIRST_YEARS[1]:
        return words("town_years.latest", **said)
    span = words("years", first=str(FIRST_YEARS[0]), last=str(FIRST_YEARS[1]))
    return words("town_years.seen", first=words.number(first, 1), years=span, **said)


def _draw(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """A row a period: level, cases, what satellites saw; hollow where nothing is known."""
    heads = [words("town_years.level"), words("town_years.cases"), words("town_years.so2")]
    drawn = []
    for at, row in enumerate(rows.itertuples()):
        level = words.code("level", row.level) if isinstance(row.level, str) else ""
        on_posts = (theme.UNKNOWN, theme.QUIET) if row.gap else (theme.MEASURED, theme.PAPER)
        star = " *" if row.gap else ""
        for col, (said, mark, (fill, ink)) in enumerate(
            (
                (level, star, level_colours(row.level)),
                (_number(row.cases, words), star, on_posts),
                (_number(row.kt, words), "", (theme.SATELLITE, theme.PAPER)),
            )
        ):
            if not said:
                said, mark, fill, ink = EMPTY, "", theme.UNKNOWN, theme.QUIET
            said += mark
            say = cell_said(heads[col], row.when, said, words)
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    names = [words.period_in_lines(r.period_start, r.period_end) for r in rows.itertuples()]
    return cells(pd.DataFrame(drawn), names, heads, beside=0.5)


def _number(value: float, words) -> str:
    return "" if pd.isna(value) else words.number(value)
