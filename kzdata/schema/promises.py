"""What was promised, permitted, measured and said: targets, projects, initiatives, claims."""

import pandera.pandas as pa

from kzdata.schema import columns
from kzdata.schema.metals import METRIC_UNITS
from kzdata.schema.model import (
    DAY,
    LANGUAGES,
    TEXT,
    WHOLE,
    ColumnSpec,
    UnitCases,
    Units,
    Where,
    holds_value,
    in_order,
    in_three_languages,
    percent_of_a_whole,
    table,
    titles,
)
from kzdata.schema.problems import Error

RECORD_MEASURES = (
    "emissions", "permitted_limit", "limit_cut", "share_of_region", "copper_capacity",
    "acid_capacity",
)  # fmt: skip
TOPICS = (
    "contributor", "driver", "measure", "recommendation", "context", "temirtau", "sulphur_dioxide",
)  # fmt: skip
CLAIM_PAGES = ("regions", "plants", "metals", "benchmarks")
RELATIONS = ("equals", "over")
SCOPES_STATED = ("same", "differs")
RECORDS = (
    "region_share", "region_total", "national_change", "lead_compounds", "limit_cut",
    "metal_growth", "metal_output", "metal_index", "benchmark", "planned_limit", "satellite_so2",
    "waste_recycled", "none",
)  # fmt: skip
# The usual unit of each measure comes first.
RECORD_UNITS = {
    "emissions": columns.MASS,
    "permitted_limit": columns.MASS,
    "limit_cut": columns.MASS,
    "share_of_region": ("percent",),
    "copper_capacity": ("kt_per_year",),
    "acid_capacity": ("kt_per_year",),
}
# What a claim is held against says what it may be about, in which units.
CLAIM_UNITS: UnitCases = {
    "region_share": ("percent",),
    "national_change": ("percent",),
    "limit_cut": ("percent",),
    "metal_growth": ("percent",),
    "satellite_so2": ("percent",),
    "waste_recycled": ("percent",),
    "metal_index": ("times",),
    "planned_limit": columns.MASS,
    "region_total": columns.MASS,
    "lead_compounds": ("t", "kt", "kt_per_year"),
    "metal_output": ("t", "kt", "kt_per_year"),
    **{("benchmark", metric): units for metric, units in METRIC_UNITS.items()},
    "none": columns.UNITS,
}
SUBJECTS = {
    **dict.fromkeys(("region_share", "region_total"), "regions"),
    **dict.fromkeys(("limit_cut", "planned_limit"), "plants"),
    **dict.fromkeys(("metal_growth", "metal_output"), "metals"),
    "benchmark": "benchmarks",
    "satellite_so2": "places",
}
OF_A_YEAR = (
    "region_share", "region_total", "national_change", "lead_compounds", "limit_cut",
    "metal_growth", "metal_output", "metal_index", "planned_limit", "satellite_so2",
    "waste_recycled",
)  # fmt: skip
# A change since a year is held against the change since that year, else since the year before.
SINCE_A_YEAR = ("national_change", "metal_index", "satellite_so2")

OUTCOME_IS_SOURCED = pa.Check(
    lambda frame: frame["outcome"].isna() | frame["outcome_source_id"].notna(),
    error=f"{Error.OUTCOME_SOURCE}:outcome_source_id",
)
OUTCOME_IS_THERE = pa.Check(
    lambda frame: (
        frame["outcome"].notna() | (frame["outcome_day"].isna() & frame["outcome_source_id"].isna())
    ),
    error=f"{Error.OUTCOME_MISSING}:outcome",
)
PROMISE_RULES = (
    in_order("announced", "deadline"),
    OUTCOME_IS_SOURCED,
    OUTCOME_IS_THERE,
    in_order("announced", "outcome_day"),
)
# What is due by a day is no record of a later year.
YEAR_IS_DUE = pa.Check(
    lambda frame: (
        frame["due"].isna() | ~(frame["record_year"] > frame["due"].dt.year).fillna(False)
    ),
    error=f"{Error.ORDER}:due:record_year",
)
# A cut is one from a year before its deadline.
FROM_AN_EARLIER_YEAR = pa.Check(
    lambda frame: (
        frame["base_year"].isna()
        | frame["deadline"].isna()
        | (frame["base_year"] < frame["deadline"].dt.year).fillna(True)
    ),
    error=f"{Error.BASE_YEAR}:base_year",
)

PLANT_TARGETS = table(
    "plant_targets",
    titles("Кәсіпорындардың уәделері", "Обещания предприятий", "Plant targets"),
    ["target_id"],
    {
        "target_id": columns.key("Уәде коды", "Код обещания", "Target code"),
        "plant_id": columns.plant(),
        "cut_percent": columns.number(
            titles("Азайту, %", "Сокращение, %", "Cut, %"), unit="percent", high=100
        ),
        "cut_percent_most": columns.number(
            titles("Азайту, жоғарғы шегі, %", "Сокращение, верхняя граница, %", "Cut at most, %"),
            unit="percent",
            high=100,
            nullable=True,
        ),
        "base_year": columns.year(nullable=True),
        **columns.promise(),
        "source_id": columns.source(),
        "second_source_id": columns.second_source(),
    },
    [*PROMISE_RULES, in_order("cut_percent", "cut_percent_most"), FROM_AN_EARLIER_YEAR],
)

PLANT_RECORDS = table(
    "plant_records",
    titles("Кәсіпорындар бойынша деректер", "Данные по предприятиям", "Plant records"),
    # Two that tell of one limit may tell otherwise.
    ["plant_id", "measure", "year", "basis", "source_id"],
    {
        "plant_id": columns.plant(),
        "measure": ColumnSpec(
            TEXT, titles("Көрсеткіш", "Показатель", "Measure"), codes=RECORD_MEASURES
        ),
        "value": columns.number(titles("Мәні", "Значение", "Value"), high=100_000),
        "unit": columns.unit(Units(("measure",), RECORD_UNITS, ("value",))),
        "percent": columns.number(
            titles("Көрсетілген пайыз", "Заявленный процент", "Percent as stated"),
            unit="percent",
            high=100,
            nullable=True,
        ),
        "qualifier": columns.qualifier(),
        "year": columns.year(),
        "year_about": columns.year_about(),
        "basis": columns.basis(),
        "source_id": columns.source(),
    },
    [percent_of_a_whole("value")],
)

PROJECTS = table(
    "projects",
    titles("Жобалар", "Проекты", "Projects"),
    ["project_id"],
    {
        "project_id": columns.key("Жоба коды", "Код проекта", "Project code"),
        "plant_id": columns.plant(),
        **columns.name(),
        "cut_percent": columns.number(
            titles("Күтілетін азаю, %", "Ожидаемое сокращение, %", "Expected cut, %"),
            unit="percent",
            high=100,
        ),
        "cut_by": ColumnSpec(DAY, titles("Азаю мерзімі", "Срок сокращения", "Cut expected by")),
        **columns.promise(),
        "source_id": columns.source(),
    },
    [*PROMISE_RULES, in_order("announced", "cut_by")],
)

INITIATIVES = table(
    "initiatives",
    titles("Мемлекеттік бастамалар", "Государственные инициативы", "Government initiatives"),
    ["initiative_id"],
    {
        "initiative_id": columns.key("Бастама коды", "Код инициативы", "Initiative code"),
        **columns.name(),
        "target": columns.number(
            titles("Нысаналы көрсеткіш", "Целевой показатель", "Target"),
            high=1_000_000,
            titled=("Цель",),
        ),
        "unit": columns.unit(),
        **columns.promise(),
        "source_id": columns.source(),
    },
    PROMISE_RULES,
)

STATEMENTS = table(
    "statements",
    titles("Тұжырымдар", "Высказывания", "Statements"),
    ["statement_id"],
    {
        "statement_id": columns.key("Тұжырым коды", "Код высказывания", "Statement code"),
        "topic": ColumnSpec(TEXT, titles("Тақырыбы", "Тема", "Topic"), codes=TOPICS),
        "position": ColumnSpec(
            WHOLE, titles("Реті", "Порядковый номер", "Position"), low=1, high=99
        ),
        **in_three_languages("text", titles("Мәтіні", "Текст", "Text")),
        "source_id": columns.source(),
    },
)

CLAIMS = table(
    "claims",
    titles("Мәлімдемелер", "Утверждения", "Claims"),
    ["claim_id"],
    {
        "claim_id": columns.key("Мәлімдеме коды", "Код утверждения", "Claim code"),
        "page": ColumnSpec(TEXT, titles("Беті", "Страница", "Page"), codes=CLAIM_PAGES),
        **in_three_languages(
            "text",
            titles(
                "Мәтіні ({value} орнына мәні қойылады)",
                "Текст, вместо {value} – значение",
                "Text, {value} stands for the value",
            ),
        ),
        "relation": ColumnSpec(
            TEXT, titles("Қатынасы", "Вид сравнения", "Relation"), codes=RELATIONS
        ),
        "value": columns.number(
            titles("Мәлімделген мән", "Заявленное значение", "Value claimed"),
            low=-10_000_000,
            high=10_000_000,
        ),
        "unit": columns.unit(Units(("record", "record_id"), CLAIM_UNITS, ("value", "tolerance"))),
        "tolerance": columns.number(
            titles("Жол берілетін айырма", "Допустимое расхождение", "Tolerance"), high=10_000_000
        ),
        "record": ColumnSpec(
            TEXT, titles("Немен салыстырылады", "С чем сравнивается", "Held against"), codes=RECORDS
        ),
        "record_id": ColumnSpec(
            TEXT,
            titles("Салыстыру нысаны", "Предмет сравнения", "Subject of the comparison"),
            nullable=True,
            where=Where("record", SUBJECTS),
        ),
        "record_year": columns.year(nullable=True, where=Where("record", dict.fromkeys(OF_A_YEAR))),
        "base_year": columns.since(
            where=Where("record", dict.fromkeys(SINCE_A_YEAR), needed=SINCE_A_YEAR[1:])
        ),
        "due": ColumnSpec(DAY, titles("Орындалу мерзімі", "Срок исполнения", "Due"), nullable=True),
        "scope": ColumnSpec(TEXT, titles("Қамту ауқымы", "Охват", "Scope"), codes=SCOPES_STATED),
        "excludes": ColumnSpec(
            TEXT,
            titles("Қайшы мәлімдеме", "Несовместимое утверждение", "Claim it may exclude"),
            references="claims",
            # An output may exclude that output was to become a multiple of what it is.
            among=("unit", "times"),
            where=Where("record", {"metal_output": None}, needed=False),
            nullable=True,
        ),
        **in_three_languages(
            "note", titles("Ескертпе", "Примечание", "Note"), nullable=True, titled=("Ескерту",)
        ),
        "source_id": columns.source(),
        "second_source_id": columns.second_source(),
    },
    [
        percent_of_a_whole("value", low=-100),
        YEAR_IS_DUE,
        in_order("base_year", "record_year"),
        *(holds_value(f"text_{k}") for k in LANGUAGES),
    ],
)
