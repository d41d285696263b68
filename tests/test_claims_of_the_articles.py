"""Every figure of the founding articles is on its page, in each language, as it was said."""

import pytest
from app_page import open_page, text_of

from dashboard.i18n import words_of
from kzdata.schema.model import LANGUAGES

# A number with its unit, as said by `Words.quantity`; digits as they were printed.
NUMBERS = {
    "regions": [(21, "percent"), (450, "kt")],
    "plants": [(60, "percent"), (44, "percent"), (10, "percent"), (50, "percent")],
    "metals": [
        (7, "percent"),
        (2, "times"),
        (8.5, "percent"),
        (6.8, "percent"),
        (7.2, "percent"),
        (280_000, "t"),
        (150_000, "t"),
        (320_000, "t"),
        (40, "percent"),
        (5, "plants"),
        (10_000, "workers"),
    ],
    "benchmarks": [
        (1.2, "t_per_t"),
        (0.9, "t_per_t"),
        (5.0, "mwh_per_t"),
        (4.2, "mwh_per_t"),
        (75, "percent"),
        (85, "percent"),
    ],
}

PRICES = {
    "aluminium": 2.1505,
    "cobalt": 33.420,
    "copper": 8.2940,
    "gallium": 222.80,
    "gold": 61736.51,
    "indium": 284.50,
    "iridium": 144678.36,
    "iron_ore": 0.1083,
    "lead": 2.1718,
    "lithium": 29.821,
    "molybdenum": 58.750,
    "neodymium": 82.608,
    "nickel": 20.616,
    "palladium": 40303.53,
    "platinum": 30972.89,
    "rhodium": 131818.06,
    "ruthenium": 14950.10,
    "silver": 778.87,
    "steel_rebar": 0.5063,
    "tellurium": 73.354,
    "tin": 25.497,
    "uranium": 128.42,
    "zinc": 2.3825,
}

STATEMENTS = {
    "regions": {"contributor": 2},
    "metals": {"driver": 3, "measure": 6},
    "benchmarks": {"recommendation": 4},
}

DEADLINES = ["2024-09-30", "2025-03-31", "2025-12-31"]


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def pages(pages_of_the_book):
    return {
        (page, language): text_of(open_page(page, lang=language))
        for page in NUMBERS
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "number", "unit"), [(page, *said) for page, all in NUMBERS.items() for said in all]
)
def test_a_number_is_on_its_page(pages, page, number, unit, language):
    digits = 1 if unit in ("t_per_t", "mwh_per_t") else None
    said = plain(words_of(language).quantity(number, unit, digits))
    assert said in pages[page, language]


# The claims of the founding articles with the value that they state.
SENTENCES = {
    "regions": {"karaganda-share": (21, "percent"), "karaganda-total": (450, "kt")},
    "plants": {
        "temirtau-cut": (60, "percent"),
        "balkhash-cut": (44, "percent"),
        "power-plants-cut": (10, "percent"),
        "acid-plant-cut": (50, "percent"),
    },
    "metals": {
        "growth-all": (7, "growth"),
        "growth-copper": (8.5, "growth"),
        "growth-zinc": (6.8, "growth"),
        "growth-aluminium": (7.2, "growth"),
        "doubling": (2, "times"),
        "projection-copper": (280_000, "t"),
        "projection-zinc": (150_000, "t"),
        "projection-aluminium": (320_000, "t"),
        "smelter-capacity": (40, "percent"),
        "green-plants": (5, "plants"),
        "workers-trained": (10_000, "workers"),
    },
    "benchmarks": {
        "leaders-co2": (1.2, "t_per_t"),
        "target-co2": (0.9, "t_per_t"),
        "leaders-energy": (5.0, "mwh_per_t"),
        "target-energy": (4.2, "mwh_per_t"),
        "leaders-recycling": (75, "percent"),
        "target-recycling": (85, "percent"),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "claim_id"), [(page, id) for page, said in SENTENCES.items() for id in said]
)
def test_a_claim_stands_on_its_page_with_its_own_value(pages, book, page, claim_id, language):
    words, (number, unit) = words_of(language), SENTENCES[page][claim_id]
    if unit == "growth":
        value = words("percent", value=words.signed(number))
    else:
        value = words.quantity(number, unit, 1 if unit in ("t_per_t", "mwh_per_t") else None)
    template = book["claims"].set_index("claim_id").loc[claim_id, words.own("text")]
    assert plain(template.format(value=value)) in pages[page, language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_price_is_on_its_page(pages, book, language):
    words = words_of(language)
    names = book["metals"].set_index("metal_id")[words.own("name")]
    assert len(PRICES) == 23
    for metal, price in PRICES.items():
        said = plain(
            words("prices.row", metal=names[metal], usd=words.quantity(price, "usd_per_kg"))
        )
        assert said in pages["metals", language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", STATEMENTS)
def test_every_statement_is_on_its_page(pages, book, page, language):
    rows = book["statements"]
    for topic, count in STATEMENTS[page].items():
        texts = rows.loc[rows["topic"] == topic, f"text_{language}"]
        assert len(texts) == count
        for text in texts:
            assert plain(text) in pages[page, language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deadline_of_an_initiative_is_on_its_page(pages, book, language):
    words = words_of(language)
    of_article = book["initiatives"]["source_id"] == "asia-news-metals"
    found = book["initiatives"][of_article].sort_values("deadline")
    assert found["deadline"].dt.strftime("%Y-%m-%d").tolist() == DEADLINES
    for deadline in found["deadline"]:
        assert plain(words.deadline(deadline, "quarter")) in pages["metals", language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doubling_takes_ten_years(pages, language):
    said = plain(words_of(language).quantity(10.2, "years"))
    assert said in pages["metals", language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_is_on_the_page_of_claims(book, pages_of_the_book, language):
    text = text_of(open_page("claims", lang=language))
    assert len(book["claims"]) >= 26
    for claim in book["claims"][f"text_{language}"]:
        for part in claim.split("{value}"):
            assert plain(part).strip() in text
