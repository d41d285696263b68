"""Growth, output and prices of metals, and the comparisons that were made with other countries."""

from kzdata.schema import columns
from kzdata.schema.model import (
    DAY,
    FLAG,
    TEXT,
    ColumnSpec,
    Units,
    in_order,
    percent_of_a_whole,
    table,
    titles,
)

# A balance is an annual account that need not agree with the months.
OUTPUT_MEASURES = ("output", "capacity", "balance")
PRODUCTS = ("refined", "primary", "crude", "not_stated")
METRICS = ("co2", "energy", "recycling")
METHODS = ("co2", "co2e", "co2e_new", "energy", "recycling_efficiency", "end_of_life_rate")
DIRECTIONS = ("lower", "higher")
METRIC_UNITS = {
    "co2": ("t_per_t",),
    "energy": ("mwh_per_t", "gj_per_t"),
    "recycling": ("percent",),
}
BENCHMARK_UNITS = tuple(unit for units in METRIC_UNITS.values() for unit in units)
PLACES = ("world", "not_stated")


def _metric() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Көрсеткіш", "Показатель", "Metric"), codes=METRICS)


def _unit(*of: str) -> ColumnSpec:
    return columns.unit(Units(("metric",), METRIC_UNITS, of), codes=BENCHMARK_UNITS)


METAL_GROWTH = table(
    "metal_growth",
    titles("Металл өндірісінің өсімі", "Рост производства металлов", "Growth of metal output"),
    ["metal_id", "period_start", "period_end", "basis"],
    {
        "metal_id": columns.metal(),
        "growth_percent": columns.number(
            titles("Өсім, %", "Рост, %", "Growth, %"), unit="percent", low=-100, high=1_000
        ),
        **columns.period(nullable=True),
        "year_by_context": ColumnSpec(
            FLAG,
            titles("Жылы мәтінмән бойынша", "Год по контексту", "The year is known by context"),
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    columns.PERIOD_RULES,
)

METAL_OUTPUT = table(
    "metal_output",
    titles("Металл өндірісі", "Производство металлов", "Output of metals"),
    ["metal_id", "measure", "period_start", "period_end", "basis"],
    {
        "metal_id": columns.metal(),
        "measure": ColumnSpec(
            TEXT, titles("Көрсеткіш", "Показатель", "Measure"), codes=OUTPUT_MEASURES
        ),
        "product": ColumnSpec(
            TEXT, titles("Өнім түрі", "Вид продукции", "Product"), codes=PRODUCTS
        ),
        **columns.period(),
        "tonnes": columns.number(titles("Тонна", "Объём, т", "Tonnes"), unit="t", high=100_000_000),
        "qualifier": columns.qualifier(),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    columns.PERIOD_RULES,
)

METAL_PRICES = table(
    "metal_prices",
    titles("Металдардың бағасы", "Цены на металлы", "Prices of metals"),
    ["metal_id"],
    {
        "metal_id": columns.metal(),
        "usd_per_kg": columns.number(
            titles("Бағасы, АҚШ доллары/кг", "Цена, долл. США за кг", "Price, USD per kg"),
            unit="usd_per_kg",
            high=1_000_000,
        ),
        "price_day": ColumnSpec(
            DAY, titles("Бағаның күні", "Дата цены", "Day of the price"), nullable=True
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

BENCHMARKS = table(
    "benchmarks",
    titles("Салыстыру көрсеткіштері", "Показатели для сравнения", "Benchmarks"),
    ["metric"],
    {
        "metric": _metric(),
        "unit": _unit("leaders", "target"),
        "leaders": columns.number(
            titles(
                "Әлемдік көшбасшылардың орташа мәні",
                "В среднем у мировых лидеров",
                "Average of global leaders",
            ),
            high=1_000,
        ),
        "target": columns.number(
            titles(
                "Қазақстанның нысаналы көрсеткіші",
                "Целевой показатель Казахстана",
                "Target of Kazakhstan",
            ),
            titled=("ҚР нысаналы көрсеткіші", "Цель Казахстана"),
            high=1_000,
        ),
        "target_year": columns.year(),
        "better": ColumnSpec(
            TEXT, titles("Қандай болғаны жақсы", "Что лучше", "Which is better"), codes=DIRECTIONS
        ),
        "source_id": columns.source(),
    },
    [percent_of_a_whole("leaders"), percent_of_a_whole("target")],
)

BENCHMARK_RECORDS = table(
    "benchmark_records",
    titles("Металл түрлері бойынша деректер", "Данные по металлам", "Benchmark records by metal"),
    ["metric", "metal_id", "method", "year"],
    {
        "metric": _metric(),
        "metal_id": columns.metal(),
        "method": ColumnSpec(
            TEXT, titles("Есептеу әдісі", "Метод расчёта", "Method"), codes=METHODS
        ),
        "place": ColumnSpec(
            TEXT,
            titles("Қай жер бойынша", "Территория", "Place"),
            titled=("Аумақ", "Место"),
            codes=PLACES,
        ),
        "value": columns.number(titles("Мәні", "Значение", "Value"), high=1_000),
        "value_most": columns.number(
            titles("Жоғарғы мәні", "Верхняя граница", "Value at most"), high=1_000, nullable=True
        ),
        "unit": _unit("value", "value_most"),
        "year": columns.year(nullable=True),
        "year_about": columns.year_about(),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    [
        percent_of_a_whole("value"),
        percent_of_a_whole("value_most"),
        in_order("value", "value_most"),
    ],
)
