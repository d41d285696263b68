"""Emissions through people and through product: which region emits most for its size?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.regions import name_of
from kzdata.derived import per_head, per_product
from kzdata.schema.columns import COUNTRY


def per_head_figure(tables: Tables, view: FigureRequest) -> Figure:
    words, people, regions = view.words, tables["population"], tables["regions"]
    rows = per_head(
        tables["regional_emissions"], tables["national_emissions"], people, regions, view.year
    )
    rows = rows.assign(persons=rows["persons"].round())
    return compose(
        "per_head",
        view,
        answer=_beside_country(rows, "kg_per_head", regions, view),
        chart=_bars(rows, "kg_per_head", words("column.kg"), regions, view),
        table=_named(rows, regions, words),
        columns=[
            Column("name", words("column.region")),
            Column("kg", words("column.kg"), "number"),
            Column("kt", words("column.kt"), "number", 1),
            Column("persons", words("column.mean_persons"), "number", 0),
        ],
        sources=[*rows["source_id"], *rows["people_source_id"]],
        basis=["derived"],
        notes=[words("per_head.note"), words("per_head.people")],
    )


def per_product_figure(tables: Tables, view: FigureRequest) -> Figure:
    words, product, regions = view.words, tables["regional_product"], tables["regions"]
    rows = per_product(
        tables["regional_emissions"], tables["national_emissions"], product, view.year
    )
    title = words("column.kg_per_mln_tenge")
    return compose(
        "per_product",
        view,
        answer=_beside_country(rows, "kg_per_mln_tenge", regions, view),
        chart=_bars(rows, "kg_per_mln_tenge", title, regions, view),
        table=_named(rows, regions, words),
        columns=[
            Column("name", words("column.region")),
            Column("kg", title, "number", 1),
            Column("kt", words("column.kt"), "number", 1),
            Column("mln_tenge", words("column.mln_tenge"), "number", 1),
        ],
        sources=[*rows["source_id"], *rows["product_source_id"]],
        basis=["derived", *product.loc[product["year"] == view.year, "basis"].unique()],
        notes=[words("per_product.note")],
    )


def _named(rows: pd.DataFrame, regions: pd.DataFrame, words) -> pd.DataFrame:
    names = regions.set_index("region_id")[words.own("name")].to_dict()
    return rows.assign(name=rows["region_id"].map({**names, COUNTRY: words("country")}))


def _bars(
    rows: pd.DataFrame, unit: str, title: str, regions: pd.DataFrame, view: FigureRequest
) -> alt.LayerChart | None:
    """A bar a region, and one of the country; that of the chosen region stands out."""
    words = view.words
    colours = {_here(rows, regions, view.region): theme.RECORD, COUNTRY: theme.INK}
    drawn = _named(rows, regions, words)
    drawn = drawn.assign(
        label=[
            words("ratio.row", region=r.name, value=words.quantity(r.kg, unit))
            for r in drawn.itertuples()
        ],
        say=[
            words(
                "ratio.said", region=r.name, year=str(view.year), value=words.quantity(r.kg, unit)
            )
            for r in drawn.itertuples()
        ],
        colour=[colours.get(region, theme.CONTEXT) for region in rows["region_id"]],
    )
    return chart_types.rows(drawn, "kg", title=title)


def _here(rows: pd.DataFrame, regions: pd.DataFrame, region: str) -> str:
    """The chosen region, or the one that it was part of where only that is known."""
    before = regions.set_index("region_id")["predecessor"].get(region)
    known = set(rows["region_id"])
    return before if region not in known and before in known else region


def _beside_country(
    rows: pd.DataFrame, unit: str, regions: pd.DataFrame, view: FigureRequest
) -> str:
    """The value of the chosen region and of the country, as far as they are known."""
    words, kg = view.words, rows.set_index("region_id")["kg"]
    here = _here(rows, regions, view.region)
    own, country = (
        words.quantity(kg[each], unit) if each in kg.index else None for each in (here, COUNTRY)
    )
    said = {"region": name_of(here, regions, words), "year": str(view.year)}
    if own and country:
        return words("ratio.answer", value=own, country=country, **said)
    if own:
        return words("ratio.no_country", value=own, **said)
    if country:
        return words("ratio.no_region", country=country, **said)
    return words("ratio.none", year=said["year"])
