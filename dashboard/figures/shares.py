"""How has the share of a region changed, and does the claimed one hold?"""

import altair as alt
import pandas as pd

from . import forms, look
from .figure import Column, Figure, Tables, View, compose
from .national import last_scope_year
from .regions import method_notes, national_sources, with_share, years_without_regions

# Shape: frames to frames.


def history(
    regional: pd.DataFrame, national: pd.DataFrame, regions: pd.DataFrame, region: str
) -> pd.DataFrame:
    """Shares of a region by year, and of the region it was part of in `line` "before".

    The two lines are of different borders and are never joined. `stretch` names what may be drawn
    as one line: a run of years of one line, without a gap, a change of scope or an unexplained
    break.
    """
    known = regions.set_index("region_id")
    predecessor, broken = (known[name].get(region) for name in ("predecessor", "break_year"))
    lines = {region: "now"} | ({predecessor: "before"} if isinstance(predecessor, str) else {})
    rows = regional[
        regional["region_id"].isin(list(lines)) & (regional["method"] != "second_publisher")
    ]
    rows = with_share(rows, national).assign(line=rows["region_id"].map(lines))
    rows = rows.sort_values(["line", "year"], ignore_index=True)
    scope = rows["year"].map(national.set_index("year")["scope"])
    by_line = rows["line"]
    breaks = rows.groupby("line")["year"].diff().fillna(1) > 1
    breaks |= (scope != scope.groupby(by_line).shift()) & (by_line == by_line.shift())
    if not pd.isna(broken):
        breaks |= rows["year"] == broken
    return rows.assign(stretch=rows["line"] + breaks.groupby(by_line).cumsum().astype("str"))


def share_against_record(
    claims: pd.DataFrame, regional: pd.DataFrame, national: pd.DataFrame
) -> pd.DataFrame:
    """The claimed share of Karaganda and the recorded ones since 2020, in both borders."""
    claim = claims[claims["claim_id"] == "karaganda-share"]
    said = pd.DataFrame(
        {
            "year": pd.array([pd.NA], dtype="Int64"),
            "borders": "claimed",
            "share": claim["value"].to_numpy(),
            "kt": claims.loc[claims["claim_id"] == "karaganda-total", "value"].to_numpy(),
            "basis": "claimed",
            "method": "reported",
            "source_id": claim["source_id"].to_numpy(),
        }
    )
    recorded = regional[
        regional["region_id"].isin(["KZ-35", "KZ-KAR"])
        & (regional["year"] >= 2020)
        & (regional["method"] != "second_publisher")
    ]
    recorded = with_share(recorded, national).sort_values(
        ["year", "borders"], ascending=[False, True]
    )
    return pd.concat([said, recorded[said.columns]], ignore_index=True)


# Figures.


def region_share(tables: Tables, view: View) -> Figure:
    words, regions = view.words, tables["regions"]
    rows = history(tables["regional_emissions"], tables["national_emissions"], regions, view.region)
    names = regions.set_index("region_id")
    rows = rows.assign(name=rows["region_id"].map(names[words.own("name")]))
    now = rows[rows["line"] == "now"]
    broken = names["break_year"].get(view.region)
    scope_since = last_scope_year(tables["national_emissions"])
    # Values on the two sides of an unexplained break, or of a change of scope, are not compared.
    since = max(year for year in (broken, scope_since) if not pd.isna(year))
    whole = now[now["year"] >= since]
    first, last = whole.iloc[0], whole.iloc[-1]
    if len(whole) == 1:
        answer = words(
            "region_share.once",
            region=last["name"],
            year=str(last["year"]),
            share=words.percent(last["share"], 1),
        )
    else:
        answer = words(
            "region_share.answer",
            region=last["name"],
            first=str(first["year"]),
            share_first=words.percent(first["share"], 1),
            last=str(last["year"]),
            share_last=words.percent(last["share"], 1),
        )
    changed = names["until"].get(names["predecessor"].get(view.region))
    changed = None if changed is None or pd.isna(changed) else int(changed)
    untold = years_without_regions(tables["national_emissions"], tables["regional_emissions"])
    return compose(
        "region_share",
        view,
        answer=answer,
        chart=draw_share(rows, changed, scope_since, words),
        table=rows.assign(borders=[words.code("borders", b) for b in rows["borders"]]),
        columns=[
            Column("year", words("column.year"), "year"),
            Column("name", words("column.region")),
            Column("share", words("column.share"), "number", 1),
            Column("kt", words("column.kt"), "number", 1),
            Column("borders", words("column.borders")),
        ],
        sources=[*rows["source_id"], *tables["national_emissions"]["source_id"]],
        basis=["derived"],
        notes=[
            *_share_notes(now, changed, untold, broken, view),
            *method_notes(rows, words),
            words("note.scope", year=str(scope_since), before=str(scope_since - 1)),
        ],
    )


def _share_notes(
    now: pd.DataFrame, changed: int | None, untold: list[int], broken: int | None, view: View
) -> list[str]:
    words, notes = view.words, []
    if untold:
        notes.append(words("note.no_regions", years=words.years(untold)))
    if changed is not None:
        notes.append(words("note.borders", year=str(changed)))
    if not pd.isna(broken):
        before, after = (now.set_index("year")["kt"][y] for y in (broken - 1, broken))
        notes.append(
            words(
                "note.unexplained",
                before=words.quantity(before, "kt", 1),
                year_before=str(broken - 1),
                after=words.quantity(after, "kt", 1),
                year_after=str(broken),
            )
        )
    return notes


def draw_share(rows: pd.DataFrame, changed: int | None, scope_since: int, words) -> alt.LayerChart:
    """Shares by year; lines of different borders, and years with a gap between, stay apart."""
    colours = {"now": look.RECORD, "before": look.CONTEXT}
    drawn = rows.assign(
        colour=rows["line"].map(colours), said=[words.number(s, 1) for s in rows["share"]]
    )
    base = alt.Chart(drawn, height=260).encode(
        x=forms.year_axis(int(rows["year"].min()), int(rows["year"].max())),
        y=forms.value_axis("share", words("column.share"), rows["share"].max()),
        color=alt.Color("colour:N", scale=None),
        detail=alt.Detail("stretch:N"),
    )
    breaks = {year for year in (changed, scope_since) if year is not None}
    layers = [
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        *forms.written(base, *_values(drawn, breaks)),
    ]
    if drawn["line"].nunique() > 1:
        names = drawn.groupby("line", sort=False)["name"].first()
        layers += forms.key([(name, colours[line]) for line, name in names.items()])
    why = {}
    if changed is not None:
        why[changed] = words("break.borders", year=str(changed))
    if changed != scope_since:
        why[scope_since] = words("break.scope", year=str(scope_since))
    layers.append(forms.breaks([(year - 0.5, word) for year, word in why.items()]))
    return alt.layer(*layers)


def _values(rows: pd.DataFrame, breaks: set[int]) -> list[pd.DataFrame]:
    """Values beside the points that the answer names, and at the ends of what came before.

    The latest stands above its point, the one after a break right of the break and below, the one
    before it left and above, so that they keep clear of the rule and of each other on a phone.
    """
    now = rows[rows["line"] == "now"]
    since = max(breaks)
    whole = now[now["year"] >= since]
    earlier = rows[rows["year"] < since]
    ends = earlier[~earlier.duplicated("line") | ~earlier.duplicated("stretch", keep="last")]
    if rows["line"].nunique() > 1:
        ends = ends[ends["line"] == "before"]
    last, first = whole.tail(1), whole.head(len(whole) - 1).head(1)
    left = (ends["year"] + 1).isin(breaks)
    return [
        forms.placed(ends[~left], dy=-12),
        # High enough to be clear of a line that falls towards it.
        forms.placed(ends[left], align="right", dx=4, dy=-22),
        forms.placed(first, align="left", dx=-4, dy=16),
        forms.placed(last, dy=-12),
    ]


def share_claim(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = share_against_record(
        tables["claims"], tables["regional_emissions"], tables["national_emissions"]
    )
    said = rows.iloc[0]
    claim = tables["claims"].set_index("claim_id").loc["karaganda-share"]
    record = rows[(rows["borders"] == "2022") & (rows["year"] == claim["record_year"])].iloc[0]
    labels = [
        words(
            "share_claim.claimed",
            share=words.percent(said["share"]),
            kt=words.quantity(said["kt"], "kt", qualifier="over"),
        )
    ]
    labels += [
        words(
            "share_claim.recorded",
            year=str(r.year),
            borders=words.code("borders", r.borders),
            share=words.percent(r.share, 1),
            kt=words.quantity(r.kt, "kt", 1),
        )
        for r in rows.iloc[1:].itertuples()
    ]
    drawn = rows.assign(
        label=labels,
        colour=[
            look.CLAIM if b == "claimed" else look.RECORD if b == "2022" else look.CONTEXT
            for b in rows["borders"]
        ],
    )
    return compose(
        "share_claim",
        view,
        answer=words(
            "share_claim.answer",
            claimed=words.percent(said["share"]),
            recorded=words.percent(record["share"], 1),
            year=str(record["year"]),
            difference=words.quantity(round(abs(said["share"] - record["share"]), 1), "points"),
        ),
        chart=forms.rows(drawn, "share", title=words("column.share")),
        table=rows.assign(
            borders=[None if b == "claimed" else words.code("borders", b) for b in rows["borders"]],
            known=[words.code("basis", b) for b in rows["basis"]],
            exactness=[
                words.code("qualifier", "over" if b == "claimed" else "exact")
                for b in rows["basis"]
            ],
        ),
        columns=[
            Column("year", words("column.year"), "year"),
            Column("borders", words("column.borders")),
            Column("share", words("column.share"), "number"),
            Column("kt", words("column.kt"), "number"),
            Column("exactness", words("column.qualifier")),
            Column("known", words("column.basis")),
        ],
        sources=[
            *rows["source_id"],
            *(s for y in rows["year"].dropna() for s in national_sources(tables, y)),
        ],
        basis=["claimed", "record", "derived"],
        notes=[
            words("note.borders", year="2022"),
            *method_notes(rows, words),
            words("share_claim.said_by"),
            words("share_claim.note"),
        ],
    )
