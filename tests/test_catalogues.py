"""All catalogues hold the same keys and placeholders; none is unused, missing or badly spelt."""

import ast
import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT

import kzdata
from dashboard.addresses import PAGES
from dashboard.command_line import SENTENCES
from dashboard.figures import CHOICES, FIGURES
from dashboard.figures.air import POLLUTANTS
from dashboard.figures.claims import unknown_counts
from dashboard.figures.figure import FigureRequest
from dashboard.figures.plants import LIMITS
from dashboard.figures.regions import of_borders
from dashboard.html.method import TERMS
from dashboard.i18n.codes import FAMILIES as COLUMN_FAMILIES
from dashboard.i18n.words import Words
from dashboard.page_contents import CONTENTS, Heading, Text
from dashboard.slides.formats import FORMS
from dashboard.slides.objections import RULES
from dashboard.slides.page import BACK, DEEDS, ON
from dashboard.slides.selection import DECKS
from kzdata.legal_days import DUTIES
from kzdata.schema import TABLES
from kzdata.schema.air import INSTRUMENTS, SPOTS
from kzdata.schema.air import POLLUTANTS as ALL_POLLUTANTS
from kzdata.schema.columns import BASES, QUALIFIERS, UNITS
from kzdata.schema.emissions import AIR_LEVELS, AIR_MEASURES, AIR_PLACES, AVERAGING, BORDERS, SCOPES
from kzdata.schema.metal_series import BRANCHES
from kzdata.schema.metals import (
    BENCHMARK_UNITS,
    DIRECTIONS,
    METHODS,
    METRICS,
    OUTPUT_MEASURES,
    PLACES,
    PRODUCTS,
)
from kzdata.schema.model import LANGUAGES
from kzdata.schema.places import LICENCES, PLACE_KINDS, SOURCE_KINDS
from kzdata.schema.problems import Question
from kzdata.schema.promises import RECORD_MEASURES, RECORDS
from kzdata.source_status import TROUBLES
from kzdata.versions.entry import ACTIONS
from publishing import table_files
from publishing.desk.page import TASKS
from publishing.intake.forms.model import REASONS
from publishing.remote.upload import REFUSALS
from publishing.review.impact import ENDS, PARTS

FOLDERS = {
    "dashboard": ROOT / "dashboard" / "i18n",
    "messages": ROOT / "dashboard" / "i18n" / "messages",
}
CATALOGUES = [(folder, language) for folder in FOLDERS for language in LANGUAGES]


def catalogue(folder, language):
    with (FOLDERS[folder] / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def texts(folder, language):
    """Key to the list of its texts: one, or all plural forms."""
    found = {}
    for message in catalogue(folder, language):
        if message.id:
            key = message.id[0] if message.pluralizable else message.id
            forms = message.string if message.pluralizable else (message.string,)
            found[key] = list(forms)
    return found


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_languages_hold_the_same_keys_in_the_same_order(folder):
    kk, ru, en = (list(texts(folder, language)) for language in LANGUAGES)
    assert kk == ru == en


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_languages_hold_the_same_placeholders(folder):
    english = {key: placeholders(forms[-1]) for key, forms in texts(folder, "en").items()}
    for language in LANGUAGES:
        for key, forms in texts(folder, language).items():
            for form in forms:
                assert placeholders(form) == english[key], (language, key)


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_no_text_is_empty_or_equal_to_its_key(folder, language):
    for key, forms in texts(folder, language).items():
        for form in forms:
            assert form.strip(), key
            assert form != key


@pytest.mark.parametrize("folder", FOLDERS)
def test_plural_forms_are_as_many_as_the_language_has(folder):
    assert {lang: catalogue(folder, lang).num_plurals for lang in LANGUAGES} == {
        "kk": 2,
        "ru": 3,
        "en": 2,
    }


MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])[^\W\d_]*")


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_no_word_mixes_latin_and_cyrillic_letters(folder, language):
    for key, forms in texts(folder, language).items():
        for form in forms:
            assert MIXED.findall(form) == [], key


def test_no_word_of_the_data_mixes_latin_and_cyrillic_letters(tables):
    for name, frame in tables.items():
        for column in frame.columns[frame.columns.str.endswith(("_kk", "_ru", "_en"))]:
            for text in frame[column].dropna():
                assert MIXED.findall(text) == [], (name, column)
    for table in TABLES.values():
        for title in (table.title, *(table.specs[column].title for column in table.columns)):
            assert MIXED.findall(" ".join(title.values())) == [], title


LATIN_WORD = re.compile(r"[A-Za-z]+")
# Names and signs that are written in Latin letters in every language.
INTERNATIONAL = {
    "PM",
    "CO",
    "H",
    "S",
    "NH",
    "O",
    "OMI",
    "OMPS",
    "Suomi",
    "NPP",
    "NOAA",
    "TROPOMI",
    "CC",
    "BY",
    "NO",
    "SO",
    "CSV",
    "XLSX",
    "PPTX",
    "PDF",
    "HTML",
    "Atom",
    "ICS",
    "JSON",
    "Parquet",
    "MIT",
    "PDDL",
    "IV",
    "ln",
    "data",
}
# What whoever calls a command writes in Latin letters.
SETTINGS = {"SITE", "ADDRESS", "Streamlit", "https", "br", "gz"}
# What stands on the keys of a keyboard.
KEYS = {"PageDown", "PageUp", "Home", "End", *"FBNMPQWS"}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_over(language):
    for key, forms in texts("dashboard", language).items():
        for form in forms:
            left = set(LATIN_WORD.findall(re.sub(r"\{\w+\}", "", form)))
            known = INTERNATIONAL | (KEYS if key == "deck.keys" else set())
            known |= SETTINGS if ".help" in key else set()
            assert left <= known, key


FAMILIES = {
    "limit_of_year": ("limit", "projected", "claimed"),
    "action": ACTIONS,
    "averaging": AVERAGING,
    "air_measure": [measure for measure in AIR_MEASURES if measure not in POLLUTANTS],
    "basis": (*BASES, "unknown"),
    "basis_rule": (*BASES, "unknown"),
    "better": DIRECTIONS,
    "borders": BORDERS,
    "branch": BRANCHES,
    "deck": DECKS,
    "capacity": [measure for measure in RECORD_MEASURES if measure.endswith("_capacity")],
    "legal": [duty.code for duty in DUTIES],
    "level": AIR_LEVELS,
    "licence": LICENCES,
    "limits": [f"{s}_{way}" for s in LIMITS.values() for way in ("less", "more", "same")],
    "method": METHODS,
    "method_note": ("backcast", "difference"),
    "metal_place": PLACES,
    "metric": METRICS,
    "qualifier": QUALIFIERS,
    "place": AIR_PLACES,
    "held_against": RECORDS,
    "instrument": INSTRUMENTS,
    "place_kind": PLACE_KINDS,
    "pollutant": ALL_POLLUTANTS,
    "spot": SPOTS,
    "product": [f"{measure}_{product}" for measure in OUTPUT_MEASURES for product in PRODUCTS],
    "scope": SCOPES,
    "source_kind": SOURCE_KINDS,
    "state": kzdata.STATES,
    "state_rule": kzdata.STATES,
    "term": TERMS,
    "term_means": TERMS,
    "unit": BENCHMARK_UNITS,
    "verdict": kzdata.VERDICTS,
    "verdict_rule": kzdata.VERDICTS,
    "voice": ("second_publisher",),
}


def calls(path):
    """Calls of words in a file: the name called, and the literal text it is called with."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            for text in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield called, text.value


def codes_of_columns():
    """Of each family of words for columns, the codes that columns of the data may hold."""
    found = {}
    for table in TABLES.values():
        for column in table.columns:
            codes = table.specs[column].codes
            if codes and column != "unit":  # which stands beside its number
                family = COLUMN_FAMILIES.get(f"{table.name}.{column}") or COLUMN_FAMILIES[column]
                found[family] = {*found.get(family, ()), *codes}
    gases = {code for code in found["gas_category"] if not code[0].isdigit()}
    return found | {"gas_category": gases}


def used_keys(tables, day):
    files = [
        path
        for room in ("dashboard", "publishing", "deploy", "pages")
        for path in ROOT.glob(f"{room}/**/*.py")
    ]
    literal = {(called, text) for path in files for called, text in calls(path)}
    keys = {text for called, text in literal if called in ("words", "said", "plural", "self")}
    families = {text for called, text in literal if called == "code"}
    # What nobody published and the regions of the map are coded by the data themselves.
    known = unknown_counts(tables, FigureRequest(Words("en"), day))["what"]
    coded = FAMILIES | {
        "unknown": list(known),
        "known": list(known),
        "region_short": list(tables["regions"]["region_id"]),
    }
    assert families == set(coded)
    for families in (coded, codes_of_columns()):
        keys |= {f"code.{family}.{code}" for family, codes in families.items() for code in codes}
    keys |= {f"{id}.{part}" for id in FIGURES for part in ("title", "refers", "says_not")}
    keys |= {f"objection.{name}.{part}" for name in RULES for part in ("question", "answer")}
    blocks = [block for parts in CONTENTS.values() for block in parts]
    keys |= {block.key for block in blocks if isinstance(block, Heading | Text)}
    keys |= {f"ui.{name}" for name in CHOICES}  # offered on the page of a figure
    keys |= {f"page.{page}.{part}" for page in PAGES for part in ("title", "question")}
    keys |= {called for group in (BACK, ON, DEEDS) for _, _, called in group}
    keys |= {f"deck.{form}" for form in FORMS}
    return keys | {f"over.{unit}" for unit in UNITS}


def test_no_key_is_missing_and_none_unused(tables, day):
    used, held = used_keys(tables, day), set(texts("dashboard", "en"))
    assert used - held == set()
    assert held - used == set()


def test_the_command_uses_every_key_it_holds():
    literal = {
        text
        for room in ("kzdata", "publishing", "dashboard/i18n", "dashboard/render")
        for path in (ROOT / room).glob("**/*.py")
        for called, text in calls(path)
        if called in ("say", "count", "complain", "WrongCall", "progress", "_say", "_part", "hint")
        and re.fullmatch(r"[a-z_.]+", text)
    }
    declared = {t.specs[name].unit for t in TABLES.values() for name in t.columns} - {None}
    derived = {"kg", "days", "points", "million_usd", "kg_per_head", "kg_per_mln_tenge"}
    used = literal | {rule.message_key for rule in kzdata.RULES}
    used |= {f"log.action.{action}" for action in ACTIONS}
    used |= {f"log.question.{rule}" for rule in Question}
    used |= {f"place.why.{trouble}" for trouble in TROUBLES}
    used |= {f"upload.{key}" for key in REFUSALS}
    used |= {f"import.left.{reason}" for reason in REASONS}
    used |= {f"unit.{unit}" for unit in {*UNITS, *declared, *derived}}
    used |= {f"effect.part.{part}" for part in {*PARTS} - {"verdict", "answer"}}
    used |= {f"effect.{end}" for end in ENDS} | {*SENTENCES.values()}
    used |= {f"desk.task.{task}" for task in TASKS}
    used |= {f"desk.form{form}" for form in table_files.FORMS}
    used |= {f"desk.missing.{name}" for name in ("by", "reason", "answers")}
    used |= {"desk.standing", "desk.unversioned", "rollback.same", "update.same", "log.none"}
    used |= {"check.which", "check.which_by_name"}
    assert used == set(texts("messages", "en"))


def test_no_two_rules_have_one_name():
    assert len(set(kzdata.RULES)) == len(kzdata.RULES)


def test_regions_keep_their_names_in_every_language(tables):
    """The short names on the map differ from each other in the borders of any year."""
    for language in LANGUAGES:
        held = texts("dashboard", language)
        for year in (2017, 2021, 2022):
            regions = of_borders(tables["regions"], tables["regions"]["region_id"].iloc[:0], year)
            short = [held[f"code.region_short.{id}"][0] for id in regions["region_id"]]
            assert len(short) == len(set(short)) == {2017: 16, 2021: 17, 2022: 20}[year]
