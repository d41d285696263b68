"""What was permitted, measured and built at the plants: limits and measurements stay apart."""

from collections.abc import Callable

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.outcomes import outcome_columns
from dashboard.figures.promises import cut_size, draw_spans, said_cut, standing
from kzdata.schema.units import converted

ACID_PLANT = "balkhash-acid-plant"  # of the projects, the one that has a figure of its own
# By what a limit is known: what it is called.
LIMITS = {"limit": "in_force", "projected": "planned"}

# Shape: frames to frames.


def in_kt(records: pd.DataFrame) -> pd.DataFrame:
    """Records with masses in kilotonnes, or in kilotonnes a year, which are as many in a year."""
    unit = records["unit"].mask(records["unit"] == "t", "kt")
    return records.assign(value=converted(records["value"], records["unit"], unit), unit=unit)


def unmeasured(records: pd.DataFrame, plants: pd.DataFrame) -> pd.DataFrame:
    """The plants, groups left out, of which no measured emissions are on record.

    What somebody only said of a plant is not a measurement.
    """
    measured = records[(records["measure"] == "emissions") & (records["basis"] == "record")]
    single = plants[plants["kind"] != "group"]
    return single[~single["plant_id"].isin(measured["plant_id"])]


def of_measure(records: pd.DataFrame, plants: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """The records of some measures, in the order of plants and years, with the plants' columns."""
    rows = in_kt(records[records["measure"].isin(measures)])
    rows = rows.merge(plants.drop(columns="source_id"), on="plant_id")
    return rows.sort_values(["plant_id", "year", "basis"], ignore_index=True)


def measured_or_not(records: pd.DataFrame, plants: pd.DataFrame) -> pd.DataFrame:
    """Every plant with its measured emissions, or with an empty value where none was found."""
    rows = plants.drop(columns="source_id").merge(
        in_kt(records[records["measure"] == "emissions"]), how="left", on="plant_id"
    )
    return rows.sort_values(["value", "plant_id"], ascending=[False, True], ignore_index=True)


def measured_columns(words) -> list[Column]:
    """The columns of a table of measured emissions."""
    return [
        Column("name", words("column.plant")),
        Column("year", words("column.year"), "year"),
        Column("value", words("column.kt_measured"), "number"),
        Column("exactness", words("column.qualifier")),
        Column("known", words("column.basis")),
    ]


def limit_columns(words) -> list[Column]:
    """The columns of a table of permitted limits."""
    return [
        Column("name", words("column.plant")),
        Column("year", words("column.year"), "year"),
        Column("value", words("column.kt_limit"), "number"),
        Column("known", words("column.basis")),
    ]


# Figures.


def limits(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = of_measure(tables["plant_records"], tables["plants"], "permitted_limit")
    rows = rows.assign(name=rows[words.own("name")])
    drawn = rows.assign(
        label=[said_limit(r, words) for r in rows.itertuples()],
        colour=rows["basis"].map(theme.BASIS_COLOURS),
    )
    cuts = of_measure(tables["plant_records"], tables["plants"], "limit_cut")
    return compose(
        "limits",
        view,
        answer=said_limits(rows, words),
        chart=draw_plants(drawn, words("column.kt_limit"), words),
        table=rows.assign(known=said_known(rows, words)),
        columns=limit_columns(words),
        sources=[*rows["source_id"], *cuts["source_id"]],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[words("note.limit"), *said_cuts(cuts, words)],
    )


def measurements(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = measured_or_not(tables["plant_records"], tables["plants"])
    rows = rows.assign(name=rows[words.own("name")])
    drawn = rows.assign(
        label=[said_measured(r, words) for r in rows.itertuples()],
        colour=rows["basis"].fillna("unknown").map(theme.BASIS_COLOURS),
    )
    shares = of_measure(tables["plant_records"], tables["plants"], "share_of_region")
    missing = unmeasured(tables["plant_records"], tables["plants"])
    return compose(
        "measurements",
        view,
        answer=words(
            "measurements.answer",
            missing=words.plural("count.plants", len(missing)),
            total=words.number(int((tables["plants"]["kind"] != "group").sum())),
        ),
        chart=draw_plants(drawn, words("column.kt_measured"), words),
        table=rows.assign(
            known=said_known(rows, words),
            exactness=[said_exactness(r, words) for r in rows.itertuples()],
        ),
        columns=measured_columns(words),
        sources=[*rows["source_id"], *shares["source_id"]],
        basis=[*rows["basis"].dropna()] or ["unknown"],
        notes=[*said_by_minister(rows, words), *said_shares(shares, words)],
    )


def said_shares(shares: pd.DataFrame, words) -> list[str]:
    """Which part of its region's emissions was said to come from each plant, in one line."""
    return [
        words(
            "measurements.share",
            plant=getattr(r, words.own("name")),
            share=words.percent(r.value),
            year=str(r.year),
        )
        for r in shares.itertuples()
    ]


def said_by_minister(rows: pd.DataFrame, words) -> list[str]:
    """Who said what is known of Temirtau, where nothing was measured there."""
    said = (rows["town"] == "temirtau") & (rows["basis"] == "claimed")
    return [words("measurements.said")] * int(said.any())


def said_known(rows: pd.DataFrame, words) -> list[str]:
    """How each row is known, or that nothing was found."""
    return [words("not_found") if pd.isna(b) else words.code("basis", b) for b in rows["basis"]]


def draw_plants(rows: pd.DataFrame, title: str, words) -> alt.LayerChart | None:
    """Emissions or limits of plants as bars; each answers with how it is known as well."""
    say = [
        r.label
        if pd.isna(r.basis)
        else words("mark.with", said=said_measured(r, words), more=words.code("basis", r.basis))
        for r in rows.itertuples()
    ]
    return chart_types.rows(rows.assign(say=say), "value", title=title)


def said_limits(rows: pd.DataFrame, words) -> str:
    """How the limit of the Temirtau works changed, or which limits there are."""
    if rows.empty:
        return words("limits.none")
    temirtau = rows[(rows["town"] == "temirtau") & rows["basis"].isin(LIMITS)]
    temirtau = temirtau[temirtau["plant_id"].isin(temirtau["plant_id"].mode()[:1])]
    if len(temirtau) < 2 or temirtau.iloc[0]["basis"] != "limit" or not temirtau.iloc[0]["value"]:
        return f"{'; '.join(said_limit(row, words) for row in rows.itertuples())}."
    first, last = temirtau.iloc[0], temirtau.iloc[-1]
    # Publishers may name different limits of one year: none of them is the limit.
    of_year = temirtau.loc[temirtau["year"] == last["year"], "value"]
    changes = (of_year / first["value"] - 1) * 100
    ways = {"same" if not change else "less" if change < 0 else "more" for change in changes}
    if len(ways) > 1:
        return f"{'; '.join(said_limit(row, words) for row in rows.itertuples())}."
    return words.code(
        "limits",
        f"{LIMITS[last['basis']]}_{ways.pop()}",
        first=words.quantity(first["value"], "kt"),
        year_first=str(first["year"]),
        last=_range(of_year, words, lambda value: words.quantity(value, "kt")),
        year_last=str(last["year"]),
        cut=_range(changes.abs(), words, lambda value: words.percent(value, 1)),
    )


def _range(values: pd.Series, words, said: Callable[[float], str]) -> str:
    """One value, or the least and the most of several."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return said(high)
    return words("range", low=words.number(round(low, 1)), high=said(high))


def said_limit(row, words) -> str:
    """A plant's permitted limit in one line, and that it is planned or claimed where it is."""
    said = {"plant": row.name, "year": str(row.year), "kt": words.quantity(row.value, row.unit)}
    if row.basis == "claimed":
        return words("limits.claimed", **said)
    return words("limits.planned" if row.basis == "projected" else "limits.row", **said)


def said_cuts(cuts: pd.DataFrame, words) -> list[str]:
    """By how much each limit was cut, in one line."""
    return [_said_cut(r, words) for r in cuts.itertuples()]


def _said_cut(row, words) -> str:
    said = {
        "plant": getattr(row, words.own("name")),
        "year": str(row.year),
        "kt": words.quantity(row.value, row.unit),
    }
    if pd.isna(row.percent):
        return words("limits.cut_kt", **said)
    return words("limits.cut", percent=words.percent(row.percent), **said)


def said_exactness(row, words) -> str:
    """How exact a value and its year are."""
    if pd.isna(row.value):
        return ""
    said = words.code("qualifier", row.qualifier)
    return f"{said}; {words('about_year', year=str(row.year))}" if row.year_about else said


def said_measured(row, words) -> str:
    """A plant's emissions, or that none were found, in one line."""
    if pd.isna(row.value):
        return words("measurements.none", plant=row.name)
    return words(
        "measurements.about" if row.year_about else "measurements.row",
        plant=row.name,
        year=str(row.year),
        kt=words.quantity(row.value, row.unit, qualifier=row.qualifier),
    )


def acid_plant(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    promised = standing(tables, view)
    built = promised[promised["promise_id"] == ACID_PLANT]
    project = tables["projects"][tables["projects"]["project_id"] == ACID_PLANT]
    # The cuts that were promised of the plant itself, and of what is built there.
    works = tables["plants"][tables["plants"]["plant_id"].isin(project["plant_id"])]
    targets = tables["plant_targets"]
    targets = targets[targets["plant_id"].isin(project["plant_id"])]
    cuts = pd.concat(
        [
            targets.merge(works.drop(columns="source_id"), on="plant_id"),
            project.assign(
                deadline=project["cut_by"],
                deadline_given=[
                    "year" if (d.month, d.day) == (12, 31) else "day" for d in project["cut_by"]
                ],
            ),
        ]
    )
    cuts = cuts.assign(
        name=cuts[words.own("name")], size=[said_cut(r, words) for r in cuts.itertuples()]
    )
    records = of_measure(tables["plant_records"], works, "copper_capacity", "acid_capacity")
    return compose(
        "acid_plant",
        view,
        answer=_started(built, words),
        chart=draw_spans(built, view),
        table=pd.concat([built, cuts]),
        columns=[
            Column("name", words("column.promise")),
            Column("size", words("column.size")),
            Column("announced", words("column.announced"), "day"),
            Column("deadline", words("column.deadline"), "day"),
            *outcome_columns(built, words),
        ],
        sources=[*cuts["source_id"], *built["outcome_source_id"], *records["source_id"]],
        basis=["claimed", "derived"] if len(built) else ["unknown"],
        notes=[
            words(
                "acid_plant.row",
                name=r.name,
                cut=cut_size(r, words),
                due=words.deadline(r.deadline, r.deadline_given),
            )
            for r in cuts.itertuples()
        ]
        + [words("acid_plant.same")] * int(len(cuts) > 1)
        + [
            words.code(
                "capacity",
                r.measure,
                year=str(r.year),
                kt=words.quantity(r.value, r.unit),
                known=words.code("basis", r.basis),
            )
            for r in records.itertuples()
        ],
    )


def _started(built: pd.DataFrame, words) -> str:
    """By when the acid plant was to be built, and what is known of that."""
    if built.empty:
        return words("acid_plant.none")
    row = built.iloc[0]
    if row["state"] == "overdue":
        days = words.quantity(int(row["days_overdue"]), "days")
        outcome = words("acid_plant.no_outcome", days=days)
    else:
        outcome = words("acid_plant.state", state=row["state_told"])
    return words("acid_plant.answer", due=row["due_said"], outcome=outcome)
