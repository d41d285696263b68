"""A feed of a subject: what versions changed, and what happened to promises, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from uuid import UUID, uuid5

from dashboard import store
from dashboard.addresses import ask_path, follow_path, view_path
from dashboard.figures import sources_said
from dashboard.follow.promises import Happening, happenings
from dashboard.follow.subjects import ALL, Members, Subject, named_in, narrowed
from dashboard.html.changelog import rows_told, tables_told, why
from dashboard.html.figure_card import linked_sources
from dashboard.html.reports import reports_on
from dashboard.html.view import Place
from dashboard.i18n import Words, words_of
from dashboard.letters import Asked, requests_on
from kzdata import TABLES, Difference
from kzdata.clock import KAZAKHSTAN

DAILY = timedelta(days=1)
MOST = 50  # entries; a reader that asks once a month misses none
# Of all that is named here for good; the addresses of the site may change.
OWN_NAMES = UUID("5f1d9a52-6f0e-4c57-9d6b-3c0a8f2e71b4")


@dataclass(frozen=True)
class Entry:
    """One entry: its name for good, its words, its text as HTML, its times and its page."""

    id: str
    title: str
    html: str
    published: datetime
    updated: datetime
    page: str


def urn(*parts: object) -> str:
    """A name for good of what these parts tell from all else."""
    return uuid5(OWN_NAMES, "/".join(map(str, parts))).urn


def feed(subject: Subject, language: str, day: date, site: str) -> bytes:
    """The feed as Atom; `site` is where the dashboard stands. Raises Unavailable."""
    words = words_of(language)
    found = [*_versions(subject, words), *_promises(subject, words, day)]
    if subject.kind == ALL:
        found += [*_requests(words, day), *_reports(words, day)]
    found.sort(key=lambda entry: (entry.updated, entry.id), reverse=True)
    return _atom(subject, words, found[:MOST], site)


def title(subject: Subject, words: Words) -> str:
    """What a feed is called."""
    site = words("app.title")
    if subject.kind == ALL:
        return words("follow.feed", site=site)
    return words("follow.feed_of", name=subject.name(words), site=site)


def _promises(subject: Subject, words: Words, day: date) -> Iterable[Entry]:
    """An entry of each event; the day itself is none, for nothing has happened on it yet."""
    for told in happenings(subject, words.language, day):
        event = told.event
        if event.event != "due":
            id = urn(words.language, "promise", event.promise_id, event.name)
            yield Entry(id, told.short, _html(told, words), told.at, told.updated, told.page)


def _html(told: Happening, words: Words) -> str:
    sources = sources_said(linked_sources(told.sources), words)
    unknown = told.event.state == "overdue"
    note = f"<p>{escape(words('note.not_published'))}</p>" if unknown else ""
    return f"<p>{escape(told.full)}</p><p>{sources}</p>{note}"


def _requests(words: Words, day: date) -> Iterable[Entry]:
    """An entry of each request, told anew when its day has passed and when it is answered."""
    page = ask_path(words.language)
    for asked in requests_on(store.snapshot().tables, day, words):
        since = asked.answered or (asked.due + DAILY if asked.due < day else asked.on)
        id = urn(words.language, "request", asked.id)
        said = asked.said if asked.answered else _unanswered(asked, day, words)
        html = f"<p>{escape(said)}</p>"
        yield Entry(id, said, html, _beginning(asked.on), _beginning(since), page)


def _unanswered(asked: Asked, day: date, words: Words) -> str:
    """By days and not by how many have gone by, which is another number every day."""
    said = {"body": asked.body, "asked": words.day(asked.on), "due": words.day(asked.due)}
    if day <= asked.due:
        return words("request.entry", **said)
    return words("request.past", **said)


def _reports(words: Words, day: date) -> Iterable[Entry]:
    """An entry of each report, told anew when it is decided."""
    for told in reports_on(Place("sources", words.language, day, "")):
        title = words("reports.entry", about=told.about)
        lines = (told.said, told.decision or words("reports.open"))
        html = "".join(f"<p>{escape(line)}</p>" for line in lines)
        id, since = urn(words.language, "report", told.id), told.decided or told.on
        page = view_path("sources", words.language, {}, "reports")
        yield Entry(id, title, html, _beginning(told.on), _beginning(since), page)


def _beginning(day: date) -> datetime:
    """The beginning of a day in Kazakhstan."""
    return datetime.combine(day, time(), KAZAKHSTAN)


def _versions(subject: Subject, words: Words) -> Iterable[Entry]:
    """An entry of each of the newest versions that changed anything of the subject."""
    for version in store.published()[0]:
        entry = version.entry
        number = str(entry.number)
        if subject.kind == ALL:
            done = words.code("action", entry.action, to=str(entry.to))
            said = words("follow.version", number=number, done=done)
            changed = _all_told(version, words)
        else:
            said = words("follow.version_of", number=number, name=subject.name(words))
            changed = _own_told(version, subject, words)
        if changed:
            id = urn(words.language, subject.stem, "version", entry.number, entry.version, entry.at)
            reasons = "".join(f"<p>{escape(line)}</p>" for line in why(entry, words))
            page = view_path("sources", words.language)
            yield Entry(id, said, reasons + changed, entry.at, entry.at, page)


def _all_told(version: store.Published, words: Words) -> str:
    found = {name: each for name, each in version.differences.items() if each}
    frames = store.naming(version, found)
    rows = "".join(rows_told(each, words, frames) for each in found.values())
    return f"<p>{escape(tables_told(version, words))}</p>{rows}"


def _own_told(version: store.Published, subject: Subject, words: Words) -> str:
    """The rows of a subject that a version changed; nothing if it changed none."""
    if version.before is None:
        return ""
    members = subject.members(store.snapshot().need("plants", "places").frames)
    names = [name for name in version.entry.changes if _can_be_about(name, members)]
    searched = store.searched(version)
    own = {name: narrowed(searched[name], members) for name in names if name in searched}
    own = {name: each for name, each in own.items() if _rows(each)}
    frames = store.naming(version, own)
    rows = "".join(rows_told(each, words, frames) for each in own.values())
    if many := [name for name in names if name in store.too_many(version)]:
        told = words("follow.too_many", tables=tables_told(version, words, many))
        rows += f"<p>{escape(told)}</p>"
    return rows


def _can_be_about(name: str, members: Members) -> bool:
    """Whether rows of a table may name members; not if it is declared no more."""
    columns = TABLES[name].columns if name in TABLES else ()
    return any(named_in(TABLES[name], column) in members for column in columns)


def _rows(difference: Difference) -> int:
    return len(difference.added) + len(difference.removed) + difference.changed_rows


def _atom(subject: Subject, words: Words, entries: list[Entry], site: str) -> bytes:
    from feedgen.feed import FeedGenerator  # not before somebody asks: it brings lxml

    language, stem = words.language, subject.stem
    made = FeedGenerator()
    made.id(urn(language, stem))
    made.title(title(subject, words))
    made.subtitle(words("follow.about"))
    made.language(language)
    made.author(name=words("app.title"))
    made.generator("")
    made.updated(max((entry.updated for entry in entries), default=store.snapshot().newest))
    made.link(href=site + follow_path(language, "atom", subject.kind, subject.code), rel="self")
    made.link(href=site + subject.page(language), rel="alternate", hreflang=language)
    for entry in entries:
        added = made.add_entry(order="append")
        added.id(entry.id)
        added.title(entry.title)
        added.content(entry.html, type="html")
        added.published(entry.published)
        added.updated(entry.updated)
        added.link(href=site + entry.page, rel="alternate", hreflang=language)
    return made.atom_str(pretty=True)
