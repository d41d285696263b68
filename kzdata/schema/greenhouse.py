"""Greenhouse gases and carbon dioxide of the country; they are no air pollutants."""

from kzdata.schema import columns
from kzdata.schema.model import TEXT, ColumnSpec, table, titles

# Categories of the common reporting format of the UNFCCC.
CATEGORIES = (
    "total_without_lulucf", "total_with_lulucf",
    "1", "1.A.1", "1.A.1.a", "1.A.2", "1.A.2.a", "1.A.2.b", "1.A.2.g", "1.A.3", "1.A.4", "1.A.4.b",
    "1.A.5", "1.B", "1.B.1", "1.B.1.a", "1.B.2",
    "2", "2.A", "2.A.1", "2.B", "2.C", "2.C.1", "2.C.2", "2.C.3", "2.C.5", "2.C.6",
    "3", "4", "5",
)  # fmt: skip
CO2_PARTS = ("total", "coal", "oil", "gas", "cement", "flaring", "other")

GREENHOUSE_GASES = table(
    "greenhouse_gases",
    titles("Парниктік газдар кадастры", "Кадастр парниковых газов", "Greenhouse gas inventory"),
    ["category", "year"],
    {
        "category": ColumnSpec(
            TEXT,
            titles("Есептілік санаты", "Категория отчётности", "Reporting category"),
            codes=CATEGORIES,
        ),
        "year": columns.year(),
        # Land and forest may take up more than they give off.
        "kt_co2e": columns.number(
            titles("CO₂ эквиваленті, мың т", "CO₂-эквивалент, тыс. т", "CO₂ equivalent, kt"),
            unit="kt_co2e",
            low=-1_000_000,
            high=1_000_000,
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

CO2_FOSSIL = table(
    "co2_fossil",
    titles("Қазба отыннан шығатын CO₂", "CO₂ от ископаемого топлива", "CO₂ from fossil fuel"),
    ["part", "year", "source_id"],
    {
        "part": ColumnSpec(TEXT, titles("Неден", "От чего", "From what"), codes=CO2_PARTS),
        "year": columns.year(),
        "mt": columns.number(titles("CO₂, млн т", "CO₂, млн т", "CO₂, Mt"), unit="mt", high=10_000),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)
