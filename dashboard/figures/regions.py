"""How much of the country's air pollution comes from each region?"""

import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.i18n import Words
from kzdata.emissions import each_once, share

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
    """The regions in the borders of today."""
    return regions[regions["until"].isna()]


def of_borders(regions: pd.DataFrame, given: pd.Series, year: int) -> pd.DataFrame:
    """The regions that made up the country, in the borders in which a year's values are given.

    `given` are the codes of the regions with a value. Where none of a region or of what became of
    it has one, the borders are those of the year.
    """
    parts = regions.dropna(subset=["predecessor"]).groupby("predecessor")["region_id"].agg(set)
    values = set(given)
    old = {
        region
        for region, until in regions.dropna(subset=["until"])[["region_id", "until"]].values
        if region in values or (year < until and not values & parts.get(region, set()))
    }
    return regions[
        regions["region_id"].isin(old)
        | (regions["until"].isna() & ~regions["predecessor"].isin(old))
    ]


def name_of(region: str, regions: pd.DataFrame, words: Words) -> str:
    """What a region is called; one that the table does not hold, by its code."""
    return regions.set_index("region_id")[words.own("name")].get(region, region)


def years_without_regions(national: pd.DataFrame, regional: pd.DataFrame) -> list[int]:
    """Years of the national line for which no region was published at all."""
    return sorted(set(national["year"]) - set(regional["year"]))


# Figures.


def national_sources(tables: Tables, year: int) -> list[str]:
    """Where the whole of a share comes from."""
    national = tables["national_emissions"]
    return list(national.loc[national["year"] == year, "source_id"])


def region_ranking(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    names = tables["regions"].set_index("region_id")[words.own("name")]
    rows = rows.assign(name=rows["region_id"].map(names))
    chosen = here(rows, tables["regions"], view.region)
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
        notes=year_notes(rows, tables["regions"], view),
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


def here(rows: pd.DataFrame, regions: pd.DataFrame, region: str) -> pd.DataFrame:
    """The row of the chosen region, or of the region that it was part of in those borders."""
    own = rows[rows["region_id"] == region]
    if len(own):
        return own
    predecessor = regions.set_index("region_id")["predecessor"].get(region)
    return rows[rows["region_id"] == predecessor]


def year_notes(rows: pd.DataFrame, regions: pd.DataFrame, view: FigureRequest) -> list[str]:
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
