"""The tables with regional_emissions of any length: a row for each facility, year and region."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

import kzdata
from kzdata.parquet import arrow_schema, file_of, write, write_rows

TABLE, SOURCES = kzdata.TABLES["regional_emissions"], kzdata.TABLES["sources"]
REGIONS, YEARS = 20, range(2005, 2025)


def make(rows: int, data: Path, folder: Path) -> None:
    """Copy the tables of `data` into `folder`, with `rows` emissions, as kzdata would write them.

    The same number of rows gives the same bytes. Each facility is a source of its own, so that the
    key stays unique; it is declared among the sources, so that the check has nothing to say.
    """
    folder.mkdir()
    for path in data.glob("*.parquet"):
        shutil.copy(path, folder)
    regions = kzdata.load("regions", folder=data).dropna(subset=["tile_row"])["region_id"]
    years = YEARS[: max(1, min(len(YEARS), rows // REGIONS))]
    facilities = [f"facility-{n:06}" for n in range(rows // REGIONS // len(years))]
    rng = np.random.default_rng(rows)
    parts = [_of_region(region, years, facilities, rng) for region in sorted(regions)]
    write_rows(pa.concat_tables(parts), file_of(TABLE, folder))
    sources = kzdata.load("sources", folder=data)
    like = sources.head(1).drop(columns="source_id")
    added = pd.DataFrame({"source_id": facilities}).astype("str").merge(like, how="cross")
    write(SOURCES, pd.concat([sources, added]), file_of(SOURCES, folder))


def _of_region(region: str, years: range, facilities: list[str], rng) -> pa.Table:
    size = len(years) * len(facilities)
    columns = {
        "region_id": pa.repeat(region, size),
        "year": np.repeat(np.array(years), len(facilities)),
        "kt": rng.gamma(0.2, 0.05, size).round(6),
        "borders": pa.repeat("unchanged", size),
        "basis": pa.repeat("record", size),
        "method": pa.repeat("reported", size),
        "source_id": pa.concat_arrays([pa.array(facilities, pa.string())] * len(years)),
    }
    return pa.table(columns, schema=arrow_schema(TABLE))
