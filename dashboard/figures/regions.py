"""How much of the country's air pollution comes from each region?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.i18n import Words
from dashboard.i18n.messages import UnknownKey
from kzdata.emissions import each_once, share

TILE = 60  # height of a square of the map, in pixels
STEPS = (1, 2, 5, 10, 20)  # percent of the country where the map grows darker


# Shape: frames to frames.


def with_share(regional: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Regional rows with `share`: percent of the national line of the same year, where known."""
    whole = regional["year"].map(national.set_index("year")["kt"])
    return regional.assign(share=share(regional["kt"], whole))


def in_year(regional: pd.DataFrame, national: pd.DataFrame, year: int) -> pd.DataFrame:
    """Each region once in one year, largest first, never in mixed borders.

    Where the publisher gives a year in both borders, the newer ones are taken.
    """
    rows = each_once(regional[regional["year"] == year])
    if (rows["borders"] == "2022").any():
        rows = rows[rows["borders"] != "old"]
    return with_share(rows, national).sort_values(
        ["kt", "region_id"], ascending=[False, True], ignore_index=True
    )


def present(regions: pd.DataFrame) -> pd.DataFrame:
    """The regions in the borders of today; not all of them need have a place on the map."""
    return regions[regions["until"].isna()]


def name_of(region: str, regions: pd.DataFrame, words: Words) -> str:
    """What a region is called; one that the table does not hold, by its code."""
    return regions.set_index("region_id")[words.own("name")].get(region, region)


def years_without_regions(national: pd.DataFrame, regional: pd.DataFrame) -> list[int]:
    """Years of the national line for which no region was published at all."""
    return sorted(set(national["year"]) - set(regional["year"]))


# Figures.


def region_map(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    regions = present(tables["regions"]).drop(columns="source_id")
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    values = rows[["region_id", "kt", "share", "source_id"]]
    tiles = regions.merge(values, how="left", on="region_id")
    tiles = tiles.assign(name=tiles[words.own("name")], year=view.year)
    tiles = tiles.assign(say=[said_region(r, words) for r in tiles.itertuples()])
    known = tiles.dropna(subset=["kt"]).sort_values("share", ascending=False, ignore_index=True)
    old = bool((rows["borders"] == "old").any())
    known = known.iloc[:0] if old else known
    return compose(
        "region_map",
        view,
        answer=words("region_map.old_borders", year=str(view.year))
        if old
        else _largest(known, len(tiles), view),
        chart=None if old else draw_map(tiles.dropna(subset=["tile_row", "tile_col"]), view),
        table=known,
        columns=[
            Column("name", words("column.region")),
            Column("kt", words("column.kt"), "number", 1),
            Column("share", words("column.share"), "number", 1),
        ],
        sources=[*known["source_id"], *national_sources(tables, view.year)],
        basis=["derived"],
    )


def _largest(known: pd.DataFrame, total: int, view: FigureRequest) -> str:
    """The region with the largest share, and of how many regions a share is known."""
    words, shares = view.words, known.dropna(subset=["share"])
    if shares.empty:
        return words("region_map.none", year=str(view.year))
    return words(
        "region_map.answer" if len(shares) == total else "region_map.answer_part",
        year=str(view.year),
        region=shares.iloc[0]["name"],
        share=words.percent(shares.iloc[0]["share"], 1),
        known=words.number(len(shares)),
        total=words.number(total),
    )


def national_sources(tables: Tables, year: int) -> list[str]:
    """Where the whole of a share comes from."""
    national = tables["national_emissions"]
    return list(national.loc[national["year"] == year, "source_id"])


def draw_map(tiles: pd.DataFrame, view: FigureRequest) -> alt.LayerChart | None:
    """One square a region, darker for a larger share; an unknown one is empty with a dash."""
    words = view.words
    if tiles.empty:
        return None
    drawn = tiles.assign(
        short=[short_name(region, words) for region in tiles["region_id"]],
        said=[("–" if pd.isna(s) else words.percent(s, 1)) for s in tiles["share"]],
        colour=[chart_types.shade(s, STEPS)[0] for s in tiles["share"]],
        ink=[chart_types.shade(s, STEPS)[1] for s in tiles["share"]],
        chosen=tiles["region_id"] == view.region,
    )
    base = alt.Chart(drawn, height=TILE * (int(tiles["tile_row"].max()) + 1)).encode(
        x=alt.X("tile_col:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        y=alt.Y("tile_row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
    )
    squares = marks.answering(base.mark_rect(cornerRadius=3)).encode(
        color=alt.Color("colour:N", scale=None),
        stroke=alt.condition("datum.chosen", alt.value(theme.INK), alt.value(theme.GRID)),
        strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(1)),
    )
    ink = alt.Color("ink:N", scale=None)
    names = base.mark_text(yOffset=-9, fontSize=12).encode(text=alt.Text("short:N"), color=ink)
    shares = base.mark_text(yOffset=9, fontSize=13, fontWeight=600).encode(
        text=alt.Text("said:N"), color=ink
    )
    return alt.layer(squares, names, shares)


def short_name(region: str, words: Words) -> str:
    """A region's name as it fits into a square; one that has none yet is shown by its code."""
    try:
        return words.code("tile", region)
    except UnknownKey:
        return region


def region_ranking(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    names = tables["regions"].set_index("region_id")[words.own("name")]
    rows = rows.assign(name=rows["region_id"].map(names))
    chosen = _here(rows, tables["regions"], view.region)
    drawn = rows.assign(
        label=[
            words("region_ranking.no_share", region=r.name, kt=words.quantity(r.kt, "kt", 1))
            if pd.isna(r.share)
            else words(
                "region_ranking.row",
                region=r.name,
                kt=words.quantity(r.kt, "kt", 1),
                share=words.percent(r.share, 1),
            )
            for r in rows.itertuples()
        ],
        say=[said_region(r, words) for r in rows.itertuples()],
        colour=[theme.RECORD if i in chosen.index else theme.CONTEXT for i in rows.index],
    )
    return compose(
        "region_ranking",
        view,
        answer=_placed(chosen, len(rows), tables["regions"], view),
        chart=chart_types.rows(drawn, "kt", title=words("column.kt")),
        table=rows.assign(borders=[words.code("borders", b) for b in rows["borders"]]),
        columns=[
            Column("name", words("column.region")),
            Column("kt", words("column.kt"), "number", 1),
            Column("share", words("column.share"), "number", 1),
            Column("borders", words("column.borders")),
        ],
        sources=[*rows["source_id"], *national_sources(tables, view.year)],
        basis=[*rows["basis"], "derived"],
        notes=_year_notes(rows, tables["regions"], view),
    )


def said_region(row, words) -> str:
    """What a region emits in a year, and which part of the country that is, in one sentence."""
    named = {"region": row.name, "year": str(row.year)}
    if pd.isna(row.kt):
        return words("region_ranking.unknown", **named)
    kt = words.quantity(row.kt, "kt", 1)
    if pd.isna(row.share):
        return words("region.said_no_share", kt=kt, **named)
    return words("region.said", kt=kt, share=words.percent(row.share, 1), **named)


def _placed(chosen: pd.DataFrame, total: int, regions: pd.DataFrame, view: FigureRequest) -> str:
    """How much the chosen region emits, which part of the country that is, and its place."""
    words, year = view.words, str(view.year)
    if chosen.empty:
        region = name_of(view.region, regions, words)
        return words("region_ranking.unknown", region=region, year=year)
    here = chosen.iloc[0]
    said = {
        "region": here["name"],
        "year": year,
        "kt": words.quantity(here["kt"], "kt", 1),
        "place": words.number(int(chosen.index[0]) + 1),
        "total": words.number(total),
    }
    if pd.isna(here["share"]):
        return words("region_ranking.answer_no_share", **said)
    return words("region_ranking.answer", share=words.percent(here["share"], 1), **said)


def _here(rows: pd.DataFrame, regions: pd.DataFrame, region: str) -> pd.DataFrame:
    """The row of the chosen region, or of the region that it was part of in those borders."""
    own = rows[rows["region_id"] == region]
    if len(own):
        return own
    predecessor = regions.set_index("region_id")["predecessor"].get(region)
    return rows[rows["region_id"] == predecessor]


def _year_notes(rows: pd.DataFrame, regions: pd.DataFrame, view: FigureRequest) -> list[str]:
    words, notes = view.words, []
    today = len(present(regions))
    if (rows["borders"] == "old").any():
        notes.append(words("note.old_borders", year=str(view.year)))
    elif len(rows) < today:
        missing = words.plural("count.regions", today - len(rows))
        notes.append(words("note.incomplete_year", year=str(view.year), missing=missing))
    return notes + method_notes(rows, words)


def method_notes(rows: pd.DataFrame, words) -> list[str]:
    """How values came about that were not simply reported in their year."""
    notes = []
    for method in ("backcast", "difference"):
        years = sorted(set(rows.loc[rows["method"] == method, "year"]))
        if years:
            notes.append(words.code("method_note", method, years=words.years(years)))
    return notes
