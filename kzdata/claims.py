"""Claims held against the record, computed from the value claimed, the record and a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

VERDICTS = ("agrees", "differs", "contradiction", "not_same_scope", "no_record", "not_due")

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Record:
    """What the record tables say: a value or a range, its sources, and whether the scope fits."""

    low: float
    high: float
    source_ids: tuple[str, ...]
    same_scope: bool = True
    year: int | None = None


def claim_verdicts(claims: pd.DataFrame, tables: Tables, day: date) -> pd.DataFrame:
    """Add a verdict and its arithmetic to claims, as things stand on a day.

    Adds `verdict` (one of VERDICTS), `recorded_low` and `recorded_high` (equal for a single value),
    `recorded_year` (where the record is of another year than the claim), `difference` (claimed less
    recorded, in the claim's unit), `factor` (claimed through recorded) and `record_source_ids`
    (joined by spaces). `tables` holds the record tables by name.
    """
    today = pd.Timestamp(day)
    records = {row.claim_id: RECORDS[row.record](row, tables) for row in claims.itertuples()}
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
                "difference": row.value - record.low if record else None,
                "factor": row.value / record.low if record and record.low else None,
                "record_source_ids": " ".join(record.source_ids) if record else "",
            }
        )
    return claims.join(pd.DataFrame(rows, index=claims.index))


def _verdict(row, record: Record | None, today: pd.Timestamp) -> str:
    if record is None:
        return "not_due" if not pd.isna(row.due) and today <= row.due else "no_record"
    if row.scope == "differs" or not record.same_scope:
        return "not_same_scope"
    if row.relation == "over":
        return "agrees" if record.low + row.tolerance > row.value else "differs"
    # Half a unit of the last printed digit is lost in binary fractions: 20.5 - 20.0 > 0.5.
    return "agrees" if abs(row.value - record.low) <= row.tolerance + 1e-9 else "differs"


def _excluded(
    claims: pd.DataFrame, records: Mapping[str, Record | None], tables: Tables
) -> dict[str, Record]:
    """Claims that cannot both be true, with the record that shows it.

    A claim in tonnes that names a claim of a multiple of the output excludes it when the tonnes
    fall short of that multiple of the latest whole year on record before. What came about since
    stands above both: a claim whose own year is on record is judged by that.
    """
    found: dict[str, Record] = {}
    multiples: dict[str, list[tuple[float, Record]]] = {}
    by_id = {row.claim_id: row for row in claims.itertuples()}
    for row in claims[claims["excludes"].notna()].itertuples():
        other = by_id.get(row.excludes)
        if other is None or pd.isna(row.record_year) or records[row.claim_id] is not None:
            continue
        base = latest_output(tables["metal_output"], row.record_id, before=row.record_year)
        if base is not None and row.value < other.value * base["tonnes"]:
            tonnes, year = float(base["tonnes"]), base["period_end"].year
            found[row.claim_id] = Record(tonnes, tonnes, (base["source_id"],), year=year)
            reached = multiples.setdefault(other.claim_id, [])
            reached.append((row.value / tonnes, found[row.claim_id]))
    for claim_id, reached in multiples.items():
        times = [multiple for multiple, _ in reached]
        sources = dict.fromkeys(source for _, record in reached for source in record.source_ids)
        year = max(record.year for _, record in reached)
        found[claim_id] = Record(min(times), max(times), tuple(sources), year=year)
    return found


def latest_output(metal_output: pd.DataFrame, metal_id: str, *, before: int) -> pd.Series | None:
    """The latest whole calendar year of recorded output of a metal before a year, or None."""
    whole = metal_output[
        (metal_output["metal_id"] == metal_id)
        & (metal_output["measure"] == "output")
        & (metal_output["basis"] == "record")
        & (metal_output["period_end"].dt.year < before)
        & whole_years(metal_output)
    ]
    return None if whole.empty else whole.sort_values("period_end").iloc[-1]


def whole_years(frame: pd.DataFrame) -> pd.Series:
    """Whether a row's period is one whole calendar year."""
    start, end = frame["period_start"].dt, frame["period_end"].dt
    return (
        (start.year == end.year)
        & (start.month == 1)
        & (start.day == 1)
        & (end.month == 12)
        & (end.day == 31)
    )


def _region_total(row, tables: Tables) -> Record | None:
    regional = tables["regional_emissions"]
    found = regional[
        (regional["region_id"] == row.record_id)
        & (regional["year"] == row.record_year)
        & (regional["borders"] != "old")
        & (regional["method"] != "second_publisher")
    ]
    return _single(found, "kt")


def _region_share(row, tables: Tables) -> Record | None:
    part = _region_total(row, tables)
    national = tables["national_emissions"]
    whole = _single(national[national["year"] == row.record_year], "kt")
    if part is None or whole is None:
        return None
    share = round(part.low / whole.low * 100, 1)
    return Record(share, share, (*part.source_ids, *whole.source_ids))


def _national_change(row, tables: Tables) -> Record | None:
    """Percent by which the national line changed from the year before."""
    national = tables["national_emissions"]
    years = national.set_index("year")
    if row.record_year not in years.index or row.record_year - 1 not in years.index:
        return None
    now, before = years.loc[row.record_year], years.loc[row.record_year - 1]
    change = round(float(now["kt"] / before["kt"] - 1) * 100, 1)
    sources = (now["source_id"], before["source_id"])
    return Record(change, change, sources, same_scope=now["scope"] == before["scope"])


def _lead_compounds(row, tables: Tables) -> Record | None:
    air = tables["air_quality"]
    year = air["period_end"].dt.year
    return _single(air[(air["measure"] == "lead_compounds") & (year == row.record_year)], "value")


def _limit_cut(row, tables: Tables) -> Record | None:
    """Percent from the earliest limit of a plant on record to that of the claim's year.

    A planned limit is part of the claim itself and proves nothing.
    """
    records = tables["plant_records"]
    limits = records[
        (records["plant_id"] == row.record_id)
        & (records["measure"] == "permitted_limit")
        & (records["basis"] == "limit")
    ].sort_values("year")
    at_end = limits[limits["year"] == row.record_year]
    if at_end.empty or len(limits) < 2:
        return None
    first, last = limits.iloc[0], at_end.iloc[-1]
    cut = round((1 - last["value"] / first["value"]) * 100, 1)
    return Record(cut, cut, tuple(dict.fromkeys((first["source_id"], last["source_id"]))))


def _metal_growth(row, tables: Tables) -> Record | None:
    """Recorded growth of the claim's year: the whole year, else the longest part of it."""
    growth = tables["metal_growth"]
    found = growth[
        (growth["metal_id"] == row.record_id)
        & (growth["basis"] == "record")
        & (growth["period_end"].dt.year == row.record_year)
    ]
    if found.empty:
        return None
    best = found.sort_values("period_end").iloc[-1]
    whole = bool(whole_years(found).loc[best.name])
    value = best["growth_percent"]
    return Record(value, value, (best["source_id"],), same_scope=whole)


def _metal_output(row, tables: Tables) -> Record | None:
    output = tables["metal_output"]
    found = output[
        (output["metal_id"] == row.record_id)
        & (output["measure"] == "output")
        & (output["basis"] == "record")
        & (output["period_end"].dt.year == row.record_year)
        & whole_years(output)
    ]
    return _single(found, "tonnes")


def _benchmark(row, tables: Tables) -> Record | None:
    """The range of the records by metal in the claim's unit, which no single value can match."""
    records = tables["benchmark_records"]
    found = records[records["metric"] == row.record_id]
    if found.empty:
        return None
    low = in_mwh(found["value"], found["unit"])
    high = in_mwh(found["value_most"].fillna(found["value"]), found["unit"])
    return Record(
        round(float(low.min()), 2),
        round(float(high.max()), 2),
        tuple(dict.fromkeys(found["source_id"])),
        same_scope=False,
    )


def in_mwh(values: pd.Series, units: pd.Series) -> pd.Series:
    """Values given in GJ per tonne divided by 3.6 to give MWh per tonne; others as they are."""
    return values.where(units != "gj_per_t", values / 3.6)


def _none_published(row, tables: Tables) -> None:
    """Nothing of this kind stands in the record tables."""
    return None


def _single(found: pd.DataFrame, column: str) -> Record | None:
    if found.empty:
        return None
    value = float(found.iloc[0][column])
    return Record(value, value, (found.iloc[0]["source_id"],))


RECORDS: dict[str, Callable[..., Record | None]] = {
    "region_share": _region_share,
    "region_total": _region_total,
    "national_change": _national_change,
    "lead_compounds": _lead_compounds,
    "limit_cut": _limit_cut,
    "metal_growth": _metal_growth,
    "metal_output": _metal_output,
    "benchmark": _benchmark,
    "none": _none_published,
}
