"""What is missing in whole tables: base years, regions of a year, years by region."""

from collections.abc import Iterator

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.promises import standing
from dashboard.figures.regions import present, years_without_regions
from dashboard.letters.gap import Gap, body_of
from dashboard.letters.promise_gaps import said_promise


def table_gaps(tables: Tables, view: FigureRequest) -> Iterator[Gap]:
    """What is missing in whole tables: base years, regions of a year, years by region."""
    words, bodies = view.words, tables["bodies"]
    rows = standing(tables, view)
    targets = tables["plant_targets"]
    nameless = targets.loc[targets["base_year"].isna(), "target_id"]
    rows = rows[rows["promise_id"].isin(nameless)]
    if len(rows):
        yield Gap(
            "unknown-base-years",
            "base_years",
            "environment",
            words.code("unknown", "base_years"),
            (
                words("ask.known_base_years"),
                *(said_promise(row, words) for row in rows.itertuples()),
            ),
            (words("ask.base_of_each"), words("ask.document_of_each")),
            body_of(bodies, "ministry"),
            tuple(dict.fromkeys(rows["source_id"])),
        )
    regional, regions = tables["regional_emissions"], tables["regions"]
    year = int(regional["year"].max())
    there = regional[regional["year"] == year]
    of_today = present(regions)
    lost = of_today[~of_today["region_id"].isin(there["region_id"])]
    if len(lost):
        yield Gap(
            "unknown-regions",
            "regions_in_last_year",
            "statistics",
            words("ask.table", years=str(year)),
            (
                words(
                    "ask.known_regions",
                    year=str(year),
                    total=words.number(len(of_today)),
                    lost=words.number(len(lost)),
                ),
            ),
            (words.plural("ask.table_of_regions", 1, years=str(year)),),
            body_of(bodies, "statistics"),
            tuple(dict.fromkeys(there["source_id"])),
        )
    if years := years_without_regions(tables["national_emissions"], regional):
        said = words.years(years)
        yield Gap(
            "unknown-years",
            "years_without_regions",
            "statistics",
            words("ask.table", years=said),
            (words.plural("ask.known_years", len(years), years=said),),
            (words.plural("ask.table_of_regions", len(years), years=said),),
            body_of(bodies, "statistics"),
            tuple(dict.fromkeys(tables["national_emissions"]["source_id"])),
        )
