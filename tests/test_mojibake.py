"""A text that was read in a wrong encoding is known for it; one that is as it should be, never."""

import re

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT

import kzdata
from kzdata.schema.model import TEXT
from kzdata.schema.mojibake import repaired
from kzdata.schema.text_rules import rule_of

LETTERS = re.compile("[А-Яа-яЁё]{4,}")
# Where capitals became small letters, a text has to begin with one to be known.
CAPITAL = re.compile("[А-ЯЁ][а-яё]{4,}")
UTF_8 = ("cp1251", "cp1252", "latin-1", "koi8-r", "cp866")
ONE_BYTE = (("cp1251", "latin-1"), ("cp1251", "cp1252"), ("koi8-r", "latin-1"))
TURNED = (("cp1251", "koi8-r"), ("koi8-r", "cp1251"))


def read_as(text, written, read):
    """The text as it comes out; a byte that an encoding has not is the character of its number."""
    signs = (bytes([byte]) for byte in text.encode(written))
    return "".join(_sign(sign, read) for sign in signs)


def _sign(byte, codec):
    try:
        return byte.decode(codec)
    except UnicodeDecodeError:
        return chr(byte[0])


@pytest.fixture(scope="module")
def texts(tables):
    """All texts of the data and of the catalogues."""
    found = set()
    for name, frame in tables.items():
        for column in (c for c in frame if kzdata.TABLES[name].dtype(c) == TEXT):
            found |= set(frame[column].dropna())
    for catalogue in (
        *ROOT.glob("dashboard/i18n/messages/*.po"),
        *ROOT.glob("dashboard/i18n/*.po"),
    ):
        with catalogue.open("rb") as file:
            for message in read_po(file):
                found |= {message.string} if isinstance(message.string, str) else {*message.string}
    return sorted(found)


def test_no_text_of_ours_is_taken_for_a_wrong_one(texts):
    assert len(texts) > 3_000
    assert [text for text in texts if repaired(text) or repaired(text.upper())] == []


@pytest.mark.parametrize(
    "text",
    ["кВА", "мРНК", "группа «В»", "ГОСТ Р–10", "Škoda", "naïve façade", "Київ", "Београд Љубљана",
     "«кадмий»", "25 °C", "ҚАРАҒАНДЫ", "§ 5", "it’s", "всё ещё"],
)  # fmt: skip
def test_what_looks_odd_and_is_right_is_left_alone(text):
    assert repaired(text) is None


@pytest.mark.parametrize("read", UTF_8)
def test_utf_8_is_known_whatever_it_is_taken_for(texts, read):
    letters = [text for text in texts if LETTERS.search(text)]
    assert [t for t in letters if repaired(read_as(t, "utf-8", read)) is None] == []
    twice = [read_as(read_as(t, "utf-8", read), "utf-8", read) for t in letters[:300]]
    assert [text for text in twice if rule_of(text) is None] == []


@pytest.mark.parametrize(("written", "read"), ONE_BYTE)
def test_letters_that_became_accents_are_known(texts, written, read):
    letters = [t for t in texts if LETTERS.search(t) and _fits(t, written)]
    assert len(letters) > 900
    assert [t for t in letters if rule_of(read_as(t, written, read)) is None] == []


@pytest.mark.parametrize(("written", "read"), TURNED)
def test_capitals_that_became_small_letters_are_known(texts, written, read):
    names = [t for t in texts if CAPITAL.match(t) and _fits(t, written) and "{" not in t]
    assert len(names) > 300
    missed = [t for t in names if rule_of(read_as(t, written, read)) is None]
    assert len(missed) * 100 < len(names), missed  # two words tell nothing of their letters


def _fits(text, codec):
    try:
        return bool(text.encode(codec))
    except UnicodeEncodeError:
        return False
