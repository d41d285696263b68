"""Days by which the law wants something published, whatever the data say."""

from datetime import date, timedelta
from typing import NamedTuple

# The Environmental Code, 400-VI of 2 January 2021.
ADDRESSES = {
    "kk": "https://adilet.zan.kz/kaz/docs/K2100000400",
    "ru": "https://adilet.zan.kz/rus/docs/K2100000400",
    "en": "https://adilet.zan.kz/rus/docs/K2100000400",  # where there is the text in force
}


class Duty(NamedTuple):
    """What is to be public each year by a day, of the year that is `years_after` earlier."""

    code: str
    article: int
    paragraph: int
    month: int
    day: int
    years_after: int


class LegalDay(NamedTuple):
    """The day of a duty, and the year that is reported on."""

    duty: Duty
    year: int
    day: date


ANSWERED_WITHIN = timedelta(days=30)
SINCE = 2026  # the first year whose days are told
DUTIES = (
    # Fifteen months after the year that is reported on.
    Duty("register", 22, 13, 3, 31, 2),
    Duty("indicators", 21, 3, 5, 1, 1),
)


def legal_days(until: int) -> tuple[LegalDay, ...]:
    """The days that fall into the years since SINCE, up to a year and with it, in their order."""
    return tuple(
        LegalDay(duty, year - duty.years_after, date(year, duty.month, duty.day))
        for year in range(SINCE, until + 1)
        for duty in DUTIES
    )


def answer_due(asked_on: date) -> date:
    """The day by which a request has to be answered, however the term is counted.

    Fifteen working days from the registration (the Code of Administrative Procedures, 76(1)) are
    over by then with any holidays, and so are the fifteen calendar days of the law on access to
    information.
    """
    return asked_on + ANSWERED_WITHIN
