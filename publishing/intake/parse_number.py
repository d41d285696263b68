"""A number as people write it: read only if it can mean one thing, else named for what it is."""

import re

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
    "percent_sign": re.compile(rf"{NUMBER}{SPACE}?%"),
    "exponent": re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[Ee][+-]?[0-9]+"),
    "number_spaces": re.compile(rf"[+-]?[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+(?:[.,][0-9]+)?"),
    "number_groups": re.compile(
        r"[+-]?[0-9]{1,3}(?:(?:[,'’][0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+(?:,[0-9]+)?)"
    ),
    "footnote": re.compile(rf"{NUMBER}{SPACE}?(?:[*†‡¹²³⁰⁴-⁹]+|[0-9]?\))"),
    "number_range": re.compile(rf"{NUMBER}{SPACE}?(?:[-–—…]|\.\.\.?){SPACE}?{NUMBER}"),
    "unit_in_number": re.compile(rf"{NUMBER}{SPACE}?[^\W\d_][^0-9]*"),
    "number_about": re.compile(rf"(?:[<>≤≥~≈]|[^\W\d_]+){SPACE}?{NUMBER}"),
}


def read_number(cell: Cell, *, commas: bool = False) -> float | Noted | Refused:
    """The number of a cell; `commas` says that its file writes decimals with a comma throughout."""
    match cell:
        case int() | float():
            return float(cell)
        case str():
            return _read_text(cell, commas)
        case Percent():
            return Refused("percent_sign", f"{cell.value * 100:.12g}")
        case ErrorValue():
            return Refused("error_value")
        case Formula():
            return Refused("formula_without_value")
        case Truth():
            return Refused("not_number")
    return Refused("day_for_number")


def read_whole(cell: Cell, *, commas: bool = False) -> int | Noted | Refused:
    """The whole number of a cell; 2023.0 is one."""
    read = read_number(cell, commas=commas)
    value = read.value if isinstance(read, Noted) else read
    if isinstance(value, Refused):
        return value
    if not value.is_integer() or abs(value) > 2**53:
        return Refused("not_whole")
    return Noted(int(value), read.rule) if isinstance(read, Noted) else int(value)


def writes_commas(texts: list[str]) -> bool:
    """Whether the numbers of a file show that its commas begin the decimals."""
    certain = any(COMMA.fullmatch(text) and not EITHER.fullmatch(text) for text in texts)
    return certain and not any(DECIMAL_POINT.fullmatch(text) for text in texts)


def _read_text(text: str, commas: bool) -> float | Noted | Refused:
    if PLAIN.fullmatch(text):
        return float(text)
    if COMMA.fullmatch(text):
        value = text.replace(",", ".")
        if commas:
            return Noted(float(value), "comma_read")
        if EITHER.fullmatch(text):
            return Refused("comma_or_thousands", f"{value} / {text.replace(',', '')}")
        return Refused("decimal_comma", value)
    if text != text.strip():
        return Refused("blank")
    if len(text) > LONGEST:
        return Refused("not_number")
    if ERROR_VALUE.fullmatch(text):
        return Refused("error_value")
    if text.casefold() in NO_VALUE:
        return Refused("no_value")
    minus = MINUS.sub("-", text)
    if minus != text and (PLAIN.fullmatch(minus) or COMMA.fullmatch(minus)):
        return Refused("minus_sign", minus.replace(",", "."))
    for rule, pattern in WRITTEN.items():
        if pattern.fullmatch(text):
            return Refused(rule, _meant(rule, text))
    return Refused("not_number")


def _meant(rule: str, text: str) -> str:
    """What the person wants to write, where there is no doubt about it."""
    if rule in ("number_spaces", "percent_sign"):
        return re.sub(f"{SPACE}|%", "", text).replace(",", ".")
    if rule == "footnote":
        return re.match(NUMBER, text)[0].replace(",", ".")
    return ""
