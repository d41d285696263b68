"""What was published when, and what stands, in sentences."""

from dashboard.i18n import numbers
from dashboard.i18n.messages import count, say
from kzdata.current import Standing
from kzdata.schema import TABLES
from kzdata.versions.entry import Counts, Entry
from kzdata.versions.objects import OBJECTS


def say_entry(entry: Entry, language: str) -> list[str]:
    """A version in lines: which, when and how; by whom and why; what changed in which table."""
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
    for name, counts in entry.changes.items():
        lines.append(f"{say_table(name, language)}: {say_counts(counts, language)}")
    return lines + say_set_aside(entry, language)


def say_table(name: str, language: str) -> str:
    """A table's title and name; the name alone if it is declared no more."""
    return f"{TABLES[name].title[language]} ({name})" if name in TABLES else name


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
        lines.append(say("log.not_shown", language, table=say_table(name, language)))
    lines += [say_instead(stands, name, language) for name in sorted(stands.instead)]
    known = {} if latest is None else latest.digests
    other = [name for name in stands.frames if stands.digests[name] != known.get(name)]
    if other:
        tables = ", ".join(say_table(name, language) for name in other)
        lines.append(say("log.unlogged", language, tables=tables))
    return lines


def say_instead(stands: Standing, name: str, language: str) -> str:
    """Which version stands in for a table's faulty file."""
    good = stands.published
    return say(
        "log.instead",
        language,
        table=say_table(name, language),
        number=good.number,
        time=numbers.moment(good.at, language),
    )
