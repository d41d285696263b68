"""What came into the count of a city from the region around it: Almaty's jump is no rise."""

import pandas as pd

from dashboard.figures.figure import Tables

# The city jumped in the year in which power stations moved into its count from around it.
CITY, AROUND = "KZ-75", "KZ-ALM"


def moved_notes(tables: Tables, region: str, words) -> list[str]:
    """What the electricity of Almaty city and of the region around it says of the city's jump."""
    broken = tables["regions"].set_index("region_id")["break_year"].get(region)
    if region != CITY or pd.isna(broken):
        return []
    years = [int(broken) - 1, int(broken)]
    kt = _of_both(tables["regional_emissions"], "kt", years)
    gwh = _of_both(tables["electricity"], "gwh", years)
    if kt is None or gwh is None:
        return []
    said = {
        f"{place}_{when}": words.quantity(round(value), "gwh")
        for place, values in zip(("city", "around"), gwh, strict=True)
        for when, value in zip(("before", "after"), values, strict=True)
    }
    rest = sum(after - before for before, after in kt)
    names = tables["regions"].set_index("region_id")[words.own("name")]
    return [
        words(
            "note.moved",
            year_before=str(years[0]),
            year_after=str(years[1]),
            around=names[AROUND],
            rest=words.quantity(round(rest, 1), "kt", 1),
            **said,
        )
    ]


def _of_both(frame: pd.DataFrame, value: str, years: list[int]) -> list[list[float]] | None:
    """The values of the city and of the region around it in two years; None if one is unknown."""
    rows = frame.drop_duplicates(["region_id", "year"]).set_index(["region_id", "year"])[value]
    keys = [[(place, year) for year in years] for place in (CITY, AROUND)]
    if not all(key in rows.index for pair in keys for key in pair):
        return None
    return [[float(rows[key]) for key in pair] for pair in keys]
