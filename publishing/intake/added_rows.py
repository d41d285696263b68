"""A file that holds some rows of a table: they are added to those that stand, or replace them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.model import NUMBER
from publishing.intake.candidate import Candidate


def filled_in(table: Table, frame: pd.DataFrame) -> np.ndarray:
    """Which prepared rows somebody filled in: not those without a number that they need."""
    needed = [
        name
        for name in table.columns
        if table.dtype(name) == NUMBER and not table.specs[name].nullable and name not in table.key
    ]
    asked = [*needed, *(["source_id"] if "source_id" in table.key else [])]
    return ~frame[asked].isna().all(axis=1).to_numpy() if needed else np.full(len(frame), True)


def whole(candidate: Candidate, published: Mapping[str, pd.DataFrame]) -> Candidate:
    """The candidate with the rows that stay; they have no place in the file, and the number 0."""
    if not candidate.adds or candidate.frame is None:
        return candidate
    table, new = candidate.table, candidate.frame
    old = published.get(table.name, new.iloc[:0])
    key = list(table.key)
    stays = ~pd.MultiIndex.from_frame(old[key]).isin(pd.MultiIndex.from_frame(new[key]))
    kept = old[stays]
    frame = pd.concat([kept, new], ignore_index=True).astype(old.dtypes.to_dict())
    rows = np.concatenate([np.zeros(len(kept), dtype=np.int64), candidate.rows])
    return replace(candidate, frame=frame, rows=rows)
