"""Emissions beside what they come with: product and people, a region's electricity."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_series, chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.national import scope_break, scope_notes, scope_rule
from dashboard.figures.regions import name_of
from kzdata.derived import chained, country_population, indexed
from kzdata.emissions import each_once
from kzdata.schema.columns import COUNTRY

BASE = 2005  # the first year of the emissions
FEWEST = 5  # years, below which a correlation says nothing

# Shape: frames to frames.


def country_indexes(
    national: pd.DataFrame, product_index: pd.DataFrame, population: pd.DataFrame
) -> pd.DataFrame:
    """Emissions, product and people of the country by year, each with 2005 as 100.

    Columns: year, emissions, product, people, scope (of the emissions). Product is chained from its
    volume index; people are means of a year. What is unknown is empty.
    """
    emitted = national.drop_duplicates("year").set_index("year").sort_index()
    percent = product_index[product_index["region_id"] == COUNTRY].drop_duplicates("year")
    people = country_population(population).set_index("year")["persons"]
    found = pd.DataFrame(
        {
            "emissions": indexed(emitted["kt"], BASE),
            "product": chained(percent, BASE),
            "people": indexed(people, BASE),
        },
        dtype="float64",
    )
    found = found[found.index >= BASE].round(1)
    found = found.assign(scope=emitted["scope"].reindex(found.index))
    return found.rename_axis("year").reset_index().astype({"year": "int64"})


def largest_generator(electricity: pd.DataFrame) -> str | None:
    """The region that generated most in the latest year; None without one."""
    rows = electricity[electricity["region_id"] != COUNTRY]
    rows = rows[rows["year"] == rows["year"].max()]
    return None if rows.empty else rows.loc[rows["gwh"].idxmax(), "region_id"]


def emissions_and_electricity(
    regional: pd.DataFrame, electricity: pd.DataFrame, region: str
) -> pd.DataFrame:
    """Emissions and electricity of a region in the years in which both are known.

    Columns: year, kt, gwh, source_id, power_source_id.
    """
    own = each_once(regional[regional["region_id"] == region])[["year", "kt", "source_id"]]
    made = electricity.loc[electricity["region_id"] == region, ["year", "gwh", "source_id"]]
    rows = own.merge(made, on="year", suffixes=("", "_power")).drop_duplicates("year")
    rows = rows.rename(columns={"source_id_power": "power_source_id"})
    rows = rows[(rows["kt"] > 0) & (rows["gwh"] > 0)]
    return rows.sort_values("year", ignore_index=True)


# Figures.


def country_index(tables: Tables, view: FigureRequest) -> Figure:
    words, national = view.words, tables["national_emissions"]
    index, people = tables["regional_product_index"], tables["population"]
    rows = country_indexes(national, index, people)
    broken = scope_break(national)
    series = {
        "product": (words("country_index.product"), theme.CONTEXT),
        "people": (words("country_index.people"), theme.QUIET),
        "emissions": (words("country_index.emissions"), theme.RECORD),
    }
    long = rows.melt(["year", "scope"], list(series), var_name="line").dropna(subset=["value"])
    # Only the emissions are of another scope since some year.
    long = long.assign(
        scope=long["scope"].where(long["line"] == "emissions", "").fillna(""),
        said=[words.number(round(value)) for value in long["value"]],
    )
    names, unit = (
        {code: name for code, (name, _) in series.items()},
        words("axis.index", year=str(BASE)),
    )
    chart = chart_series.lines(
        long,
        [chart_series.Line(code, name, colour) for code, (name, colour) in series.items()],
        title=unit,
        answers=marks.of_lines(long, names, unit, words),
    )
    if chart is not None:
        chart = chart.add_layers(*scope_rule(broken, words))
    return compose(
        "country_index",
        view,
        answer=_decoupled(rows, words),
        chart=chart,
        table=rows,
        columns=[
            Column("year", words("column.year"), "year"),
            *(Column(code, name, "number", 1) for code, (name, _) in series.items()),
        ],
        sources=[
            *national["source_id"],
            *index.loc[index["region_id"] == COUNTRY, "source_id"].unique(),
            *country_population(people)["source_id"].unique(),
        ],
        basis=["derived", *index.loc[index["region_id"] == COUNTRY, "basis"].unique()],
        notes=[*scope_notes(broken, words), words("country_index.people_note")],
    )


def _decoupled(rows: pd.DataFrame, words) -> str:
    """Emissions and product of the latest year in which both are known, with 2005 as 100."""
    known = rows.dropna(subset=["emissions", "product"])
    if known.empty or known["year"].max() <= BASE:
        return words("country_index.none", base=str(BASE))
    last = known.iloc[-1]
    return words(
        "country_index.answer",
        year=str(last["year"]),
        base=str(BASE),
        product=words.number(round(last["product"])),
        emissions=words.number(round(last["emissions"])),
    )


def power_and_emissions(tables: Tables, view: FigureRequest) -> Figure:
    words, electricity = view.words, tables["electricity"]
    region = largest_generator(electricity) or view.region
    rows = emissions_and_electricity(tables["regional_emissions"], electricity, region)
    name = name_of(region, tables["regions"], words)
    return compose(
        "power",
        view,
        answer=_association(rows, region, electricity, name, words),
        chart=draw_years(rows, words),
        table=rows,
        columns=[
            Column("year", words("column.year"), "year"),
            Column("kt", words("column.kt"), "number", 1),
            Column("gwh", words("column.gwh"), "number", 1),
        ],
        sources=[*rows["source_id"], *electricity["source_id"].unique()],
        basis=["derived", *electricity["basis"].unique()],
        notes=[words("power.note")],
    )


def draw_years(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """A dot a year, electricity across and emissions up; the first and the last year are named."""
    if rows.empty:
        return None
    drawn = rows.assign(
        said=rows["year"].astype("str"),
        say=[
            words(
                "power.say",
                year=str(r.year),
                gwh=words.number(r.gwh, 1),
                kt=words.quantity(r.kt, "kt", 1),
            )
            for r in rows.itertuples()
        ],
    )
    # Neither begins at zero: it is how they go together that counts.
    near = alt.Scale(zero=False, nice=True, padding=12)
    above = chart_types.value_axis("kt", words("column.kt"), rows["kt"].max()).scale(near)
    base = alt.Chart(drawn, height=260).encode(
        x=alt.X(
            "gwh:Q",
            title=words("column.gwh"),
            scale=near,
            axis=alt.Axis(tickCount=4, grid=False),
        ),
        y=above,
    )
    return chart_types.layer(
        marks.answering(base.mark_circle(size=80, opacity=1, color=theme.RECORD)),
        *chart_types.written(base, chart_types.placed(drawn.iloc[[0, -1]], dy=-14)),
    )


def _association(
    rows: pd.DataFrame, region: str, electricity: pd.DataFrame, name: str, words
) -> str:
    """Which part of the country's electricity a region makes, and how closely its emissions follow.

    The coefficient is Pearson's; none is told of few years, or where nothing varies.
    """
    latest = electricity[electricity["year"] == electricity["year"].max()]
    by_region = latest.drop_duplicates("region_id").set_index("region_id")["gwh"]
    whole = by_region.get(COUNTRY, 0)
    varies = len(rows) >= FEWEST and rows["kt"].nunique() > 1 and rows["gwh"].nunique() > 1
    if not whole or region not in by_region.index or not varies:
        return words("power.none", region=name)
    return words(
        "power.answer",
        region=name,
        share=words.percent(round(by_region[region] / whole * 100)),
        year=str(latest["year"].iloc[0]),
        r=words.number(round(rows["kt"].corr(rows["gwh"]), 2), 2),
        first=str(rows["year"].iloc[0]),
        last=str(rows["year"].iloc[-1]),
    )
