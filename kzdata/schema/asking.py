"""What a reader may ask, of whom, by which law, and what was asked and answered."""

import pandera.pandas as pa

from kzdata.schema import columns
from kzdata.schema.model import (
    DAY,
    TEXT,
    WHOLE,
    ColumnSpec,
    Titles,
    in_order,
    in_three_languages,
    table,
    titles,
    together,
)
from kzdata.schema.problems import Error

# What a body is asked about; each but `company` is of one body.
BODY_KINDS = (
    "ministry", "committee", "department", "statistics", "weather_service", "akimat", "industry",
    "company",
)  # fmt: skip
NAMES_GIVEN = ("official", "by_duty")
QUOTED_IN = ("ru", "kk")
TERM_UNITS = ("working_day", "month")
ANSWERS = ("answered", "partly", "refused", "forwarded")
# What a request may be about, as the last part of its letter's address has it: what is missing in
# whole tables, or a row of one by the table's word and its key.
GAPS = ("unknown-plants", "unknown-base-years", "unknown-regions", "unknown-years")
GAPS_OF = {
    "plant": ("plants",),
    "promise": ("plant_targets", "projects", "initiatives"),
    "claim": ("claims",),
}

# A point belongs to a paragraph.
POINT_OF_PARAGRAPH = pa.Check(
    lambda frame: frame["point"].isna() | frame["paragraph"].notna(),
    error=f"{Error.HALF}:paragraph",
)


def _address(language: str, title: Titles) -> dict[str, ColumnSpec]:
    return {f"url_{language}": ColumnSpec(TEXT, title, web_address=True)}


def _numbered(title: Titles, *, nullable: bool = False) -> ColumnSpec:
    return ColumnSpec(WHOLE, title, low=1, high=999, nullable=nullable)


LAWS = table(
    "laws",
    titles("Заң нормалары", "Нормы закона", "Laws"),
    ["law_id"],
    {
        "law_id": columns.key("Норма коды", "Код нормы", "Law code"),
        **in_three_languages("act", titles("Құқықтық акт", "Правовой акт", "Act")),
        "number": ColumnSpec(TEXT, titles("Нөмірі", "Номер", "Number")),
        "adopted": ColumnSpec(DAY, titles("Қабылданған күні", "Дата принятия", "Adopted")),
        # That of the text that was read; empty where the text does not state one.
        "edition": ColumnSpec(
            DAY, titles("Оқылған редакция", "Прочитанная редакция", "Edition read"), nullable=True
        ),
        "article": _numbered(titles("Бап", "Статья", "Article")),
        "paragraph": _numbered(titles("Тармақ", "Пункт", "Paragraph"), nullable=True),
        "point": _numbered(titles("Тармақша", "Подпункт", "Point"), nullable=True),
        **in_three_languages("sentence", titles("Не айтылған", "Что сказано", "What it says")),
        # In the other languages the sentence tells it in our words.
        "quoted": ColumnSpec(
            TEXT,
            titles("Қай тілде дәл келтірілген", "На каком языке дословно", "Quoted in"),
            codes=QUOTED_IN,
            nullable=True,
        ),
        **in_three_languages("gives", titles("Не береді", "Что даёт", "What it gives")),
        "term": ColumnSpec(WHOLE, titles("Мерзім", "Срок", "Term"), low=1, high=100, nullable=True),
        "term_unit": ColumnSpec(
            TEXT,
            titles("Мерзім бірлігі", "Единица срока", "Unit of the term"),
            codes=TERM_UNITS,
            nullable=True,
        ),
        **_address("kk", titles("Қазақша мәтіні", "Текст на казахском", "Text in Kazakh")),
        **_address("ru", titles("Орысша мәтіні", "Текст на русском", "Text in Russian")),
        "source_id": columns.source(),
    },
    [in_order("adopted", "edition"), together("term", "term_unit"), POINT_OF_PARAGRAPH],
)

BODIES = table(
    "bodies",
    titles("Кімнен сұралады", "У кого запрашивают", "Bodies"),
    ["body_id"],
    {
        "body_id": columns.key("Орган коды", "Код органа", "Body code"),
        **columns.name(),
        "kind": ColumnSpec(TEXT, titles("Түрі", "Вид", "Kind"), codes=BODY_KINDS),
        # A body that is known by its duty alone is named by whoever writes to it.
        "name_given": ColumnSpec(
            TEXT,
            titles("Атауы қалай берілген", "Как дано название", "How it is named"),
            codes=NAMES_GIVEN,
        ),
        "plant_id": columns.plant(nullable=True),
        "source_id": columns.source(),
    },
)

REQUESTS = table(
    "requests",
    titles("Сұрау салулар", "Запросы", "Requests"),
    ["request_id"],
    {
        "request_id": columns.key("Сұрау салу коды", "Код запроса", "Request code"),
        "gap": ColumnSpec(
            TEXT, titles("Не сұралған (хат коды)", "О чём запрос (код письма)", "What was asked")
        ),
        "body_id": ColumnSpec(
            TEXT, titles("Кімнен сұралған", "У кого запрошено", "Asked of"), references="bodies"
        ),
        "asked_on": ColumnSpec(DAY, titles("Сұралған күні", "Дата запроса", "Asked on")),
        "answered_on": ColumnSpec(
            DAY, titles("Жауап берілген күн", "Дата ответа", "Answered on"), nullable=True
        ),
        "answer": ColumnSpec(
            TEXT, titles("Жауап", "Ответ", "Answer"), codes=ANSWERS, nullable=True
        ),
        "answer_source_id": ColumnSpec(
            TEXT,
            titles("Жауаптың дереккөзі", "Источник ответа", "Source of the answer"),
            references="sources",
            nullable=True,
        ),
        **in_three_languages("note", titles("Ескертпе", "Примечание", "Note"), nullable=True),
    },
    [
        in_order("asked_on", "answered_on"),
        together("answered_on", "answer"),
        together("answer", "answer_source_id"),
    ],
    may_be_empty=True,
)
