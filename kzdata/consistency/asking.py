"""What requests ask for and reports are about: a letter that can be, a table that is declared."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from kzdata.consistency.found import Frames, broken
from kzdata.schema import TABLES
from kzdata.schema.asking import GAPS, GAPS_OF
from kzdata.schema.problems import Error, Problem


def unknown_gaps(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Requests about what no letter can ask for; of a table that is not there nothing is said."""
    if "requests" not in frames:
        return
    requests = frames["requests"]
    named = requests["gap"].str.extract(r"^(?P<of>[a-z]+)-(?P<key>.+)$")
    known = requests["gap"].isin(GAPS)
    for of, names in GAPS_OF.items():
        there = [frames[name] for name in names if name in frames and len(frames[name])]
        if len(there) < len(names):
            known |= named["of"] == of
            continue
        keys = pd.concat(
            frame[TABLES[name].key[0]] for name, frame in zip(names, there, strict=True)
        )
        known |= (named["of"] == of) & named["key"].isin(keys)
    lost = requests["gap"].notna() & ~known
    expected = ", ".join([*GAPS, *(f"{of}-…" for of in GAPS_OF)])
    yield from broken("requests", requests, Error.CODE, "gap", lost, expected)


def unknown_tables(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Reports about tables that are not declared."""
    if "reports" not in frames:
        return
    reports = frames["reports"]
    named = reports["about_id"].where(reports["about"] == "table")
    lost = named.notna() & ~named.isin(list(TABLES))
    yield from broken("reports", reports, Error.CODE, "about_id", lost, ", ".join(TABLES))
