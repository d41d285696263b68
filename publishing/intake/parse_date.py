"""A day as people write it: read only if it can mean one day, else named for what it is."""

import re
from datetime import date, datetime, time, timedelta

from kzdata.schema.model import FIRST_DAY, LAST_DAY
from kzdata.schema.problems import Error, Note
from kzdata.schema.text_rules import ERROR_VALUE, NO_VALUE
from publishing.intake.cells import Cell, ErrorValue, Formula, Noted, Refused

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
WITH_TIME = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9.]{8,10})[ T][0-9]{1,2}:[0-9]{2}.*")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SLASHED = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}")
UNFINISHED = re.compile(r"[0-9]{4}(?:[-./ ].*)?|[0-9]{1,2}[./][0-9]{4}|[^0-9]+[0-9]{4}[^0-9]*")
LONGEST = 40  # characters of what may still be meant as a day
FIRST_SERIAL = date(1899, 12, 30)


def read_day(cell: Cell, *, by_hand: bool = False) -> date | Noted[date] | Refused:
    """The day of a cell; `by_hand` says that its file writes days with dots, day first."""
    match cell:
        case datetime():
            if cell.time() != time():
                return Refused(Error.DAY_WITH_TIME, f"{cell:%Y-%m-%d}")
            return cell.date()
        case date():
            return cell
        case int() | float():
            return _of_serial(cell)
        case str():
            return _read_text(cell, by_hand)
        case ErrorValue():
            return Refused(Error.ERROR_VALUE)
        case Formula():
            return Refused(Error.FORMULA_WITHOUT_VALUE)
    return Refused(Error.NOT_DAY)


def _of_serial(number: float) -> Refused:
    """Spreadsheets count days; what they count to may be meant, and may be a year."""
    if number != int(number):
        return Refused(Error.NOT_DAY)
    if 0 < number < 100_000:
        day = FIRST_SERIAL + timedelta(days=int(number))
        if FIRST_DAY.date() <= day <= LAST_DAY.date():
            return Refused(Error.DAY_SERIAL, day.isoformat())
    return Refused(Error.DAY_UNFINISHED if 1900 <= number <= 2200 else Error.NOT_DAY)


def _read_text(text: str, by_hand: bool) -> date | Noted[date] | Refused:
    if found := ISO.fullmatch(text):
        return _day(*found.groups()) or Refused(Error.NOT_DAY)
    if found := DOTTED.fullmatch(text):
        day = _day(*reversed(found.groups()))
        if day is None:
            return Refused(Error.NOT_DAY)
        return Noted(day, Note.DOTS_READ) if by_hand else Refused(Error.DAY_DOTS, day.isoformat())
    if text != text.strip():
        return Refused(Error.BLANK)
    if len(text) > LONGEST:
        return Refused(Error.NOT_DAY)
    if text.casefold() in NO_VALUE:
        return Refused(Error.NO_VALUE)
    if ERROR_VALUE.fullmatch(text):
        return Refused(Error.ERROR_VALUE)
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _of_serial(int(text))
    for rule, pattern in {
        Error.DAY_WITH_TIME: WITH_TIME,
        Error.DAY_ORDER: SLASHED,
        Error.DAY_UNFINISHED: UNFINISHED,
    }.items():
        if pattern.fullmatch(text):
            return Refused(rule)
    return Refused(Error.NOT_DAY)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
