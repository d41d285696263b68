"""The tables of the four charts that every peer draws, from the dashboard's own Parquet files."""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[2] / "data"
TITLE = "Air and metals of Kazakhstan"
ANSWER = "What was promised, what was recorded, what was claimed, and what is not known."


def read(name: str) -> pd.DataFrame:
    return pd.read_parquet(DATA / f"{name}.parquet")


def overdue() -> pd.DataFrame:
    """Promises past their day without an outcome, and for how many days."""
    promises = pd.concat(
        read(name).rename(columns={key: "promise"})
        for name, key in (("plant_targets", "target_id"), ("initiatives", "initiative_id"))
    )
    days = (pd.Timestamp("today") - pd.to_datetime(promises["deadline"])).dt.days
    late = promises.assign(days=days)[(days > 0) & promises["outcome"].isna()]
    return late[["promise", "days"]].sort_values("days", ascending=False)


def regions() -> list[str]:
    return sorted(read("regional_emissions")["region_id"].unique())


def shares(region: str) -> pd.DataFrame:
    """A region's share of the national emissions by year, in percent."""
    rows = read("regional_emissions").query("region_id == @region")
    rows = rows.merge(read("national_emissions"), on="year", suffixes=("", "_national"))
    return rows.assign(share=100 * rows["kt"] / rows["kt_national"])[["year", "share", "borders"]]


def claims() -> pd.DataFrame:
    """How many claims were made on each subject."""
    return (
        read("claims").groupby(["page", "relation"], as_index=False).agg(claims=("value", "size"))
    )


def unknowns() -> pd.DataFrame:
    """How many values each table leaves open."""
    names = ("claims", "initiatives", "plant_targets", "plant_records", "regions", "sources")
    return pd.DataFrame({"table": names, "open": [int(read(n).isna().sum().sum()) for n in names]})
