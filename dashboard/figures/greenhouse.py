"""How much greenhouse gas does the country give off, and which part of it comes from metals?"""

import pandas as pd

from dashboard.figures import chart_series, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose

TOTAL = "total_without_lulucf"
# Processes of the metal industry, and the fuel that is burnt for iron, steel and other metals.
OF_METALS = ("2.C", "1.A.2.a", "1.A.2.b")

# Shape: frames to frames.


def by_year(gases: pd.DataFrame, co2: pd.DataFrame) -> pd.DataFrame:
    """Million tonnes by year: all greenhouse gases, those of metals, CO2 of fossil fuel.

    Columns: year, gases, metals, co2. Metals are the sum of three categories, where all are given;
    of several editions of CO2 the one that reaches furthest gives its total.
    """
    kt = gases.pivot_table(index="year", columns="category", values="kt_co2e", aggfunc="first")
    kt = kt.reindex(columns=[TOTAL, *OF_METALS]) / 1_000
    totals = co2[co2["part"] == "total"].sort_values(["year", "source_id"], kind="stable")
    last = totals["source_id"].map(totals.groupby("source_id")["year"].max())
    newest = totals[last == last.max()]
    newest = newest[newest["source_id"] == newest["source_id"].max()]
    found = pd.DataFrame(
        {
            "gases": kt[TOTAL],
            "metals": kt[list(OF_METALS)].sum(axis=1, skipna=False),
            "co2": newest.set_index("year")["mt"],
        },
        dtype="float64",
    )
    return found.round(1).rename_axis("year").reset_index().astype({"year": "int64"})


# Figures.


def greenhouse_gases(tables: Tables, view: FigureRequest) -> Figure:
    words, gases, co2 = view.words, tables["greenhouse_gases"], tables["co2_fossil"]
    rows = by_year(gases, co2)
    series = {
        "gases": (words("greenhouse.gases"), theme.RECORD),
        "co2": (words("greenhouse.co2"), theme.CONTEXT),
        "metals": (words("greenhouse.metals"), theme.QUIET),
    }
    # "Of them" is said right after that of which they are.
    names = {code: series[code][0] for code in ("gases", "metals", "co2")}
    long = rows.melt(["year"], list(series), var_name="line").dropna(subset=["value"])
    long = long.assign(said=[words.number(round(value)) for value in long["value"]])
    return compose(
        "greenhouse",
        view,
        answer=_latest(rows, words),
        chart=chart_series.lines(
            long,
            [chart_series.Line(code, name, colour) for code, (name, colour) in series.items()],
            title=words("axis.mt"),
            answers=marks.of_lines(long, names, words("axis.mt"), words),
        ),
        table=rows,
        columns=[
            Column("year", words("column.year"), "year"),
            *(Column(code, name, "number", 1) for code, (name, _) in series.items()),
        ],
        sources=[*gases["source_id"].unique(), *co2["source_id"].unique()],
        basis=[*gases["basis"].unique(), *co2["basis"].unique(), "derived"],
        notes=[words("greenhouse.note"), words("greenhouse.per_tonne")],
    )


def _latest(rows: pd.DataFrame, words) -> str:
    """The latest year of the inventory, with the part of metals, and the latest of CO2."""
    known = rows.dropna(subset=["gases", "metals"])
    known = known[known["gases"] > 0]
    carbon = rows.dropna(subset=["co2"])
    if known.empty or carbon.empty:
        return words("greenhouse.none")
    last, latest = known.iloc[-1], carbon.iloc[-1]
    return words(
        "greenhouse.answer",
        year=str(int(last["year"])),
        gases=words.quantity(last["gases"], "mt", 1),
        share=words.percent(round(last["metals"] / last["gases"] * 100, 1), 1),
        latest=str(int(latest["year"])),
        co2=words.quantity(latest["co2"], "mt", 1),
    )
