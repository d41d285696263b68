"""Claims held against the record, computed from the value claimed, the record and a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from kzdata.evidence import RECORDS
from kzdata.evidence.metals import with_yearly_output
from kzdata.evidence.record import Claim, Record, Tables, latest_output, together
from kzdata.schema.units import convert

VERDICTS = ("agrees", "differs", "contradiction", "not_same_scope", "no_record", "not_due")


def claim_verdicts(claims: pd.DataFrame, tables: Tables, day: date) -> pd.DataFrame:
    """Add a verdict and its arithmetic to claims, as things stand on a day.

    Adds `verdict` (one of VERDICTS), `recorded_low` and `recorded_high` (in the claim's unit, equal
    for a single value), `recorded_year` (where the record is of another year than the claim),
    `difference` (claimed less recorded, in the claim's unit), `factor` (claimed through recorded)
    and `record_source_ids` (joined by spaces). `tables` holds the record tables by name. Raises
    Inconvertible for a claim in a unit that measures something else than its record.
    """
    today, tables = pd.Timestamp(day), with_yearly_output(tables)
    records = {row.claim_id: _recorded(row, tables) for row in claims.itertuples()}
    excluded = _excluded(claims, records, tables)
    rows = []
    for row in claims.itertuples():
        record = excluded.get(row.claim_id, records[row.claim_id])
        verdict = "contradiction" if row.claim_id in excluded else _verdict(row, record, today)
        rows.append(
            {
                "verdict": verdict,
                "recorded_low": record.low if record else None,
                "recorded_high": record.high if record else None,
                "recorded_year": record.year if record else None,
                "difference": row.value - min(max(row.value, record.low), record.high)
                if record
                else None,
                "factor": row.value / record.low if record and record.low else None,
                "record_source_ids": " ".join(record.source_ids) if record else "",
            }
        )
    return claims.join(pd.DataFrame(rows, index=claims.index))


def _recorded(row: Claim, tables: Tables) -> Record | None:
    record = RECORDS[row.record](row, tables)
    return None if record is None else record.given_in(row.unit)


def _verdict(row: Claim, record: Record | None, today: pd.Timestamp) -> str:
    if record is None:
        return "not_due" if not pd.isna(row.due) and today <= row.due else "no_record"
    if row.scope == "differs" or not record.same_scope:
        return "not_same_scope"
    if row.relation == "over":
        return "agrees" if record.high + row.tolerance > row.value else "differs"
    # Half a unit of the last printed digit is lost in binary fractions: 20.5 - 20.0 > 0.5.
    least, most = record.low - row.tolerance - 1e-9, record.high + row.tolerance + 1e-9
    return "agrees" if least <= row.value <= most else "differs"


def _excluded(
    claims: pd.DataFrame, records: Mapping[str, Record | None], tables: Tables
) -> dict[str, Record]:
    """Claims that cannot both be true, with the record that shows it.

    A claim of an output that names a claim of a multiple of the output excludes it when the output
    falls short of that multiple of the latest whole year on record before. What came about since
    stands above both: a claim whose own year is on record is judged by that.
    """
    found: dict[str, Record] = {}
    reached: dict[str, list[Record]] = {}
    by_id = {row.claim_id: row for row in claims.itertuples()}
    for row in claims[claims["excludes"].notna()].itertuples():
        other = by_id.get(row.excludes)
        if other is None or pd.isna(row.record_year) or records[row.claim_id] is not None:
            continue
        base = latest_output(tables["metal_output"], row.record_id, before=row.record_year)
        if base is None or not base["tonnes"]:
            continue
        tonnes, year = float(base["tonnes"]), int(base["period_end"].year)
        times = convert(row.value, row.unit, "t") / tonnes
        if times < other.value:
            of_base = Record(tonnes, tonnes, "t", (base["source_id"],), year=year)
            found[row.claim_id] = of_base.given_in(row.unit)
            multiple = replace(of_base, low=times, high=times, unit="times")
            reached.setdefault(other.claim_id, []).append(multiple)
    return found | {claim_id: together(records) for claim_id, records in reached.items()}
