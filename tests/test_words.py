"""Numbers, units, days and periods as each language writes them."""

from datetime import date

import pytest

from dashboard.i18n import vega_locale, wished_language, words_of
from dashboard.i18n.messages import UnknownKey

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", f"1{NB}234{NB}567,8"), ("ru", f"1{NB}234{NB}567,8"), ("en", "1,234,567.8")],
)
def test_thousands_do_not_break_and_decimals_are_the_languages_own(language, expected):
    assert words_of(language).number(1_234_567.8) == expected


@pytest.mark.parametrize(("language", "expected"), [("kk", "−6,0"), ("ru", "−6,0"), ("en", "−6.0")])
def test_a_minus_is_a_minus_and_digits_stay(language, expected):
    assert words_of(language).number(-6, 1) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (21, "21 день")]
)
def test_russian_plural_forms(number, expected):
    assert words_of("ru").quantity(number, "days").replace(NB, " ") == expected


def test_a_fraction_takes_the_form_of_a_fraction():
    assert words_of("ru").quantity(10.2, "years").replace(NB, " ") == "10,2 года"
    assert words_of("en").quantity(1.5, "years").replace(NB, " ") == "1.5 years"


@pytest.mark.parametrize(
    ("language", "day", "quarter"),
    [
        ("kk", "2025 ж. 31 желтоқсан", "2025 ж. IV тоқсан"),
        ("ru", "31 декабря 2025 г.", "4\N{NON-BREAKING HYPHEN}й квартал 2025 г."),
        ("en", "31 December 2025", "4th quarter 2025"),
    ],
)
def test_days_and_quarters_name_their_month(language, day, quarter):
    words, deadline = words_of(language), date(2025, 12, 31)
    assert words.day(deadline).replace(NB, " ") == day
    assert words.deadline(deadline, "quarter").replace(NB, " ") == quarter


@pytest.mark.parametrize(("month", "numeral"), [(1, "I"), (4, "II"), (7, "III"), (10, "IV")])
def test_roman_numerals_are_of_latin_letters(month, numeral):
    """A screen reader reads the Cyrillic letters that look alike as letters."""
    told = words_of("kk").deadline(date(2022, month, 1), "quarter")
    assert told.replace(NB, " ").split()[2] == numeral


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2025, 7, 1), date(2025, 9, 30), "3\N{NON-BREAKING HYPHEN}й квартал 2025 г."),
        (date(2024, 1, 1), date(2024, 11, 30), "январь – ноябрь 2024 г."),
        (date(2015, 1, 1), date(2024, 12, 31), "2015–2024 гг."),
    ],
)
def test_a_period_is_said_in_its_shortest_form(start, end, expected):
    assert words_of("ru").period(start, end).replace(NB, " ") == expected


@pytest.mark.parametrize(
    ("wishes", "accepted", "language"),
    [
        (("ru", "en"), "kk", "ru"),
        ((None, "en"), "kk", "en"),
        (("xx", None), "de,ru;q=0.8,en", "ru"),
        ((), "ru;q=0, en", "en"),
        ((), None, "kk"),
        ((), "de", "kk"),
        (("kz",), "en", "kk"),
        (("RU",), "en", "ru"),
        (("kk-KZ",), "en", "kk"),
        (("ru_RU",), "en", "ru"),
        (("en-GB",), "ru", "en"),
        ((" kaz ",), "ru", "kk"),
        (("", "kkk"), "KK-kz,ru", "kk"),
        (("k", "kk KZ"), "en", "en"),
    ],
)
def test_the_language_is_the_first_wish_that_there_is(wishes, accepted, language):
    assert wished_language(*wishes, accepted=accepted) == language


def test_an_unknown_key_is_an_error_and_not_shown_to_anybody(words):
    with pytest.raises(UnknownKey):
        words("no.such.key")


def test_charts_get_the_decimal_sign_and_months_of_the_language():
    locale = vega_locale(words_of("kk"))
    assert locale["number"]["decimal"] == ","
    assert locale["number"]["thousands"] == NB
    assert locale["time"]["months"][0].lower() == "қаңтар"
    assert locale["time"]["days"][0].lower() == "жексенбі"
    assert len(locale["time"]["shortMonths"]) == 12
