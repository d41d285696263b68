"""Where figures come from and what they are about: sources, regions, people, plants, metals."""

from kzdata.schema import columns
from kzdata.schema.model import (
    DAY,
    TEXT,
    WHOLE,
    ColumnSpec,
    Titles,
    in_three_languages,
    table,
    titles,
    together,
)

SOURCE_KINDS = (
    "official_statistics", "official_measurements", "official_inventory", "government",
    "satellite_estimate", "scientific_estimate", "news_agency", "news", "trade_press",
    "industry_association", "analyst", "organisation", "guideline",
)  # fmt: skip
LICENCES = ("pddl", "cc_by_4", "cc_by", "mit", "bns_terms", "unfccc_terms", "not_stated")
PLACE_KINDS = ("town", "field")
PLANT_KINDS = ("works", "smelter", "power_plants", "group")

SOURCES = table(
    "sources",
    titles("Дереккөздер", "Источники", "Sources"),
    ["source_id"],
    {
        "source_id": columns.key("Дереккөз коды", "Код источника", "Source code"),
        **in_three_languages("title", titles("Тақырыбы", "Заголовок", "Title")),
        **in_three_languages(
            "publisher",
            titles("Кім жариялаған", "Кто опубликовал", "Publisher"),
            titled=("Жариялаушы",),
        ),
        "url": ColumnSpec(
            TEXT, titles("Сілтемесі", "Адрес", "Address"), nullable=True, web_address=True
        ),
        "published": ColumnSpec(
            DAY, titles("Жарияланған күні", "Дата публикации", "Published"), nullable=True
        ),
        # Of a month or a year that is known, `published` is the first day; empty means the day.
        "published_given": ColumnSpec(
            TEXT,
            titles(
                "Жарияланған күні қалай көрсетілген",
                "Как указана дата публикации",
                "How the date of publication was given",
            ),
            codes=("month", "year"),
            nullable=True,
        ),
        "kind": ColumnSpec(
            TEXT,
            titles("Дереккөз түрі", "Вид источника", "Kind of source"),
            codes=SOURCE_KINDS,
        ),
        "licence": ColumnSpec(TEXT, titles("Лицензия", "Лицензия", "Licence"), codes=LICENCES),
        **in_three_languages(
            "note", titles("Ескертпе", "Примечание", "Note"), nullable=True, titled=("Ескерту",)
        ),
    },
)

REGIONS = table(
    "regions",
    titles("Өңірлер", "Регионы", "Regions"),
    ["region_id"],
    {
        "region_id": columns.key("Өңір коды", "Код региона", "Region code"),
        **columns.name(),
        "tile_row": ColumnSpec(
            WHOLE, titles("Тор жолы", "Строка сетки", "Grid row"), low=0, high=5, nullable=True
        ),
        "tile_col": ColumnSpec(
            WHOLE,
            titles("Тор бағаны", "Столбец сетки", "Grid column"),
            low=0,
            high=5,
            nullable=True,
        ),
        "until": ColumnSpec(
            WHOLE,
            titles(
                "Бұрынғы шекарасы өзгерген жыл", "Год смены границ региона", "Old borders until"
            ),
            low=columns.FIRST_YEAR,
            high=columns.LAST_YEAR,
            nullable=True,
        ),
        "predecessor": ColumnSpec(
            TEXT,
            titles("Бұрын құрамына кірген өңір", "Был частью региона", "Region it was part of"),
            references="regions",
            nullable=True,
        ),
        # From this year on the values are of another size, and nobody published why.
        "break_year": ColumnSpec(
            WHOLE,
            titles(
                "Себебі белгісіз үзіліс жылы", "Год необъяснённого разрыва", "Unexplained break"
            ),
            low=columns.FIRST_YEAR,
            high=columns.LAST_YEAR,
            nullable=True,
        ),
        "source_id": columns.source(),
    },
    [together("tile_row", "tile_col")],
)

# The ends of the country: a place beyond them lies elsewhere, or its two numbers are exchanged.
LATITUDES, LONGITUDES = (40.5, 55.5), (46.4, 87.4)


def _degrees(title: Titles, ends: tuple[float, float]) -> ColumnSpec:
    return columns.number(title, unit="degrees", low=ends[0], high=ends[1], nullable=True)


PLACES = table(
    "places",
    titles("Елді мекендер мен кен орындары", "Населённые пункты и месторождения", "Places"),
    ["place_id"],
    {
        "place_id": columns.key("Елді мекен коды", "Код места", "Place code"),
        **columns.name(),
        "kind": ColumnSpec(TEXT, titles("Түрі", "Вид", "Kind"), codes=PLACE_KINDS),
        "region_id": ColumnSpec(
            TEXT, titles("Өңір", "Регион", "Region"), references="regions", nullable=True
        ),
        "latitude": _degrees(titles("Ендік", "Широта", "Latitude"), LATITUDES),
        "longitude": _degrees(titles("Бойлық", "Долгота", "Longitude"), LONGITUDES),
        "source_id": columns.source(),
    },
    [together("latitude", "longitude")],
)

POPULATION = table(
    "population",
    titles("Халық саны", "Численность населения", "Population"),
    # Two series of the bureau overlap and differ: one in the borders of the time, one of today.
    ["region_id", "day", "source_id"],
    {
        "region_id": columns.region(),
        "day": ColumnSpec(DAY, titles("Күні", "Дата", "Day")),
        "persons": ColumnSpec(
            WHOLE,
            titles("Халық саны", "Численность, человек", "Persons"),
            unit="persons",
            low=1,
            high=100_000_000,
            titled=("Тұрғындар саны",),
        ),
        "source_id": columns.source(),
    },
)

PLANTS = table(
    "plants",
    titles("Кәсіпорындар", "Предприятия", "Plants"),
    ["plant_id"],
    {
        "plant_id": columns.key("Кәсіпорын коды", "Код предприятия", "Plant code"),
        **columns.name(),
        **in_three_languages(
            "operator", titles("Оператор", "Оператор", "Operator"), nullable=True, titled=("Иесі",)
        ),
        "kind": ColumnSpec(TEXT, titles("Түрі", "Вид", "Kind"), codes=PLANT_KINDS),
        "town": ColumnSpec(
            TEXT, titles("Қала", "Город", "Town"), codes=columns.TOWNS, nullable=True
        ),
        "source_id": columns.source(),
    },
)

METALS = table(
    "metals",
    titles("Металдар", "Металлы", "Metals"),
    ["metal_id"],
    {
        "metal_id": columns.key("Металл коды", "Код металла", "Metal code"),
        **columns.name(),
        "source_id": columns.source(),
    },
)
