"""Feeds and calendars: read by other programs, alike on each day, longer by what happened."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import feedparser
import icalendar
import pandas as pd
import pytest
from atom_schema import ATOM
from ical.calendar_stream import IcsCalendarStream
from lxml import etree
from starlette.applications import Starlette
from starlette.testclient import TestClient

import kzdata
import publishing
from dashboard import follow, store
from dashboard.addresses import PAGES, follow_path
from dashboard.edition import tasks
from dashboard.edition.links_to import ALL, Edition
from dashboard.follow.feeds import MOST
from dashboard.follow.promises import happenings
from dashboard.html import Place, meta, part, wished_choices
from dashboard.html.follow import announced
from dashboard.http.routes import ROUTES
from dashboard.http.routes.openapi import described
from dashboard.i18n import words_of
from dashboard.i18n.messages import count
from dashboard.page_contents import CONTENTS, Follow, Show
from kzdata import TABLES
from kzdata.clock import KAZAKHSTAN
from kzdata.legal_days import ADDRESSES, DUTIES, legal_days
from kzdata.promise_events import ROUND, SOON, promise_events
from kzdata.schema.model import LANGUAGES
from kzdata.versions.entry import to_json
from kzdata.versions.log import path_of

SITE = "https://air.example"
ATOM_SPACE = "{http://www.w3.org/2005/Atom}"
LATER = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DIGITS = re.compile(r"\d+")

pytestmark = pytest.mark.usefixtures("pages_of_the_book")


@pytest.fixture
def everything():
    return follow.Subject("all")


@pytest.fixture(scope="module")
def visitor():
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost") as client:
        yield client


def each(form):
    return list(product(follow.offered(form), LANGUAGES))


def entries(subject, language, day):
    """The entries of a feed as they are written, by what they are called for good."""
    root = etree.fromstring(follow.made(subject, "atom", language, day, SITE))
    found = root.findall(f"{ATOM_SPACE}entry")
    return {
        entry.findtext(f"{ATOM_SPACE}id"): etree.tostring(
            entry, encoding="unicode", with_tail=False
        )
        for entry in found
    }


def events(subject, language, day):
    """The events of a calendar as they are written, by what they are called for good."""
    told = icalendar.Calendar.from_ical(follow.made(subject, "ics", language, day, SITE))
    return {str(event["uid"]): event for event in told.walk("VEVENT")}


def listed(tables):
    return kzdata.promises(tables["plant_targets"], tables["projects"], tables["initiatives"])


# What is read of them.


def test_every_feed_is_valid_and_read_by_another_program(day):
    names = set()
    for subject, language in each("atom"):
        body = follow.made(subject, "atom", language, day, SITE)
        ATOM.assertValid(etree.fromstring(body))
        read = feedparser.parse(body)
        assert (read.bozo, read.version) == (False, "atom10")
        assert read.feed.links[0].href == SITE + follow_path(
            language, "atom", subject.kind, subject.code
        )
        assert subject.name(words_of(language)) in read.feed.title
        times = [entry.updated for entry in read.entries]
        assert times == sorted(times, key=datetime.fromisoformat, reverse=True)
        assert len(times) <= MOST
        assert all(entry.title and entry.content[0].value for entry in read.entries)
        if times:
            assert read.feed.updated == times[0]
        names.add(read.feed.id)
    assert len(names) == len(each("atom"))


def test_every_calendar_is_read_alike_by_two_programs(day):
    for subject, language in each("ics"):
        body = follow.made(subject, "ics", language, day, SITE)
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))
        first = events(subject, language, day)
        second = {
            event.uid: event for event in IcsCalendarStream.calendar_from_ics(body.decode()).events
        }
        assert first.keys() == second.keys()
        assert len(first) == body.count(b"BEGIN:VEVENT") > 0
        for uid, event in first.items():
            other = second[uid]
            assert (str(event["summary"]), str(event["description"])) == (
                other.summary,
                other.description,
            )
            assert (event.start, event.end) == (other.dtstart, other.dtend)
            assert event.end - event.start == timedelta(days=1)
            assert event["sequence"] == other.sequence
            assert (
                event["dtstamp"].dt == other.dtstamp <= datetime.combine(day, time(23), KAZAKHSTAN)
            )


def test_what_is_called_alike_is_the_same_in_each_feed_of_a_language(day):
    """Who follows a town and everything is told of a promise once; languages are told apart."""
    told = {}
    for subject, language in each("atom"):
        for id, entry in entries(subject, language, day).items():
            assert told.setdefault(id, (language, entry)) == (language, entry)


def test_a_subject_is_told_of_its_own_promises_only(book, day):
    plants = book["plants"].set_index("plant_id")["town"]
    for subject in follow.offered("ics"):
        own = {told.event.promise_id for told in happenings(subject, "en", day)}
        made = pd.concat([book["plant_targets"], book["projects"]])
        if subject.kind == "town":
            made = made[made["plant_id"].map(plants) == subject.code]
        elif subject.kind == "plant":
            made = made[made["plant_id"] == subject.code]
        ids = made["target_id"].fillna(made["project_id"])
        assert own == set(ids) | (
            {*book["initiatives"]["initiative_id"]} - set(ids) if subject.kind == "all" else set()
        )


# What the days bring.


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_add_and_change_nothing_that_was_told(everything, language, day):
    before = entries(everything, language, day)
    assert len(before) <= MOST - 10
    for days in (0, 1, 40):
        after = entries(everything, language, day + timedelta(days))
        assert {id: after[id] for id in before} == before
    was, now = events(everything, language, day), events(everything, language, day + timedelta(40))
    assert {uid: event.to_ical() for uid, event in was.items()} == {
        uid: now[uid].to_ical() for uid in was
    }


def test_the_same_is_written_in_the_same_bytes(everything, day):
    for form in follow.FORMS:
        made = {follow.MAKE[form](everything, "kk", day, SITE) for _ in range(2)}
        assert len(made) == 1


def test_a_promise_is_told_of_before_its_day_after_it_and_a_thousand_days_later(book):
    """As long as nothing came of it, and nothing has taken its place."""
    row = book["plant_targets"].set_index("target_id").loc["power-plants-2023"]
    due = row["deadline"].date()
    for days, event in ((-SOON, "soon"), (1, "overdue"), (ROUND, "round"), (2 * ROUND, "round")):
        on = due + timedelta(days)
        new = set(promise_events(listed(book), on)) - set(
            promise_events(listed(book), on - timedelta(1))
        )
        (told,) = [each for each in new if each.promise_id == "power-plants-2023"]
        assert (told.event, told.day, told.days) == (event, on, abs(days))


def test_nothing_is_past_its_day_that_was_replaced_or_has_an_outcome(book):
    late = date(2031, 1, 1)
    found = promise_events(listed(book), late)
    days = {event.day for event in found}
    states = {on: kzdata.target_states(listed(book), on) for on in days}
    states = {on: rows.set_index("promise_id")["state"] for on, rows in states.items()}
    for event in found:
        assert states[event.day][event.promise_id] == event.state
        if event.event in ("overdue", "round"):
            assert event.state == "overdue"
    outcomes = listed(book).dropna(subset=["outcome", "outcome_day"])
    assert len(outcomes)
    for row in outcomes.itertuples():
        after = [each for each in found if each.promise_id == row.promise_id
                 and each.day > row.outcome_day.date()]  # fmt: skip
        assert {each.event for each in after} <= {"due"}


def test_an_undated_outcome_leaves_nothing_overdue(book):
    frame = listed(book)
    one = frame["promise_id"] == "balkhash-2023"
    frame.loc[one, "outcome"] = "missed"
    told = [e for e in promise_events(frame, date(2030, 1, 1)) if e.promise_id == "balkhash-2023"]
    assert [event.event for event in told] == ["due"]


def test_legal_days_are_those_of_the_code():
    """Article 22(13): fifteen months after the year; 21(3): on 1 May for the year before."""
    found = {(each.duty.code, each.year): each.day for each in legal_days(2029)}
    assert len(found) == 4 * len(DUTIES)
    for (duty, year), on in found.items():
        end = pd.Timestamp(year, 12, 31)
        fifteen_months = (end + pd.offsets.MonthEnd(15)).date()
        assert on == (fifteen_months if duty == "register" else date(year + 1, 5, 1))
    assert min(found.values()) == date(2026, 3, 31)


def test_legal_days_agree_with_the_table_of_laws(book):
    laws = book["laws"][book["laws"]["number"] == "400-VI"]
    for duty in DUTIES:
        for law in laws[
            (laws["article"] == duty.article) & (laws["paragraph"] == duty.paragraph)
        ].itertuples():
            assert (law.term, law.term_unit) == (12 * (duty.years_after - 1) + duty.month, "month")
            assert (law.url_kk, law.url_ru) == (ADDRESSES["kk"], ADDRESSES["ru"])
    assert {(22, 13)} <= {*zip(laws["article"], laws["paragraph"], strict=True)}


# What a version brings.


@pytest.fixture
def publish(data_with_history):
    def put(at=LATER, **changes):
        frames = {name: change(kzdata.load(name)) for name, change in changes.items()}
        assert publishing.publish(data_with_history, publishing.Change("update", at), frames)

    return put


def ended(targets):
    at = targets["target_id"] == "balkhash-2023"
    targets.loc[at, "outcome"] = "missed"
    targets.loc[at, "outcome_day"] = pd.Timestamp(2026, 11, 20)
    targets.loc[at, "outcome_source_id"] = "balkhash-outcome"
    return targets


def with_its_source(sources):
    row = sources[sources["source_id"] == "minex-2023-08-31"].assign(
        source_id="balkhash-outcome",
        published=pd.Timestamp(2026, 11, 20),
        url="https://example.org/outcome",
    )
    return pd.concat([sources, row], ignore_index=True)


def renamed(initiatives):
    at = initiatives["initiative_id"] == "qarmet-steel"
    initiatives.loc[at, ["name_kk", "name_ru", "name_en"]] = "Qarmet"
    return initiatives


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_adds_and_leaves_what_was_told_as_it_was(publish, everything, language, day):
    later = day + timedelta(5)
    town = follow.Subject("town", "balkhash")
    before = {subject: entries(subject, language, later) for subject in (everything, town)}
    publish(plant_targets=ended, sources=with_its_source)
    for subject, old in before.items():
        after = entries(subject, language, later)
        assert {id: after[id] for id in old} == old
        new = [after[id] for id in after if id not in old]
        assert len(new) == 2  # the version, and the outcome
        state = words_of(language).code("state", "missed")
        assert any(state in entry for entry in new)
    outcome = [each for each in events(town, language, later).values() if state in each["summary"]]
    assert [(each["sequence"], each.start) for each in outcome] == [(0, date(2026, 11, 20))]
    other = follow.Subject("town", "karaganda")
    assert not [
        entry for entry in entries(other, language, later).values() if "2026-11-24" in entry
    ]


def test_what_is_told_otherwise_is_the_same_event_and_says_so(publish, everything, day):
    before = events(everything, "en", day)
    old = entries(everything, "en", day)
    publish(initiatives=renamed)
    after = events(everything, "en", day)
    assert after.keys() == before.keys()
    changed = [uid for uid in before if before[uid].to_ical() != after[uid].to_ical()]
    assert [str(after[uid]["summary"]).partition(":")[0] for uid in changed] == ["Qarmet"]
    for uid in changed:
        assert (before[uid]["sequence"], after[uid]["sequence"]) == (0, 1)
        assert after[uid]["dtstamp"].dt == LATER
    publish(metal_prices=lambda rows: rows.assign(usd_per_kg=rows["usd_per_kg"] * 1.01))
    again = events(everything, "en", day)
    assert {uid: each.to_ical() for uid, each in again.items()} == {
        uid: each.to_ical() for uid, each in after.items()
    }
    assert {id: entries(everything, "en", day)[id] for id in old} == old


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_too_much_changed_to_be_searched_that_is_said(publish, language, day, monkeypatch):
    monkeypatch.setattr("dashboard.store.changelog.SEARCHED", 0)
    publish(plant_targets=ended, sources=with_its_source)
    said = words_of(language)("follow.too_many", tables=TABLES["plant_targets"].title[language])
    told = entries(follow.Subject("town", "karaganda"), language, day + timedelta(5))
    assert [said in entry for entry in told.values() if "2026-11-24" in entry] == [True]


def test_of_a_new_table_its_own_rows_are_told(data_with_history, day):
    """A table that came with a version after the first: as if all of its rows had been added."""
    folder, last = data_with_history, kzdata.latest(data_with_history)
    digests = {name: digest for name, digest in last.digests.items() if name != "plant_records"}
    changes = {name: counts for name, counts in last.changes.items() if name in digests}
    first = replace(last, digests=digests, version=kzdata.version(digests), changes=changes)
    second = replace(
        last, number=2, at=LATER, changes={"plant_records": last.changes["plant_records"]}
    )
    for entry in (first, second):
        path_of(folder, entry.number).write_bytes(to_json(entry))
    for plant in ("temirtau-works", "balkhash-smelter"):
        told = entries(follow.Subject("plant", plant), "en", day + timedelta(5)).values()
        (version,) = [entry for entry in told if "2026-11-24" in entry]
        rows = kzdata.load("plant_records")
        number = int((rows["plant_id"] == plant).sum())
        assert count("diff.added", number, "en") in version
        assert "So many rows" not in version


# No number that is not in the data.


def digits(*texts):
    joined = " ".join(map(str, texts))
    return set(DIGITS.findall(re.sub(r"(?<=\d)[\s,](?=\d{3}\b)", "", joined)))


def test_a_promise_is_told_in_numbers_of_its_row(book, everything, day):
    rows = {}
    for name in ("plant_targets", "projects", "initiatives"):
        for row in book[name].to_dict("records"):
            rows[next(iter(row.values()))] = row
    sources, plants = book["sources"].set_index("source_id"), book["plants"].set_index("plant_id")
    for language in LANGUAGES:
        for told in happenings(everything, language, date(2035, 1, 1)):
            row = rows[told.event.promise_id]
            known = [*row.values(), *sources.loc[row["source_id"]]]
            if told.event.event == "outcome":
                known += [*sources.loc[row["outcome_source_id"]]]
            if "plant_id" in row:
                known += [*plants.loc[row["plant_id"]]]
            known += [told.event.days] if told.event.event in ("soon", "round") else []
            if row["deadline_given"] == "quarter":
                known.append(row["deadline"].quarter)
            plain = [f"{v:g}" if isinstance(v, float) else v for v in known]
            allowed = digits(*plain) | {number.lstrip("0") for number in digits(*plain)}
            said = digits(told.short, told.full, *(source.line for source in told.sources))
            assert said <= allowed, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_is_told_in_numbers_of_the_rows_that_it_changed(publish, language, day):
    publish(plant_targets=ended, sources=with_its_source)
    town = follow.Subject("town", "balkhash")
    (told,) = [e for e in entries(town, language, day).values() if "2026-11-24" in e]
    read = feedparser.parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{told}</feed>').entries[0]
    tables = {name: kzdata.load(name) for name in ("plant_targets", "plants", "sources")}
    rows = (row for frame in tables.values() for row in frame.to_dict("records"))
    known = [row for row in rows if re.search("balkhash|minex", str([*row.values()]))]
    number, changed = kzdata.latest(kzdata.data_folder()).number, 1
    allowed = digits(number, changed, *(value for row in known for value in row.values()))
    assert digits(read.title, read.content[0].value) <= allowed | {n.lstrip("0") for n in allowed}


# How they are asked for.


def test_each_is_answered_once_and_then_only_when_it_changed(visitor):
    for form, kind in follow.FORMS.items():
        for subject, language in each(form):
            address = follow_path(language, form, subject.kind, subject.code)
            whole = visitor.get(address)
            assert (whole.status_code, whole.headers["content-type"]) == (200, kind)
            held = {"if-none-match": whole.headers["etag"]}
            again = visitor.get(address, headers=held)
            assert (again.status_code, again.content) == (304, b"")
            since = {"if-modified-since": whole.headers["last-modified"]}
            assert visitor.get(address, headers=since).status_code == 304
            assert visitor.head(address).headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/follow/ru/town/almaty.atom", "en", "ru"),
        ("/follow/kk/region/KZ-35.ics", "en", "kk"),
        ("/follow/en/all.rss", "kk", "en"),
        ("/follow/en/all", "kk", "en"),
        ("/follow/xx/all.atom", "ru", "ru"),
        ("/follow/en/plant/<b>.atom", "ru", "en"),
    ],
)
def test_what_cannot_be_followed_is_a_404_with_all_that_can(visitor, address, accepted, language):
    lost = visitor.get(address, headers={"accept-language": accepted})
    first, *known = lost.text.splitlines()
    assert (lost.status_code, first) == (404, words_of(language)("follow.unknown"))
    assert all(visitor.get(path).status_code == 200 for path in known)
    assert len(known) == sum(len(list(follow.offered(form))) for form in follow.FORMS)


def test_where_the_data_are_faulty_it_is_said(visitor, data_copy):
    (data_copy / "plants.parquet").write_bytes(b"nothing")
    answer = visitor.get("/follow/ru/all.atom")
    assert (answer.status_code, answer.text.strip()) == (503, words_of("ru")("ui.unavailable"))
    assert "/follow" not in str(described("", "")["paths"])


def test_what_programs_are_told_of_is_all_that_can_be_followed():
    told = set()
    for path, how in described("", SITE)["paths"].items():
        if path.startswith("/follow/"):
            asked = {each["name"]: each["schema"]["enum"] for each in how["get"]["parameters"]}
            for values in product(*asked.values()):
                told.add(path.format(**dict(zip(asked, values, strict=True))))
    assert told == {
        follow_path(language, form, subject.kind, subject.code)
        for form in follow.FORMS
        for subject, language in each(form)
    }


def test_every_page_announces_its_feeds_and_none_that_there_is_not(visitor, day):
    wishes = {"town": list(store.codes("town")), "region": list(store.codes("region"))}
    for page in PAGES:
        offered = next((name for name in wished_choices(page, {}) if name in wishes), None)
        for code in wishes.get(offered, [""]):
            place = Place(page, "ru", day, SITE, wished_choices(page, {offered: code}), lite=True)
            own = [follow_path("ru", "atom", offered, code)] if code else []
            feeds = re.findall(
                r'"application/atom\+xml" title="[^"]+" href="([^"]+)"', announced(place)
            )
            assert feeds == [SITE + path for path in (follow_path("ru", "atom"), *own)]
            assert all(visitor.get(path.removeprefix(SITE)).status_code == 200 for path in feeds)
        assert announced(place) in meta(place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_finds_what_can_be_followed_behind_all_figures(visitor, language, day):
    for page, contents in CONTENTS.items():
        if Follow() in contents:
            place = Place(page, language, day, "", wished_choices(page, {}), lite=True)
            found = re.findall(r'href="(/follow/[^"]+)"', part(Follow(), place))
            assert found
            assert all(visitor.get(path).status_code == 200 for path in found)
            shown = [type(block) for block in contents]
            assert shown.index(Follow) > max(n for n, kind in enumerate(shown) if kind is Show)


def test_the_static_edition_holds_them_all(day):
    edition = Edition(day, store.snapshot().key, SITE, "", ALL)
    given = [task for task in tasks.apart(edition) if task[0] is tasks.followed]
    files = {path for task, *asked in given for path, _ in task(edition, *asked)}
    assert files == {
        follow_path(language, form, subject.kind, subject.code).removeprefix("/")
        for form in follow.FORMS
        for subject, language in each(form)
    }
