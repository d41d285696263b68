"""Air pollutants from stationary sources, by country and region, and the air in the cities."""

import pandas as pd
import pandera.pandas as pa

from kzdata.schema import columns
from kzdata.schema.model import (
    TEXT,
    ColumnSpec,
    Units,
    percent_of_a_whole,
    table,
    titles,
)
from kzdata.schema.problems import Error

SCOPES = ("all_categories", "without_category_4")
BORDERS = ("unchanged", "old", "2022")
METHODS = ("reported", "backcast", "difference", "second_publisher")
AIR_PLACES = (*columns.TOWNS, "country", "guideline")
AIR_MEASURES = (
    "pm25", "pm10", "no2", "so2", "exceedances", "level", "years_high", "lead_compounds",
)  # fmt: skip
# A level is a word and has no unit.
AIR_UNITS = {
    **dict.fromkeys(("pm25", "pm10", "no2", "so2"), ("ug_per_m3",)),
    "exceedances": ("cases",),
    "level": (),
    "years_high": ("years",),
    "lead_compounds": ("t", "kt"),
}
AIR_LEVELS = ("low", "elevated", "high", "very_high")
AVERAGING = ("year", "day")

MOST_EMISSIONS_KT = 10_000
LEAST_YEAR = pd.Timedelta(days=360)  # some years of books are of 52 weeks

# The mean of a month is not that of a year.
AVERAGED_OVER_A_YEAR = pa.Check(
    lambda frame: (
        (frame["averaging"] != "year").fillna(True)
        | frame["period_start"].isna()
        | frame["period_end"].isna()
        | (frame["period_end"] - frame["period_start"] >= LEAST_YEAR)
    ),
    error=f"{Error.PART_OF_YEAR}:averaging",
)

NATIONAL_EMISSIONS = table(
    "national_emissions",
    titles("Ел бойынша шығарындылар", "Выбросы по стране", "National emissions"),
    ["year"],
    {
        "year": columns.year(),
        "kt": columns.number(
            titles("Шығарындылар, мың т", "Выбросы, тыс. т", "Emissions, kt"),
            unit="kt",
            high=MOST_EMISSIONS_KT,
        ),
        "scope": ColumnSpec(TEXT, titles("Қамту ауқымы", "Охват", "Scope"), codes=SCOPES),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

REGIONAL_EMISSIONS = table(
    "regional_emissions",
    titles("Өңірлер бойынша шығарындылар", "Выбросы по регионам", "Regional emissions"),
    ["region_id", "year", "borders", "source_id"],
    {
        "region_id": ColumnSpec(TEXT, titles("Өңір", "Регион", "Region"), references="regions"),
        "year": columns.year(),
        "kt": columns.number(
            titles("Шығарындылар, мың т", "Выбросы, тыс. т", "Emissions, kt"),
            unit="kt",
            high=MOST_EMISSIONS_KT,
        ),
        "borders": ColumnSpec(TEXT, titles("Шекарасы", "Границы", "Borders"), codes=BORDERS),
        "basis": columns.basis(),
        "method": ColumnSpec(
            TEXT, titles("Қалай алынған", "Как получено", "How obtained"), codes=METHODS
        ),
        "source_id": columns.source(),
    },
)

AIR_QUALITY = table(
    "air_quality",
    titles("Ауа сапасы", "Качество воздуха", "Air quality"),
    ["place", "measure", "averaging", "period_end"],
    {
        "place": ColumnSpec(
            TEXT,
            titles("Қай жер бойынша", "Территория", "Place"),
            titled=("Аумақ", "Место"),
            codes=AIR_PLACES,
        ),
        "measure": ColumnSpec(
            TEXT, titles("Көрсеткіш", "Показатель", "Measure"), codes=AIR_MEASURES
        ),
        "value": columns.number(
            titles("Мәні", "Значение", "Value"), high=10_000_000, nullable=True
        ),
        "unit": columns.unit(Units(("measure",), AIR_UNITS, ("value",)), nullable=True),
        "qualifier": columns.qualifier(),
        "level": ColumnSpec(
            TEXT,
            titles("Ластану деңгейі", "Уровень загрязнения", "Level of pollution"),
            codes=AIR_LEVELS,
            nullable=True,
        ),
        "averaging": ColumnSpec(
            TEXT,
            titles("Орташалау кезеңі", "Период усреднения", "Averaging"),
            codes=AVERAGING,
            nullable=True,
        ),
        **columns.period(nullable=True),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    [*columns.PERIOD_RULES, AVERAGED_OVER_A_YEAR, percent_of_a_whole("value")],
)
