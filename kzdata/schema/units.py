"""Units of measure, what each of them measures, and how those of one kind are converted."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pandas as pd

# What a unit measures, and how much of its kind it is. Of a kind may be converted into each other.
# Every row of the data is of a year or of a part that it names, so much a year is so much in it.
UNITS: Mapping[str, tuple[str, Fraction]] = {
    "kt": ("mass", Fraction(1_000)),
    "t": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1, 1_000)),
    "kt_per_year": ("mass", Fraction(1_000)),
    "percent": ("percent", Fraction(1)),
    "t_per_t": ("mass for mass", Fraction(1)),
    "mwh_per_t": ("energy for mass", Fraction(1)),
    "gj_per_t": ("energy for mass", Fraction(10, 36)),  # a megawatt-hour is 3.6 gigajoules
    "ug_per_m3": ("concentration", Fraction(1)),
    "mg_per_m3": ("concentration", Fraction(1_000)),
    "times": ("multiple", Fraction(1)),
    "plants": ("plants", Fraction(1)),
    "workers": ("workers", Fraction(1)),
    "cases": ("cases", Fraction(1)),
    "years": ("years", Fraction(1)),
}


class Inconvertible(ValueError):
    """A value was to be given in a unit that measures something else."""

    def __init__(self, unit: str, to: str):
        self.unit, self.to = unit, to
        super().__init__(f"{unit!r} cannot be converted into {to!r}")


def convertible(unit: str, to: str) -> bool:
    """Whether two units measure the same."""
    return UNITS[unit][0] == UNITS[to][0]


def convert(value: float, unit: str, to: str) -> float:
    """A value in another unit: the number nearest to the exact one, of decimals as they are read.

    Raises Inconvertible if the units do not measure the same.
    """
    factor = _factor(unit, to)
    # An unknown value stays unknown.
    return value if factor == 1 or pd.isna(value) else float(Fraction(str(float(value))) * factor)


def converted(values: pd.Series, units: pd.Series, to: pd.Series | str) -> pd.Series:
    """Values, each in its own unit, in one or each in another; raises Inconvertible."""
    wanted = to if isinstance(to, pd.Series) else pd.Series(to, index=values.index, dtype="object")
    rows = zip(values, units, wanted, strict=True)
    found = [value if unit == to else convert(value, unit, to) for value, unit, to in rows]
    return pd.Series(found, index=values.index, dtype="float64")


def kinds(units: pd.Series) -> pd.Series:
    """What each of some units measures; nothing where a unit is unknown or not declared."""
    return units.map({unit: kind for unit, (kind, _) in UNITS.items()})


def sizes(units: pd.Series) -> pd.Series:
    """How much of its kind each of some units is; 1 where a unit is unknown or not declared."""
    known = {unit: float(size) for unit, (_, size) in UNITS.items()}
    # Of no rows a map would keep the type of its keys.
    return units.map(known).astype("float64").fillna(1.0)


@cache
def _factor(unit: str, to: str) -> Fraction:
    if not convertible(unit, to):
        raise Inconvertible(unit, to)
    return UNITS[unit][1] / UNITS[to][1]
