"""The record of the fact book is in the data, literally, and on its page in each language."""

import pytest
from app_page import open_page, text_of

from dashboard.figures import FIGURES, FigureRequest
from dashboard.i18n import words_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

# Page, number, unit, digits, qualifier: as the fact book prints them.
RECORD = {
    "regions": [
        (469.0, "kt", 1, "exact"),
        (455.0, "kt", 1, "exact"),
        (445.3, "kt", 1, "exact"),
        (694.2, "kt", 1, "exact"),
        (697.8, "kt", 1, "exact"),
        (519.0, "kt", 1, "exact"),
        (488.0, "kt", 1, "exact"),
        (569.7, "kt", 1, "exact"),
        (958, "kg_per_head", None, "exact"),
        (413, "kg_per_head", None, "exact"),
        (118, "kg_per_head", None, "exact"),
        (221.4, "t", None, "exact"),
        (221_400, "t", None, "exact"),
    ],
    "plants": [
        (230, "kt_per_year", None, "over"),
        (325, "kt", None, "exact"),
        (210, "kt", None, "exact"),
        (165, "kt", None, "exact"),
        (40, "kt", None, "exact"),
        (16, "percent", None, "exact"),
        (14.1, "kt", None, "exact"),
        (18, "percent", None, "exact"),
        (12, "percent", None, "exact"),
        (250, "kt_per_year", None, "exact"),
        (300, "kt_per_year", None, "exact"),
        (1_200, "kt_per_year", None, "exact"),
        (655, "kt", None, "exact"),
        (803.8, "kt", None, "exact"),
        (104.8, "ug_per_m3", None, "exact"),
        (46_000, "cases", None, "over"),
        (195, "cases", None, "exact"),
        (7, "years", None, "exact"),
    ],
    "benchmarks": [
        (1.88, "t_per_t", None, "exact"),
        (1.91, "t_per_t", None, "exact"),
        (1.92, "t_per_t", None, "exact"),
        (2.18, "t_per_t", None, "exact"),
        (20.99, "gj_per_t", None, "exact"),
        (20.95, "gj_per_t", None, "exact"),
        (15.8, "t_per_t", None, "exact"),
        (15.1, "t_per_t", None, "exact"),
        (4.1, "t_per_t", None, "exact"),
        (76, "percent", None, "exact"),
        (40, "percent", None, "exact"),
    ],
}
# Tonnes as they stand in the table of the figure, whose head names the unit.
OUTPUT = [
    480_816, 318_793, 265_000, 250_000, 4_002_808, 3_923_000, 159_800, 89_000, 87_400,
    482_942, 425_120, 480_098, 259_638, 282_418, 263_884, 131_930, 4_271_851, 403_259,
]  # fmt: skip
# Levels of the guideline in the table of dust, whose head names the unit: substance and level.
LEVELS = [
    ("pm25", 5),
    ("pm25", 15),
    ("pm10", 15),
    ("pm10", 45),
    ("no2", 10),
    ("no2", 25),
    ("so2", 40),
]
GROWTH = [6.9, 7.2, 13.3, 0.8, 1.5, 6.3, 0.1, 1.1, 13.2]


@pytest.fixture(scope="module")
def pages(pages_of_the_book):
    return {
        (page, language): text_of(open_page(page, lang=language))
        for page in (*RECORD, "metals")
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", RECORD)
def test_the_record_is_on_its_page(pages, page, language):
    words = words_of(language)
    for number, unit, digits, qualifier in RECORD[page]:
        said = words.quantity(number, unit, digits, qualifier=qualifier)
        assert said.replace("\N{NO-BREAK SPACE}", " ") in pages[page, language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_of_the_guideline_is_in_the_table_of_dust(book, language):
    words = words_of(language)
    table = FIGURES["city_dust"].build(book, FigureRequest(words, today())).table
    told = set(zip(table["what"], table["value"], strict=True))
    assert {(words.code("pollutant", code), level) for code, level in LEVELS} <= told


@pytest.mark.parametrize("language", LANGUAGES)
def test_recorded_growth_is_on_its_page(pages, language):
    words = words_of(language)
    for number in GROWTH:
        assert words.signed(number) in pages["metals", language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_recorded_output_is_on_its_page(pages, language):
    words = words_of(language)
    for tonnes in OUTPUT:
        said = words.number(tonnes).replace("\N{NO-BREAK SPACE}", " ")
        assert said in pages["metals", language]


@pytest.mark.parametrize(
    ("target", "low", "high", "deadline"),
    [
        ("temirtau-2019", 20, 25, "2024-12-31"),
        ("temirtau-2021", 30, None, "2023-12-31"),
        ("temirtau-2022", 30, None, "2030-12-31"),
        ("temirtau-2023", 60, None, "2025-12-31"),
        ("balkhash-2023", 44, None, "2025-12-31"),
        ("power-plants-2023", 10, None, "2025-12-31"),
        ("sixteen-2021", 20, None, "2026-12-31"),
    ],
)
def test_a_promise_is_in_the_data(book, target, low, high, deadline):
    row = book["plant_targets"].set_index("target_id").loc[target]
    assert row["cut_percent"] == low
    assert row["cut_percent_most"] == high or high is None
    assert row["deadline"].strftime("%Y-%m-%d") == deadline
    assert str(row["base_year"]) == "<NA>"
