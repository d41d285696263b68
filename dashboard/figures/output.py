"""How much metal was made, year by year, and how much had been projected?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_series, chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import inside, named, named_by_region, place, shown_years
from kzdata.derived import whole_years
from kzdata.schema.columns import COUNTRY

# Shape: frames to frames.


def projected(output: pd.DataFrame, growth: pd.DataFrame) -> pd.DataFrame:
    """Projected outputs of whole years, with the output of the year before that they imply.

    `implied` is projection / (1 + claimed growth of the metal); empty where none was claimed.
    """
    rows = output[(output["basis"] == "projected") & (output["measure"] == "output")]
    rows = rows[whole_years(rows)]
    claimed = growth[growth["basis"] == "claimed"].drop_duplicates("metal_id")
    percent = rows["metal_id"].map(claimed.set_index("metal_id")["growth_percent"])
    return rows.assign(
        year=rows["period_end"].dt.year.astype("Int64"),
        implied=(rows["tonnes"] / (1 + percent.where(percent > -100) / 100)).round(),
    )


def against_projections(
    monthly: pd.DataFrame, output: pd.DataFrame, growth: pd.DataFrame
) -> pd.DataFrame:
    """Yearly output with what had been projected for its year, and that as percent of the output.

    Growth is left out where an annual balance gives another output of the year, or of the one
    before. A metal of a region is held against the projection for the metal.
    """
    rows = shown_years(monthly)
    goals = projected(output, growth).drop_duplicates(["metal_id", "year"], keep="last")
    goals = goals[["metal_id", "year", "tonnes", "implied", "source_id"]]
    rows = rows.merge(goals, how="left", on=["metal_id", "year"], suffixes=("", "_projected"))
    rows = rows.rename(columns={"tonnes_projected": "projected"})
    balances = output[output["measure"] == "balance"]
    unlike = {
        (r.metal_id, r.period_end.year + later) for r in balances.itertuples() for later in (0, 1)
    }
    doubted = [r.region_id == COUNTRY and (r.metal_id, r.year) in unlike for r in rows.itertuples()]
    whole = rows["tonnes"].where(rows["whole"] & (rows["tonnes"] > 0))
    return rows.assign(
        growth=rows["growth"].mask(pd.Series(doubted, rows.index, dtype="bool")),
        percent=(rows["projected"] / whole * 100).round(),
    )


# Figures.


def output(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    years = against_projections(
        tables["metal_output_monthly"], tables["metal_output"], tables["metal_growth"]
    )
    years = _of_years(named_by_region(years, tables, words), words)
    published = tables["metal_output"]
    published = _published(published[published["basis"] != "projected"], tables, words)
    table = pd.concat([years, published])
    compared = years.dropna(subset=["percent"])
    return compose(
        "output",
        view,
        answer=_made_and_projected(compared, years, words),
        chart=draw_output(years[years["whole"]], words),
        table=table.reset_index(drop=True),
        columns=[
            Column("name", words("column.metal")),
            Column("when", words("column.period")),
            Column("tonnes", words("column.tonnes"), "number", 0),
            Column("growth", words("column.growth"), "signed", 1),
            Column("projected", words("column.projected"), "number", 0),
            Column("percent", words("column.percent_of_output"), "number", 0),
            Column("implied", words("column.implied"), "number", 0),
            Column("what", words("column.what")),
            Column("exactness", words("column.qualifier")),
        ],
        sources=[*years["source_id"], *years["source_id_projected"], *published["source_id"]],
        basis=[*years["basis"], "derived", *(["projected"] * bool(len(compared)))],
        notes=_output_notes(years, published, words),
    )


def _of_years(years: pd.DataFrame, words) -> pd.DataFrame:
    """The sums of months as rows of the table; a year that is not over by its months."""
    return years.assign(
        when=[_period(r, words) for r in years.itertuples()],
        what=[words.plural("output.sum", r.months) for r in years.itertuples()],
        exactness=words.code("qualifier", "exact"),
    )


def _period(row, words) -> str:
    if row.whole:
        return str(row.year)
    return words.period(pd.Timestamp(row.year, 1, 1), row.until)


def _published(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """What others than the monthly series print, as rows of the table."""
    rows = named(rows, tables, words).sort_values(
        ["metal_id", "measure", "period_end"],
        key=lambda c: place(c) if c.name == "metal_id" else c,
    )
    return rows.assign(
        when=[words.period(r.period_start, r.period_end) for r in rows.itertuples()],
        what=[words.code("product", f"{r.measure}_{r.product}") for r in rows.itertuples()],
        exactness=[words.code("qualifier", q) for q in rows["qualifier"]],
    )


def _made_and_projected(compared: pd.DataFrame, years: pd.DataFrame, words) -> str:
    """What was made in the latest year for which there are projections, beside them."""
    if compared.empty:
        whole = years[years["whole"]]
        if whole.empty:
            return words("output.none")
        return words("output.no_projection", year=str(whole["year"].max()))
    latest = compared[compared["year"] == compared["year"].max()]
    metals = [
        words(
            "output.made",
            metal=inside(r.name),
            made=words.number(round(r.tonnes / 1_000)),
            projected=words.number(round(r.projected / 1_000)),
        )
        for r in latest.itertuples()
    ]
    return words("output.answer", year=str(latest["year"].iloc[0]), metals="; ".join(metals))


def _output_notes(years: pd.DataFrame, published: pd.DataFrame, words) -> list[str]:
    notes = [words("output.note"), words("metal.primary")]
    later = years[~years["whole"] & (years["year"] == years["year"].max())]
    if len(later):
        notes.append(words("output.not_over", period=later["when"].iloc[0]))
    for r in published[published["measure"] == "balance"].itertuples():
        year = r.period_end.year
        tonnes = words.quantity(r.tonnes, "t", qualifier=r.qualifier)
        said = {"year": str(year), "after": str(year + 1), "tonnes": tonnes}
        notes.append(words("output.balance", metal=r.name, **said))
    missing = _missing_years(years)
    if missing:
        notes.append(words("output.missing", gaps="; ".join(missing)))
    return notes


def _missing_years(years: pd.DataFrame) -> list[str]:
    """The metals that lack whole years between their first and the last of all, with the years."""
    whole = years[years["whole"]]
    every = set(whole["year"])
    return [
        f"{inside(name)} – {', '.join(map(str, sorted(gap)))}"
        for name, rows in whole.groupby("name", sort=False)
        if (gap := {y for y in every if y > rows["year"].min()} - set(rows["year"]))
    ]


def draw_output(years: pd.DataFrame, words) -> alt.VConcatChart | None:
    """A small panel a metal: a column a whole year, a diamond for a projection."""
    if years.empty:
        return None
    every = range(int(years["year"].min()), int(years["year"].max()) + 1)
    thousand = years["tonnes"] / 1_000
    rows = years.assign(
        thousand=thousand,
        said=[words.number(round(t)) for t in thousand],
        say=[_said_year(r, words) for r in years.itertuples()],
    )
    marks = rows.dropna(subset=["projected"])
    marks = marks.assign(thousand=marks["projected"] / 1_000, colour=theme.TARGET)
    panels = []
    for name, own in rows.groupby("name", sort=False):
        goals = marks[marks["name"] == name]
        heading = next((_heading(r, words) for r in goals.itertuples()), name)
        panels.append(
            chart_series.columns(
                own[["year", "thousand", "said", "say"]],
                goals[["year", "thousand", "colour"]],
                every,
                heading=heading,
                title=words("column.thousand_tonnes"),
            )
        )
    return chart_types.panels(*panels)


def _said_year(row, words) -> str:
    """What was made of a metal in a year, and what had been projected, in one sentence."""
    said = {"metal": row.name, "year": row.when, "tonnes": words.quantity(row.tonnes, "t", 0)}
    if pd.isna(row.projected):
        return words("output.said", **said)
    return words(
        "output.said_projected",
        projected=words.quantity(row.projected, "t", 0),
        **said,
    )


def _heading(row, words) -> str:
    said = words.number(round(row.thousand))
    return words("output.panel", metal=row.name, year=str(row.year), thousand=said)
