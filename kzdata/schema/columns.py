"""Columns that several tables share, declared once."""

from kzdata.schema import units
from kzdata.schema.model import (
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    WHOLE,
    ColumnSpec,
    Titles,
    Units,
    Where,
    in_order,
    in_three_languages,
    titles,
    together,
)

# How a figure is known. These never share a line, a sum or a colour.
BASES = (
    "claimed", "record", "measured", "satellite", "limit", "projected", "derived", "guideline",
)  # fmt: skip
UNITS = tuple(units.UNITS)
MASS = ("kt", "t", "kt_per_year")
QUALIFIERS = ("exact", "about", "over")
DAY_PRECISIONS = ("day", "month", "quarter", "year", "period")
TOWNS = ("balkhash", "temirtau", "karaganda")
OUTCOMES = ("met_verified", "met_declared", "missed", "withdrawn")

COUNTRY = "KZ"

FIRST_YEAR, LAST_YEAR = 1990, 2100

# The rules of the columns of a period.
PERIOD_RULES = (
    together("period_start", "period_end"),
    in_order("period_start", "period_end"),
)


def key(kk: str, ru: str, en: str) -> ColumnSpec:
    return ColumnSpec(TEXT, titles(kk, ru, en))


def source() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Дереккөз", "Источник", "Source"), references="sources")


def second_source() -> ColumnSpec:
    return ColumnSpec(
        TEXT,
        titles("Екінші дереккөз", "Второй источник", "Second source"),
        references="sources",
        nullable=True,
    )


def basis() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Дерек түрі", "Вид данных", "How it is known"), codes=BASES)


def unit(
    by: Units | None = None, *, codes: tuple[str, ...] = UNITS, nullable: bool = False
) -> ColumnSpec:
    return ColumnSpec(
        TEXT,
        titles("Өлшем бірлігі", "Единица измерения", "Unit"),
        codes=codes,
        units=by,
        nullable=nullable,
    )


def qualifier() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Дәлдігі", "Точность", "How exact"), codes=QUALIFIERS)


def year(*, nullable: bool = False, where: Where | None = None) -> ColumnSpec:
    return ColumnSpec(
        WHOLE,
        titles("Жыл", "Год", "Year"),
        low=FIRST_YEAR,
        high=LAST_YEAR,
        nullable=nullable,
        where=where,
    )


def since(*, where: Where | None = None) -> ColumnSpec:
    return ColumnSpec(
        WHOLE,
        titles("Қай жылдан бері", "С какого года", "Since the year"),
        low=FIRST_YEAR,
        high=LAST_YEAR,
        nullable=True,
        where=where,
    )


def year_about() -> ColumnSpec:
    return ColumnSpec(
        FLAG, titles("Шамамен алынған жыл", "Год указан примерно", "The year is approximate")
    )


def name(*, nullable: bool = False) -> dict[str, ColumnSpec]:
    return in_three_languages("name", titles("Атауы", "Название", "Name"), nullable=nullable)


def metal() -> ColumnSpec:
    return ColumnSpec(TEXT, titles("Металл", "Металл", "Metal"), references="metals")


def region() -> ColumnSpec:
    """A region of the country, or the country as a whole."""
    return ColumnSpec(
        TEXT, titles("Өңір", "Регион", "Region"), references="regions", besides=(COUNTRY,)
    )


def percent_of_year_before() -> ColumnSpec:
    return ColumnSpec(
        NUMBER,
        titles(
            "Өткен жылға пайызбен", "В процентах к предыдущему году", "Per cent of the year before"
        ),
        unit="percent",
        low=1,
        high=1_000,
    )


def plant(*, nullable: bool = False) -> ColumnSpec:
    return ColumnSpec(
        TEXT, titles("Кәсіпорын", "Предприятие", "Plant"), references="plants", nullable=nullable
    )


def period(*, nullable: bool = False) -> dict[str, ColumnSpec]:
    return {
        "period_start": ColumnSpec(
            DAY, titles("Кезеңнің басы", "Начало периода", "Start of period"), nullable=nullable
        ),
        "period_end": ColumnSpec(
            DAY, titles("Кезеңнің соңы", "Конец периода", "End of period"), nullable=nullable
        ),
    }


def promise() -> dict[str, ColumnSpec]:
    """When a promise was made, by when it is due, and what is published of its outcome."""
    return {
        "announced": ColumnSpec(
            DAY,
            titles("Мәлімделген күні", "Дата объявления", "Announced"),
            nullable=True,
            titled=("Жарияланған күні",),
        ),
        "deadline": ColumnSpec(DAY, titles("Мерзімі", "Срок", "Deadline")),
        "deadline_given": ColumnSpec(
            TEXT,
            titles("Мерзім қалай көрсетілген", "Как указан срок", "How the deadline was given"),
            codes=DAY_PRECISIONS,
        ),
        "outcome": ColumnSpec(
            TEXT,
            titles("Нәтижесі", "Результат", "Outcome"),
            codes=OUTCOMES,
            nullable=True,
        ),
        "outcome_day": ColumnSpec(
            DAY,
            titles("Нәтиже жарияланған күн", "Дата публикации результата", "Outcome published"),
            nullable=True,
        ),
        "outcome_source_id": ColumnSpec(
            TEXT,
            titles("Нәтиженің дереккөзі", "Источник результата", "Source of the outcome"),
            references="sources",
            nullable=True,
        ),
    }


def number(
    title: Titles,
    *,
    unit: str | None = None,
    low: float = 0.0,
    high: float,
    nullable: bool = False,
    titled: tuple[str, ...] = (),
) -> ColumnSpec:
    return ColumnSpec(
        NUMBER, title, unit=unit, low=low, high=high, nullable=nullable, titled=titled
    )
