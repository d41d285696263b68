"""Output, index and prices of metals over many years, as official statistics publish them."""

import pandera.pandas as pa

from kzdata.schema import columns
from kzdata.schema.emissions import BORDERS
from kzdata.schema.model import TEXT, ColumnSpec, table, titles
from kzdata.schema.problems import Error

BRANCHES = ("metallurgy", "ferrous", "non_ferrous")
OUTPUT_UNITS = ("t", "kg")
KG = {"t": 1_000, "oz": 0.0311034768}  # of a troy ounce

ONE_MONTH = pa.Check(
    lambda frame: (
        frame["period_start"].isna()
        | frame["period_end"].isna()
        | (
            frame["period_start"].dt.is_month_start
            & frame["period_end"].dt.is_month_end
            & (frame["period_start"].dt.to_period("M") == frame["period_end"].dt.to_period("M"))
        )
    ),
    error=f"{Error.ONE_MONTH}:period_end",
)
MONTH_RULES = (*columns.PERIOD_RULES, ONE_MONTH)


METAL_OUTPUT_MONTHLY = table(
    "metal_output_monthly",
    titles(
        "Металл өндірісі, айлар бойынша",
        "Производство металлов по месяцам",
        "Output of metals by month",
    ),
    ["metal_id", "region_id", "period_start"],
    {
        "metal_id": columns.metal(),
        "region_id": columns.region(),
        "borders": ColumnSpec(TEXT, titles("Шекарасы", "Границы", "Borders"), codes=BORDERS),
        **columns.period(),
        "value": columns.number(titles("Көлемі", "Объём", "Output"), high=100_000_000),
        "unit": columns.unit(codes=OUTPUT_UNITS),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    MONTH_RULES,
)

METAL_INDEX = table(
    "metal_index",
    titles(
        "Металлургия өндірісінің индексі",
        "Индекс производства в металлургии",
        "Production index of metallurgy",
    ),
    ["branch", "year"],
    {
        "branch": ColumnSpec(TEXT, titles("Саласы", "Отрасль", "Branch"), codes=BRANCHES),
        "year": columns.year(),
        "percent_of_year_before": columns.percent_of_year_before(),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

METAL_PRICES_MONTHLY = table(
    "metal_prices_monthly",
    titles(
        "Металдардың әлемдік бағасы, айлар бойынша",
        "Мировые цены на металлы по месяцам",
        "World prices of metals by month",
    ),
    ["metal_id", "period_start"],
    {
        "metal_id": columns.metal(),
        **columns.period(),
        "usd": columns.number(
            titles(
                "Айдың орташа бағасы, АҚШ доллары",
                "Средняя цена за месяц, долл. США",
                "Mean price of the month, USD",
            ),
            unit="usd",
            high=10_000_000,
        ),
        "per": ColumnSpec(TEXT, titles("Неге шаққанда", "За единицу", "Per"), codes=tuple(KG)),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    MONTH_RULES,
)
