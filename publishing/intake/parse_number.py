"""A number as people write it: read only if it can mean one thing, else named for what it is."""

import re

from kzdata.schema.problems import Error, Note, Rule
from kzdata.schema.text_rules import ERROR_VALUE, NO_VALUE
from publishing.intake.cells import Cell, ErrorValue, Formula, Noted, Percent, Refused, Truth

SPACE = "[ \u00a0\u2007\u2009\u202f]"
NUMBER = rf"[+-]?[0-9]+(?:(?:{SPACE}[0-9]{{3}})+)?(?:[.,][0-9]+)?"
# As Python and its like write numbers; the small e is theirs, and no digit is lost in it.
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?")
COMMA = re.compile("[+-]?[0-9]+,[0-9]+")
# One thousand two hundred thirty-four, or little more than one?
EITHER = re.compile("[+-]?[1-9][0-9]{0,2},[0-9]{3}")
DECIMAL_POINT = re.compile(r"[+-]?[0-9]*\.[0-9]+")
LONGEST = 60  # characters of what may still be meant as a number
MINUS = re.compile("[\u2010-\u2015\u2212](?=[0-9])")
# What else people write into a cell of numbers; the first that fits names the problem.
WRITTEN = {
    Error.PERCENT_SIGN: re.compile(rf"{NUMBER}{SPACE}?%"),
    Error.EXPONENT: re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[Ee][+-]?[0-9]+"),
    Error.NUMBER_SPACES: re.compile(rf"[+-]?[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+(?:[.,][0-9]+)?"),
    Error.NUMBER_GROUPS: re.compile(
        r"[+-]?[0-9]{1,3}(?:(?:[,'’][0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+(?:,[0-9]+)?)"
    ),
    Error.FOOTNOTE: re.compile(rf"{NUMBER}{SPACE}?(?:[*†‡¹²³⁰⁴-⁹]+|[0-9]?\))"),
    Error.NUMBER_RANGE: re.compile(rf"{NUMBER}{SPACE}?(?:[-–—…]|\.\.\.?){SPACE}?{NUMBER}"),
    Error.UNIT_IN_NUMBER: re.compile(rf"{NUMBER}{SPACE}?[^\W\d_][^0-9]*"),
    Error.NUMBER_ABOUT: re.compile(rf"(?:[<>≤≥~≈]|[^\W\d_]+){SPACE}?{NUMBER}"),
}


def read_number(cell: Cell, *, commas: bool = False) -> float | Noted[float] | Refused:
    """The number of a cell; `commas` says that its file writes decimals with a comma throughout."""
    match cell:
        case int() | float():
            return float(cell)
        case str():
            return _read_text(cell, commas)
        case Percent():
            return Refused(Error.PERCENT_SIGN, f"{cell.value * 100:.12g}")
        case ErrorValue():
            return Refused(Error.ERROR_VALUE)
        case Formula():
            return Refused(Error.FORMULA_WITHOUT_VALUE)
        case Truth():
            return Refused(Error.NOT_NUMBER)
    return Refused(Error.DAY_FOR_NUMBER)


def read_whole(cell: Cell, *, commas: bool = False) -> int | Noted[int] | Refused:
    """The whole number of a cell; 2023.0 is one."""
    read = read_number(cell, commas=commas)
    if isinstance(read, Refused):
        return read
    value = read.value if isinstance(read, Noted) else read
    if not value.is_integer() or abs(value) > 2**53:
        return Refused(Error.NOT_WHOLE)
    return Noted(int(value), read.rule) if isinstance(read, Noted) else int(value)


def writes_commas(texts: list[str]) -> bool:
    """Whether the numbers of a file show that its commas begin the decimals."""
    certain = any(COMMA.fullmatch(text) and not EITHER.fullmatch(text) for text in texts)
    return certain and not any(DECIMAL_POINT.fullmatch(text) for text in texts)


def _read_text(text: str, commas: bool) -> float | Noted[float] | Refused:
    if PLAIN.fullmatch(text):
        return float(text)
    if COMMA.fullmatch(text):
        value = text.replace(",", ".")
        if commas:
            return Noted(float(value), Note.COMMA_READ)
        if EITHER.fullmatch(text):
            return Refused(Error.COMMA_OR_THOUSANDS, f"{value} / {text.replace(',', '')}")
        return Refused(Error.DECIMAL_COMMA, value)
    if text != text.strip():
        return Refused(Error.BLANK)
    if len(text) > LONGEST:
        return Refused(Error.NOT_NUMBER)
    if ERROR_VALUE.fullmatch(text):
        return Refused(Error.ERROR_VALUE)
    if text.casefold() in NO_VALUE:
        return Refused(Error.NO_VALUE)
    minus = MINUS.sub("-", text)
    if minus != text and (PLAIN.fullmatch(minus) or COMMA.fullmatch(minus)):
        return Refused(Error.MINUS_SIGN, minus.replace(",", "."))
    for rule, pattern in WRITTEN.items():
        if pattern.fullmatch(text):
            return Refused(rule, _meant(rule, text))
    return Refused(Error.NOT_NUMBER)


def _meant(rule: Rule, text: str) -> str:
    """What the person wants to write, where there is no doubt about it."""
    if rule in (Error.NUMBER_SPACES, Error.PERCENT_SIGN):
        return re.sub(f"{SPACE}|%", "", text).replace(",", ".")
    if rule == Error.FOOTNOTE and (number := re.match(NUMBER, text)):
        return number[0].replace(",", ".")
    return ""
