"""What metals are called, the order in which they are told, and whose output is shown by year."""

import pandas as pd

from dashboard.figures.figure import Tables
from kzdata.derived import yearly_output
from kzdata.schema.columns import COUNTRY

# The order in which they are told.
METALS = ("all", "copper", "zinc", "aluminium", "lead", "steel")
# All aluminium of Pavlodar region is primary metal; that of the country holds scrap as well.
PRIMARY = ("aluminium", "KZ-55")
SHOWN = (*((metal, COUNTRY) for metal in METALS), PRIMARY)


def named(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """Rows with the `name` of their metal in this language."""
    names = tables["metals"].set_index("metal_id")[words.own("name")]
    return rows.assign(name=rows["metal_id"].map(names))


def named_by_region(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """As `named`; a metal of a region bears the name of that as well."""
    rows = named(rows, tables, words)
    regions = tables["regions"].set_index("region_id")[words.own("name")]
    names = [
        r.name
        if r.region_id == COUNTRY
        else words("metal.of_region", metal=r.name, region=regions.get(r.region_id, r.region_id))
        for r in rows.itertuples()
    ]
    return rows.assign(name=names)


def place(metal_ids: pd.Series) -> pd.Series:
    """Where each metal stands among others: the key of a sort; those not in METALS come last."""
    return metal_ids.map(lambda id: (METALS.index(id) if id in METALS else len(METALS), id))


def shown_years(monthly: pd.DataFrame) -> pd.DataFrame:
    """The yearly output of the metals that are shown, in their order, the years rising."""
    rows = yearly_output(monthly)
    rows = rows[pd.MultiIndex.from_frame(rows[["metal_id", "region_id"]]).isin(SHOWN)]
    order = [SHOWN.index(pair) for pair in zip(rows["metal_id"], rows["region_id"], strict=True)]
    # What is of a region stands beside the same metal of the country.
    rows = rows.assign(place=place(rows["metal_id"]).map(lambda at: at[0]), order=order)
    rows = rows.sort_values(["place", "order", "year"], ignore_index=True)
    return rows.drop(columns=["place", "order"])


def inside(name: str) -> str:
    """The name of a metal as it is written inside a sentence."""
    return name[0].lower() + name[1:]
