"""Every figure of the dashboard: pure functions from tables to a finished figure, registered."""

from dashboard.figures import (
    air,
    benchmarks,
    claims,
    growth,
    national,
    output,
    plants,
    prices,
    promises,
    regions,
    shares,
    sources,
    towns,
)
from dashboard.figures.choices import CHOICES, codes, default
from dashboard.figures.claims import judged
from dashboard.figures.figure import Column, Figure, Kind, Tables, View, cell, plain
from dashboard.figures.key_figures import Headline, headlines
from dashboard.figures.sources import Cited, cited
from dashboard.figures.theme import specification

_EMISSIONS = ("regional_emissions", "national_emissions", "regions")

FIGURES: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("overdue", "overview", promises.PROMISE_TABLES, promises.overdue),
        Kind("unknowns", "overview", claims.UNKNOWN_TABLES, claims.unknowns),
        Kind("town_promises", "town", promises.PROMISE_TABLES, towns.town_promises, ("town",)),
        Kind("town_air", "town", ("air_quality",), towns.town_air, ("town",)),
        Kind("town_measured", "town", ("plants", "plant_records"), towns.town_measured, ("town",)),
        Kind("town_limits", "town", ("plants", "plant_records"), towns.town_limits, ("town",)),
        Kind("region_share", "regions", _EMISSIONS, shares.region_share, ("region",)),
        Kind("share_claim", "regions", (*_EMISSIONS, "claims"), shares.share_claim),
        Kind("region_map", "regions", _EMISSIONS, regions.region_map, ("region", "year")),
        Kind("region_ranking", "regions", _EMISSIONS, regions.region_ranking, ("region", "year")),
        Kind(
            "per_head", "regions", (*_EMISSIONS, "population"), regions.per_head_figure, ("region",)
        ),
        Kind("national_line", "regions", ("national_emissions",), national.national_line),
        Kind("two_publishers", "regions", (*_EMISSIONS, "sources"), national.two_publishers),
        Kind("plant_targets", "plants", promises.PROMISE_TABLES, promises.plant_targets),
        Kind("temirtau_drift", "plants", promises.PROMISE_TABLES, promises.temirtau_drift),
        Kind("measurements", "plants", ("plants", "plant_records"), plants.measurements),
        Kind("limits", "plants", ("plants", "plant_records"), plants.limits),
        Kind(
            "acid_plant",
            "plants",
            (*promises.PROMISE_TABLES, "plant_records"),
            plants.acid_plant,
        ),
        Kind("city_dust", "plants", ("air_quality",), air.city_dust),
        Kind("city_air", "plants", ("air_quality",), air.city_air),
        Kind("guidelines", "plants", ("air_quality",), air.guidelines),
        Kind("growth", "metals", ("metal_growth", "metals"), growth.growth),
        Kind(
            "projections",
            "metals",
            ("metal_growth", "metal_output", "metals"),
            output.projections,
        ),
        Kind("doubling", "metals", ("claims",), growth.doubling),
        Kind("output", "metals", ("metal_output", "metals"), output.output),
        Kind("initiatives", "metals", promises.PROMISE_TABLES, promises.initiatives),
        Kind("value", "metals", ("metal_output", "metal_prices", "metals"), prices.value),
        Kind("prices", "metals", ("metal_prices", "metals"), prices.prices),
        Kind("goals", "benchmarks", ("benchmarks",), benchmarks.goals),
        Kind(
            "records",
            "benchmarks",
            ("benchmarks", "benchmark_records", "metals"),
            benchmarks.records,
        ),
        Kind("verdicts", "claims", claims.RECORD_TABLES, claims.verdicts),
        Kind("sources_by_kind", "sources", ("sources",), sources.sources_by_kind),
    )
}

__all__ = [
    "CHOICES",
    "FIGURES",
    "Cited",
    "Column",
    "Figure",
    "Headline",
    "Kind",
    "Tables",
    "View",
    "cell",
    "cited",
    "codes",
    "default",
    "headlines",
    "judged",
    "plain",
    "specification",
]
