"""A decimal comma that was lost or put elsewhere makes a value ten times as much, or a tenth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kzdata.schema import Table
from publishing.intake.neighbours import level, logarithm, neighbours

# Powers of ten between a value and its neighbours in time. Of the 297 changes of a region from one
# year to the next one is 0.55, all others are below 0.25; beside those a comma that was lost or
# moved is 0.75 at least.
TEN = 0.65
TEN_BY_DIGITS = 0.45  # where a value has not the decimals that its column usually has
TIMES_USUAL = 2  # so many times what the series mostly changes by
ABOUT_TEN = 0.25  # powers of ten around a tenth and ten times of the value that was published
USUAL = 0.75  # of the values of a column, if as many decimals are usual
MOST_DECIMALS = 6


@dataclass(frozen=True)
class MovedCommas:
    """Rows whose comma may be lost; what stands beside them in time; rows where one was put right.

    Of these a value is as near to its neighbours as the published one is far from them.
    """

    found: pd.Series
    beside: pd.Series
    mended: pd.Series


def moved_commas(
    table: Table,
    name: str,
    frame: pd.DataFrame,
    old: pd.Series,
    asked: np.ndarray,
    published: pd.DataFrame,
) -> MovedCommas:
    """Hold values that are asked about against the published ones of their keys and in time.

    A year that differs from its neighbours by more than years do, a value that has the digits of
    the published one but for the comma, or that is about ten times it or a tenth.
    """
    height, was = (level(table, frame.assign(**{name: v}), name) for v in (frame[name], old))
    in_time = neighbours(table, name, frame, asked, published)
    mended = _fits(height, in_time) & was.notna() & ~_fits(was, in_time)
    # Else rows that share one fault speak for each other, or what does not fit may be right.
    mended &= (in_time["published"] == 1) & (in_time["leap"] < TEN)
    odd_digits = _odd_digits(frame[name], published[name])
    far = _beside_in_time(height, in_time, odd_digits)
    return MovedCommas(far | (_comma(frame[name], old) & ~mended), in_time["value"], mended)


def _fits(height: pd.Series, in_time: pd.DataFrame) -> pd.Series:
    """Whether a value is as near to its neighbours as values are from one year to the next."""
    return (height - in_time["middle"]).abs() < TEN


def _beside_in_time(height: pd.Series, in_time: pd.DataFrame, odd_digits: np.ndarray) -> pd.Series:
    """Whether a value is as far from its neighbours as a comma that was lost or moved takes it."""
    most = np.where(odd_digits, TEN_BY_DIGITS, TEN)
    most = np.maximum(most, TIMES_USUAL * in_time["step"].fillna(0))
    most = np.maximum(most, in_time["leap"].fillna(0))
    return (height - in_time["middle"]).abs() >= most


def _comma(values: pd.Series, old: pd.Series) -> pd.Series:
    """Whether a value has the digits of the old one but for the comma, or is some ten times it."""
    shift = (logarithm(values) - logarithm(old)).abs()
    same_digits = (shift.round() > 0) & np.isclose(shift, shift.round(), rtol=0, atol=1e-9)
    return same_digits | ((shift - 1).abs() <= ABOUT_TEN)


def _odd_digits(values: pd.Series, published: pd.Series) -> np.ndarray:
    """Whether each value has other decimals than most of the published ones have."""
    shares = _decimals(published.dropna()).value_counts(normalize=True)
    if shares.empty or shares.iloc[0] < USUAL:
        return np.zeros(len(values), dtype=bool)
    return np.asarray(_decimals(values) != shares.index[0])


def _decimals(values: pd.Series) -> pd.Series:
    values = values.astype("float64")
    found = pd.Series(MOST_DECIMALS, values.index)
    for places in reversed(range(MOST_DECIMALS)):
        found = found.mask(np.isclose(values, values.round(places), rtol=0, atol=1e-9), places)
    return found
