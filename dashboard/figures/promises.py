"""Promises and their days: what is overdue, what was replaced, what nobody published."""

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.outcomes import (
    known_outcomes,
    outcome_columns,
    outcome_sources,
    said_outcome,
)
from kzdata import promises, target_states

PROMISE_TABLES = ("plant_targets", "projects", "initiatives", "plants", "sources")
# A promise is filled once something came of it; as long as it runs, or nothing is known, it is
# hollow.
STATE_FILLS = {
    "met_verified": theme.RECORD,
    "met_declared": theme.CLAIM,
    "missed": theme.OVERDUE,
    "replaced": theme.CONTEXT,
}


# Shape: frames to frames.


def standing(tables: Tables, view: FigureRequest) -> pd.DataFrame:
    """Every promise with its state on the view's day, its name, and its size in words.

    `cut` is the percent alone, empty where no cut was promised. `state_told` names whoever
    published an outcome, and the day; `outcome_by` their source.
    """
    words = view.words
    listed = promises(tables["plant_targets"], tables["projects"], tables["initiatives"])
    listed = known_outcomes(target_states(listed, view.day))
    names = {
        **tables["plants"].set_index("plant_id")[words.own("name")],
        **tables["projects"].set_index("project_id")[words.own("name")],
        **tables["initiatives"].set_index("initiative_id")[words.own("name")],
    }
    said = sizes(tables, words)
    cuts = {r.target_id: cut_size(r, words) for r in tables["plant_targets"].itertuples()}
    sources = tables["sources"]
    outcome_by = outcome_sources(listed, sources, words)
    publishers = sources.set_index("source_id")[words.own("publisher")]
    states = [said_state(row, words) for row in listed.itertuples()]
    return listed.assign(
        name=listed["subject"].map(names),
        size=listed["promise_id"].map(said),
        cut=pd.Series([cuts.get(id, "") for id in listed["promise_id"]], listed.index, dtype="str"),
        state_said=states,
        state_told=[
            said_outcome(row, state, publishers, words)
            for row, state in zip(listed.itertuples(), states, strict=True)
        ],
        outcome_by=listed["outcome_source_id"].map(outcome_by),
        due_said=[words.deadline(r.deadline, r.deadline_given) for r in listed.itertuples()],
    )


def past_due(promised: pd.DataFrame, day: date) -> pd.DataFrame:
    """The promises whose day has passed, and that no other replaced and nobody took back."""
    passed = promised["deadline"] < pd.Timestamp(day)
    return promised[passed & ~promised["state"].isin(["replaced", "withdrawn"])]


def sizes(tables: Tables, words) -> dict[str, str]:
    """What each promise says that will be done, in words, by its id."""
    said = {}
    for row in tables["plant_targets"].itertuples():
        said[row.target_id] = said_cut(row, words)
    for row in tables["projects"].itertuples():
        said[row.project_id] = words("promise.built")
    for row in tables["initiatives"].itertuples():
        said[row.initiative_id] = words.quantity(row.target, row.unit)
    return said


def said_cut(row, words) -> str:
    """A promised cut in words: one value or a range."""
    if pd.isna(row.cut_percent_most):
        return words("promise.cut", percent=words.percent(row.cut_percent))
    low, high = words.number(row.cut_percent), words.percent(row.cut_percent_most)
    return words("promise.cut_range", low=low, high=high)


def cut_size(row, words) -> str:
    """The percent of a promised cut: one value or a range."""
    if pd.isna(row.cut_percent_most):
        return words.percent(row.cut_percent)
    low, high = words.number(row.cut_percent), words.percent(row.cut_percent_most)
    return words("range", low=low, high=high)


def said_state(row, words) -> str:
    if row.state == "overdue":
        return words.plural("promise.overdue_days", int(row.days_overdue))
    return words.code("state", row.state)


def said_promises(rows: pd.DataFrame, words) -> list[str]:
    """All that is known of each promise in one sentence."""
    return [_said_promise(r, words) for r in rows.itertuples()]


def _said_promise(row, words) -> str:
    said = {"name": row.name, "size": row.size, "due": row.due_said, "state": row.state_told}
    if pd.isna(row.announced):
        return words("promise.row", **said)
    return words("promise.said", announced=words.day(row.announced), **said)


def said_late(rows: pd.DataFrame, words) -> str:
    """How many of these promises are past their day with no published outcome."""
    if rows.empty:
        return words("promises.none")
    late = int((rows["state"] == "overdue").sum())
    said = words.plural("count.promises", late)
    return words("promises.late", late=said, total=words.number(len(rows)))


# Figures.


def overdue(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = standing(tables, view)
    late = rows[rows["state"] == "overdue"].sort_values(
        ["days_overdue", "promise_id"], ascending=[False, True], ignore_index=True
    )
    labels = [
        _late(r, words.quantity(int(r.days_overdue), "days"), words) for r in late.itertuples()
    ]
    kept = int(rows["state"].isin(["met_verified", "met_declared"]).sum())
    missed = int((rows["state"] == "missed").sum())
    return compose(
        "overdue",
        view,
        answer=words(
            "overdue.answer",
            late=words.plural("count.promises", len(late)),
            total=words.number(len(rows)),
            past=words.number(len(past_due(rows, view.day))),
            kept=words.number(kept),
            missed=words.number(missed),
        ),
        chart=draw_spans(late, view, labels),
        table=rows.sort_values(["days_overdue", "deadline"], ascending=[False, True]),
        columns=[
            Column("name", words("column.promise")),
            Column("size", words("column.size")),
            Column("announced", words("column.announced"), "day"),
            Column("due_said", words("column.deadline")),
            Column("state_said", words("column.state")),
            *outcome_columns(rows, words),
        ],
        sources=[*rows["source_id"], *rows["outcome_source_id"]],
        basis=["claimed", "derived"],
        notes=[words("note.not_published"), words("note.year_end")],
    )


def _late(row, days: str, words) -> str:
    if row.cut:
        return words("overdue.row_of_cut", name=row.name, days=days)
    return words("overdue.row", name=row.name, size=row.size, days=days)


def plant_targets(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = standing(tables, view)
    rows = rows[(rows["kind"] == "target") & (rows["state"] != "replaced")].reset_index(drop=True)
    second = tables["plant_targets"].set_index("target_id")["second_source_id"]
    base_known = tables["plant_targets"]["base_year"].notna().sum()
    operators = tables["plants"].set_index("plant_id")[words.own("operator")]
    return compose(
        "plant_targets",
        view,
        answer=said_late(rows, words),
        chart=draw_spans(rows, view),
        table=rows.assign(
            base=[_base(i, tables["plant_targets"], words) for i in rows["promise_id"]],
            operator=rows["subject"].map(operators),
        ),
        columns=[
            Column("name", words("column.plant")),
            Column("operator", words("column.operator")),
            Column("size", words("column.size")),
            Column("announced", words("column.announced"), "day"),
            Column("due_said", words("column.deadline")),
            Column("base", words("column.base_year")),
            Column("state_said", words("column.state")),
            *outcome_columns(rows, words),
        ],
        sources=[
            *rows["source_id"],
            *rows["promise_id"].map(second),
            *rows["outcome_source_id"],
        ],
        basis=["claimed", "derived"],
        notes=[words("note.not_published"), words("note.year_end")]
        + [words("note.period")] * int((rows["deadline_given"] == "period").any())
        + [words("plant_targets.no_base")] * int(base_known == 0),
    )


def _base(promise_id: str, targets: pd.DataFrame, words) -> str:
    year = targets.set_index("target_id")["base_year"][promise_id]
    return words("not_stated") if pd.isna(year) else str(year)


def draw_spans(
    rows: pd.DataFrame, view: FigureRequest, labels: Sequence[str] | None = None
) -> alt.LayerChart | None:
    """Promises from their announcement to their day, and on to today where they are overdue.

    `labels` stand above the spans, if they are not to tell all that is known of each. The percent
    of a cut stands before them in large type: a label of a cut leaves it out.
    """
    words, today = view.words, pd.Timestamp(view.day)
    drawn = pd.DataFrame(
        {
            "label": labels or [_row(r, r.name, words) for r in rows.itertuples()],
            "say": said_promises(rows, words),
            # An undated promise begins nowhere: only its day and what follows are drawn.
            "start": rows["announced"].fillna(rows["deadline"]),
            "deadline": rows["deadline"],
            "until": [today if s == "overdue" else pd.NaT for s in rows["state"]],
            "fill": rows["state"].map(STATE_FILLS).fillna(theme.PAPER),
            "colour": rows["state"].map(STATE_FILLS).fillna(theme.QUIET),
        }
    )
    if (rows["cut"] != "").any():
        below = rows["cut"].where(rows["cut"] == "", words("promise.cut_word"))
        drawn = drawn.assign(large=rows["cut"], below=below)
    said_today = words("axis.today", day=words.day(view.day))
    return chart_types.spans(drawn, today, today_label=said_today, signs=_signs(rows, words))


def _row(row, name: str, words) -> str:
    """What stands above the span of a promise: of a cut all but its percent, which is beside it."""
    said = {"name": name, "due": row.due_said, "state": row.state_told}
    if row.cut:
        return words("promise.row_of_cut", **said)
    return words("promise.row", size=row.size, **said)


def _signs(rows: pd.DataFrame, words) -> list[tuple[str, str, str]]:
    """What the marks of some promises mean, of those that are drawn: said, colour, sign."""
    square, hollow = chart_types.SIGNS["square"], chart_types.SIGNS["hollow"]
    begun = set(rows.loc[rows["announced"].notna(), "state"])
    signs = [(words("spans.deadline"), theme.INK, chart_types.SIGNS["tick"])]
    if begun - STATE_FILLS.keys():
        signs.insert(0, (words("spans.open"), theme.QUIET, hollow))
    if "overdue" in set(rows["state"]):
        signs.append((words.code("state", "overdue"), theme.OVERDUE, square))
    filled = {state: colour for state, colour in STATE_FILLS.items() if state in begun}
    return signs + [(words.code("state", s), colour, square) for s, colour in filled.items()]


def temirtau_drift(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = standing(tables, view)
    works = most_promised(rows, tables["plants"], "temirtau")
    rows = rows[(rows["subject"] == works) & (rows["kind"] == "target")]
    rows = rows.sort_values(["announced", "deadline"], ignore_index=True)
    return compose(
        "temirtau_drift",
        view,
        answer=_drifted(rows, words),
        chart=draw_spans(
            rows, view, [_row(r, _announced(r, words), words) for r in rows.itertuples()]
        ),
        table=rows,
        columns=[
            Column("announced", words("column.announced"), "day"),
            Column("size", words("column.size")),
            Column("due_said", words("column.deadline")),
            Column("state_said", words("column.state")),
            *outcome_columns(rows, words),
        ],
        sources=[*rows["source_id"], *rows["outcome_source_id"]],
        basis=["claimed", "derived"] if len(rows) else ["unknown"],
        notes=[words("temirtau_drift.note"), words("note.year_end")],
    )


def most_promised(rows: pd.DataFrame, plants: pd.DataFrame, town: str) -> str | None:
    """The plant of a town for which most targets were set; None if there is none."""
    own = plants.loc[plants["town"] == town, "plant_id"]
    counts = rows.loc[rows["subject"].isin(own) & (rows["kind"] == "target"), "subject"]
    return None if counts.empty else min(counts.mode())


def _announced(row, words) -> str:
    return words("ui.undated") if pd.isna(row.announced) else str(row.announced.year)


def _drifted(rows: pd.DataFrame, words) -> str:
    """How many promises were made for one and the same works, when, and how many were kept."""
    if rows.empty:
        return words("promises.none")
    kept = int(rows["state"].isin(["met_verified", "met_declared"]).sum())
    said = {"count": words.plural("count.promises", len(rows)), "kept": words.number(kept)}
    years = rows["announced"].dropna().dt.year
    if years.empty:
        return words("temirtau_drift.undated", **said)
    return words("temirtau_drift.answer", first=str(years.min()), last=str(years.max()), **said)


def initiatives(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = standing(tables, view)
    rows = rows[rows["kind"] == "initiative"].reset_index(drop=True)
    return compose(
        "initiatives",
        view,
        answer=said_late(rows, words),
        chart=draw_spans(rows, view),
        table=rows,
        columns=[
            Column("name", words("column.initiative")),
            Column("size", words("column.target")),
            Column("announced", words("column.announced"), "day"),
            Column("due_said", words("column.deadline")),
            Column("state_said", words("column.state")),
            *outcome_columns(rows, words),
        ],
        sources=[*rows["source_id"], *rows["outcome_source_id"]],
        basis=["claimed", "derived"],
        notes=[words("note.not_published")]
        + [words("initiatives.note")] * int(rows["announced"].isna().all()),
    )
