"""The one place where the dashboard reads the clock; below it, the day is an argument."""

from datetime import date, datetime, timedelta, timezone

# All of Kazakhstan keeps one time, UTC+5, the whole year.
KAZAKHSTAN = timezone(timedelta(hours=5))


def today() -> date:
    """The day in Kazakhstan."""
    return datetime.now(KAZAKHSTAN).date()
