"""The one place where the clock is read; everything below it takes the day as an argument."""

from datetime import date, datetime, timedelta, timezone

# All of Kazakhstan keeps one time, UTC+5, the whole year.
KAZAKHSTAN = timezone(timedelta(hours=5))


def now() -> datetime:
    """The time in Kazakhstan."""
    return datetime.now(KAZAKHSTAN)


def today() -> date:
    """The day in Kazakhstan."""
    return now().date()
