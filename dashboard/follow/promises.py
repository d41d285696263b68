"""What happens to the promises of a subject, said in a language: the same whenever it is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

import pandas as pd

from dashboard import store
from dashboard.addresses import view_path
from dashboard.figures import FIGURES, Cited
from dashboard.figures.figure import FigureRequest
from dashboard.figures.outcomes import said_outcome
from dashboard.figures.promises import PROMISE_TABLES, standing
from dashboard.follow.subjects import ALL, Subject
from dashboard.i18n import Words, words_of
from kzdata import promises
from kzdata.clock import KAZAKHSTAN
from kzdata.promise_events import Event, promise_events

# The figure in which a promise of each kind is found.
FIGURE = {"target": "plant_targets", "project": "acid_plant", "initiative": "initiatives"}


@dataclass(frozen=True)
class Happening:
    """An event of a promise in words: in short, in full, from which sources, where it is shown.

    `revision` says how often these words have become others.
    """

    event: Event
    short: str
    full: str
    sources: tuple[Cited, ...]
    page: str
    revision: store.Revision

    @property
    def at(self) -> datetime:
        """The beginning of its day in Kazakhstan."""
        return datetime.combine(self.event.day, time(), KAZAKHSTAN)

    @property
    def updated(self) -> datetime:
        """Since when it is told in these words."""
        return max(self.at, self.revision.at) if self.revision.number else self.at


def happenings(subject: Subject, language: str, day: date) -> list[Happening]:
    """All that has happened to the promises of a subject by a day, and what is due after it.

    Raises Unavailable.
    """
    data = store.snapshot()
    tables = data.need(*PROMISE_TABLES)
    own = _own(subject, tables.frames)
    all_told = _happenings(tables, data.head, data.log, language, day)
    return [told for told in all_told if own is None or told.event.promise_id in own]


@lru_cache(6)
def _happenings(
    tables: store.Tables, head: int, log: str, language: str, day: date
) -> tuple[Happening, ...]:
    frames = tables.frames
    listed = promises(frames["plant_targets"], frames["projects"], frames["initiatives"])
    told = standing(frames, FigureRequest(words_of(language), day)).set_index("promise_id")
    revisions = store.revisions()
    return tuple(
        _said(event, told.loc[event.promise_id], revisions, words_of(language))
        for event in promise_events(listed, day)
        if event.promise_id in told.index
    )


def _own(subject: Subject, tables) -> set[str] | None:
    """The promises of a subject; None for all that there are."""
    if subject.kind == ALL:
        return None
    plants = subject.members(tables)["plants"]
    made = (tables["plant_targets"], tables["projects"])
    return {id for frame in made for id in frame[frame["plant_id"].isin(plants)].iloc[:, 0]}


def _said(event: Event, row: pd.Series, revisions, words: Words) -> Happening:
    has_outcome = event.event == "outcome"
    ids = [row["source_id"], *([row["outcome_source_id"]] if has_outcome else [])]
    state = _state(event, row, words)
    said = {"name": row["name"], "size": row["size"], "due": row["due_said"]}
    undated = pd.isna(row["announced"])
    announced = {} if undated else {"announced": words.day(row["announced"])}
    if state is None:
        short = words("follow.due", **said)
        full = short if undated else words("follow.due_said", **said, **announced)
    else:
        short = words("promise.row", **said, state=state)
        full = short if undated else words("promise.said", **said, **announced, state=state)
    figure = FIGURE[row["kind"]]
    return Happening(
        event,
        short,
        full,
        tuple(store.cited(tuple(ids), words.language)),
        view_path(FIGURES[figure].page, words.language, {}, figure),
        revisions[event.promise_id, has_outcome],
    )


def _state(event: Event, row: pd.Series, words: Words) -> str | None:
    """How the promise stood on the day of an event; nothing where it was simply due."""
    if event.event == "soon":
        return words.plural("follow.days_left", event.days)
    if event.event == "round":
        return words.plural("promise.overdue_days", event.days)
    if event.event == "outcome":
        sources = store.snapshot().tables["sources"].set_index("source_id")
        return said_outcome(
            row, words.code("state", event.state), sources[words.own("publisher")], words
        )
    return None if event.state == "running" else words.code("state", event.state)
