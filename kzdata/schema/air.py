"""What was measured in the air: from satellites, and at the posts in the cities."""

from kzdata.schema import columns
from kzdata.schema.emissions import AIR_LEVELS, MOST_EMISSIONS_KT
from kzdata.schema.model import (
    FLAG,
    TEXT,
    WHOLE,
    ColumnSpec,
    Units,
    in_order,
    in_three_languages,
    table,
    titles,
)

COMBINED = "combined"  # the estimate of the authors from all instruments of a year
INSTRUMENTS = (COMBINED, "omi", "omps_snpp", "omps_noaa20", "tropomi")
POLLUTANTS = (
    "pm25", "pm10", "dust", "so2", "no2", "no", "co", "h2s", "phenol", "nh3", "o3", "formaldehyde",
    "lead", "copper", "arsenic", "cadmium", "chromium",
)  # fmt: skip
# `highest_of_limit` and `mean_of_limit` are multiples of what is permitted for a single value and
# for a daily mean; `mobile_highest` is the highest single value of the mobile laboratory.
STATISTIC_UNITS = {
    "cases": ("cases",),
    "highest_of_limit": ("times",),
    "mean": ("mg_per_m3",),
    "mean_of_limit": ("times",),
    "mobile_highest": ("mg_per_m3",),
}
SPOTS = ("quarter_17", "rabochy", "balkhash_1")
MOST_CASES = 1_000_000


def _place() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Елді мекен", "Населённый пункт", "Place"), references="places")


def _note() -> dict[str, ColumnSpec]:
    return in_three_languages("note", titles("Ескертпе", "Примечание", "Note"), nullable=True)


def _pollutant() -> ColumnSpec:
    return ColumnSpec(
        TEXT, titles("Ластағыш зат", "Загрязняющее вещество", "Pollutant"), codes=POLLUTANTS
    )


def _cases(kk: str, ru: str, en: str) -> ColumnSpec:
    return ColumnSpec(
        WHOLE, titles(kk, ru, en), unit="cases", low=0, high=MOST_CASES, nullable=True
    )


SATELLITE_SO2 = table(
    "satellite_so2",
    titles(
        "Спутниктен көрінетін күкірт диоксиді",
        "Диоксид серы по данным спутников",
        "Sulphur dioxide seen by satellites",
    ),
    ["place_id", "year", "instrument"],
    {
        "place_id": _place(),
        "year": columns.year(),
        "instrument": ColumnSpec(
            TEXT, titles("Құрал", "Прибор", "Instrument"), codes=INSTRUMENTS
        ),
        "kt": columns.number(
            titles("SO₂ шығарындылары, мың т", "Выбросы SO₂, тыс. т", "SO₂ emissions, kt"),
            unit="kt",
            high=MOST_EMISSIONS_KT,
        ),
        "kt_sd": columns.number(
            titles(
                "Белгісіздігі, мың т", "Неопределённость, тыс. т", "Uncertainty, kt"
            ),
            unit="kt",
            high=MOST_EMISSIONS_KT,
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
)  # fmt: skip

AIR_POSTS = table(
    "air_posts",
    titles("Бақылау бекеттеріндегі ауа", "Воздух на постах наблюдения", "Air at the posts"),
    ["place_id", "period_start", "period_end", "source_id"],
    {
        "place_id": _place(),
        **columns.period(),
        "level": ColumnSpec(
            TEXT,
            titles("Ластану деңгейі", "Уровень загрязнения", "Level of pollution"),
            codes=AIR_LEVELS,
            nullable=True,
        ),
        "si": columns.number(
            titles(
                "СИ: ең жоғары бір реттік мән, шекті мәннен есе",
                "СИ: наибольшее разовое значение, долей ПДК",
                "SI: highest single value as a multiple of the permitted",
            ),
            unit="times",
            high=1_000,
            nullable=True,
        ),
        "np_percent": columns.number(
            titles(
                "ЕЖҚ: шекті мәннен асудың ең жоғары қайталанғыштығы, %",
                "НП: наибольшая повторяемость превышений, %",
                "NP: largest share of measurements above the permitted, %",
            ),
            unit="percent",
            high=100,
            nullable=True,
        ),
        "iza5": columns.number(
            titles(
                "АЛИ: бес зат бойынша атмосфераның ластану индексі",
                "ИЗА: индекс загрязнения атмосферы по пяти веществам",
                "Air pollution index of five pollutants",
            ),
            high=1_000,
            nullable=True,
        ),
        "cases": _cases(
            "Шекті мәннен асу жағдайлары",
            "Случаи превышения ПДК",
            "Measurements above the permitted single value",
        ),
        "cases_over_10": _cases(
            "Шекті мәннен 10 еседен астам асу жағдайлары",
            "Случаи превышения ПДК более чем в 10 раз",
            "Measurements above ten times the permitted single value",
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
        **_note(),
    },
    [*columns.PERIOD_RULES, in_order("cases_over_10", "cases")],
)  # fmt: skip

AIR_POLLUTANTS = table(
    "air_pollutants",
    titles(
        "Ауадағы ластағыш заттар", "Загрязняющие вещества в воздухе", "Pollutants in the air"
    ),
    ["place_id", "spot", "period_start", "period_end", "pollutant", "statistic"],
    {
        "place_id": _place(),
        # Where in the city, if it was not at its posts.
        "spot": ColumnSpec(
            TEXT, titles("Өлшеу орны", "Место измерения", "Spot"), codes=SPOTS, nullable=True
        ),
        **columns.period(),
        "pollutant": _pollutant(),
        "statistic": ColumnSpec(
            TEXT, titles("Көрсеткіш", "Показатель", "Statistic"), codes=tuple(STATISTIC_UNITS)
        ),
        "value": columns.number(titles("Мәні", "Значение", "Value"), high=MOST_CASES),
        "unit": columns.unit(Units(("statistic",), STATISTIC_UNITS, ("value",))),
        "basis": columns.basis(),
        "source_id": columns.source(),
        **_note(),
    },
    columns.PERIOD_RULES,
)  # fmt: skip

AIR_CHANNELS = table(
    "air_channels",
    titles(
        "Автоматты бекет нені өлшейді", "Что измеряет автоматический пост",
        "What an automatic post measures",
    ),
    ["place_id", "post", "pollutant", "period_start"],
    {
        "place_id": _place(),
        "post": ColumnSpec(WHOLE, titles("Бекет нөмірі", "Номер поста", "Post"), low=1, high=99),
        "pollutant": _pollutant(),
        **columns.period(),
        "listed": ColumnSpec(
            FLAG,
            titles("Бюллетеньде көрсетілген", "Указано в бюллетене", "Listed in the bulletin"),
        ),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    columns.PERIOD_RULES,
)  # fmt: skip
