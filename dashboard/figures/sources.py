"""Where the figures come from: sources by kind, and how many of them bear no date."""

import pandas as pd

from . import look
from .figure import Column, Figure, Tables, View, compose


def by_kind(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources of each kind, most first: `kind`, `count`, `undated`."""
    counted = sources.groupby("kind")["published"].agg(["size", "count"]).reset_index()
    counted = counted.assign(count=counted["size"], undated=counted["size"] - counted["count"])
    return counted.sort_values(["count", "kind"], ascending=[False, True], ignore_index=True)


def sources_by_kind(tables: Tables, view: View) -> Figure:
    words, sources = view.words, tables["sources"]
    rows = by_kind(sources)
    rows = rows.assign(name=[words.code("source_kind", k) for k in rows["kind"]])
    drawn = rows.assign(
        label=[
            words("sources_by_kind.row", kind=name, count=words.number(count))
            for name, count in zip(rows["name"], rows["count"], strict=True)
        ],
        colour=[look.RECORD if k == "official_statistics" else look.CONTEXT for k in rows["kind"]],
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
        chart=look.rows(drawn, "count", title=words("column.sources"), axis=look.whole_axis()),
        table=rows,
        columns=[
            Column("name", words("column.source_kind")),
            Column("count", words("column.sources"), "number"),
            Column("undated", words("column.undated"), "number"),
        ],
        sources=[],
        basis=["derived"],
    )
