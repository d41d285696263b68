"""One term for one thing: words that no reader may meet, with the right one beside each."""

import csv
import re

import pytest
from conftest import ROOT
from test_catalogues import FOLDERS, texts

from kzdata.schema import TABLES
from kzdata.schema.model import LANGUAGES
from publishing.intake.findings import Findings
from publishing.intake.header import matched

# What it is about, what is never said (as a pattern) and what is said in its place.
NEVER = {
    "kk": (
        ("a note", r"\bескерту(?!лік)\w*", "ескертпе (ескерту – сноска немесе алдын ала хабар)"),
        ("a passed deadline", r"\bкешік(?!тір)\w*|\bкешігу\w*|\bкешіккен", "мерзімі өтті"),
        ("who published", r"\bжариялаушы\w*", "кім жариялаған, мекеме"),
        ("an operator", r"\bиесі\b(?! ауыс)", "оператор (иесі – меншік иесі)"),
        ("nothing", r"\bешнәрсе", "ештеңе"),
        ("an announcement", r"\bжарияланған күні – \{announced\}", "мәлімделген күні"),
        ("CHP", r"жылу электр станция", "жылу электр орталығы (ЖЭО)"),
        ("a figure", r"\bкөрініс\w*", "көрсеткіш"),
        ("a handout", r"\bтаратпа", "басып шығаруға арналған нұсқа"),
        ("CO₂ equivalent", r"CO₂ балама", "CO₂ эквиваленті"),
        ("a claim reported as kept", r"орындалды деп мәлімделген", "орындалды деп хабарланған"),
        ("a part of one", r"бірдің бөлігі", "бірліктің үлесі"),
        ("a website at work", r"\bтірі дашборд", "жұмыс істеп тұрған сайт"),
    ),
    "ru": (
        ("a passed deadline", r"просроч", "срок истёк"),
        ("who published", r"\bиздател", "ведомство, кто опубликовал"),
        ("an option", r"\bключ --|\bключа --", "параметр"),
        ("CHP", r"теплов\w+ электростанци", "ТЭЦ"),
        ("municipal waste", r"коммунальн\w+ отход", "твёрдые бытовые отходы"),
        ("a chart", r"\bграфик(?!е обработки)", "диаграмма"),
        ("per head", r"на одного жителя", "на душу населения"),
        ("a value", r"\bкажд\w+ цифр", "каждое значение"),
        ("road transport in answers", r"машины к ним", "автотранспорт"),
        ("a region", r"\bс (Абаем|Улытау|Жетысу)\b", "с областью Абай, Улытау, Жетысу"),
    ),
    "en": (
        ("a passed deadline", r"\boverdue\b", "past its day"),
        ("CHP", r"thermal power (plant|station)", "combined heat and power plant"),
    ),
}
# Whose own words are theirs: laws are quoted, titles of articles are as printed.
QUOTED = {("laws", "sentence"), ("laws", "act"), ("sources", "title"), ("sources", "note")}


def catalogue_texts(language):
    for folder in FOLDERS:
        for key, forms in texts(folder, language).items():
            yield from ((f"{folder}: {key}", form) for form in forms)


def titles(language):
    for table in TABLES.values():
        yield table.name, table.title[language]
        for column in table.columns:
            yield f"{table.name}.{column}", table.specs[column].title[language]


def rows_of_the_book(language):
    for table in TABLES.values():
        own = [name for name in table.columns if name.endswith(f"_{language}")]
        own = [
            name for name in own if (table.name, name.removesuffix(f"_{language}")) not in QUOTED
        ]
        with (ROOT / "data" / "factbook" / f"{table.name}.csv").open(encoding="utf-8") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield from ((f"{table.name}.csv:{number} {name}", row[name]) for name in own)


@pytest.mark.parametrize("said", [catalogue_texts, titles, rows_of_the_book])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reader_meets_a_word_that_was_given_up(language, said):
    found = [
        f"{place}: {text!r} – of {what}, say: {right}"
        for place, text in said(language)
        for what, never, right in NEVER[language]
        if re.search(f"(?i){never}", text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_never_said_can_be_found(language):
    """Each pattern finds something, else it forbids nothing."""
    met = {
        "kk": "Ескерту. Кешігу, кешіккен жариялаушы иесі ешнәрсе; жарияланған күні – {announced}; "
        "жылу электр станциялары, көріністер, таратпа, CO₂ баламасы, бірдің бөлігі, тірі дашборд, "
        "орындалды деп мәлімделген",
        "ru": "Просрочка; издатель; ключ --yes; тепловые электростанции; коммунальных отходов; "
        "графики; на одного жителя; каждую цифру; машины к ним не относятся; с Абаем",
        "en": "overdue, thermal power plants",
    }[language]
    assert all(re.search(f"(?i){never}", met) for _, never, _ in NEVER[language])


@pytest.mark.parametrize("name", TABLES)
def test_a_heading_of_before_names_its_column(name):
    """A file with a title that a column had is told the name of the column, and no more."""
    table = TABLES[name]
    for column in table.columns:
        for heading in table.specs[column].titled:
            findings = Findings(table, ROOT / "file.xlsx", lambda _done, _total: None)
            header = [heading if each == column else each for each in table.columns]
            assert matched(header, 1, table, findings) == {
                each: place for place, each in enumerate(table.columns)
            }
            (problem,) = findings.found
            assert (problem.rule, problem.expected, problem.column) == (
                "renamed_column", column, heading,
            )  # fmt: skip


def test_some_headings_were_others_before():
    """Titles are given up, and never forgotten: among them those of the first versions."""
    had = {t for table in TABLES.values() for c in table.columns for t in table.specs[c].titled}
    assert {"Иесі (kk)", "Жариялаушы (ru)", "Ескерту (en)", "Тұрғындар саны", "Цель"} <= had
