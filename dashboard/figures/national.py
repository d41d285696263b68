"""Are the emissions of the country falling, and where do its publishers disagree?"""

import altair as alt
import pandas as pd

from . import forms, look
from .figure import Column, Figure, Tables, View, compose

# Shape: frames to frames.


def last_scope_year(national: pd.DataFrame) -> int:
    """The first year of the scope that the national line has today."""
    line = national.sort_values("year")
    return int(line.loc[line["scope"] == line["scope"].iloc[-1], "year"].min())


def changes(national: pd.DataFrame) -> pd.DataFrame:
    """The national line with `change`: percent on the year before, empty where the scope breaks."""
    line = national.sort_values("year", ignore_index=True)
    change = ((line["kt"] / line["kt"].shift() - 1) * 100).round(1)
    return line.assign(change=change.where(line["scope"] == line["scope"].shift()))


def two_voices(regional: pd.DataFrame) -> pd.DataFrame:
    """Regions and years that two publishers give differently, both rows of each."""
    second = regional[regional["method"] == "second_publisher"]
    keys = ["region_id", "year", "borders"]
    pairs = regional.merge(second[keys], on=keys)
    return pairs.sort_values(["region_id", "method"], ignore_index=True)


# Figures.


def national_line(tables: Tables, view: View) -> Figure:
    words = view.words
    line = changes(tables["national_emissions"])
    last, since = line.iloc[-1], last_scope_year(line)
    drawn = line.assign(said=[words.number(kt, 1) for kt in line["kt"]])
    base = alt.Chart(drawn, height=280).encode(
        x=forms.year_axis(int(line["year"].min()), int(line["year"].max())),
        y=forms.value_axis("kt", words("column.kt"), line["kt"].max()),
        detail=alt.Detail("scope:N"),
        color=alt.value(look.RECORD),
    )
    heads, tails = drawn.groupby("scope").head(1), drawn.groupby("scope").tail(1)
    chart = alt.layer(
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        # The last value of a stretch stands left of the break, the first of the next below it.
        *forms.written(
            base,
            forms.placed(heads[heads["year"] < since], align="left", dx=-4, dy=-12),
            forms.placed(heads[heads["year"] >= since], align="left", dx=-4, dy=18),
            forms.placed(tails, align="right", dx=4, dy=-12),
        ),
        forms.breaks([(since - 0.5, words("break.scope", year=str(since)))]),
    )
    return compose(
        "national_line",
        view,
        answer=words(
            "national_line.answer",
            year=str(last["year"]),
            kt=words.quantity(last["kt"], "kt", 1),
            change=words("percent", value=words.signed(last["change"], 1)),
        ),
        chart=chart,
        table=line.assign(covers=[words.code("scope", s) for s in line["scope"]]),
        columns=[
            Column("year", words("column.year"), "year"),
            Column("kt", words("column.kt"), "number", 1),
            Column("change", words("column.change"), "signed", 1),
            Column("covers", words("column.scope")),
        ],
        sources=[*line["source_id"], "bns-publication-68164"],
        basis=[*line["basis"], "derived"],
        notes=[words("note.scope", year=str(since), before=str(since - 1))],
    )


def two_publishers(tables: Tables, view: View) -> Figure:
    words = view.words
    pairs = two_voices(tables["regional_emissions"])
    names = tables["regions"].set_index("region_id")[words.own("name")]
    who = tables["sources"].set_index("source_id")[words.own("publisher")]
    pairs = pairs.assign(
        name=pairs["region_id"].map(names),
        voice=[words.code("voice", m) for m in pairs["method"]],
        publisher=pairs["source_id"].map(who),
    )
    widest = (
        pairs.groupby("region_id")["kt"].agg(lambda kt: round(kt.max() - kt.min(), 1)).sort_values()
    )
    drawn = pairs.assign(
        label=[
            words(
                "two_publishers.row",
                region=r.name,
                voice=r.voice,
                kt=words.quantity(r.kt, "kt", 1),
            )
            for r in pairs.itertuples()
        ],
        colour=[look.RECORD if m == "reported" else look.CONTEXT for m in pairs["method"]],
    )
    return compose(
        "two_publishers",
        view,
        answer=words(
            "two_publishers.answer",
            year=str(pairs["year"].max()),
            region=names[widest.index[-1]],
            difference=words.quantity(widest.iloc[-1], "kt", 1),
        ),
        chart=forms.rows(drawn, "kt", title=words("column.kt")),
        table=pairs,
        columns=[
            Column("name", words("column.region")),
            Column("year", words("column.year"), "year"),
            Column("voice", words("column.voice")),
            Column("kt", words("column.kt"), "number", 1),
            Column("publisher", words("column.publisher")),
        ],
        sources=pairs["source_id"],
        basis=pairs["basis"],
        notes=[words("two_publishers.note")],
    )
