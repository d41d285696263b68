"""What people lawfully hand in passes without a question: two hundred changes, made at random."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import kzdata
from kzdata.promise_guard import PROMISE_TABLES
from kzdata.schema import LANGUAGES
from kzdata.schema.model import NUMBER, WHOLE
from publishing.intake import Candidate
from publishing.intake.neighbours import is_quantity, series_columns, time_column
from publishing.review.rehearsal import findings_of

TODAY = date(2035, 1, 1)
EMISSIONS = "regional_emissions"
# Powers of ten from one year to the next: of regions, plants and metals all but two in a hundred
# are less, the country stays nearer to itself.
USUAL, OF_THE_COUNTRY = 0.2, 0.05
QUANTITIES = {
    table.name: [
        name
        for name in table.columns
        if table.dtype(name) in (NUMBER, WHOLE)
        and name not in table.key
        and is_quantity(table, name)
    ]
    for table in kzdata.TABLES.values()
}
# Values of these are held against each other: one alone that is another contradicts the rest.
TIED = {
    "population", "regional_product", "regional_product_index", "electricity",
    "satellite_so2", "air_posts", "air_pollutants", "metal_output_monthly", "metal_index",
    "metal_output", "metal_growth",
}  # fmt: skip
FREE = [name for name in kzdata.TABLES if QUANTITIES[name] and name not in TIED]
TIMED = [name for name in FREE if time_column(kzdata.TABLES[name])]
# Promises are watched: a row of them is not simply another.
CORRECTED = [name for name in FREE if name not in PROMISE_TABLES]
NAMES = ("Алтынсай", "Алтынсай", "Altynsai")


def decimals(value):
    return len(f"{value:.6f}".rstrip("0").split(".")[1])


def named(prefix="name"):
    return dict(zip((f"{prefix}_{language}" for language in LANGUAGES), NAMES, strict=True))


def with_rows(frame, *rows):
    return pd.concat([frame, pd.DataFrame(rows).astype(frame.dtypes)], ignore_index=True)


def new_source(data, day):
    """A source of its own, published after what it tells of."""
    row = data["sources"].iloc[0].to_dict()
    text = named("title") | dict(zip(("note_kk", "note_ru", "note_en"), [None] * 3, strict=True))
    about = {"source_id": "altynsai", "url": "https://example.org/altynsai", "published": day}
    data["sources"] = with_rows(data["sources"], row | text | about)
    return "altynsai"


def later(row, table):
    """The same row a year later."""
    days = {
        n: row[n] + pd.DateOffset(years=1) for n in table.columns if shifts(n) and row[n] == row[n]
    }
    return row | days | ({"year": int(row["year"]) + 1} if "year" in table.key else {})


def shifts(name):
    return name in ("period_start", "period_end", "day")


def near(draw, table, name, value):
    """A value as years follow each other, with the digits that it had."""
    usual = OF_THE_COUNTRY if table.name in ("national_emissions", "population") else USUAL
    times = 10 ** (draw(st.floats(0.01, usual)) * draw(st.sampled_from([-1, 1])))
    most = 100 if table.specs[name].unit == "percent" else table.specs[name].high
    least = 10 ** -decimals(value) if value else 0  # nothing stays nothing
    return max(min(round(value * times, decimals(value)), most), least)


@st.composite
def changed(draw, tables):
    """Some tables after a lawful change."""
    data = dict(tables)
    kind = draw(st.sampled_from(KINDS))
    kind(draw, data)
    return {name: frame for name, frame in data.items() if frame is not tables[name]}


def next_year(draw, data):
    """The last row of a series once more, a year later."""
    name = draw(st.sampled_from(TIMED))
    table, frame, time = kzdata.TABLES[name], data[name], time_column(kzdata.TABLES[name])
    known = frame[frame[QUANTITIES[name][0]].notna() & frame[time].notna()]
    last = known.sort_values(time).groupby(series_columns(table) or (lambda row: 0)).tail(1)
    row = later(draw(st.sampled_from(last.to_dict("records"))), table)
    for column in QUANTITIES[name]:
        if row[column] == row[column]:
            row[column] = near(draw, table, column, row[column])
    row["source_id"] = new_source(data, pd.Timestamp(2034, 6, 1))
    data[name] = with_rows(frame, row)


def whole_year(draw, data):
    """All regions of a year that nobody had published, together as much as the country."""
    frame, table = data[EMISSIONS], kzdata.TABLES[EMISSIONS]
    last = frame[(frame["year"] == 2022)].to_dict("records")
    source = new_source(data, pd.Timestamp(2034, 6, 1))
    rows = [row | {"year": 2023, "source_id": source, "method": "reported"} for row in last]
    kt = np.array([near(draw, table, "kt", row["kt"]) for row in rows])
    country = data["national_emissions"].set_index("year")["kt"][2023]
    kt = (kt * country / kt.sum()).round(1)
    rows = [row | {"kt": float(value)} for row, value in zip(rows, kt, strict=True)]
    data[EMISSIONS] = with_rows(frame, *rows)


def revised(draw, data):
    """A whole series published anew, each year a little other than it was."""
    frame = data[EMISSIONS]
    region = draw(st.sampled_from(sorted(frame["region_id"].unique())))
    times = 1 + draw(st.floats(-0.04, 0.04))
    kt = frame["kt"].where(frame["region_id"] != region, (frame["kt"] * times).round(1))
    data[EMISSIONS] = frame.assign(kt=kt)


def last_digit(draw, data):
    """One more in the last digit of a value."""
    name = draw(st.sampled_from(CORRECTED))
    column = draw(st.sampled_from(QUANTITIES[name]))
    frame = data[name].copy()
    row = draw(st.sampled_from(list(frame.index[frame[column].notna() & (frame[column] != 0)])))
    value = frame.loc[row, column]
    if frame.dtypes[column] == "Int64":
        frame.loc[row, column] = value + 1
    else:
        frame.loc[row, column] = round(value + 10 ** -decimals(value), 6)
    data[name] = frame


def new_metal(draw, data):
    """The first row of a metal in a table where it has none."""
    name = draw(st.sampled_from(["metal_growth", "metal_output", "metal_prices"]))
    (column,), frame = QUANTITIES[name], data[name]
    known = {*frame["metal_id"], *data["metal_output_monthly"]["metal_id"]}
    metal = draw(st.sampled_from(sorted({*data["metals"]["metal_id"]} - known)))
    row = draw(st.sampled_from(frame.to_dict("records"))) | {"metal_id": metal}
    low, high = frame[column].min(), frame[column].max()
    value = float(10 ** draw(st.floats(np.log10(low), np.log10(high))))
    data[name] = with_rows(
        frame, row | {column: round(value, 1 if column != "tonnes" else 0) or 0.1}
    )


def new_place(draw, data):
    """A region that there was not, with its people and its emissions."""
    region = data["regions"].iloc[0].to_dict()
    about = {"region_id": "KZ-99", "tile_row": None, "tile_col": None, "predecessor": None}
    data["regions"] = with_rows(data["regions"], region | named() | about | {"until": None})
    emitted = draw(st.sampled_from(data[EMISSIONS].to_dict("records")))
    kt = round(10 ** draw(st.floats(0, 1.2)), 1)
    data[EMISSIONS] = with_rows(data[EMISSIONS], emitted | {"region_id": "KZ-99", "kt": kt})


def new_plant(draw, data):
    """A plant with what was recorded of it."""
    plant = data["plants"].iloc[0].to_dict() | named() | {"plant_id": "altynsai"}
    data["plants"] = with_rows(data["plants"], plant)
    records = data["plant_records"]
    row = draw(st.sampled_from(records[records["unit"] == "kt"].to_dict("records")))
    value = round(10 ** draw(st.floats(0.5, 2.5)), 1)
    data["plant_records"] = with_rows(records, row | {"plant_id": "altynsai", "value": value})


def another_source(draw, data):
    """Rows that are now known from another source."""
    # Of tables in which a row is not another one because another says it.
    name = draw(st.sampled_from(["national_emissions", "metal_output", "air_quality"]))
    frame, rows = data[name].copy(), draw(st.integers(1, 4))
    start = draw(st.integers(0, len(frame) - rows))
    source = new_source(data, pd.Timestamp(2034, 6, 1))
    frame.loc[start : start + rows - 1, "source_id"] = source
    data[name] = frame


def reordered(draw, data):
    """The same rows as a spreadsheet sorts them by one of the columns."""
    name = draw(st.sampled_from([*kzdata.TABLES]))
    column = draw(st.sampled_from(kzdata.TABLES[name].columns))
    data[name] = data[name].sort_values(column, ascending=draw(st.booleans()), ignore_index=True)


def statements_in_another_order(draw, data):
    frame = data["statements"]
    data["statements"] = frame.assign(position=draw(st.permutations(frame["position"].tolist())))
    data["statements"] = data["statements"].astype({"position": "Int64"})


KINDS = (
    next_year, whole_year, revised, last_digit, new_metal, new_place, new_plant, another_source,
    reordered, statements_in_another_order,
)  # fmt: skip


@settings(max_examples=200)
@given(st.data())
def test_two_hundred_lawful_changes_pass_without_a_question(tables, data):
    new = data.draw(changed(tables))
    candidates = [
        Candidate(kzdata.TABLES[name], Path(name), frame, (), np.arange(len(frame)) + 2)
        for name, frame in new.items()
    ]
    assert findings_of(candidates, tables, TODAY) == []
