"""How has the share of a region changed?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.moved import moved_notes
from dashboard.figures.national import ScopeBreak, said_break, scope_break, scope_notes
from dashboard.figures.regions import (
    method_notes,
    name_of,
    said_region,
    with_share,
    years_without_regions,
)
from kzdata.emissions import each_once

# Shape: frames to frames.


def history(
    regional: pd.DataFrame, national: pd.DataFrame, regions: pd.DataFrame, region: str
) -> pd.DataFrame:
    """Shares of a region by year, and of the region it was part of in `line` "before".

    The two lines are of different borders and are never joined. `era` numbers the years of a line
    that may be compared: of one scope, of the same borders, on one side of an unexplained break.
    `stretch` names what may be drawn as one line: a run of years of one era, without a gap. A share
    is empty where the country is unknown.
    """
    known = regions.set_index("region_id")
    predecessor, broken = (known[name].get(region) for name in ("predecessor", "break_year"))
    lines = {region: "now"} | ({predecessor: "before"} if isinstance(predecessor, str) else {})
    rows = each_once(regional[regional["region_id"].isin(list(lines))])
    rows = with_share(rows, national).assign(line=rows["region_id"].map(lines))
    rows = rows.sort_values(["line", "year"], ignore_index=True)
    by_line = rows["line"]
    alike = pd.DataFrame(
        {
            "scope": rows["year"].map(national.set_index("year")["scope"]).groupby(by_line).ffill(),
            "borders": rows["borders"].where(rows["borders"] != "unchanged"),
            "after_break": False if pd.isna(broken) else rows["year"] >= broken,
        }
    )
    alike["borders"] = alike["borders"].groupby(by_line).ffill()
    before = alike.groupby(by_line).shift()
    # What is not yet known in the first years of a line parts them from no others.
    parted = ((alike != before) & before.notna() & alike.notna()).any(axis=1)
    era = parted.groupby(by_line).cumsum().astype("int64")
    gap = rows.groupby("line")["year"].diff().fillna(1) > 1
    stretch = (parted | gap).groupby(by_line).cumsum().astype("str")
    return rows.assign(era=era, stretch=rows["line"] + stretch)


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """The years of a region's own line whose shares may be compared with the latest known one."""
    now = rows[(rows["line"] == "now") & rows["share"].notna()]
    return now[now["era"] == now["era"].max()]


# Figures.


def region_share(tables: Tables, view: FigureRequest) -> Figure:
    words, regions = view.words, tables["regions"]
    rows = history(tables["regional_emissions"], tables["national_emissions"], regions, view.region)
    names = regions.set_index("region_id")
    rows = rows.assign(name=rows["region_id"].map(names[words.own("name")]))
    rows = rows.assign(say=[_said_year(r, words) for r in rows.itertuples()])
    changed = changed_borders(regions, view.region)
    broken = scope_break(tables["national_emissions"])
    return compose(
        "region_share",
        view,
        answer=_first_and_last(rows, view, regions),
        chart=draw_share(rows.dropna(subset=["share"]), changed, broken, words),
        table=rows.assign(borders=[words.code("borders", b) for b in rows["borders"]]),
        columns=[
            Column("year", words("column.year"), "year"),
            Column("name", words("column.region")),
            Column("share", words("column.share"), "number", 1),
            Column("kt", words("column.kt"), "number", 1),
            Column("borders", words("column.borders")),
        ],
        sources=[*rows["source_id"], *tables["national_emissions"]["source_id"]],
        basis=["derived"],
        notes=[
            *_gap_notes(rows, tables, words),
            *borders_note(regions, view.region, words),
            *_break_notes(rows, names["break_year"].get(view.region), words),
            *moved_notes(tables, view.region, words),
            *method_notes(rows, words),
            *scope_notes(broken, words),
        ],
    )


def _said_year(row, words) -> str:
    """A region's year in one sentence, with its borders where its name does not tell them."""
    said = said_region(row, words)
    if row.borders == "unchanged" or row.line == "before":
        return said
    return words("mark.with", said=said, more=words.code("borders", row.borders))


def _first_and_last(rows: pd.DataFrame, view: FigureRequest, regions: pd.DataFrame) -> str:
    """The first and the last share of a region that may be compared."""
    words, whole = view.words, comparable(rows)
    region = name_of(view.region, regions, words)
    if whole.empty:
        return words("region_share.none", region=region)
    first, last = whole.iloc[0], whole.iloc[-1]
    if len(whole) > 1:
        return words(
            "region_share.answer",
            region=region,
            first=str(first["year"]),
            share_first=words.percent(first["share"], 1),
            last=str(last["year"]),
            share_last=words.percent(last["share"], 1),
        )
    later = rows.loc[rows["line"] == "now", "year"].max() > last["year"]
    return words(
        "region_share.single" if later else "region_share.once",
        region=region,
        year=str(last["year"]),
        share=words.percent(last["share"], 1),
    )


def changed_borders(regions: pd.DataFrame, region: str) -> int | None:
    """The year in which a region came out of another one; None if it did not."""
    known = regions.set_index("region_id")
    until = known["until"].get(known["predecessor"].get(region))
    return None if until is None or pd.isna(until) else int(until)


def borders_note(regions: pd.DataFrame, region: str, words) -> list[str]:
    changed = changed_borders(regions, region)
    return [] if changed is None else [words("note.borders", year=str(changed))]


def _gap_notes(rows: pd.DataFrame, tables: Tables, words) -> list[str]:
    """Years without any region, and years in which the whole is not known."""
    notes = []
    untold = years_without_regions(tables["national_emissions"], tables["regional_emissions"])
    if untold:
        notes.append(words("note.no_regions", years=words.years(untold)))
    no_share = sorted(rows.loc[rows["share"].isna(), "year"].unique().tolist())
    if no_share:
        notes.append(words("note.no_national", years=words.years(no_share)))
    return notes


def _break_notes(rows: pd.DataFrame, broken: int | None, words) -> list[str]:
    """The values before and after an unexplained break, where both are known."""
    kt = rows[rows["line"] == "now"].set_index("year")["kt"]
    if broken is None or pd.isna(broken) or not {broken - 1, broken} <= set(kt.index):
        return []
    return [
        words(
            "note.unexplained",
            before=words.quantity(kt[broken - 1], "kt", 1),
            year_before=str(broken - 1),
            after=words.quantity(kt[broken], "kt", 1),
            year_after=str(broken),
        )
    ]


def draw_share(
    rows: pd.DataFrame, changed: int | None, broken: ScopeBreak | None, words
) -> alt.LayerChart | None:
    """Shares by year; lines of different borders, and years with a gap between, stay apart."""
    if rows.empty:
        return None
    colours = {"now": theme.RECORD, "before": theme.CONTEXT}
    drawn = rows.assign(
        colour=rows["line"].map(colours), said=[words.number(s, 1) for s in rows["share"]]
    )
    base = alt.Chart(drawn, height=260).encode(
        x=chart_types.year_axis(int(rows["year"].min()), int(rows["year"].max())),
        y=chart_types.value_axis("share", words("column.share"), rows["share"].max()),
        color=alt.Color("colour:N", scale=None),
        detail=alt.Detail("stretch:N"),
    )
    why = {} if changed is None else {changed: words("break.borders", year=str(changed))}
    if broken is not None and broken.since not in why:
        why[broken.since] = said_break(broken, words)
    layers = [
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        *chart_types.written(base, *_values(drawn, set(why))),
    ]
    if drawn["line"].nunique() > 1:
        names = drawn.groupby("line", sort=False)["name"].first()
        if ((drawn["line"] == "now") & (drawn["method"] == "backcast")).any():
            names["now"] = words(
                "region_share.recalculated", region=names["now"], year=str(changed)
            )
        layers += chart_types.key([(name, colours[line]) for line, name in names.items()])
    if why:
        layers.append(chart_types.breaks([(year - 0.5, word) for year, word in why.items()]))
    return chart_types.layer(*layers, marks.years(drawn))


def _values(rows: pd.DataFrame, breaks: set[int]) -> list[pd.DataFrame]:
    """Values beside the points that the answer names, and at the ends of what came before.

    The latest stands above its point, the one after a break right of the break and below, the one
    before it left and above, so that they keep clear of the rule and of each other on a phone.
    """
    whole = comparable(rows)
    since = whole["year"].min() if len(whole) else rows["year"].max() + 1
    earlier = rows[rows["year"] < since]
    ends = earlier[~earlier.duplicated("line") | ~earlier.duplicated("stretch", keep="last")]
    if rows["line"].nunique() > 1:
        ends = ends[ends["line"] == "before"]
    last, first = whole.tail(1), whole.head(len(whole) - 1).head(1)
    left = (ends["year"] + 1).isin(breaks)
    return [
        chart_types.placed(ends[~left], dy=-12),
        # High enough to be clear of a line that falls towards it.
        chart_types.placed(ends[left], align="right", dx=4, dy=-22),
        chart_types.placed(first, align="left", dx=-4, dy=16),
        chart_types.placed(last, dy=-12),
    ]
