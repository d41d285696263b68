"""One way to do one job on a long table, measured alone in its process.

`python bench/rows_ways.py WAY JOB FOLDER` does the job once for each line that it is given, and
answers with a line: milliseconds of time and of the processor, and by how many megabytes the
process has grown at most over what its imports took.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

REGION = "KZ-35"
TABLE = "regional_emissions"


def with_kzdata(job: str, folder: Path) -> Callable:
    import kzdata

    of_region = {"columns": ["year", "kt"], "filters": [("region_id", "==", REGION)]}
    by = ["region_id", "year"]
    return {
        "load": lambda: kzdata.load(TABLE, **of_region, folder=folder),
        "total": lambda: (
            kzdata.load(TABLE, columns=[*by, "kt"], folder=folder).groupby(by)["kt"].sum()
        ),
        "survey": lambda: _without_problems(kzdata.survey(folder)),
    }[job]


def _without_problems(surveyed):
    assert surveyed[1] == []


def with_pandas(job: str, folder: Path) -> Callable:
    import pandas as pd
    import pyarrow.parquet  # noqa: F401  which pandas else imports at the first reading

    path, by = folder / f"{TABLE}.parquet", ["region_id", "year"]
    of_region = {"columns": ["year", "kt"], "filters": [("region_id", "==", REGION)]}
    return {
        "load": lambda: pd.read_parquet(path, **of_region),
        "total": lambda: pd.read_parquet(path, columns=[*by, "kt"]).groupby(by)["kt"].sum(),
    }[job]


def with_duckdb(job: str, folder: Path) -> Callable:
    import duckdb
    import pandas  # noqa: F401  which DuckDB else imports with the first frame that it gives

    rows = f"from '{folder / TABLE}.parquet'"
    query = {
        "load": f"{rows} select year, kt where region_id = '{REGION}'",
        "total": f"{rows} select region_id, year, sum(kt) group by all order by all",
    }[job]
    return lambda: duckdb.sql(query).df()


def with_polars(job: str, folder: Path) -> Callable:
    import polars as pl

    rows = pl.scan_parquet(folder / f"{TABLE}.parquet")
    by = ["region_id", "year"]
    lazy = {
        "load": rows.filter(pl.col("region_id") == REGION).select("year", "kt"),
        "total": rows.group_by(by).agg(pl.col("kt").sum()).sort(by),
    }[job]
    return lambda: lazy.collect(engine="streaming")


def with_store(job: str, folder: Path) -> Callable:
    """A figure that stands ready, as a page asks for it; `folder` is named by KZDATA_DIR."""
    from dashboard import store
    from kzdata import clock

    day = clock.today()
    return lambda: store.figure(job, "kk", day)


WAYS = {
    "kzdata": with_kzdata,
    "pandas": with_pandas,
    "duckdb": with_duckdb,
    "polars": with_polars,
    "store": with_store,
}


def measure(run: Callable, before: int) -> dict[str, float]:
    wall, processor = time.perf_counter(), time.process_time()
    run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    grown = (_status("VmHWM") - before) / 1024
    return {"ms": wall * 1000, "processor_ms": processor * 1000, "mb": grown}


def _status(name: str) -> int:
    """Kilobytes that the system counts for this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    way, job, folder = sys.argv[1:]
    run = WAYS[way](job, Path(folder))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of the imports
    before = _status("VmRSS")
    for _ in sys.stdin:
        print(json.dumps(measure(run, before)), flush=True)
