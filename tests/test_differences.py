"""A difference in plain sentences of three languages."""

import re
from functools import partial
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from made_tables import frame, two_states

from dashboard.i18n import words_of
from dashboard.i18n.codes import said_code
from dashboard.i18n.differences import say_difference
from kzdata import TABLES, diff
from kzdata.schema import LANGUAGES


def said(name, old, new, language, frames=None, **asked):
    """A difference in words, with all spaces alike."""
    table = TABLES[name]
    found = diff(table, frame(table, old), frame(table, new))
    lines = say_difference(found, language, frames=frames, **asked)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def as_readers_call_it(language, table, column, code):
    return said_code(table, column, code, words_of(language))


def row(name, **values):
    """A row of a table; what is not given is unknown."""
    return dict.fromkeys(TABLES[name].columns) | values


PERSONS = row(
    "population",
    region_id="KZ-35",
    day=pd.Timestamp("2023-01-01"),
    persons=1_134_855,
    source_id="bns",
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["KZ-35"],
        "name_kk": ["Қарағанды облысы"],
        "name_ru": ["Карагандинская область"],
        "name_en": ["Karaganda region"],
    }
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "kk",
            [
                "1 жол өзгерді:",
                "  Қарағанды облысы, Күні: 2023 ж. 1 қаңтар, bns – "
                "«Халық саны»: бұрын 1 134 855 адам, енді 1 134 871 адам",
            ],
        ),
        (
            "ru",
            [
                "Изменена 1 строка:",
                "  Карагандинская область, Дата: 1 января 2023 г., bns – "
                "«Численность, человек»: было 1 134 855 человек, стало 1 134 871 человек",
            ],
        ),
        (
            "en",
            [
                "1 row changed:",
                "  Karaganda region, Day: 1 January 2023, bns – "
                "“Persons”: was 1,134,855 persons, now 1,134,871 persons",
            ],
        ),
    ],
)
def test_a_changed_value_is_told_with_its_unit_in_the_row_as_a_person_names_it(language, expected):
    new = [PERSONS | {"persons": 1_134_871}]
    assert said("population", [PERSONS], new, language, {"regions": REGIONS}) == expected


def test_a_code_without_a_name_stands_for_itself():
    told = said("population", [PERSONS], [], "en")
    assert told == [
        "1 row removed:",
        "  KZ-35, Day: 1 January 2023, bns – “Persons”: 1,134,855 persons",
    ]


def test_a_row_added_is_told_with_all_that_is_known_of_it():
    metal = row("metals", metal_id="lead", name_en="Lead", name_ru="Свинец", source_id="bns")
    assert said("metals", [], [metal], "ru") == [
        "Добавлена 1 строка:",
        "  Свинец (lead) – «Название (ru)»: «Свинец»; «Название (en)»: «Lead»; «Источник»: bns",
    ]


def test_flags_codes_years_and_what_is_unknown_have_words():
    old = row("plant_records", plant_id="works", measure="emissions", year=2024, basis="record")
    old |= {"value": 1.0, "unit": "kt", "year_about": False}
    new = old | {"year_about": True, "percent": 2.5}
    _, line = said("plant_records", [old], [new], "en")
    assert line == (
        "  works, Measure: emissions, 2024, How it is known: record, Source: unknown – "
        "“Percent as stated”: was unknown, now 2.5%; “The year is approximate”: was no, now yes"
    )


def test_a_value_in_another_unit_is_another_value():
    old = row("plant_records", plant_id="works", measure="emissions", year=2024, basis="record")
    old |= {"value": 1500.0, "unit": "t", "year_about": False}
    _, line = said("plant_records", [old], [old | {"unit": "kt"}], "ru")
    assert line.endswith(
        "«Значение»: было 1 500 т, стало 1 500 тыс. т; «Единица измерения»: было t, стало kt"
    )


def test_numbers_that_differ_never_look_alike():
    old = row("national_emissions", year=2020, kt=0.3)
    _, line = said("national_emissions", [old], [old | {"kt": 0.1 + 0.2}], "kk")
    assert line.endswith("бұрын 0,3 мың т, енді 0,30000000000000004 мың т")


def test_a_promise_is_called_by_its_plant():
    promise = row("plant_targets", target_id="t-1", plant_id="works", cut_percent=20.0)
    plants = pd.DataFrame({"plant_id": ["works"], "name_en": ["The works"]})
    lines = said("plant_targets", [promise], [promise | {"cut_percent": 25.0}], "en",
                 {"plants": plants})  # fmt: skip
    assert lines[1] == "  The works (t-1) – “Cut, %”: was 20%, now 25%"


def test_a_long_difference_is_cut_and_says_how_much_is_left_out():
    metals = [row("metals", metal_id=f"m{n}", name_en=f"Metal {n}") for n in range(1_204)]
    lines = said("metals", metals, metals[:1], "en", most=2)
    assert lines[0] == "1,203 rows removed:"
    assert lines[-1] == "  and 1,201 more"
    assert len(lines) == 4
    assert len(said("metals", metals, [], "en")) == 1_205


def test_signs_that_steer_a_terminal_are_shown_instead():
    old = row("metals", metal_id="m", name_kk="\x1b[2J")
    assert "«⟨U+001B⟩[2J»" in said("metals", [old], [], "kk")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_difference_is_said_as_well(language):
    (line,) = said("population", [PERSONS], [PERSONS], language)
    assert line


@pytest.mark.parametrize("name", TABLES)
def test_every_difference_can_be_said_in_every_language(name, tables):
    table = TABLES[name]
    codes = {other: frame[TABLES[other].key[0]].tolist() for other, frame in tables.items()}

    @given(two_states(table, codes))
    @settings(max_examples=5)
    def holds(states):
        found = diff(table, *states)
        for language, coded in product(LANGUAGES, (None, as_readers_call_it)):
            said = partial(coded, language) if coded else None
            lines = say_difference(found, language, frames=tables, coded=said)
            rows = len(found.added) + len(found.removed) + found.changed_rows
            assert sum(line.startswith("  ") for line in lines) == rows
            assert not any(line.endswith("– ") for line in lines)

    holds()


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", TABLES)
def test_readers_of_a_version_meet_no_code(name, language, book):
    """Of every row of the book, as if it were new: each code is told by what it is called.

    Not in English, in which some codes are what they mean.
    """
    table = TABLES[name]
    found = diff(table, book[name].iloc[:0], book[name])
    coded = partial(as_readers_call_it, language)
    text = "\n".join(say_difference(found, language, frames=book, coded=coded))
    codes = {code for column in table.columns for code in table.specs[column].codes}
    for column in table.columns:
        if target := table.specs[column].references:
            codes |= {*book[target][TABLES[target].key[0]], *table.specs[column].besides}
    met = re.findall(r"(?:: |\()([A-Za-z0-9_-]*[A-Za-z_][A-Za-z0-9_-]*)(?=[;,)\n]|$| –)", text)
    assert not {*met} & codes - {*LANGUAGES}  # which titles name


def test_whoever_edits_a_table_is_told_its_codes(book):
    """A file holds codes: the command tells them, with the names beside."""
    rows = book["plant_records"]
    lines = say_difference(diff(TABLES["plant_records"], rows.iloc[:0], rows), "en", frames=book)
    assert any("permitted_limit" in line for line in lines)
