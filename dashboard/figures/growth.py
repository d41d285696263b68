"""Does the claimed growth of metals agree with the record?"""

import pandas as pd

from dashboard.figures import chart_series, chart_types, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from dashboard.figures.metals import named, named_by_region, place, shown_years
from kzdata.schema.columns import COUNTRY
from kzdata.schema.metal_series import BRANCHES

# Shape: frames to frames.


def growth_by_year(
    growth: pd.DataFrame, monthly: pd.DataFrame, index: pd.DataFrame, output: pd.DataFrame
) -> pd.DataFrame:
    """Growth as claimed beside that of two whole years: the one projected for, and the one before.

    Columns: metal_id, region_id, claimed, first, second, first_year, second_year. Recorded growth
    is that of the sums of months, of all metallurgy that of its index. What is unknown is empty.
    """
    claimed = growth[growth["basis"] == "claimed"].drop_duplicates("metal_id")
    claims = claimed.set_index("metal_id")["growth_percent"]
    goals = output.loc[output["basis"] == "projected", "period_end"].dt.year
    of_metals = shown_years(monthly)[["metal_id", "region_id", "year", "growth", "whole"]]
    of_all = index[index["branch"] == BRANCHES[0]]
    of_all = pd.DataFrame(
        {
            "metal_id": "all",
            "region_id": COUNTRY,
            "year": of_all["year"],
            "growth": (of_all["percent_of_year_before"] - 100).round(1),
            "whole": True,
        }
    )
    every = pd.concat([of_all, of_metals], ignore_index=True)
    known = every[every["whole"]]
    last = goals.max() if len(goals) else known["year"].max()
    if pd.isna(last):
        last = pd.Timestamp.min.year
    rows = every[["metal_id", "region_id"]].drop_duplicates()
    rows = rows[rows["metal_id"].isin([*claims.index, "all"])]
    alone = claims.index[~claims.index.isin(rows["metal_id"])]
    rows = pd.concat([rows, pd.DataFrame({"metal_id": alone, "region_id": COUNTRY})])
    key = ["metal_id", "region_id"]
    for name, year in (("first", last - 1), ("second", last)):
        of_year = known.loc[known["year"] == year, [*key, "growth"]].drop_duplicates(key)
        rows = rows.merge(of_year.rename(columns={"growth": name}), how="left", on=key)
        rows[f"{name}_year"] = int(year)
    rows = rows.assign(claimed=rows["metal_id"].map(claims).astype("float64"))
    order = [*place(rows["metal_id"]).map(lambda at: at[0])]
    rows = rows.assign(order=order, regional=rows["region_id"] != COUNTRY)
    rows = rows.sort_values(["order", "regional", "metal_id"], ignore_index=True)
    return rows.drop(columns=["order", "regional"])


# Figures.


def growth(tables: Tables, view: FigureRequest) -> Figure:
    words, published = view.words, tables["metal_growth"]
    rows = growth_by_year(
        published, tables["metal_output_monthly"], tables["metal_index"], tables["metal_output"]
    )
    rows = named_by_region(rows, tables, words)
    rows = rows.dropna(subset=["claimed", "first", "second"], how="all")
    drawn = rows.assign(label=[_label(r, words) for r in rows.itertuples()])
    table = pd.concat([_long(rows, words), _published(published, tables, words)], ignore_index=True)
    return compose(
        "growth",
        view,
        answer=_claim_and_record(rows[rows["metal_id"] == "all"], words),
        chart=chart_types.dumbbells(
            drawn,
            [
                ("claimed", words.code("basis", "claimed"), theme.CLAIM, chart_series.DIAMOND),
                *(
                    (name, str(rows[f"{name}_year"].max()), colour, "circle")
                    for name, colour in (("first", theme.CONTEXT), ("second", theme.RECORD))
                ),
            ],
            title=words("column.growth"),
        ),
        table=table,
        columns=[
            Column("name", words("column.metal")),
            Column("when", words("column.period")),
            Column("growth_percent", words("column.growth"), "signed"),
            Column("known", words("column.basis")),
        ],
        sources=[
            *published["source_id"],
            *tables["metal_output_monthly"]["source_id"].unique(),
            *tables["metal_index"]["source_id"].unique(),
        ],
        basis=[
            *published["basis"],
            *tables["metal_index"]["basis"].unique(),
            *tables["metal_output_monthly"]["basis"].unique(),
            "derived",
        ],
        notes=[words("growth.note"), words("metal.primary")],
    )


def _long(rows: pd.DataFrame, words) -> pd.DataFrame:
    """The growth of the two whole years, a row each."""
    by_year = [
        rows.assign(when=rows[f"{name}_year"].astype("str"), growth_percent=rows[name])
        for name in ("first", "second")
    ]
    long = pd.concat(by_year).dropna(subset=["growth_percent"])
    return long.assign(known=words.code("basis", "derived")).sort_index(kind="stable")


def _published(rows: pd.DataFrame, tables: Tables, words) -> pd.DataFrame:
    """What was claimed and what others print, of whole years and of some months."""
    rows = named(rows, tables, words).sort_values(
        ["metal_id", "basis", "period_end", "period_start"],
        key=lambda c: place(c) if c.name == "metal_id" else c,
    )
    return rows.assign(
        when=[_period(r, words) for r in rows.itertuples()],
        known=[words.code("basis", b) for b in rows["basis"]],
    )


def _label(row, words) -> str:
    """The growth of a metal as it was claimed and as it was, as far as both are known."""
    recorded = ", ".join(_recorded(row, words))
    if pd.isna(row.claimed):
        return words("growth.row_recorded", metal=row.name, recorded=recorded)
    said = {"metal": row.name, "claimed": _signed(row.claimed, words)}
    if not recorded:
        return words("growth.row_claimed", **said)
    return words("growth.row", recorded=recorded, **said)


def _recorded(row, words) -> list[str]:
    """The growth of each of the two years, as far as it is known."""
    known = ((row.first, row.first_year), (row.second, row.second_year))
    return [
        words("growth.recorded", when=str(year), growth=_signed(value, words))
        for value, year in known
        if pd.notna(value)
    ]


def _claim_and_record(rows: pd.DataFrame, words) -> str:
    """What was claimed of all metals, beside the record of whole years."""
    if rows.empty:
        return words("growth.none")
    row = next(rows.itertuples())
    recorded = "; ".join(_recorded(row, words))
    if pd.isna(row.claimed):
        return words("growth.no_claim", recorded=recorded) if recorded else words("growth.none")
    claimed = _signed(row.claimed, words)
    if not recorded:
        return words("growth.no_record", claimed=claimed)
    return words("growth.answer", claimed=claimed, recorded=recorded)


def _signed(value: float, words) -> str:
    return words("percent", value=words.signed(value))


def _period(row, words) -> str:
    if pd.isna(row.period_start) and pd.isna(row.period_end):
        return words("growth.past_year")
    said = words.period(row.period_start, row.period_end)
    return words("growth.by_context", period=said) if row.year_by_context else said
