"""What a column may hold as other columns of its row decide: whether anything, in which unit."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.model import Units, Where
from kzdata.schema.problems import Error, Rule

# The rule, the position of the row, the column, and what was expected.
Broken = tuple[Rule, int, str, str]


def broken(table: Table, frame: pd.DataFrame) -> Iterator[Broken]:
    """Rows that leave a column empty which they need, fill one that they do not use, or give a
    value in a unit that is none of what they measure.

    Codes that are not declared decide nothing.
    """
    for name, spec in table.specs.items():
        if spec.where:
            yield from _filled(table, frame, name, spec.where)
        if spec.units:
            yield from _in_units(table, frame, name, spec.units)


def _filled(table: Table, frame: pd.DataFrame, name: str, where: Where) -> Iterator[Broken]:
    decides, there = frame[where.column], frame[name].notna()
    case = decides.isin(list(where.cases))
    declared = decides.isin(table.specs[where.column].codes)
    for rule, found in {
        Error.NEEDED: decides.isin(list(where.needing)) & ~there,
        Error.NEEDLESS: declared & ~case & there,
    }.items():
        for at in np.flatnonzero(found):
            yield rule, int(at), name, f"{where.column} = {decides.iloc[at]}"


def _in_units(table: Table, frame: pd.DataFrame, name: str, by: Units) -> Iterator[Broken]:
    deciding, known = list(by.columns), table.specs[name].codes
    groups = frame.groupby([*deciding, name], dropna=False, sort=False).indices
    for (*codes, unit), positions in groups.items():
        case, units = by.case(tuple(codes))
        if units is None:
            continue
        row = f"{by.columns[0]} = {codes[0]}"
        if not units:
            # What has no unit has no value either.
            for column in (*by.of, name):
                there = frame[column].notna().to_numpy()[positions]
                yield from ((Error.NEEDLESS, at, column, row) for at in positions[there])
        elif pd.isna(unit):
            there = frame[list(by.of)].notna().any(axis=1).to_numpy()[positions]
            yield from ((Error.NEEDED, at, name, row) for at in positions[there])
        elif unit in known and unit not in units:
            expected = f"{case}: {', '.join(units)}"
            yield from ((Error.OTHER_UNIT, at, name, expected) for at in positions)
