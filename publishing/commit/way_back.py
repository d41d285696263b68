"""What a rollback would come to, before anything is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kzdata.current import Standing, standing
from kzdata.load import load
from kzdata.promise_guard import doubtful, leaving
from kzdata.schema import TABLES
from kzdata.schema.problems import Problem
from kzdata.versions.diff import diff
from kzdata.versions.entry import Entry
from kzdata.versions.find import Version
from kzdata.versions.objects import object_of
from kzdata.versions.shape import Reshaped, reshaped
from publishing.commit.rollback import goal, later, names
from publishing.review.preview import Preview


@dataclass(frozen=True)
class WayBack:
    """A rollback of one table, or of all where `name` is None, to the version `to`.

    `gone` are the tables that would be there no more. Where nothing would be another, `is_same`.
    """

    name: str | None
    to: Entry
    stands: Standing
    gone: Sequence[str]
    is_same: bool
    preview: Preview

    def findings(self, day: date) -> list[Problem]:
        """Questions about promises that would be forgotten or become less."""
        before, after = self.preview.before, self.preview.after
        return [*leaving(before, after, day), *doubtful(before, after, day)]


def way_back(folder: Path, name: str | None, version: Version | None = None) -> WayBack:
    """The rollback that `publishing.rollback` would publish; raises UnknownVersion, BadTable."""
    stands, to = standing(folder), goal(folder, name, version)
    wanted, gone = names(name, to), [] if name else later(folder, to)
    is_same = _stand(stands, to, wanted) and not gone
    return WayBack(name, to, stands, gone, is_same, _preview(folder, stands, to, wanted, gone))


def _stand(stands: Standing, to: Entry, wanted: Sequence[str]) -> bool:
    """Whether tables are as they were then, and so are their files."""
    same = all(stands.digests[each] == to.digests[each] for each in wanted)
    return same and stands.instead.isdisjoint(wanted)


def _preview(
    folder: Path, stands: Standing, to: Entry, wanted: Sequence[str], gone: Sequence[str]
) -> Preview:
    older = {each: load(each, folder=folder, version=to.number) for each in wanted}
    before = {**{each: frame.iloc[:0] for each, frame in older.items()}, **stands.frames}
    found = [
        diff(TABLES[each], before[each], frame, _shape(folder, stands, to, each))
        for each, frame in older.items()
    ]
    return Preview(before, [difference for difference in found if difference], frozenset(gone))


def _shape(folder: Path, stands: Standing, to: Entry, name: str) -> Reshaped:
    return reshaped(name, stands.paths[name], object_of(folder, to.digests[name]))
