"""What metals are called, and the order in which they are told."""

import pandas as pd

from dashboard.figures.figure import Tables

METALS = ("all", "copper", "zinc", "aluminium", "steel")  # the order in which they are told


def named(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """Rows with the `name` of their metal in this language."""
    names = tables["metals"].set_index("metal_id")[words.own("name")]
    return rows.assign(name=rows["metal_id"].map(names))


def place(metal_ids: pd.Series) -> pd.Series:
    """Where each metal stands among others: the key of a sort; those not in METALS come last."""
    return metal_ids.map(lambda id: (METALS.index(id) if id in METALS else len(METALS), id))


def inside(name: str) -> str:
    """The name of a metal as it is written inside a sentence."""
    return name[0].lower() + name[1:]
