"""Every figure of the dashboard: pure functions from tables to a finished figure, registered."""

from dashboard.figures import (
    air,
    benchmarks,
    channels,
    claims,
    country,
    doubling,
    greenhouse,
    growth,
    national,
    output,
    plants,
    post_cases,
    post_grades,
    price_history,
    prices,
    promises,
    ratios,
    region_map,
    regions,
    satellite,
    satellite_compared,
    share_claim,
    shares,
    sources,
    three_towns,
    town_years,
    towns,
    waste,
)
from dashboard.figures.choices import CHOICES, codes, default
from dashboard.figures.claims import judged
from dashboard.figures.figure import (
    Column,
    Figure,
    FigureRequest,
    FigureSpec,
    Tables,
    cell,
    plain,
    title_of,
)
from dashboard.figures.key_figures import (
    Headline,
    country_headlines,
    headlines,
    town_headlines,
)
from dashboard.figures.merged import MERGED, current, former
from dashboard.figures.promises import standing
from dashboard.figures.sources import Cited, cited, first_source, source_names, sources_said
from dashboard.figures.theme import linked, specification

_SATELLITE = ("satellite_so2", "places")
_POSTS = ("air_posts", "places")
_EMISSIONS = ("regional_emissions", "national_emissions", "regions")

FIGURES: dict[str, FigureSpec] = {
    kind.id: kind
    for kind in (
        FigureSpec("three_towns", "overview", three_towns.TOWN_TABLES, three_towns.three_towns),
        FigureSpec("overdue", "overview", promises.PROMISE_TABLES, promises.overdue),
        FigureSpec("unknowns", "overview", claims.UNKNOWN_TABLES, claims.unknowns),
        FigureSpec(
            "town_promises", "town", promises.PROMISE_TABLES, towns.town_promises, ("town",)
        ),
        FigureSpec(
            "town_years",
            "town",
            (*_POSTS, "air_pollutants", "air_channels", "satellite_so2"),
            town_years.town_years,
            ("town",),
        ),
        FigureSpec("town_air", "town", ("air_quality",), towns.town_air, ("town",)),
        FigureSpec(
            "town_measured", "town", ("plants", "plant_records"), towns.town_measured, ("town",)
        ),
        FigureSpec(
            "town_limits", "town", ("plants", "plant_records"), towns.town_limits, ("town",)
        ),
        FigureSpec(
            "region_share",
            "regions",
            (*_EMISSIONS, "electricity"),
            shares.region_share,
            ("region",),
        ),
        FigureSpec("share_claim", "regions", (*_EMISSIONS, "claims"), share_claim.share_claim),
        FigureSpec("region_map", "regions", _EMISSIONS, region_map.region_map, ("region", "year")),
        FigureSpec(
            "region_ranking", "regions", _EMISSIONS, regions.region_ranking, ("region", "year")
        ),
        FigureSpec(
            "intensity",
            "regions",
            (*_EMISSIONS, "population", "regional_product"),
            ratios.intensity,
            ("region", "year"),
        ),
        FigureSpec(
            "country_index",
            "regions",
            ("national_emissions", "regional_product_index", "population"),
            country.country_index,
        ),
        FigureSpec("power", "regions", (*_EMISSIONS, "electricity"), country.power_and_emissions),
        FigureSpec("national_line", "regions", ("national_emissions",), national.national_line),
        FigureSpec("two_publishers", "regions", (*_EMISSIONS, "sources"), national.two_publishers),
        FigureSpec(
            "so2_line",
            "air",
            (*_SATELLITE, "plants", "plant_records"),
            satellite.so2_line,
            ("place",),
        ),
        FigureSpec(
            "so2_instruments", "air", _SATELLITE, satellite_compared.so2_instruments, ("place",)
        ),
        FigureSpec(
            "post_cases",
            "air",
            (*_POSTS, "air_pollutants", "air_channels"),
            post_cases.post_cases,
            ("place",),
        ),
        FigureSpec("blind_post", "air", (*_POSTS, "air_channels"), channels.blind_post),
        FigureSpec("post_grades", "air", (*_POSTS, "air_channels"), post_grades.post_grades),
        FigureSpec(
            "post_peaks",
            "air",
            (*_POSTS, "air_channels", "air_pollutants"),
            post_grades.post_peaks,
            ("place",),
        ),
        FigureSpec("phenol", "air", (*_POSTS, "air_pollutants"), channels.phenol),
        FigureSpec("mobile_so2", "air", ("air_pollutants", "places"), channels.mobile_so2),
        FigureSpec("so2_places", "air", (*_SATELLITE, "regions"), satellite_compared.so2_places),
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
        FigureSpec(
            "output",
            "metals",
            ("metal_output_monthly", "metal_output", "metal_growth", "metals", "regions"),
            output.output,
        ),
        FigureSpec(
            "growth",
            "metals",
            (
                "metal_growth",
                "metal_output_monthly",
                "metal_index",
                "metal_output",
                "metals",
                "regions",
            ),
            growth.growth,
        ),
        FigureSpec("doubling", "metals", ("metal_index", "claims"), doubling.doubling),
        FigureSpec("initiatives", "metals", promises.PROMISE_TABLES, promises.initiatives),
        FigureSpec("value", "metals", ("metal_output", "metal_prices", "metals"), prices.value),
        FigureSpec("prices", "metals", ("metal_prices", "metals"), prices.prices),
        FigureSpec(
            "price_history",
            "metals",
            ("metal_prices", "metal_prices_monthly"),
            price_history.price_history,
        ),
        FigureSpec("goals", "benchmarks", ("benchmarks",), benchmarks.goals),
        FigureSpec(
            "records",
            "benchmarks",
            ("benchmarks", "benchmark_records", "metals"),
            benchmarks.records,
        ),
        FigureSpec("recycling", "benchmarks", ("waste_rates", "benchmarks"), waste.recycling),
        FigureSpec(
            "greenhouse",
            "benchmarks",
            ("greenhouse_gases", "co2_fossil"),
            greenhouse.greenhouse_gases,
        ),
        FigureSpec("verdicts", "claims", claims.RECORD_TABLES, claims.verdicts),
        FigureSpec("sources_by_kind", "sources", ("sources",), sources.sources_by_kind),
    )
}

__all__ = [
    "CHOICES",
    "FIGURES",
    "MERGED",
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
    "country_headlines",
    "current",
    "default",
    "first_source",
    "former",
    "headlines",
    "judged",
    "linked",
    "plain",
    "source_names",
    "sources_said",
    "specification",
    "standing",
    "title_of",
    "town_headlines",
]
