"""Product, electricity and waste by region and year, from official statistics."""

from kzdata.schema import columns
from kzdata.schema.model import TEXT, ColumnSpec, table, titles

WASTE_MEASURES = ("municipal_recycled", "industrial_recycled", "landfills_in_order")
# What is odd about a value that is given all the same as it is printed.
WASTE_REMARKS = ("near_zero", "steep_fall")

REGIONAL_PRODUCT = table(
    "regional_product",
    titles("Жалпы өңірлік өнім", "Валовой региональный продукт", "Gross regional product"),
    ["region_id", "year"],
    {
        "region_id": columns.region(),
        "year": columns.year(),
        "mln_tenge": columns.number(
            titles(
                "Қолданыстағы бағамен, млн теңге",
                "В текущих ценах, млн тенге",
                "At current prices, million tenge",
            ),
            unit="mln_tenge",
            high=10_000_000_000,
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

REGIONAL_PRODUCT_INDEX = table(
    "regional_product_index",
    titles(
        "Жалпы өңірлік өнімнің нақты көлем индексі",
        "Индекс физического объёма валового регионального продукта",
        "Volume index of gross regional product",
    ),
    ["region_id", "year"],
    {
        "region_id": columns.region(),
        "year": columns.year(),
        "percent_of_year_before": columns.percent_of_year_before(),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

ELECTRICITY = table(
    "electricity",
    titles("Электр энергиясын өндіру", "Производство электроэнергии", "Electricity generated"),
    ["region_id", "year"],
    {
        "region_id": columns.region(),
        "year": columns.year(),
        "gwh": columns.number(
            titles("Өндірілгені, млн кВт·сағ", "Выработано, млн кВт·ч", "Generated, GWh"),
            unit="gwh",
            high=1_000_000,
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)

WASTE_RATES = table(
    "waste_rates",
    titles("Қалдықтар бойынша үлестер", "Доли по отходам", "Rates of waste"),
    ["region_id", "year", "measure", "basis"],
    {
        "region_id": columns.region(),
        "year": columns.year(),
        "measure": ColumnSpec(
            TEXT, titles("Көрсеткіш", "Показатель", "Measure"), codes=WASTE_MEASURES
        ),
        "percent": columns.number(
            titles("Үлесі, %", "Доля, %", "Rate, %"), unit="percent", high=100
        ),
        "remark": ColumnSpec(
            TEXT, titles("Ескертпе", "Примечание", "Remark"), codes=WASTE_REMARKS, nullable=True
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)
