"""Every table of the dashboard, declared once: types, units, ranges, keys, references, titles."""

from kzdata.schema.emissions import AIR_QUALITY, NATIONAL_EMISSIONS, REGIONAL_EMISSIONS
from kzdata.schema.metals import (
    BENCHMARK_RECORDS,
    BENCHMARKS,
    METAL_GROWTH,
    METAL_OUTPUT,
    METAL_PRICES,
)
from kzdata.schema.model import LANGUAGES, Table
from kzdata.schema.places import METALS, PLANTS, POPULATION, REGIONS, SOURCES
from kzdata.schema.promises import (
    CLAIMS,
    INITIATIVES,
    PLANT_RECORDS,
    PLANT_TARGETS,
    PROJECTS,
    STATEMENTS,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCES,
        REGIONS,
        POPULATION,
        NATIONAL_EMISSIONS,
        REGIONAL_EMISSIONS,
        AIR_QUALITY,
        PLANTS,
        PLANT_TARGETS,
        PLANT_RECORDS,
        PROJECTS,
        METALS,
        METAL_GROWTH,
        METAL_OUTPUT,
        METAL_PRICES,
        INITIATIVES,
        BENCHMARKS,
        BENCHMARK_RECORDS,
        STATEMENTS,
        CLAIMS,
    )
}

__all__ = ["LANGUAGES", "TABLES", "Table"]
