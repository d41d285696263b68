"""What Altair does for each chart by default, done faster: rows as values, and checks by tests.

Imported for its effects by the theme, which every chart goes through.
"""

import math

import altair as alt
import pandas as pd
from altair.utils import schemapi


def as_values(data: pd.DataFrame) -> dict[str, list[dict]]:
    """The rows of a frame as `values`: days in ISO 8601, None for what is missing or infinite.

    A day that is missing is empty, as it is for Altair.
    """
    columns = [_plain(data[name]) for name in data.columns]
    rows = zip(*columns, strict=True)
    return {"values": [dict(zip(data.columns, row, strict=True)) for row in rows]}


def _plain(column: pd.Series) -> list:
    if column.dtype.kind == "M":
        return ["" if day is pd.NaT else day.isoformat() for day in column]
    return [None if _missing(value) else value for value in column.tolist()]


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value or value in (math.inf, -math.inf)


alt.data_transformers.register("as_values", as_values)
alt.data_transformers.enable("as_values")
# Each part of a chart would be held against the schema when it is made; the tests hold the whole.
schemapi.disable_debug_mode()
# A layer copies all that its charts hold, several times over; nobody changes a channel once made.
for channel in (alt.FieldChannelMixin, alt.ValueChannelMixin):
    # Altair declares no such method, which it would call if there were one.
    channel.__deepcopy__ = lambda made, _: made  # type: ignore[union-attr]
