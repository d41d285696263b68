"""What was published when, and what stands, in sentences."""

from collections.abc import Mapping

from dashboard.i18n import numbers
from dashboard.i18n.messages import count, say
from kzdata.current import Standing
from kzdata.mismatch import faulty
from kzdata.schema import TABLES
from kzdata.versions.entry import Counts, Entry
from kzdata.versions.objects import OBJECTS
from kzdata.versions.shape import SAME, Reshaped


def say_entry(entry: Entry, shapes: Mapping[str, Reshaped], language: str) -> list[str]:
    """A version in lines: which, when and how; by whom and why; what changed in which table.

    `shapes` are the tables that are of another shape than in the version before.
    """
    lines = [
        say(
            "log.version",
            language,
            number=entry.number,
            version=entry.version,
            time=numbers.moment(entry.at, language),
            action=say(f"log.action.{entry.action}", language, to=entry.to),
        )
    ]
    if entry.by:
        lines.append(say("log.by", language, by=entry.by))
    if entry.reason:
        lines.append(say("log.reason", language, reason=entry.reason))
    if entry.answered:
        questions = "; ".join(say(f"log.question.{rule}", language) for rule in entry.answered)
        lines.append(say("log.answered", language, questions=questions))
    for name in dict.fromkeys([*entry.changes, *shapes]):
        said = say_shape(shapes.get(name, SAME), language)
        counts = entry.changes.get(name)
        if entry.number == 1 and counts is not None and not any(counts):
            said.append(count("log.added", 0, language))  # a table that begins without rows
        elif counts is not None and (any(counts) or not said):
            said.append(say_counts(counts, language))
        lines.append(f"{say_table(name, language)}: {', '.join(said)}")
    return lines + say_set_aside(entry, language)


def say_table(name: str, language: str) -> str:
    """A table's title and name; the name alone if it is declared no more."""
    return f"{TABLES[name].title[language]} ({name})" if name in TABLES else name


def say_shape(shape: Reshaped, language: str) -> list[str]:
    """What became of a table as a whole and of its columns, each part to stand among others."""
    said = [say("log.table_added", language)] if shape.new else []
    said += [say("log.table_gone", language)] if shape.gone else []
    for name, titles in shape.added.items():
        said.append(say("log.column_added", language, column=name, title=titles[language]))
    for name, titles in shape.removed.items():
        said.append(say("log.column_removed", language, column=name, title=titles[language]))
    return said


def say_counts(counts: Counts, language: str) -> str:
    """How many rows were added, removed and changed."""
    said = [
        (counts.added, count("log.added", counts.added, language)),
        (counts.removed, count("log.removed", counts.removed, language)),
        (counts.changed, count("log.changed", counts.changed, language)),
    ]
    told = [text for number, text in said if number]
    return ", ".join(told) if told else say("log.same_rows", language)


def say_set_aside(entry: Entry, language: str) -> list[str]:
    """Which files made way for a version, and where they are kept."""
    return [
        say(
            "publish.set_aside",
            language,
            table=say_table(name, language),
            object=f"history/{OBJECTS}/{digest}.parquet",
        )
        for name, digest in entry.set_aside.items()
    ]


def say_standing(stands: Standing, latest: Entry | None, language: str) -> list[str]:
    """What is shown otherwise than the files or the log have it; nothing where all is as usual."""
    lines = []
    for name in (name for name in TABLES if name not in stands.frames):
        table = say_table(name, language)
        if name in stands.not_understood:
            lines.append(say("log.none_understood", language, table=table))
        elif name in faulty(stands.problems):
            lines.append(say("log.not_shown", language, table=table))
    if stands.absent:
        tables = ", ".join(say_table(name, language) for name in stands.absent)
        lines.append(say("log.not_published", language, tables=tables))
    lines += [say_instead(stands, name, language) for name in sorted(stands.instead)]
    known = {} if latest is None else latest.digests
    other = [
        name
        for name in stands.frames
        if stands.digests[name] != known.get(name) and name not in stands.not_understood
    ]
    if other:
        tables = ", ".join(say_table(name, language) for name in other)
        lines.append(say("log.unlogged", language, tables=tables))
    return lines


def say_instead(stands: Standing, name: str, language: str) -> str:
    """Which version stands in for a table's file, which is faulty or not understood."""
    good, table = stands.published, say_table(name, language)
    if good is None:
        raise ValueError(f"nothing stands in for {name}")
    told = {"table": table, "number": good.number, "time": numbers.moment(good.at, language)}
    if name in stands.not_understood:
        return say("log.older", language, **told)
    return say("log.instead", language, **told)
