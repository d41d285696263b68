"""How often the posts of a city measured more than is permitted, by pollutant and year."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.chart_cells import EMPTY, cell_said, cells
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.posts import (
    ALL,
    Period,
    counted,
    every_year,
    is_unlisted,
    is_whole_year,
    listed_pollutants,
    unlisted,
)

# From so many cases on a cell has the next deeper shade.
STEPS = (1, 10, 100, 1_000, 10_000)


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
            pollutants=listed_pollutants(gaps, words),
        )
    if len(years) == 1:
        return words("post_cases.alone", **said)
    return words(
        "post_cases.answer", **said, before=words.number(first["value"]), before_year=first["when"]
    )


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
        notes.append(words("post_cases.star", pollutants=listed_pollutants(gaps, words)))
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
            said = EMPTY if row is None else words.number(row.value) + "*" * row.gap
            say = cell_said(_called(code, words), words.period(*columns[col]), said, words)
            cell = {"tile_row": at, "tile_col": col, "said": said, "say": say}
            drawn.append({**cell, "fill": fill, "ink": ink})
    heads = [words.period_in_lines(*period) for period in columns]
    return cells(pd.DataFrame(drawn), [_called(code, words) for code in codes], heads)
