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
from dashboard.figures.figure import Column, Figure, FigureRequest, FigureSpec, Tables, cell, plain
from dashboard.figures.key_figures import Headline, headlines
from dashboard.figures.sources import Cited, cited
from dashboard.figures.theme import specification

_EMISSIONS = ("regional_emissions", "national_emissions", "regions")

FIGURES: dict[str, FigureSpec] = {
    kind.id: kind
    for kind in (
        FigureSpec("overdue", "overview", promises.PROMISE_TABLES, promises.overdue),
        FigureSpec("unknowns", "overview", claims.UNKNOWN_TABLES, claims.unknowns),
        FigureSpec(
            "town_promises", "town", promises.PROMISE_TABLES, towns.town_promises, ("town",)
        ),
        FigureSpec("town_air", "town", ("air_quality",), towns.town_air, ("town",)),
        FigureSpec(
            "town_measured", "town", ("plants", "plant_records"), towns.town_measured, ("town",)
        ),
        FigureSpec(
            "town_limits", "town", ("plants", "plant_records"), towns.town_limits, ("town",)
        ),
        FigureSpec("region_share", "regions", _EMISSIONS, shares.region_share, ("region",)),
        FigureSpec("share_claim", "regions", (*_EMISSIONS, "claims"), shares.share_claim),
        FigureSpec("region_map", "regions", _EMISSIONS, regions.region_map, ("region", "year")),
        FigureSpec(
            "region_ranking", "regions", _EMISSIONS, regions.region_ranking, ("region", "year")
        ),
        FigureSpec(
            "per_head", "regions", (*_EMISSIONS, "population"), regions.per_head_figure, ("region",)
        ),
        FigureSpec("national_line", "regions", ("national_emissions",), national.national_line),
        FigureSpec("two_publishers", "regions", (*_EMISSIONS, "sources"), national.two_publishers),
        FigureSpec("plant_targets", "plants", promises.PROMISE_TABLES, promises.plant_targets),
        FigureSpec("temirtau_drift", "plants", promises.PROMISE_TABLES, promises.temirtau_drift),
        FigureSpec("measurements", "plants", ("plants", "plant_records"), plants.measurements),
        FigureSpec("limits", "plants", ("plants", "plant_records"), plants.limits),
        FigureSpec(
            "acid_plant",
            "plants",
            (*promises.PROMISE_TABLES, "plant_records"),
            plants.acid_plant,
        ),
        FigureSpec("city_dust", "plants", ("air_quality",), air.city_dust),
        FigureSpec("city_air", "plants", ("air_quality",), air.city_air),
        FigureSpec("guidelines", "plants", ("air_quality",), air.guidelines),
        FigureSpec("growth", "metals", ("metal_growth", "metals"), growth.growth),
        FigureSpec(
            "projections",
            "metals",
            ("metal_growth", "metal_output", "metals"),
            output.projections,
        ),
        FigureSpec("doubling", "metals", ("claims",), growth.doubling),
        FigureSpec("output", "metals", ("metal_output", "metals"), output.output),
        FigureSpec("initiatives", "metals", promises.PROMISE_TABLES, promises.initiatives),
        FigureSpec("value", "metals", ("metal_output", "metal_prices", "metals"), prices.value),
        FigureSpec("prices", "metals", ("metal_prices", "metals"), prices.prices),
        FigureSpec("goals", "benchmarks", ("benchmarks",), benchmarks.goals),
        FigureSpec(
            "records",
            "benchmarks",
            ("benchmarks", "benchmark_records", "metals"),
            benchmarks.records,
        ),
        FigureSpec("verdicts", "claims", claims.RECORD_TABLES, claims.verdicts),
        FigureSpec("sources_by_kind", "sources", ("sources",), sources.sources_by_kind),
    )
}

__all__ = [
    "CHOICES",
    "FIGURES",
    "Cited",
    "Column",
    "Figure",
    "Headline",
    "FigureSpec",
    "Tables",
    "FigureRequest",
    "cell",
    "cited",
    "codes",
    "default",
    "headlines",
    "judged",
    "plain",
    "specification",
]
