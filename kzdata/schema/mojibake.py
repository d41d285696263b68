"""Texts that were read in another encoding than they had been written in, and what they were."""

import re
from collections.abc import Sequence
from functools import lru_cache

NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# UTF-8 that was taken for one of these; a byte that none of them has is kept as it is.
ONE_BYTE = ("cp1251", "cp1252", "koi8-r", "cp866")
OWN_LETTERS = frozenset("АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯӘҒҚҢӨҰҮҺІ").union(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
)
# What stands beside a word, and may be whole where the word is not.
BESIDE = "«»„“”‘’–—…№"
# Languages of Latin letters put no three accents in a row, those of Cyrillic ones draw no frames.
ACCENTS = re.compile("[À-ÿ¨¸]{3,}")
FRAMES = re.compile("[\u2500-\u259f]")
# Into these the letters of the DOS page turn, where it is read as Windows-1251.
FROM_DOS = re.compile("[ЂЃѓ†‡€‰Љ‹ЊЌЋЏђ›њќћџљЎўЈ¤Ґ¦§©Є¬®Ї™]")
SERBIAN = re.compile("[ЂЃЉЊЌЋЏђѓљњќћџ]")
# KOI-8 and Windows-1251, taken for each other, turn capitals into small letters and back.
TURNED = re.compile(r"\b[а-яё](?:[А-ЯЁ]{4,}|(?=[А-ЯЁ]*[АЕЁИОУЫЭЮЯ])[А-ЯЁ]{3})\b")
TURNED_SENTENCE = re.compile(r"[а-яё][А-ЯЁ]{2,}(?:[^А-Яа-яЁё]+[а-яё]?[А-ЯЁ]+)+[^А-Яа-яЁё]*")
KOI = (("cp1251", "koi8-r"), ("koi8-r", "cp1251"))
SHORT = 7  # letters, of which hardly anything can be counted
CAPITALS = re.compile("[А-ЯЁ]{8,}")
CYRILLIC_WORD = re.compile("[А-Яа-яЁё]+")
WRITTEN_WORD = re.compile("[А-ЯЁ]?[а-яё]{2,}|[А-ЯЁ]{3,}")
BY_FREQUENCY = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"  # in Russian


@lru_cache(10_000)  # an update is checked as it is handed in, and again as it is published
def repaired(text: str) -> str | None:
    """What a text was before it was read in a wrong encoding; None if it looks as it should."""
    if text.isascii():
        return None
    whole = NOT_ASCII.sub(lambda run: _repaired_run(run[0]) or run[0], text)
    if whole == text:
        whole = _turned_back(text) or text
    return (repaired(whole) or whole) if whole != text else None


def _repaired_run(run: str) -> str | None:
    for part in dict.fromkeys((run, run.strip(BESIDE), run.lstrip(BESIDE), run.rstrip(BESIDE))):
        for codec in ONE_BYTE:
            if found := _of_utf_8(part, codec):
                return run.replace(part, found)
    if ACCENTS.search(run):
        return ACCENTS.sub(lambda found: found[0].encode("latin-1").decode("cp1251"), run)
    if FRAMES.search(run):
        return _decoded(run, "cp866", "cp1251") or _decoded(run, "koi8-r", "cp1251") or "?"
    part = run.strip(BESIDE)
    if SERBIAN.search(part) or 3 * len(FROM_DOS.findall(part)) >= max(len(part), 4):
        found = _decoded(part, "cp1251", "cp866")
        return run.replace(part, found) if found and WRITTEN_WORD.fullmatch(found) else None
    return None


def _of_utf_8(run: str, codec: str) -> str | None:
    """What the run is in UTF-8, if that is of Cyrillic letters, or was itself read wrongly."""
    found = _decoded(run, codec, "utf-8")
    if not found or found == run:
        return None
    letters = re.findall("[\u0400-\u04ff]", found)
    # Short words in capitals are UTF-8 by chance, but then of letters that nobody writes here.
    if len(letters) >= 2 and OWN_LETTERS.issuperset(letters) or re.search("[\u2010-\u2116]", found):
        return found
    return _repaired_run(found)


def _decoded(run: str, wrong: str, right: str) -> str | None:
    try:
        return b"".join(_bytes(sign, wrong) for sign in run).decode(right)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _bytes(sign: str, codec: str) -> bytes:
    try:
        return sign.encode(codec)
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _turned_back(text: str) -> str | None:
    """The text with small letters and capitals where they belong, if it reads better then."""
    words = CYRILLIC_WORD.findall(text)
    if TURNED.search(text) or TURNED_SENTENCE.fullmatch(text):
        least = 0.0 if sum(map(len, words)) > SHORT else -1.0
    elif CAPITALS.search(text):
        least = 0.12  # all of it in capitals is nothing unusual
    else:
        return None
    found = max((_with_words(text, words, *codecs) for codecs in KOI), key=_legible)
    return found if _legible(found) - _legible(text) > least else None


def _with_words(text: str, words: Sequence[str], wrong: str, right: str) -> str:
    turned = iter([_decoded(word, wrong, right) or word for word in words])
    return CYRILLIC_WORD.sub(lambda _: next(turned), text)


def _legible(text: str) -> float:
    """How frequent the letters are in Russian: 0 for the rarest alone, 1 for the most frequent."""
    places = [place for letter in text.casefold() if (place := BY_FREQUENCY.find(letter)) >= 0]
    return 1 - sum(places) / max(len(places), 1) / len(BY_FREQUENCY)
