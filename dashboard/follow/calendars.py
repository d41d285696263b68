"""A calendar of a subject: the days of its promises, and those that the law sets."""

from datetime import UTC, date, datetime, time, timedelta

from dashboard import store
from dashboard.addresses import ask_path, follow_path
from dashboard.figures import sources_said
from dashboard.follow.feeds import urn
from dashboard.follow.promises import Happening, happenings
from dashboard.follow.subjects import ALL, PLANT, Subject
from dashboard.i18n import Words, words_of
from dashboard.letters import Asked, requests_on
from kzdata.clock import KAZAKHSTAN
from kzdata.legal_days import ADDRESSES, LegalDay, legal_days

# What a calendar shows; that a day is near, a telephone tells by itself.
SHOWN = ("due", "overdue", "outcome")
DAILY = timedelta(days=1)


def calendar(subject: Subject, language: str, day: date, site: str) -> bytes:
    """The calendar as iCalendar; `site` is where the dashboard stands. Raises Unavailable.

    Each time the same on the same data, but for what the days bring.
    """
    from icalendar import Calendar  # not before somebody asks

    words = words_of(language)
    made = Calendar()
    made.add("prodid", f"-//{words('app.title')}//{language.upper()}")
    made.add("version", "2.0")
    name = title(subject, words)
    for key, value in (("name", name), ("x-wr-calname", name)):
        made.add(key, value)
    made.add("url", site + subject.page(language))
    made.add("source", site + follow_path(language, "ics", subject.kind, subject.code))
    made.add("refresh-interval", DAILY, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "P1D")
    for told in happenings(subject, language, day):
        if told.event.event in SHOWN:
            made.add_component(_of_promise(told, words, site))
    if subject.kind == ALL:
        for asked in requests_on(store.snapshot().tables, day, words):
            made.add_component(_of_request(asked, words, site))
    # The next of each duty, and those before it: what has been told does not vanish overnight.
    for each in legal_days(day.year + 1):
        if _concerns(each, subject):
            made.add_component(_of_law(each, words))
    return made.to_ical(sorted=False)


def title(subject: Subject, words: Words) -> str:
    """What a calendar is called."""
    site = words("app.title")
    if subject.kind == ALL:
        return words("follow.calendar", site=site)
    return words("follow.calendar_of", name=subject.name(words), site=site)


def _concerns(each: LegalDay, subject: Subject) -> bool:
    """The register is of plants; what an akimat reports is of no single one."""
    return each.duty.code == "register" or subject.kind != PLANT


def _of_promise(told: Happening, words: Words, site: str):
    event = told.event
    sources = [source.line for source in told.sources]
    text = "\n".join([told.full, sources_said(sources, words), site + told.page])
    uid = urn(words.language, "promise", event.promise_id, event.name)
    # What is still to come is told since it is known.
    since = told.revision.at if event.event == "due" else told.updated
    made = _all_day(uid, event.day, told.short, text, since, told.revision.number)
    made.add("url", site + told.page)
    return made


def _of_request(asked: Asked, words: Words, site: str):
    """The day by which a request has to be answered, or on which it was."""
    since = datetime.combine(asked.answered or asked.on, time(), KAZAKHSTAN)
    said = {"body": asked.body, "asked": words.day(asked.on), "due": words.day(asked.due)}
    summary = asked.said if asked.answered else words("request.entry", **said)
    page = site + ask_path(words.language)
    uid, day = urn(words.language, "request", asked.id), asked.answered or asked.due
    made = _all_day(uid, day, summary, f"{summary}\n{page}", since, int(bool(asked.answered)))
    made.add("url", page)
    return made


def _of_law(each: LegalDay, words: Words):
    duty, address = each.duty, ADDRESSES[words.language]
    said = words.code("legal", duty.code, year=str(each.year))
    law = words("follow.law", article=str(duty.article), paragraph=str(duty.paragraph))
    text = "\n".join([said, law, address])
    # It comes into the calendar at the beginning of the year before.
    since = datetime.combine(date(each.day.year - 1, 1, 1), time(), KAZAKHSTAN)
    made = _all_day(urn(words.language, "law", duty.code, each.year), each.day, said, text, since)
    made.add("url", address)
    return made


def _all_day(uid: str, day: date, summary: str, text: str, since: datetime, sequence: int = 0):
    from icalendar import Event

    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", since.astimezone(UTC))
    made.add("sequence", sequence)
    made.add("dtstart", day)
    made.add("dtend", day + DAILY)
    made.add("summary", summary)
    made.add("description", text)
    made.add("transp", "TRANSPARENT")  # nobody is busy by it
    return made
