"""Every table of the dashboard, declared once: types, units, ranges, keys, references, titles."""

from kzdata.schema.air import AIR_CHANNELS, AIR_POLLUTANTS, AIR_POSTS, SATELLITE_SO2
from kzdata.schema.asking import BODIES, LAWS, REQUESTS
from kzdata.schema.economy import (
    ELECTRICITY,
    REGIONAL_PRODUCT,
    REGIONAL_PRODUCT_INDEX,
    WASTE_RATES,
)
from kzdata.schema.emissions import AIR_QUALITY, NATIONAL_EMISSIONS, REGIONAL_EMISSIONS
from kzdata.schema.greenhouse import CO2_FOSSIL, GREENHOUSE_GASES
from kzdata.schema.metal_series import METAL_INDEX, METAL_OUTPUT_MONTHLY, METAL_PRICES_MONTHLY
from kzdata.schema.metals import (
    BENCHMARK_RECORDS,
    BENCHMARKS,
    METAL_GROWTH,
    METAL_OUTPUT,
    METAL_PRICES,
)
from kzdata.schema.model import LANGUAGES, Table
from kzdata.schema.places import METALS, PLACES, PLANTS, POPULATION, REGIONS, SOURCES
from kzdata.schema.promises import (
    CLAIMS,
    INITIATIVES,
    PLANT_RECORDS,
    PLANT_TARGETS,
    PROJECTS,
    STATEMENTS,
)
from kzdata.schema.reports import REPORTS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCES,
        REGIONS,
        PLACES,
        POPULATION,
        NATIONAL_EMISSIONS,
        REGIONAL_EMISSIONS,
        AIR_QUALITY,
        SATELLITE_SO2,
        AIR_POSTS,
        AIR_POLLUTANTS,
        AIR_CHANNELS,
        PLANTS,
        PLANT_TARGETS,
        PLANT_RECORDS,
        PROJECTS,
        METALS,
        METAL_GROWTH,
        METAL_OUTPUT,
        METAL_PRICES,
        METAL_OUTPUT_MONTHLY,
        METAL_INDEX,
        METAL_PRICES_MONTHLY,
        REGIONAL_PRODUCT,
        REGIONAL_PRODUCT_INDEX,
        ELECTRICITY,
        WASTE_RATES,
        GREENHOUSE_GASES,
        CO2_FOSSIL,
        INITIATIVES,
        BENCHMARKS,
        BENCHMARK_RECORDS,
        STATEMENTS,
        CLAIMS,
        LAWS,
        BODIES,
        REQUESTS,
        REPORTS,
    )
}

# Tables of older versions by the names that they had: which one each is today, or None if its rows
# have gone into another one. Their versions stay readable, their files leave with the next version.
FORMER: dict[str, str | None] = {}

__all__ = ["FORMER", "LANGUAGES", "TABLES", "Table"]
