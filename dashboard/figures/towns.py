"""All that concerns one town: what was promised for it, what was measured, what its air is like."""

from collections.abc import Iterable, Iterator

import pandas as pd

from dashboard.figures import theme
from dashboard.figures.air import (
    air_columns,
    draw_levels,
    dust_against_guideline,
    dust_guideline,
    graded,
    levels,
    said_dust,
    said_levels,
    telling,
)
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.outcomes import outcome_columns
from dashboard.figures.plants import (
    draw_plants,
    in_kt,
    limit_columns,
    measured_columns,
    measured_or_not,
    of_measure,
    said_by_minister,
    said_cuts,
    said_exactness,
    said_known,
    said_limit,
    said_measured,
    said_shares,
)
from dashboard.figures.promises import draw_spans, standing
from kzdata.schema.emissions import AIR_LEVELS

# Shape: frames to frames.


def promised_for(tables: Tables, view: FigureRequest) -> pd.DataFrame:
    """The promises of one town's plants and projects with their states, longest overdue first."""
    at = {
        **tables["plants"].set_index("plant_id")["town"],
        **tables["projects"]
        .set_index("project_id")["plant_id"]
        .map(tables["plants"].set_index("plant_id")["town"]),
    }
    rows = standing(tables, view)
    rows = rows[rows["subject"].map(at) == view.town]
    return rows.sort_values(
        ["days_overdue", "deadline", "promise_id"],
        ascending=[False, True, True],
        na_position="last",
        ignore_index=True,
    )


def plants_of(plants: pd.DataFrame, town: str) -> pd.DataFrame:
    """The plants of one town."""
    return plants[plants["town"] == town]


def limited_or_not(records: pd.DataFrame, plants: pd.DataFrame) -> pd.DataFrame:
    """Every plant with its permitted limits by year, or with an empty value where none is known."""
    limits = in_kt(records[records["measure"] == "permitted_limit"])
    rows = plants.drop(columns="source_id").merge(limits, how="left", on="plant_id")
    return rows.sort_values(["plant_id", "year", "basis"], ignore_index=True)


# Figures.


def town_promises(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = promised_for(tables, view)
    late = rows[rows["state"] == "overdue"]
    values = {
        "late": words.plural("count.promises", len(late)),
        "total": words.number(len(rows)),
    }
    if rows.empty:
        answer = words("town_promises.none", town=_town(view))
    elif late.empty:
        answer = words("promises.late", **values)
    else:
        values["days"] = words.quantity(int(late["days_overdue"].max()), "days")
        if len(rows) == 1:
            answer = words("town_promises.only", **values)
        elif len(late) == 1:
            answer = words("town_promises.one", **values)
        else:
            answer = words("town_promises.answer", **values)
    return compose(
        "town_promises",
        view,
        answer=answer,
        chart=draw_spans(rows, view),
        table=rows,
        columns=[
            Column("name", words("column.promise")),
            Column("size", words("column.size")),
            Column("announced", words("column.announced"), "day"),
            Column("due_said", words("column.deadline")),
            Column("state_said", words("column.state")),
            *outcome_columns(rows, words),
        ],
        sources=[*rows["source_id"], *rows["outcome_source_id"]],
        basis=["unknown"] if rows.empty else ["claimed", "derived"],
        notes=[words("note.not_published"), words("note.year_end")] * bool(len(rows))
        + [words("temirtau_drift.note")] * int((rows["state"] == "replaced").any()),
    )


def town_measured(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    plants = plants_of(tables["plants"], view.town)
    rows = measured_or_not(tables["plant_records"], plants)
    rows = rows.assign(name=rows[words.own("name")])
    known = rows.dropna(subset=["value"])
    shares = of_measure(tables["plant_records"], plants, "share_of_region")
    drawn = rows.assign(
        label=[said_measured(r, words) for r in rows.itertuples()],
        colour=rows["basis"].fillna("unknown").map(theme.BASIS_COLOURS),
    )
    return compose(
        "town_measured",
        view,
        answer=said_emitted(rows, view),
        chart=draw_plants(drawn, words("column.kt_measured"), words),
        table=rows.assign(
            known=said_known(rows, words),
            exactness=[said_exactness(r, words) for r in rows.itertuples()],
        ),
        columns=measured_columns(words),
        sources=[*rows["source_id"], *shares["source_id"], *plants["source_id"]],
        basis=_known_as(known, shares),
        notes=[*said_shares(shares, words), *said_by_minister(known, words)],
    )


def town_limits(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    plants = plants_of(tables["plants"], view.town)
    rows = limited_or_not(tables["plant_records"], plants)
    rows = rows.assign(name=rows[words.own("name")])
    known = rows.dropna(subset=["value"])
    cuts = of_measure(tables["plant_records"], plants, "limit_cut")
    labels = [_limit(r, words) for r in rows.itertuples()]
    drawn = rows.assign(
        label=labels, colour=rows["basis"].fillna("unknown").map(theme.BASIS_COLOURS)
    )
    return compose(
        "town_limits",
        view,
        answer=_listed(_limits_by_plant(rows, words), view),
        chart=draw_plants(drawn, words("column.kt_limit"), words),
        table=rows.assign(known=said_known(rows, words)),
        columns=limit_columns(words),
        sources=[*rows["source_id"], *cuts["source_id"], *plants["source_id"]],
        basis=_known_as(known, cuts),
        notes=[words("note.limit"), *said_cuts(cuts, words)],
    )


def town_air(tables: Tables, view: FigureRequest) -> Figure:
    words, air = view.words, tables["air_quality"]
    rows = levels(air)
    rows = said_levels(rows[rows["place"] == view.town], words)
    dust = dust_against_guideline(air)
    guideline, dust = dust_guideline(dust), dust[dust["place"].isin([view.town, "guideline"])]
    compared = dust if (dust["place"] == view.town).any() else dust.iloc[:0]
    own = compared[compared["place"] == view.town].sort_values("period_end", ascending=False)
    rated = graded(rows).sort_values("period_end", na_position="first", ignore_index=True)
    known = [words("town_air.known", when=r.when, what=r.what) for r in telling(rows).itertuples()]
    answer = (
        words("town_air.answer", town=_town(view), known="; ".join(known))
        if known
        else words("town_air.none", town=_town(view))
    )
    means = [said_dust(row, guideline, words) for _, row in own.iterrows()]
    # Beside the worst level that there is, no mean makes the air look worse.
    told = 0 if AIR_LEVELS[-1] in set(rows["level"]) else 1
    return compose(
        "town_air",
        view,
        answer=" ".join([answer, *means[:told]]),
        chart=draw_levels(rated, words),
        table=rows,
        columns=air_columns(words),
        sources=[*rows["source_id"], *compared["source_id"]],
        basis=[*_known_as(rows, compared), *["derived"] * len(own)],
        notes=means[told:],
    )


# Words.


def _known_as(*cited: pd.DataFrame) -> list[str]:
    """How all that a figure cites is known; unknown only where it cites nothing."""
    return [basis for rows in cited for basis in rows["basis"]] or ["unknown"]


def _town(view: FigureRequest) -> str:
    return view.words.code("place", view.town)


def _listed(parts: Iterable[str], view: FigureRequest) -> str:
    """What is known of each plant, in one line."""
    said = "; ".join(parts)
    return f"{said}." if said else view.words("town_measured.no_plants", town=_town(view))


def said_emitted(rows: pd.DataFrame, view: FigureRequest) -> str:
    """What is known of the emissions of each plant of a town, or that nothing was found."""
    return _listed((_emitted(row, view.words) for row in rows.itertuples()), view)


def _emitted(row, words) -> str:
    """What is known of a plant's emissions, and that it is a claim where it is one."""
    if pd.isna(row.value):
        return words("town_measured.none", plant=row.name)
    said = said_measured(row, words)
    return words("town_measured.claimed", said=said) if row.basis == "claimed" else said


def _limits_by_plant(rows: pd.DataFrame, words) -> Iterator[str]:
    """All limits of each plant behind its name, which is long."""
    for name, of_plant in rows.groupby("name", sort=False):
        limits = of_plant.dropna(subset=["value"])
        if len(limits) < 2:
            yield from (_limit(row, words) for row in of_plant.itertuples())
            continue
        said = (
            words.code(
                "limit_of_year",
                row.basis if row.basis in ("claimed", "projected") else "limit",
                year=str(row.year),
                kt=words.quantity(row.value, row.unit),
            )
            for row in limits.itertuples()
        )
        yield words("town_limits.of_plant", plant=name, limits="; ".join(said))


def _limit(row, words) -> str:
    if pd.isna(row.value):
        return words("town_limits.none", plant=row.name)
    return said_limit(row, words)
