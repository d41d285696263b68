"""How much of the country's air pollution comes from a region?"""

import altair as alt
import pandas as pd

from . import look
from .figure import Column, Figure, Tables, View, compose

TILE = 60  # height of a square of the map, in pixels


# Shape: frames to frames.


def with_share(regional: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Regional rows with `share`: percent of the national line of the same year."""
    whole = regional["year"].map(national.set_index("year")["kt"]).astype("float64")
    return regional.assign(share=(regional["kt"] / whole * 100).round(1))


def in_year(regional: pd.DataFrame, national: pd.DataFrame, year: int) -> pd.DataFrame:
    """Each region once in one year, largest first, never in mixed borders.

    Where the publisher gives a year in both borders, the newer ones are taken.
    """
    rows = regional[(regional["year"] == year) & (regional["method"] != "second_publisher")]
    if (rows["borders"] == "2022").any():
        rows = rows[rows["borders"] != "old"]
    return with_share(rows, national).sort_values(
        ["kt", "region_id"], ascending=[False, True], ignore_index=True
    )


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


def last_scope_year(national: pd.DataFrame) -> int:
    """The first year of the scope that the national line has today."""
    line = national.sort_values("year")
    return int(line.loc[line["scope"] == line["scope"].iloc[-1], "year"].min())


def years_without_regions(national: pd.DataFrame, regional: pd.DataFrame) -> list[int]:
    """Years of the national line for which no region was published at all."""
    return sorted(set(national["year"]) - set(regional["year"]))


def per_head(
    regional: pd.DataFrame, national: pd.DataFrame, population: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Kilograms a head by region and for the country (KZ), largest first.

    Emissions of a year through the people at the start of the next one.
    """
    rows = in_year(regional, national, year)[["region_id", "kt", "source_id"]]
    whole = national.loc[national["year"] == year, ["kt", "source_id"]].assign(region_id="KZ")
    people = population[population["day"].dt.year == year + 1].set_index("region_id")
    rows = pd.concat([rows, whole], ignore_index=True)
    persons = rows["region_id"].map(people["persons"])
    kg = (rows["kt"] * 1_000_000 / persons.astype("float64")).round(0)
    rows = rows.assign(persons=persons, kg=kg).dropna(subset=["kg"])
    return rows.sort_values(["kg", "region_id"], ascending=[False, True], ignore_index=True)


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


def region_map(tables: Tables, view: View) -> Figure:
    words = view.words
    regions = tables["regions"].dropna(subset=["tile_row"]).drop(columns="source_id")
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    values = rows[["region_id", "kt", "share", "source_id"]]
    tiles = regions.merge(values, how="left", on="region_id")
    tiles = tiles.assign(name=tiles[words.own("name")])
    known = tiles.dropna(subset=["share"])
    if (rows["borders"] == "old").any():
        chart, answer = None, words("region_map.old_borders", year=str(view.year))
        known = known.iloc[:0]
    else:
        chart = draw_map(tiles, view)
        top = known.sort_values("share", ascending=False).iloc[0]
        answer = words(
            "region_map.answer" if len(known) == len(tiles) else "region_map.answer_part",
            year=str(view.year),
            region=top["name"],
            share=words.percent(top["share"], 1),
            known=words.number(len(known)),
            total=words.number(len(tiles)),
        )
    return compose(
        "region_map",
        view,
        answer=answer,
        chart=chart,
        table=known.sort_values("share", ascending=False),
        columns=[
            Column("name", words("column.region")),
            Column("kt", words("column.kt"), "number", 1),
            Column("share", words("column.share"), "number", 1),
        ],
        sources=[*known["source_id"], *_national_sources(tables, view.year)],
        basis=["derived"],
    )


def _national_sources(tables: Tables, year: int) -> list[str]:
    """Where the whole of a share comes from."""
    national = tables["national_emissions"]
    return list(national.loc[national["year"] == year, "source_id"])


def draw_map(tiles: pd.DataFrame, view: View) -> alt.LayerChart:
    """One square a region, darker for a larger share; an unknown one is empty with a dash."""
    words = view.words
    drawn = tiles.assign(
        short=[words.code("tile", region) for region in tiles["region_id"]],
        said=[("–" if pd.isna(s) else words.number(s, 1)) for s in tiles["share"]],
        colour=[look.shade(s, (1, 2, 5, 10, 20)) for s in tiles["share"]],
        ink=[look.PAPER if not pd.isna(s) and s >= 10 else look.INK for s in tiles["share"]],
        chosen=tiles["region_id"] == view.region,
    )
    base = alt.Chart(drawn, height=TILE * (int(tiles["tile_row"].max()) + 1)).encode(
        x=alt.X("tile_col:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        y=alt.Y("tile_row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
    )
    squares = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color("colour:N", scale=None),
        stroke=alt.condition("datum.chosen", alt.value(look.OVERDUE), alt.value(look.GRID)),
        strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(1)),
    )
    ink = alt.Color("ink:N", scale=None)
    names = base.mark_text(yOffset=-9, fontSize=11).encode(text=alt.Text("short:N"), color=ink)
    shares = base.mark_text(yOffset=9, fontSize=14, fontWeight=600).encode(
        text=alt.Text("said:N"), color=ink
    )
    return alt.layer(squares, names, shares)


def region_ranking(tables: Tables, view: View) -> Figure:
    words = view.words
    rows = in_year(tables["regional_emissions"], tables["national_emissions"], view.year)
    names = tables["regions"].set_index("region_id")[words.own("name")]
    rows = rows.assign(name=rows["region_id"].map(names))
    chosen = _here(rows, tables["regions"], view.region)
    if chosen.empty:
        answer = words("region_ranking.unknown", region=names[view.region], year=str(view.year))
    else:
        here = chosen.iloc[0]
        answer = words(
            "region_ranking.answer",
            region=here["name"],
            year=str(view.year),
            share=words.percent(here["share"], 1),
            kt=words.quantity(here["kt"], "kt", 1),
            place=words.number(int(chosen.index[0]) + 1),
            total=words.number(len(rows)),
        )
    drawn = rows.assign(
        label=[
            words(
                "region_ranking.row",
                region=r.name,
                kt=words.quantity(r.kt, "kt", 1),
                share=words.percent(r.share, 1),
            )
            for r in rows.itertuples()
        ],
        colour=[look.RECORD if i in chosen.index else look.CONTEXT for i in rows.index],
    )
    return compose(
        "region_ranking",
        view,
        answer=answer,
        chart=look.rows(drawn, "kt", title=words("column.kt")),
        table=rows.assign(borders=[words.code("borders", b) for b in rows["borders"]]),
        columns=[
            Column("name", words("column.region")),
            Column("kt", words("column.kt"), "number", 1),
            Column("share", words("column.share"), "number", 1),
            Column("borders", words("column.borders")),
        ],
        sources=[*rows["source_id"], *_national_sources(tables, view.year)],
        basis=[*rows["basis"], "derived"],
        notes=_year_notes(rows, tables["regions"], view),
    )


def _here(rows: pd.DataFrame, regions: pd.DataFrame, region: str) -> pd.DataFrame:
    """The row of the chosen region, or of the region that it was part of in those borders."""
    own = rows[rows["region_id"] == region]
    if len(own):
        return own
    predecessor = regions.set_index("region_id")["predecessor"].get(region)
    return rows[rows["region_id"] == predecessor]


def _year_notes(rows: pd.DataFrame, regions: pd.DataFrame, view: View) -> list[str]:
    words, notes = view.words, []
    today = regions["tile_row"].notna().sum()
    if (rows["borders"] == "old").any():
        notes.append(words("note.old_borders", year=str(view.year)))
    elif len(rows) < today:
        missing = words.plural("count.regions", int(today - len(rows)))
        notes.append(words("note.incomplete_year", year=str(view.year), missing=missing))
    return notes + _method_notes(rows, words)


def _method_notes(rows: pd.DataFrame, words) -> list[str]:
    """How values came about that were not simply reported in their year."""
    notes = []
    for method in ("backcast", "difference"):
        years = sorted(set(rows.loc[rows["method"] == method, "year"]))
        if years:
            notes.append(words.code("method_note", method, years=", ".join(map(str, years))))
    return notes


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
            *_method_notes(rows, words),
            words("note.scope", year=str(scope_since), before=str(scope_since - 1)),
        ],
    )


def _share_notes(
    now: pd.DataFrame, changed: int | None, untold: list[int], broken: int | None, view: View
) -> list[str]:
    words, notes = view.words, []
    if untold:
        notes.append(words("note.no_regions", years=", ".join(map(str, untold))))
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
    drawn = rows.assign(
        colour=[look.RECORD if line == "now" else look.CONTEXT for line in rows["line"]],
        said=[words.number(s, 1) for s in rows["share"]],
    )
    base = alt.Chart(drawn, height=260).encode(
        x=look.year_axis(int(rows["year"].min()), int(rows["year"].max())),
        y=alt.Y("share:Q", title=words("column.share"), scale=alt.Scale(zero=True)),
        color=alt.Color("colour:N", scale=None),
        detail=alt.Detail("stretch:N"),
    )
    # Where two lines come close, the older is labelled above and the newer below.
    beneath = (drawn["line"] == "now") & (drawn["line"].nunique() > 1)
    named = _line_names(drawn, words)
    layers = [
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        _values(base, _told_points(drawn[~beneath]), dy=-12),
        _values(base, _told_points(drawn[beneath]), dy=16),
        _names(base, named[named["line"] == "before"], dy=22),
        _names(base, named[named["line"] == "now"], dy=36),
    ]
    if changed is not None:
        layers.append(look.break_at(changed - 0.5, words("break.borders", year=str(changed))))
    if changed != scope_since:
        word = words("break.scope", year=str(scope_since))
        layers.append(look.break_at(scope_since - 0.5, word))
    return alt.layer(*layers)


def _told_points(rows: pd.DataFrame) -> pd.DataFrame:
    """The points whose value is written: the first of a line and the last of each stretch."""
    return rows[~rows.duplicated("line") | ~rows.duplicated("stretch", keep="last")]


def _values(base: alt.Chart, rows: pd.DataFrame, *, dy: int) -> alt.Chart:
    text = base.properties(data=rows).mark_text(dy=dy, fontSize=13, fontWeight=600)
    return text.encode(text=alt.Text("said:N"), color=alt.value(look.INK))


def _names(base: alt.Chart, rows: pd.DataFrame, *, dy: int) -> alt.Chart:
    text = base.properties(data=rows).mark_text(
        dy=dy, dx=10, align="right", fontSize=look.SMALL_SIZE
    )
    return text.encode(text=alt.Text("said:N"), color=alt.value(look.QUIET))


def _line_names(rows: pd.DataFrame, words) -> pd.DataFrame:
    """What to write beside each line: the borders that it is drawn in."""
    if rows["line"].nunique() < 2:
        return rows.iloc[:0]
    before, now = rows[rows["line"] == "before"], rows[rows["line"] == "now"]
    beside = pd.concat([before.iloc[[len(before) // 2]], now.iloc[[-1]]])
    return beside.assign(said=[words.code("line", line) for line in beside["line"]])


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
        chart=look.rows(drawn, "share", title=words("column.share")),
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
            *(s for y in rows["year"].dropna() for s in _national_sources(tables, y)),
        ],
        basis=["claimed", "record", "derived"],
        notes=[
            words("note.borders", year="2022"),
            *_method_notes(rows, words),
            words("share_claim.said_by"),
            words("share_claim.note"),
        ],
    )


def per_head_figure(tables: Tables, view: View) -> Figure:
    words, year = view.words, int(tables["population"]["day"].dt.year.max()) - 1
    rows = per_head(
        tables["regional_emissions"], tables["national_emissions"], tables["population"], year
    )
    names = tables["regions"].set_index("region_id")[words.own("name")].to_dict()
    names["KZ"] = words("country")
    rows = rows.assign(name=rows["region_id"].map(names))
    by_id = rows.set_index("region_id")
    here = by_id.loc[view.region] if view.region in by_id.index else by_id.loc["KZ"]
    colours = {view.region: look.RECORD, "KZ": look.INK}
    drawn = rows.assign(
        label=[
            words("per_head.row", region=r.name, kg=words.quantity(r.kg, "kg"))
            for r in rows.itertuples()
        ],
        colour=[colours.get(r, look.CONTEXT) for r in rows["region_id"]],
    )
    return compose(
        "per_head",
        view,
        answer=words(
            "per_head.answer",
            region=here["name"],
            year=str(year),
            kg=words.quantity(here["kg"], "kg"),
            country=words.quantity(by_id.loc["KZ"]["kg"], "kg"),
        ),
        chart=look.rows(drawn, "kg", title=words("column.kg")),
        table=rows,
        columns=[
            Column("name", words("column.region")),
            Column("kg", words("column.kg"), "number"),
            Column("kt", words("column.kt"), "number", 1),
            Column("persons", words("column.persons"), "number"),
        ],
        sources=[*rows["source_id"], *tables["population"]["source_id"]],
        basis=["derived"],
        notes=[words("per_head.note")],
    )


def national_line(tables: Tables, view: View) -> Figure:
    words = view.words
    line = changes(tables["national_emissions"])
    last, since = line.iloc[-1], last_scope_year(line)
    drawn = line.assign(said=[words.number(kt, 1) for kt in line["kt"]])
    base = alt.Chart(drawn, height=280).encode(
        x=look.year_axis(int(line["year"].min()), int(line["year"].max())),
        y=alt.Y("kt:Q", title=words("column.kt"), scale=alt.Scale(zero=True)),
        detail=alt.Detail("scope:N"),
        color=alt.value(look.RECORD),
    )
    marked = pd.concat([drawn.groupby("scope").head(1), drawn.groupby("scope").tail(1)])
    below = marked["year"].isin(drawn.groupby("scope").head(1)["year"]) & (marked["year"] > 2005)
    text = {"fontSize": 13, "fontWeight": 600}
    chart = alt.layer(
        base.mark_line(strokeWidth=2.5),
        base.mark_circle(size=36, opacity=1),
        base.properties(data=marked[~below])
        .mark_text(dy=-12, align="right", dx=12, **text)
        .encode(text=alt.Text("said:N"), color=alt.value(look.INK)),
        base.properties(data=marked[below])
        .mark_text(dy=18, align="left", dx=-4, **text)
        .encode(text=alt.Text("said:N"), color=alt.value(look.INK)),
        look.break_at(since - 0.5, words("break.scope", year=str(since))),
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
        chart=look.rows(drawn, "kt", title=words("column.kt")),
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
