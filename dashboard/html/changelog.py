"""What changed and when, as HTML; what maintainers wrote is shown as it is."""

from collections.abc import Iterable
from functools import partial
from html import escape
from itertools import groupby

from dashboard import store
from dashboard.html.view import Place
from dashboard.i18n import Words
from dashboard.i18n.codes import said_code
from dashboard.i18n.differences import INDENT, Frames, say_difference
from kzdata import TABLES, Difference, Entry
from kzdata.clock import KAZAKHSTAN
from kzdata.versions.entry import Counts
from kzdata.versions.shape import SAME, Reshaped

MOST = 20  # rows of a kind in a table
NOTHING = Counts(0, 0, 0)


def changes(place: Place) -> str:
    """The newest versions, and above them which tables are shown as they were before."""
    words, (newest, others) = place.words, store.published()
    if not newest:
        return _notices(words) + f"<p>{escape(words('changes.none'))}</p>"
    told = "".join(f"<li>{_version(version, place)}</li>" for version in newest)
    rest = f"<p>{escape(words.plural('changes.others', others))}</p>" if others else ""
    return f'{_notices(words)}<ul class="changes">{told}</ul>{rest}'


def _notices(words: Words) -> str:
    """What is not shown as it lies where the data are kept: all of it, or single tables."""
    return _elsewhere(words) + _instead(words)


def _elsewhere(words: Words) -> str:
    """Since when the place of the data has not been read."""
    if (since := store.snapshot().unseen) is None:
        return ""
    there = since.astimezone(KAZAKHSTAN)
    said = words("changes.elsewhere", day=words.day(there), time=f"{there:%H:%M}")
    return f'<p class="unavailable" role="status">{escape(said)}</p>'


def _instead(words: Words) -> str:
    """Which tables are shown as they were before, because of their files or of this program."""
    data = store.snapshot()
    if not data.instead or data.published is None:
        return ""
    day = words.day(data.published.at.astimezone(KAZAKHSTAN))
    shown, lines = {"number": str(data.published.number), "day": day}, []
    if faulty := _titles(data.instead - data.not_understood, words):
        lines.append(words("changes.instead", tables=faulty, **shown))
    if older := _titles(data.instead & data.not_understood, words):
        lines.append(words("changes.older", tables=older, **shown))
    return "".join(f'<p class="unavailable" role="status">{escape(line)}</p>' for line in lines)


def _titles(names: Iterable[str], words: Words) -> str:
    return ", ".join(TABLES[name].title[words.language] for name in sorted(names))


def _version(version: store.Published, place: Place) -> str:
    """One version: its day, what was done, why and by whom, and in which tables."""
    words, entry = place.words, version.entry
    day = words.day(entry.at.astimezone(KAZAKHSTAN))
    done = words.code("action", entry.action, to=str(entry.to))
    said = "".join(f"<br>{escape(line)}" for line in why(entry, words))
    number = words("changes.number", number=str(entry.number))
    return (
        f"<p><strong>{escape(day)}</strong> · {escape(number)} · {escape(done)}{said}</p>"
        f'<p class="small">{escape(tables_told(version, words))}</p>'
        f"{_single(version, place)}"
    )


def why(entry: Entry, words: Words) -> list[str]:
    """For which reason a version was published, and by whom, as far as that was said."""
    said = [words("changes.reason", text=entry.reason)] if entry.reason else []
    return said + ([words("changes.by", name=entry.by)] if entry.by else [])


def tables_told(version: store.Published, words: Words, only: Iterable[str] = ()) -> str:
    """What became of tables, or of some that are named; of a first version, how many rows."""
    entry = version.entry
    if entry.number == 1:
        rows = words.plural("count.rows", sum(counts.added for counts in entry.changes.values()))
        return words.plural("changes.first", len(entry.changes), rows=rows)
    titles = {name: table.title[words.language] for name, table in TABLES.items()}
    told = {
        name: _shape(version.shapes.get(name, SAME), words)
        + _counted(entry.changes.get(name, NOTHING), words)
        for name in only or dict.fromkeys([*entry.changes, *version.shapes])
    }
    return "; ".join(
        f"{titles.get(name, name)}: {', '.join(said) or words('changes.same_rows')}"
        for name, said in told.items()
    )


def difference_told(difference: Difference, words: Words) -> str:
    """What became of a table's columns and of how many of its rows."""
    counts = Counts(len(difference.added), len(difference.removed), difference.changed_rows)
    said = _shape(difference.shape, words) + _counted(counts, words)
    return f"{difference.table.title[words.language]}: {', '.join(said)}"


def _shape(shape: Reshaped, words: Words) -> list[str]:
    """What became of a table as a whole and of its columns."""
    said = [words("changes.table_added")] if shape.new else []
    said += [words("changes.table_gone")] if shape.gone else []
    for titles in shape.added.values():
        said.append(words("changes.column_added", title=titles[words.language]))
    for titles in shape.removed.values():
        said.append(words("changes.column_removed", title=titles[words.language]))
    return said


def _counted(counts: Counts, words: Words) -> list[str]:
    said = [
        (counts.added, words.plural("changes.added", counts.added)),
        (counts.removed, words.plural("changes.removed", counts.removed)),
        (counts.changed, words.plural("changes.changed", counts.changed)),
    ]
    return [text for number, text in said if number]


def _single(version: store.Published, place: Place) -> str:
    """Each change in a fold, where there are not too many."""
    found = {name: each for name, each in version.differences.items() if each}
    if not found:
        return ""
    frames = store.naming(version, found)
    parts = "".join(rows_told(each, place.words, frames) for each in found.values())
    summary = escape(place.words("changes.single"))
    id = f"changes-{version.entry.number}"
    return f'<details class="fold" id="{id}"><summary>{summary}</summary>{parts}</details>'


def rows_told(difference: Difference, words: Words, frames: Frames) -> str:
    """The rows of a table that became others, those of a kind under their number."""
    coded = partial(said_code, words=words)
    lines = say_difference(difference, words.language, frames=frames, most=MOST, coded=coded)
    told = [f"<p>{escape(difference.table.title[words.language])}</p>"]
    for is_row, group in groupby(lines, key=lambda line: line.startswith(INDENT)):
        said = (escape(line.strip()) for line in group)
        items = "".join(f"<li>{line}</li>" for line in said) if is_row else "<br>".join(said)
        told.append(f"<ul>{items}</ul>" if is_row else f"<p>{items}</p>")
    return f'<div class="small">{"".join(told)}</div>'
