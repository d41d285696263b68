"""Does the share that was claimed of Karaganda region hold against the record?"""

from math import ceil, floor

import altair as alt
import numpy as np
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.regions import method_notes, national_sources, with_share
from dashboard.figures.shares import borders_note
from kzdata.emissions import each_once

KARAGANDA = "KZ-35"  # the region of which a share was claimed
SINCE = 2020  # the first year that both its old and its new borders are given for
ROW = 36  # pixels of a year

# Shape: frames to frames.


def claimed_share(claims: pd.DataFrame) -> pd.Series | None:
    """The claim on the share of Karaganda region in the country; None if there is none."""
    found = claims[(claims["record"] == "region_share") & (claims["unit"] == "percent")]
    found = found[found["record_id"] == KARAGANDA]
    return None if found.empty else found.iloc[0]


def share_against_record(
    claims: pd.DataFrame, regional: pd.DataFrame, national: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """The claimed share of Karaganda and the recorded ones since 2020, in both borders.

    The claim comes first, with the tonnes that were claimed, if there is one; it agrees with the
    record from `low` to `high`, its tolerance away.
    """
    predecessor = regions.set_index("region_id")["predecessor"].get(KARAGANDA)
    recorded = each_once(regional[regional["region_id"].isin([KARAGANDA, predecessor])])
    recorded = with_share(recorded[recorded["year"] >= SINCE], national).assign(qualifier="exact")
    recorded = recorded.sort_values(["year", "borders"], ascending=[False, True], ignore_index=True)
    if (claim := claimed_share(claims)) is None:
        return recorded.assign(low=float("nan"), high=float("nan"))
    total = claims[(claims["record"] == "region_total") & (claims["record_id"] == KARAGANDA)]
    total = total[total["unit"] == "kt"]
    said = pd.DataFrame(
        {
            "region_id": KARAGANDA,
            "year": pd.array([pd.NA], dtype="Int64"),
            "borders": "claimed",
            "share": [claim["value"]],
            "low": [claim["value"] - claim["tolerance"]],
            "high": [claim["value"] + claim["tolerance"]],
            "kt": [total["value"].iloc[0] if len(total) else float("nan")],
            "qualifier": "over" if (total["relation"] == "over").any() else "exact",
            "basis": "claimed",
            "method": "reported",
            "source_id": [claim["source_id"]],
        }
    )
    return pd.concat([said, recorded.reindex(columns=said.columns)], ignore_index=True)


# Figure.


def share_claim(tables: Tables, view: FigureRequest) -> Figure:
    words, claim = view.words, claimed_share(tables["claims"])
    rows = share_against_record(
        tables["claims"],
        tables["regional_emissions"],
        tables["national_emissions"],
        tables["regions"],
    )
    names = tables["regions"].set_index("region_id")[words.own("name")]
    return compose(
        "share_claim",
        view,
        answer=_claim_and_record(rows, claim, words),
        chart=draw_claim(rows.assign(name=rows["region_id"].map(names)), words),
        table=rows.assign(
            borders=[None if b == "claimed" else words.code("borders", b) for b in rows["borders"]],
            known=[words.code("basis", b) for b in rows["basis"]],
            exactness=[words.code("qualifier", q) for q in rows["qualifier"]],
        ),
        columns=[
            Column("year", words("column.year"), "year"),
            Column("borders", words("column.borders")),
            Column("share", words("column.share"), "number"),
            Column("low", words("column.tolerance_low"), "number"),
            Column("high", words("column.tolerance_high"), "number"),
            Column("kt", words("column.kt"), "number"),
            Column("exactness", words("column.qualifier")),
            Column("known", words("column.basis")),
        ],
        sources=[
            *rows["source_id"],
            *(s for y in rows["year"].dropna() for s in national_sources(tables, y)),
        ],
        basis=[*dict.fromkeys(rows["basis"]), "derived"],
        notes=[
            *borders_note(tables["regions"], KARAGANDA, words),
            *method_notes(rows, words),
            *_claim_notes(claim, words),
        ],
    )


def draw_claim(rows: pd.DataFrame, words) -> alt.LayerChart | None:
    """The recorded shares as dots, a row a year, beside the claimed one with its tolerance.

    The two borders of a year stand in one row. None if no share is on record.
    """
    known = rows.dropna(subset=["share"])
    claimed = known[known["borders"] == "claimed"]
    dots = known.drop(claimed.index)
    if dots.empty:
        return None
    shares = [*known["share"], *claimed["low"], *claimed["high"]]
    margin = max((max(shares) - min(shares)) / 5, 1)  # room for what is written beside a dot
    ends = [max(floor(min(shares) - margin), 0), ceil(max(shares) + margin)]
    x = alt.X(
        "share:Q",
        title=words("column.share"),
        scale=alt.Scale(domain=ends, zero=False, nice=False),
        axis=alt.Axis(grid=False, tickMinStep=1, tickCount=5),
    )
    dots = dots.assign(
        said=[words.number(share, 1) for share in dots["share"]],
        say=[_said_share(r, words) for r in dots.itertuples()],
        colour=np.where(dots["region_id"] == KARAGANDA, theme.RECORD, theme.CONTEXT),
    )
    left = dots["share"] < (claimed["share"].iloc[0] if len(claimed) else 0)
    base = alt.Chart(dots, height=ROW * dots["year"].nunique()).encode(
        x=x, y=alt.Y("year:O", title=None, sort="descending", axis=alt.Axis(grid=True, tickSize=0))
    )
    points = base.mark_circle(size=150, opacity=1).encode(color=alt.Color("colour:N", scale=None))
    return chart_types.layer(
        *_claimed_band(claimed, x, words),
        marks.answering(points),
        # Each away from the claimed one.
        *chart_types.written(
            base,
            chart_types.placed(dots[left], align="right", dx=-11),
            chart_types.placed(dots[~left], align="left", dx=11),
        ),
        *chart_types.key(
            [*dots.groupby("name", sort=False)["colour"].first().items()]
            + [
                (_said_band(r, words), theme.CLAIM, chart_types.SIGNS["square"])
                for r in claimed.itertuples()
            ]
        ),
    )


def _claimed_band(claimed: pd.DataFrame, x: alt.X, words) -> list[alt.Chart]:
    """The claimed share as a line in the band of its tolerance, as high as the chart."""
    if claimed.empty:
        return []
    rows = claimed.assign(say=[_said_band(r, words) for r in claimed.itertuples()])
    base = alt.Chart(rows).encode(y=alt.YValue(0), y2=alt.Y2Value("height"))
    band = base.mark_rect(fillOpacity=0.25, fill=theme.CLAIM)
    return [
        marks.answering(
            band.encode(x=alt.X("low:Q", title=words("column.share")), x2=alt.X2("high:Q"))
        ),
        base.mark_rule(strokeWidth=2.5, color=theme.CLAIM).encode(x=x),
    ]


def _said_band(row, words) -> str:
    """What was claimed, and from where to where the record would agree with it."""
    ends = words("range", low=words.number(row.low), high=words.percent(row.high))
    tolerance = words("share_claim.tolerance", range=ends)
    return words("mark.with", said=_said_share(row, words), more=tolerance)


def _said_share(row, words) -> str:
    """One value: the share and the tonnes, as far as they are known, claimed or of a year."""
    kt = None if pd.isna(row.kt) else words.quantity(row.kt, "kt", qualifier=row.qualifier)
    if row.borders == "claimed":
        share = words.percent(row.share)
        if kt is None:
            return words("share_claim.claimed_share", share=share)
        return words("share_claim.claimed", share=share, kt=kt)
    said = {"year": str(row.year), "borders": words.code("borders", row.borders)}
    kt = words.quantity(row.kt, "kt", 1)
    if pd.isna(row.share):
        return words("share_claim.no_share", kt=kt, **said)
    return words("share_claim.recorded", share=words.percent(row.share, 1), kt=kt, **said)


def _claim_and_record(rows: pd.DataFrame, claim: pd.Series | None, words) -> str:
    """The claimed share beside that of its year, or of the latest year where it names none."""
    known = rows[rows["year"].notna() & rows["share"].notna() & (rows["region_id"] == KARAGANDA)]
    if claim is None:
        return words("share_claim.none")
    claimed = words.percent(claim["value"])
    if pd.notna(claim["record_year"]):
        known = known[known["year"] == claim["record_year"]]
    if known.empty:
        return words("share_claim.no_record", claimed=claimed)
    record = known.iloc[0]
    return words(
        "share_claim.answer",
        claimed=claimed,
        recorded=words.percent(record["share"], 1),
        year=str(record["year"]),
        difference=words.quantity(round(abs(claim["value"] - record["share"]), 1), "points"),
    )


def _claim_notes(claim: pd.Series | None, words) -> list[str]:
    if claim is None:
        return []
    note = claim[words.own("note")]
    said_by = [words("share_claim.said_by")] * (claim["claim_id"] == "karaganda-share")
    return said_by + [f"{note}."] * (not pd.isna(note))
