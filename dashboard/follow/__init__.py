"""What a reader is told of without coming back: feeds of what changed, calendars of deadlines."""

from datetime import date

from dashboard import store
from dashboard.follow.calendars import calendar
from dashboard.follow.feeds import feed
from dashboard.follow.subjects import FORMS, Subject, offered, subject_at

__all__ = ["FORMS", "Subject", "made", "offered", "subject_at"]

MAKE = {"atom": feed, "ics": calendar}


def made(subject: Subject, form: str, language: str, day: date, site: str) -> bytes:
    """What tells of a subject in one of FORMS; `site` is where the dashboard stands.

    Raises Unavailable.
    """
    with store.one_version():
        return MAKE[form](subject, language, day, site)
