"""What readers reported as wrong, and what became of it."""

from kzdata.schema import columns
from kzdata.schema.model import (
    DAY,
    TEXT,
    WHOLE,
    ColumnSpec,
    Where,
    in_order,
    in_three_languages,
    table,
    titles,
)

# By the code in the address of a figure or a claim, or the name of a table.
ABOUT = ("figure", "claim", "table")
OPEN, MENDED = "open", "mended"
REPORT_STATES = (OPEN, "confirmed", "rejected", MENDED)
DECIDED = Where("state", dict.fromkeys(REPORT_STATES[1:]))

REPORTS = table(
    "reports",
    titles("Қате туралы хабарламалар", "Сообщения об ошибках", "Reports of errors"),
    ["report_id"],
    {
        "report_id": columns.key("Хабарлама коды", "Код сообщения", "Report code"),
        "reported_on": ColumnSpec(DAY, titles("Хабарланған күні", "Дата сообщения", "Reported on")),
        "about": ColumnSpec(TEXT, titles("Не туралы", "О чём", "What it is about"), codes=ABOUT),
        "about_id": ColumnSpec(
            TEXT,
            titles("Оның коды", "Его код", "Its code"),
            nullable=True,
            where=Where("about", {"figure": None, "claim": "claims", "table": None}),
        ),
        "row": ColumnSpec(TEXT, titles("Жол", "Строка", "Row"), nullable=True),
        **in_three_languages("said", titles("Не хабарланған", "О чём сообщили", "What was said")),
        "state": ColumnSpec(TEXT, titles("Жағдайы", "Статус", "State"), codes=REPORT_STATES),
        "decided_on": ColumnSpec(
            DAY, titles("Шешім күні", "Дата решения", "Decided on"), nullable=True, where=DECIDED
        ),
        **in_three_languages(
            "decision", titles("Шешім", "Решение", "Decision"), nullable=True, where=DECIDED
        ),
        "mended_in": ColumnSpec(
            WHOLE,
            titles("Қай нұсқада түзетілген", "В какой версии исправлено", "Mended in version"),
            low=1,
            high=1_000_000,
            nullable=True,
            where=Where("state", {MENDED: None}),
        ),
    },
    [in_order("reported_on", "decided_on")],
    may_be_empty=True,
)
