"""What a text of the data may not hold, and how two spellings of a code are told apart."""

import re
from collections import Counter
from collections.abc import Iterable

from kzdata.schema.mojibake import repaired
from kzdata.schema.problems import Error, Rule

# Letters that look alike, Cyrillic and Latin, in their order.
CYRILLIC_ALIKE = "АВЕКМНОРСТУХІҺаеорсухіһѕј"
LATIN_ALIKE = "ABEKMHOPCTYXIhaeopcyxihsj"
_TO_LATIN = str.maketrans(CYRILLIC_ALIKE, LATIN_ALIKE)

CYRILLIC = "\u0400-\u04ff"
MOST_REPEATED = 80  # characters of a text
LONGEST = 32_767  # characters: a spreadsheet's cell holds no more

# Control and format characters, line breaks within a text, what is no character at all, and how
# spreadsheets spell such characters in their files.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|x005F_"
)
# A byte that is no UTF-8, as Python keeps it in a text (surrogateescape).
SPOILT = re.compile("[\udc80-\udcff]")
LOST = re.compile(f"\ufffd|\\?[{CYRILLIC}]|[{CYRILLIC}]\\?[{CYRILLIC}]|\\?{{3}}")
MIXED = re.compile(rf"[^\W\d_]*(?:[A-Za-z][{CYRILLIC}]|[{CYRILLIC}][A-Za-z])[^\W\d_]*")
# Typographers keep a number and its unit together; two long words nobody needs to keep so.
NO_BREAK = re.compile(
    r"(?<=[^\W\d_]{4})[\u00a0\u202f](?=[^\W\d_]{4})|[\u00a0\u202f]\s|\s[\u00a0\u202f]"
)
# What a spreadsheet computes when it opens a CSV, also where it parts cells by another sign; a sign
# before a blank or a digit begins a text or a number.
FORMULA_TEXT = re.compile(r"(?:.*[,;]\"*)?(?:[=@\t\r]|[+\-][^\s\d])", re.DOTALL)
ERROR_VALUE = re.compile(r"#(?:#+|[A-ZА-Я][A-ZА-Я0-9/_]*[!?]?)")
# What people write where nothing is known; the data leave it empty.
NO_VALUE = frozenset({
    "-", "–", "—", "…", "...", "..", "*", "?", "x", "х", "n/a", "nan", "null", "none", "no data",
    "н/д", "н.д.", "нет", "нет данных", "ж/д", "жоқ", "деректер жоқ", "n.a.", "n. a.", "n/k", "tba",
    "tbc", "tbd", "todo", "xxx", "unknown", "not available", "not known", "б/д", "нет сведений",
    "неизвестно", "не указано", "уточняется", "белгісіз", "мәлімет жоқ", "көрсетілмеген",
    "нақтылануда",
})  # fmt: skip
# What people write in place of what stands in the row above.
DITTO = re.compile(
    r"[-–—/\s]*(?:[\"″〃„“”»]|''|//)[-–—/\s\"]*|то же(?: самое)?|там же|тот же|та же"
    r"|ibid\.?|idem|same(?: as above)?|см\. выше|как выше|сол|дәл сол|жоғарыдағыдай",
    re.IGNORECASE,
)
# What pages of the web and Markdown are written with: entities, tags, links, what is in bold.
MARKUP = re.compile(
    r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});|</?[A-Za-z][^<>]*>|<!--"
    r"|\[[^\[\]]*\]\([^()\s]*\)|\*\*[^*]+\*\*|`[^`]+`|\[\[|\]\]"
)


# What a spreadsheet takes for the beginning of a formula, and the same behind apostrophes.
FORMULA = re.compile("[=+\\-@\t\r]")
GUARDED = re.compile("'+[=+\\-@\t\r]")


def guarded(text: str) -> str:
    """The text as a CSV has to hold it, where nothing else says that it is no formula.

    What looks as if it had got its apostrophe already gets one more, so that `unguarded` takes away
    exactly what was put there.
    """
    return f"'{text}" if FORMULA.match(text) or GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if GUARDED.match(text) else text


def rule_of(text: str, *, code: bool = False) -> Rule | None:
    """The first rule that a text breaks, if any; a `code` is written without Cyrillic letters."""
    if DITTO.fullmatch(text):
        return Error.DITTO
    nothing = _is_nothing(text)
    if FORMULA_TEXT.match(text) and not nothing:
        return Error.FORMULA_TEXT
    if repaired(text) is not None:
        return Error.MOJIBAKE
    if INVISIBLE.search(text):
        return Error.INVISIBLE
    if not text or text != text.strip():
        return Error.BLANK
    if LOST.search(text) and "://" not in text:
        return Error.LOST_LETTERS
    if ERROR_VALUE.fullmatch(text):
        return Error.ERROR_VALUE
    if nothing:
        return Error.NO_VALUE
    if MARKUP.search(text):
        return Error.MARKUP
    if len(text) > LONGEST:
        return Error.LONG_TEXT
    if code and re.search(f"[{CYRILLIC}]", text):
        return Error.CODE_LETTERS if latin(text).isascii() else Error.CODE_ALPHABET
    if re.search("[\u00a0\u202f]", text) if code else NO_BREAK.search(text):
        return Error.NO_BREAK_SPACE
    return Error.MIXED_LETTERS if MIXED.search(text) else None


def _is_nothing(text: str) -> bool:
    """Whether a text says that nothing is known, or says nothing at all."""
    return text.casefold() in NO_VALUE or not any(map(str.isalnum, text))


def hint(text: str, rule: Rule) -> str:
    """What to write in place of a text, or where in it the problem is, if that can be said."""
    if rule == Error.CODE_LETTERS:
        return latin(text)
    if rule == Error.MOJIBAKE:
        return shortened(repaired(text) or "")
    if rule == Error.MARKUP:
        return ", ".join(found[0] for found in MARKUP.finditer(text))
    if rule == Error.MIXED_LETTERS:
        return ", ".join(MIXED.findall(text))
    return ""


def latin(text: str) -> str:
    """The text with Latin letters for the Cyrillic ones that look like them."""
    return text.translate(_TO_LATIN)


def folded(code: str) -> str:
    """What all spellings of a code have in common: case, blanks and look-alike letters left out."""
    return latin(" ".join(code.split())).casefold()


def by_spelling(known: Iterable[str]) -> dict[str, str]:
    """The codes by what is left of them once folded; those that fall together are left out."""
    known = list(known)
    times = Counter(map(folded, known))
    return {folded(code): code for code in known if times[folded(code)] == 1}


def misspelt(found: str, meant: str) -> Rule:
    """The rule that a spelling of a code breaks."""
    if found.casefold() == meant.casefold():
        return Error.CODE_CASE
    return Error.BLANK if " ".join(found.split()) == meant else Error.CODE_LETTERS


def visible(text: str) -> str:
    """The text with everything named that would not be seen, or would lead a terminal astray."""
    return INVISIBLE.sub(lambda found: _named(found[0]), text)


def _named(found: str) -> str:
    if SPOILT.fullmatch(found):
        return f"⟨0x{ord(found) - 0xDC00:02X}⟩"
    return found if len(found) > 1 else f"⟨U+{ord(found):04X}⟩"


def shortened(text: str) -> str:
    """The text as a finding repeats it."""
    seen = visible(text)
    return seen if len(seen) <= MOST_REPEATED else f"{seen[: MOST_REPEATED - 1]}…"
