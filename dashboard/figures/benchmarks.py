"""How does the plan compare? Benchmarks as claimed, and the records by metal beside them."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import named
from kzdata.schema.metals import METRICS
from kzdata.schema.units import converted

# The digits that the claimed numbers are printed with.
DIGITS = {"t_per_t": 1, "mwh_per_t": 1}


# Shape: frames to frames.


def plan_against_leaders(benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Benchmarks in their told order with `ahead`: whether the target is the better."""
    rows = benchmarks.sort_values("metric", key=lambda c: c.map(METRICS.index), ignore_index=True)
    higher, lower = rows["target"] > rows["leaders"], rows["target"] < rows["leaders"]
    return rows.assign(ahead=higher.where(rows["better"] == "higher", lower))


def in_claimed_units(records: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Records with `low` and `high` in the unit of their benchmark, which is `unit_shown`."""
    claimed = benchmarks.set_index("metric")["unit"]
    shown = records["metric"].map(claimed).fillna(records["unit"])
    most = records["value_most"].fillna(records["value"])
    rows = records.assign(
        low=converted(records["value"], records["unit"], shown).round(2),
        high=converted(most, records["unit"], shown).round(2),
        unit_shown=shown,
    )
    return rows.sort_values(
        ["metric", "metal_id", "year"],
        key=lambda c: c.map(METRICS.index) if c.name == "metric" else c,
        ignore_index=True,
    )


# Figures.


def goals(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = plan_against_leaders(tables["benchmarks"])
    rows = rows.assign(
        name=[words.code("metric", m) for m in rows["metric"]],
        direction=[words.code("better", b) for b in rows["better"]],
        unit_said=[words.code("unit", u) for u in rows["unit"]],
    )
    panels = []
    for r in rows.itertuples():
        leaders, target = (
            words.quantity(value, r.unit, DIGITS.get(r.unit)) for value in (r.leaders, r.target)
        )
        bars = pd.DataFrame(
            {
                "label": [
                    words("goals.leaders", value=leaders),
                    words("goals.target", year=str(r.target_year), value=target),
                ],
                "value": [r.leaders, r.target],
                "colour": [theme.CLAIM, theme.TARGET],
            }
        )
        heading = words("goals.panel", metric=r.name, direction=r.direction)
        bars = said_of(heading, bars, words)
        if (panel := chart_types.rows(bars, "value", title=r.unit_said)) is not None:
            panels.append(panel.properties(title=chart_types.broken(heading).split("\n")))
    return compose(
        "goals",
        view,
        # Records are by metal: none bears on one average of "metal", so no comparison is proven.
        answer=words("goals.answer", total=words.number(len(rows))),
        chart=chart_types.panels(*panels),
        table=rows,
        columns=[
            Column("name", words("column.metric")),
            Column("unit_said", words("column.unit")),
            Column("leaders", words("column.leaders"), "number"),
            Column("target", words("column.target_country"), "number"),
            Column("target_year", words("column.target_year"), "year"),
            Column("direction", words("column.better")),
        ],
        sources=rows["source_id"],
        basis=["claimed", "projected"],
        notes=[
            words(
                "goals.claimed",
                better=words.number(int(rows["ahead"].sum())),
                total=words.number(len(rows)),
            ),
            words("goals.note"),
            words("goals.unnamed"),
        ],
    )


def records(tables: Tables, view: FigureRequest) -> Figure:
    words = view.words
    rows = in_claimed_units(tables["benchmark_records"], tables["benchmarks"])
    rows = named(rows, tables, words)
    rows = rows.assign(
        what=[words.code("method", m) for m in rows["method"]],
        metric_said=[words.code("metric", m) for m in rows["metric"]],
        unit_said=[words.code("unit", u) for u in rows["unit_shown"]],
        when=[_year(r, words) for r in rows.itertuples()],
        where=[words.code("metal_place", p) for p in rows["place"]],
        known=[words.code("basis", b) for b in rows["basis"]],
    )
    claimed = tables["benchmarks"].set_index("metric")
    panels = [
        _panel(metric, group, claimed, words)
        for (metric, _), group in rows.groupby(["metric", "unit_shown"], sort=False)
    ]
    divided = (rows["unit"] == "gj_per_t") & (rows["unit_shown"] == "mwh_per_t")
    return compose(
        "records",
        view,
        answer=_carbon(rows[rows["metric"] == "co2"], claimed, words),
        chart=chart_types.panels(*panels),
        table=rows.assign(leaders=rows["metric"].map(claimed["leaders"])),
        columns=[
            Column("metric_said", words("column.metric")),
            Column("leaders", words("column.leaders"), "number"),
            Column("name", words("column.metal")),
            Column("what", words("column.what")),
            Column("when", words("column.year")),
            Column("low", words("column.value"), "number"),
            Column("high", words("column.value_most"), "number"),
            Column("unit_said", words("column.unit")),
            Column("where", words("column.territory")),
            Column("known", words("column.basis")),
        ],
        sources=[*rows["source_id"], *tables["benchmarks"]["source_id"]],
        basis=["claimed", *rows["basis"]],
        notes=[words("records.scope")] + [words("records.energy")] * int(divided.any()),
    )


def _panel(metric: str, group: pd.DataFrame, claimed: pd.DataFrame, words) -> alt.LayerChart | None:
    """The records of a metric in one unit, below the claimed average where there is one."""
    unit = group["unit_shown"].iloc[0]
    bars = [
        {
            "label": words(
                "records.claimed", value=words.quantity(r.leaders, r.unit, DIGITS.get(r.unit))
            ),
            "low": r.leaders,
            "value": r.leaders,
            "colour": theme.CLAIM,
        }
        for r in claimed[(claimed.index == metric) & (claimed["unit"] == unit)].itertuples()
    ]
    bars += [
        {
            "label": words(
                "records.row", metal=r.name, what=r.what, when=r.when, value=_value(r, words)
            ),
            "low": r.low,
            "value": r.high,
            "colour": theme.RECORD,
        }
        for r in group.itertuples()
    ]
    named = words.code("metric", metric)
    drawn = said_of(named, pd.DataFrame(bars), words)
    chart = chart_types.rows(drawn, "value", title=words.code("unit", unit))
    return None if chart is None else chart.properties(title=named)


def said_of(panel: str, bars: pd.DataFrame, words) -> pd.DataFrame:
    """Bars of a panel with sentences that name it, which their labels do not."""
    return bars.assign(say=[words("mark.of", what=panel, said=each) for each in bars["label"]])


def _carbon(rows: pd.DataFrame, claimed: pd.DataFrame, words) -> str:
    """Between which values the CO2 of the metals lies, and the average that was claimed."""
    leaders = claimed["leaders"].get("co2")
    average = None if leaders is None else words.quantity(leaders, "t_per_t")
    if rows.empty:
        return words("records.none")
    low, high = words.number(rows["low"].min()), words.quantity(rows["high"].max(), "t_per_t")
    if average is None:
        return words("records.no_claim", low=low, high=high)
    return words("records.answer", low=low, high=high, claimed=average)


def _year(row, words) -> str:
    if pd.isna(row.year):
        return words("records.no_year")
    return words("about_year", year=str(row.year)) if row.year_about else str(row.year)


def _value(row, words) -> str:
    said = words.quantity(row.high, row.unit_shown)
    if row.low != row.high:
        return words("range", low=words.number(row.low), high=said)
    if row.unit != row.unit_shown:
        return words("records.converted", value=said, printed=words.quantity(row.value, row.unit))
    return said
