"""Emissions through people and through product: which region emits most for its size?"""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.regions import name_of
from kzdata import derived
from kzdata.schema.columns import COUNTRY

# What is divided by: the column of the quotient with its unit, and of what it is of the country's.
MEASURES = {"kg_head": ("kg_per_head", "head"), "kg_product": ("kg_per_mln_tenge", "product")}


def intensity(tables: Tables, view: FigureRequest) -> Figure:
    words, product, regions = view.words, tables["regional_product"], tables["regions"]
    rows = derived.intensity(
        tables["regional_emissions"],
        tables["national_emissions"],
        tables["population"],
        product,
        regions,
        view.year,
    )
    rows = rows.assign(persons=rows["persons"].round())
    names = regions.set_index("region_id")[words.own("name")].to_dict()
    rows = rows.assign(name=rows["region_id"].map({**names, COUNTRY: words("country")}))
    return compose(
        "intensity",
        view,
        answer=_beside_country(rows, regions, view),
        chart=_draw(rows[rows["region_id"] != COUNTRY], regions, view),
        table=rows,
        columns=[
            Column("name", words("column.region")),
            Column("kg_head", words("column.kg"), "number", 0),
            Column("head", words("column.head_of_country"), "number", 0),
            Column("kg_product", words("column.kg_per_mln_tenge"), "number", 1),
            Column("product", words("column.product_of_country"), "number", 0),
            Column("kt", words("column.kt"), "number", 1),
            Column("persons", words("column.mean_persons"), "number", 0),
            Column("mln_tenge", words("column.mln_tenge"), "number", 1),
        ],
        sources=[*rows["source_id"], *rows["people_source_id"], *rows["product_source_id"]],
        basis=["derived", *product.loc[product["year"] == view.year, "basis"].unique()],
        notes=[words("intensity.note"), words("intensity.people"), words("intensity.prices")],
    )


def _draw(rows: pd.DataFrame, regions: pd.DataFrame, view: FigureRequest) -> alt.LayerChart | None:
    """Two dots a region, in percent of the country; the rule of the chosen one stands out."""
    words, here = view.words, _here(rows, regions, view.region)
    drawn = rows.assign(
        label=[_label(r, words) for r in rows.itertuples()],
        say=[_said(r, view) for r in rows.itertuples()],
        colour=[theme.INK if region == here else theme.UNKNOWN for region in rows["region_id"]],
    )
    return chart_types.dumbbells(
        drawn,
        [
            ("head", words("intensity.head"), theme.RECORD, "circle"),
            ("product", words("intensity.product"), theme.CONTEXT, "square"),
        ],
        title=words("axis.of_country"),
        marked=(100, words("intensity.country")),
    )


def _label(row, words) -> str:
    head, product = (
        "–" if pd.isna(value) else words.percent(value) for value in (row.head, row.product)
    )
    return words("intensity.row", region=row.name, head=head, product=product)


def _said(row, view: FigureRequest) -> str:
    """What a region emits a head and for its product, each beside the country, as far as known."""
    words = view.words
    known = (
        words(
            "intensity.of_country",
            value=words.quantity(getattr(row, kg), unit),
            percent=words.percent(getattr(row, part)),
        )
        for kg, (unit, part) in MEASURES.items()
        if not pd.isna(getattr(row, part))
    )
    return words("ratio.said", region=row.name, year=str(view.year), value="; ".join(known))


def _here(rows: pd.DataFrame, regions: pd.DataFrame, region: str) -> str:
    """The chosen region, or the one that it was part of where only that is known."""
    before = regions.set_index("region_id")["predecessor"].get(region)
    known = set(rows["region_id"])
    return before if region not in known and before in known else region


def _beside_country(rows: pd.DataFrame, regions: pd.DataFrame, view: FigureRequest) -> str:
    """The values of the chosen region and of the country, as far as they are known."""
    words, by_region = view.words, rows.set_index("region_id")
    here = _here(rows, regions, view.region)
    own, country = (_values(by_region, each, words) for each in (here, COUNTRY))
    said = {"region": name_of(here, regions, words), "year": str(view.year)}
    if own and country:
        return words("ratio.answer", value=own, country=country, **said)
    if own:
        return words("ratio.no_country", value=own, **said)
    if country:
        return words("ratio.no_region", country=country, **said)
    return words("ratio.none", year=said["year"])


def _values(by_region: pd.DataFrame, region: str, words) -> str:
    """Both values of a region, or the one that is known; nothing if none is."""
    if region not in by_region.index:
        return ""
    known = by_region.loc[region, list(MEASURES)].dropna()
    said = [words.quantity(value, MEASURES[kg][0]) for kg, value in known.items()]
    return words("intensity.both", head=said[0], product=said[1]) if said[1:] else "".join(said)
