"""What a figure said as of a published version, what it says today, and what lies between."""

from dataclasses import dataclass
from functools import cached_property
from html import escape

from dashboard import store
from dashboard.figures import FIGURES, Figure
from dashboard.html.changelog import difference_told, rows_told
from dashboard.html.figure_place import FigurePlace
from kzdata import TABLES, Difference


@dataclass(frozen=True)
class ThenAndNow:
    """A figure of the version of its place, and of the data that are shown on the day of today."""

    place: FigurePlace

    @property
    def at(self) -> store.AsOf:
        """The version and the day of then."""
        if self.place.as_of is None:
            raise ValueError("this is the place of a figure as it is today")
        return self.place.as_of

    @cached_property
    def then(self) -> store.Finished | None:
        """None where the version did not have what the figure is made of."""
        place = self.place
        try:
            with store.as_published(place.as_of):
                return store.figure(place.figure, place.language, place.day, **place.choices)
        except store.Unavailable:
            return None

    @cached_property
    def newest(self) -> store.Finished | None:
        """None where the data of today are faulty, or do not offer what was chosen then."""
        place = self.place
        if any(code not in store.codes(name).values() for name, code in place.choices.items()):
            return None
        try:
            return store.figure(
                place.figure, place.language, place.opened or place.day, **place.choices
            )
        except store.Unavailable:
            return None

    @property
    def is_same(self) -> bool:
        """Whether nothing that a reader sees of the figure is another."""
        if self.then is None or self.newest is None:
            return False
        old, new = self.then.figure, self.newest.figure
        return self.then.chart == self.newest.chart and (
            old.table.equals(new.table) and _words_of(old) == _words_of(new)
        )

    @cached_property
    def changes(self) -> dict[str, Difference]:
        """What has changed in the figure's tables since.

        Every update brings sources: they are told of where nothing else has changed.
        """
        found = store.changed_since(self.at, FIGURES[self.place.figure].tables)
        besides = {n: each for n, each in found.items() if n not in store.ALWAYS_NEEDED}
        return besides or found


def _words_of(figure: Figure) -> tuple:
    return (figure.title, figure.answer, figure.refers, figure.basis, figure.notes, figure.sources)


def bar(both: ThenAndNow) -> str:
    """What stands above an older figure: of when it is, what it says today, what has changed."""
    at, words = both.at, both.place.words
    stood = words("version.stood", day=words.day(at.day), number=str(at.number), version=at.version)
    return (
        f'<aside class="stood"><p><strong>{escape(stood)}</strong></p>{today(both)}'
        f"<p>{escape(_changed(both))}</p>{_each_change(both)}</aside>"
    )


def today(both: ThenAndNow) -> str:
    """The answer of today and the way to it."""
    place = both.place
    words = place.words
    if both.newest is None:
        return f"<p>{escape(words('version.lost'))}</p>"
    said = escape(words("version.today", answer=both.newest.figure.answer))
    link = escape(words("version.open_today"))
    return f'<p>{said}</p><p class="other"><a href="{escape(now_at(place))}">{link}</a></p>'


def now_at(place: FigurePlace) -> str:
    """Where the figure stands as it is today."""
    return place.address().removeprefix(place.site)


def _changed(both: ThenAndNow) -> str:
    words = both.place.words
    if both.is_same:
        return words("version.same")
    if not both.changes:
        return words("version.days")
    told = "; ".join(difference_told(each, words) for each in both.changes.values())
    return words("version.changed", tables=told)


def _each_change(both: ThenAndNow) -> str:
    """Row by row, in a fold."""
    if both.is_same or not both.changes:
        return ""
    words, frames = both.place.words, store.snapshot().tables
    told = "".join(rows_told(each, words, frames) for each in both.changes.values())
    summary = escape(words("changes.single"))
    return f'<details class="fold"><summary>{summary}</summary>{told}</details>'


def absent(both: ThenAndNow) -> str:
    """What stands in place of a figure that a version could not have shown."""
    place = both.place
    words, at = place.words, both.at
    said = [words("version.absent", number=str(at.number), day=words.day(at.day))]
    names = store.lacking(at, FIGURES[place.figure].tables)
    if names:
        titles = ", ".join(TABLES[name].title[place.language] for name in names)
        said.append(words("version.absent_tables", tables=titles))
    told = "".join(f"<p>{escape(line)}</p>" for line in said)
    return f'<aside class="stood">{told}{today(both)}</aside>'
