"""What the record tables say of a claim: which rows are its record, and whether they fit it."""

from collections.abc import Callable

from kzdata.evidence import emissions, metals, plants
from kzdata.evidence.record import Claim, Record, Tables


def none_published(row: Claim, tables: Tables) -> None:
    """Nothing of this kind stands in the record tables."""
    return None


RECORDS: dict[str, Callable[[Claim, Tables], Record | None]] = {
    "region_share": emissions.region_share,
    "region_total": emissions.region_total,
    "national_change": emissions.national_change,
    "lead_compounds": emissions.lead_compounds,
    "satellite_so2": emissions.satellite_so2,
    "limit_cut": plants.limit_cut,
    "planned_limit": plants.planned_limit,
    "metal_growth": metals.metal_growth,
    "metal_output": metals.metal_output,
    "metal_index": metals.metal_index,
    "benchmark": metals.benchmark,
    "waste_recycled": metals.waste_recycled,
    "none": none_published,
}
