"""What the rules of objections look at: a figure and the rows that it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd

from dashboard.figures import Figure, Tables
from dashboard.figures.promises import sizes
from dashboard.i18n import Words
from kzdata import TABLES, promises
from kzdata.schema.columns import TOWNS

Values = Mapping[str, str]


@dataclass(frozen=True)
class Shown:
    """What a rule looks at: a figure, the tables that it is made of, and its language."""

    figure: Figure
    tables: Tables
    words: Words

    def told(self, column: str) -> pd.Series:
        """What the figure's table tells in a column, without gaps; nothing if it has none such."""
        return self.figure.table.get(column, pd.Series(dtype="object")).dropna()

    def table(self, name: str) -> pd.DataFrame:
        """A table of the figure; one without rows if it is not made of that."""
        return self.tables[name] if name in self.tables else _without_rows(name)

    def cited(self, name: str) -> pd.DataFrame:
        """The rows of a table of the figure whose source it cites."""
        rows = self.table(name)
        return rows[rows["source_id"].isin(self.figure.sources)]

    @cached_property
    def promised(self) -> pd.DataFrame:
        """The promises that the figure tells: it cites their source and tells their size."""
        made = {name: self.cited(name) for name in ("plant_targets", "projects", "initiatives")}
        listed = promises(**made)
        size = listed["promise_id"].map(sizes(made, self.words))
        return listed[size.isin(self.told("size"))]

    def towns(self) -> list[str]:
        """The towns that the figure names, as codes."""
        names = set(self.told("name"))
        return [town for town in TOWNS if self.words.code("place", town) in names]


@cache
def _without_rows(name: str) -> pd.DataFrame:
    declared = TABLES[name]
    types = {column: declared.dtype(column) for column in declared.columns}
    return pd.DataFrame(columns=list(types)).astype(types)


def raised(applies: bool) -> Values | None:
    """What a rule returns whose objection names no values."""
    return {} if applies else None


def out_of(count: int, total: int, words: Words) -> Values:
    return {"count": words.number(count), "total": words.number(total)}
