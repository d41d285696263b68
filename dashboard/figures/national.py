"""Are the emissions of the country falling, and where do its publishers disagree?"""

from typing import NamedTuple

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from kzdata.emissions import change, year_before


class ScopeBreak(NamedTuple):
    """The last two years of the national line between which its scope changed, and the new one."""

    before: int
    since: int
    scope: str


_ONE = ["region_id", "year", "borders"]  # what several may give a value of

# Shape: frames to frames.


def scope_break(national: pd.DataFrame) -> ScopeBreak | None:
    """Where the scope of the national line last changed; None if it never did."""
    line = national.sort_values("year", ignore_index=True)
    changed = line.index[(line["scope"] != line["scope"].shift()) & (line.index > 0)]
    if changed.empty:
        return None
    at = changed[-1]
    return ScopeBreak(int(line["year"][at - 1]), int(line["year"][at]), line["scope"][at])


def changes(national: pd.DataFrame) -> pd.DataFrame:
    """The national line with `change`: percent on the year before, where that is of one scope.

    `stretch` numbers what may be drawn as one line: a run of years without a gap, of one scope.
    """
    line = national.sort_values("year", ignore_index=True)
    same = line["scope"] == year_before(line, "scope")
    return line.assign(
        change=change(line["kt"], year_before(line, "kt")).where(same),
        stretch=(~same).cumsum(),
    )


def two_voices(regional: pd.DataFrame) -> pd.DataFrame:
    """Regions and years that two sources give differently in the same borders, every row of each.

    `gap` is what lies between the largest and the smallest of them, `off` by how much each is more
    or less than the first, in kt; a second publisher never comes first.
    """
    rows = regional.sort_values([*_ONE, "method", "source_id"], ignore_index=True)
    values = rows.groupby(_ONE)["kt"]
    rows = rows.assign(
        gap=(values.transform("max") - values.transform("min")).round(1),
        off=(rows["kt"] - values.transform("first")).round(1),
    )
    return rows[rows["gap"] > 0].reset_index(drop=True)


# Figures.


def national_line(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    national = tables["national_emissions"]
    line, broken = changes(national), scope_break(national)
    last = line.iloc[-1]
    drawn = line.assign(
        said=[words.number(kt, 1) for kt in line["kt"]],
        say=[_said_year(r, words) for r in line.itertuples()],
    )
    base = alt.Chart(drawn, height=280).encode(
        x=chart_types.year_axis(int(line["year"].min()), int(line["year"].max())),
        y=chart_types.value_axis("kt", words("column.kt"), line["kt"].max()),
        detail=alt.Detail("stretch:N"),
        color=alt.ColorValue(theme.RECORD),
    )
    tails = drawn.groupby("stretch").tail(1)
    heads = drawn.groupby("stretch").head(1).drop(tails.index, errors="ignore")
    first = heads["stretch"] == line["stretch"].min()
    chart = chart_types.layer(
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        # The last value of a stretch stands left of the break, the first of the next below it.
        *chart_types.written(
            base,
            chart_types.placed(heads[first], align="left", dx=-4, dy=-12),
            chart_types.placed(heads[~first], align="left", dx=-4, dy=18),
            chart_types.placed(tails, align="right", dx=4, dy=-12),
        ),
        *scope_rule(broken, words),
        marks.years(drawn),
    )
    return compose(
        "national_line",
        view,
        answer=_changed(last, words),
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
        notes=scope_notes(broken, words),
    )


def _said_year(row, words) -> str:
    """The country's year in one sentence, with its scope."""
    said = {
        "year": str(row.year),
        "kt": words.quantity(row.kt, "kt", 1),
        "scope": words.code("scope", row.scope),
    }
    if pd.isna(row.change):
        return words("national_line.said_alone", **said)
    change = words("percent", value=words.signed(row.change, 1))
    return words("national_line.said", change=change, **said)


def _changed(last: pd.Series, words) -> str:
    """The latest value, and how far it is from the year before if the two can be compared."""
    said = {"year": str(last["year"]), "kt": words.quantity(last["kt"], "kt", 1)}
    if pd.isna(last["change"]):
        return words("national_line.alone", before=str(last["year"] - 1), **said)
    return words(
        "national_line.answer",
        change=words("percent", value=words.signed(last["change"], 1)),
        **said,
    )


def scope_rule(broken: ScopeBreak | None, words) -> list[alt.LayerChart]:
    """The rule of a chart of years where the scope changed, if it did."""
    return (
        []
        if broken is None
        else [chart_types.breaks([(broken.since - 0.5, said_break(broken, words))])]
    )


def said_break(broken: ScopeBreak, words) -> str:
    return words("break.scope", year=str(broken.since), scope=words.code("scope", broken.scope))


def scope_notes(broken: ScopeBreak | None, words) -> list[str]:
    """That values on the two sides of a change of scope are not compared, if there is one."""
    if broken is None:
        return []
    scope = words.code("scope", broken.scope)
    return [words("note.scope", year=str(broken.since), before=str(broken.before), scope=scope)]


def two_publishers(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    pairs = two_voices(tables["regional_emissions"])
    names = tables["regions"].set_index("region_id")[words.own("name")]
    who = tables["sources"].set_index("source_id")[words.own("publisher")]
    second = pairs["method"] == "second_publisher"
    publisher = pairs["source_id"].map(who)
    pairs = pairs.assign(
        name=pairs["region_id"].map(names),
        # The second publisher is quoted by others: what it is called is no name of a source.
        voice=publisher.mask(second, words.code("voice", "second_publisher")),
        publisher=publisher,
    )
    return compose(
        "two_publishers",
        view,
        answer=_widest(pairs, words),
        chart=_draw_pairs(pairs, words),
        table=pairs,
        columns=[
            Column("name", words("column.region")),
            Column("year", words("column.year"), "year"),
            Column("voice", words("column.voice")),
            Column("kt", words("column.kt"), "number", 1),
            Column("off", words("column.off"), "signed", 1),
            Column("publisher", words("column.publisher")),
        ],
        sources=pairs["source_id"],
        basis=["derived"] if pairs.empty else pairs["basis"],
        notes=[words("two_publishers.note")] * bool(len(pairs)),
    )


def _draw_pairs(pairs: pd.DataFrame, words) -> alt.LayerChart | None:
    """A row a region and year: how far the last value lies from the first one."""
    first, last = (
        pairs.drop_duplicates(_ONE, keep=keep).reset_index() for keep in ("first", "last")
    )
    voices = [", ".join(rows["voice"].unique()) for rows in (first, last)]
    said = [
        {
            "region": a.name,
            "year": str(a.year),
            "first": words.number(a.kt, 1),
            "second": words.quantity(b.kt, "kt", 1),
            "gap": words.quantity(b.gap, "kt", 1),
            "first_voice": a.voice,
            "second_voice": b.voice,
        }
        for a, b in zip(first.itertuples(), last.itertuples(), strict=True)
    ]
    drawn = first.assign(
        label=[words("two_publishers.row", **each) for each in said],
        say=[words("two_publishers.said", **each) for each in said],
        first=first["off"],
        second=last["off"],
    )
    colours = (theme.RECORD, theme.CONTEXT)
    return chart_types.dumbbells(
        drawn,
        [
            (name, voice, colour, "circle")
            for name, voice, colour in zip(("first", "second"), voices, colours, strict=True)
        ],
        title=words("two_publishers.axis", voice=voices[0]),
    )


def _widest(pairs: pd.DataFrame, words) -> str:
    """The widest gap between two sources in the latest year in which they differ."""
    if pairs.empty:
        return words("two_publishers.none")
    latest = pairs[pairs["year"] == pairs["year"].max()]
    widest = latest.loc[latest["gap"].idxmax()]
    return words(
        "two_publishers.answer",
        year=str(widest["year"]),
        region=widest["name"],
        difference=words.quantity(widest["gap"], "kt", 1),
    )
