"""Where the figures come from: how a source is named, and the sources by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.i18n import Words

KIND_COLOURS = {
    "official_statistics": theme.RECORD,
    "official_measurements": theme.MEASURED,
    "satellite_estimate": theme.SATELLITE,
}


@dataclass(frozen=True)
class Cited:
    """A source as it is named beneath a figure: publisher and date, its title and its address."""

    said: str
    title: str
    url: str | None

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " – ".join(filter(None, (self.said, self.title, self.url)))


def cited(source_ids: Iterable[str], sources: pd.DataFrame, words: Words) -> list[Cited]:
    """Sources in the order in which they are named, each once; those that are unknown left out."""
    known = sources.set_index("source_id")
    return [
        Cited(
            said=f"{row[words.own('publisher')]}, {said_published(row, words)}",
            title=row[words.own("title")],
            url=row["url"] if isinstance(row["url"], str) else None,
        )
        for row in (known.loc[id] for id in dict.fromkeys(source_ids) if id in known.index)
    ]


def source_names(cited: Iterable[Cited]) -> tuple[str, ...]:
    """What sources are called, each name once: undated ones of a publisher share theirs."""
    return tuple(dict.fromkeys(source.said for source in cited))


def sources_said(said: Sequence[str], words: Words, count: int | None = None) -> str:
    """Sources in a line that says whether they are one or several; `count` tells unnamed ones."""
    text = "; ".join(said)
    if (count or len(said)) == 1:
        return words("ui.source", text=text)
    return words("ui.sources", text=text)


def first_source(cited: Iterable[Cited], words: Words) -> str:
    """The first source and how many others there are, in a line; nothing without any."""
    first, *others = source_names(cited) or ("",)
    if others:
        return words.plural("card.sources", len(others), source=first)
    return words("card.source", source=first) if first else ""


def said_published(source: pd.Series, words: Words) -> str:
    """When a source was published, as exactly as that is known."""
    day, given = source["published"], source["published_given"]
    if pd.isna(day):
        return words("ui.undated")
    if given == "year":
        return str(day.year)
    return words.month(day) if given == "month" else words.day(day)


def by_kind(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources of each kind, most first: `kind`, `count`, `undated`."""
    counted = sources.groupby("kind")["published"].agg(["size", "count"]).reset_index()
    counted = counted.assign(count=counted["size"], undated=counted["size"] - counted["count"])
    return counted.sort_values(["count", "kind"], ascending=[False, True], ignore_index=True)


def sources_by_kind(tables: Tables, view: FigureRequest) -> Figure:
    words, sources = view.words, tables["sources"]
    rows = by_kind(sources)
    rows = rows.assign(name=[words.code("source_kind", k) for k in rows["kind"]])
    drawn = rows.assign(
        label=[
            words("sources_by_kind.row", kind=name, count=words.number(count))
            for name, count in zip(rows["name"], rows["count"], strict=True)
        ],
        say=[
            words(
                "sources_by_kind.said",
                kind=r.name,
                count=words.number(r.count),
                undated=words.number(r.undated),
            )
            for r in rows.itertuples(index=False)
        ],
        colour=[KIND_COLOURS.get(kind, theme.CONTEXT) for kind in rows["kind"]],
    )
    official = int(rows.loc[rows["kind"] == "official_statistics", "count"].sum())
    return compose(
        "sources_by_kind",
        view,
        answer=words(
            "sources_by_kind.answer",
            total=words.plural("count.sources", len(sources)),
            official=words.number(official),
            undated=words.number(int(rows["undated"].sum())),
        ),
        chart=chart_types.rows(
            drawn, "count", title=words("column.sources"), axis=chart_types.whole_axis()
        ),
        table=rows,
        columns=[
            Column("name", words("column.source_kind")),
            Column("count", words("column.sources"), "number"),
            Column("undated", words("column.undated"), "number"),
        ],
        sources=[],
        basis=["derived"],
    )
