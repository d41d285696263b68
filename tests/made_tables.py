"""Strategies that make tables as they are declared, down to the rules between columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
from hypothesis import strategies as st

from kzdata import Table
from kzdata.schema.asking import GAPS
from kzdata.schema.emissions import LEAST_YEAR
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE, Where
from kzdata.schema.text_rules import rule_of
from kzdata.schema.validate import is_code

# What people write: three alphabets, and the signs that spreadsheets and CSV stumble over.
ALPHABETS = {"kk": "aZәІғЯё", "ru": "aZЯё", "en": "aZ"}
SIGNS = "0 \N{NO-BREAK SPACE},;.'\"«»=+-@%–/\\№"
CODE_SIGNS = st.sampled_from("aZ0,;.'\"=+-@%/_")
CODES = ("KZ-10", "temirtau-works", "all", "bns-2024")
BEFORE_SOURCES = 2007  # nothing is on record before it was published
BESIDE = {
    "period_end": "period_start",
    "tile_col": "tile_row",
    "longitude": "latitude",
    "term_unit": "term",
    "paragraph": "point",
    "answer": "answered_on",
    "answer_source_id": "answer",
}
LEAST = {DAY: pd.Timestamp(2024, 1, 1), TEXT: "Z"}  # where a column has no least value of its own


Codes = Mapping[str, Sequence[str]]


def texts(language: str = "kk", *, code: bool = False) -> st.SearchStrategy[str]:
    """Texts of a language that pass the check; a code is of Latin letters."""
    signs = CODE_SIGNS if code else st.sampled_from(ALPHABETS[language] + SIGNS)
    return st.text(signs, min_size=1, max_size=12).map(partial(_passing, code=code))


def _passing(text: str, code: bool) -> str:
    """The text if it passes the check, else one of its own that does."""
    text = text.strip()
    if rule_of(text, code=code) is None:
        return text
    return "Z" + "".join(f"{ord(sign):04}" for sign in text)


def values(table: Table, name: str, codes: Codes) -> st.SearchStrategy:
    """What a column may hold; None is unknown. References are drawn from `codes` by table."""
    spec, dtype = table.specs[name], table.dtype(name)
    if spec.references:
        drawn = st.sampled_from([*codes.get(spec.references, CODES), *spec.besides])
    elif spec.codes:
        drawn = st.sampled_from(spec.codes)
    elif name == "gap":
        drawn = st.sampled_from(GAPS)
    elif name == "year" and "basis" in table.columns:
        drawn = st.integers(int(spec.low), BEFORE_SOURCES)
    elif name.partition("_")[0] == "url":
        drawn = st.sampled_from(["https://a.example", "http://a.example/b;c,d?e=%20#f"])
    else:
        drawn = {
            TEXT: lambda: texts(_language(name), code=is_code(table, name)),
            WHOLE: lambda: st.integers(int(spec.low), int(spec.high)),
            NUMBER: lambda: st.floats(spec.low, spec.high),
            DAY: lambda: st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(pd.Timestamp),
            FLAG: st.booleans,
        }[dtype]()
    return st.none() | drawn if table.specs[name].nullable else drawn


def _language(column: str) -> str:
    """The language of a column, if its name says one."""
    ending = column[-2:]
    return ending if column[-3:-2] == "_" and ending in ALPHABETS else "kk"


def rows(table: Table, codes: Codes | None = None) -> st.SearchStrategy[dict]:
    """Rows of a table that pass its check; what they refer to is drawn from `codes`."""
    drawn = {name: values(table, name, codes or {}) for name in table.columns}
    return st.fixed_dictionaries(drawn).map(lambda row: lawful(table, row, codes or {}))


def frames(
    table: Table, codes: Codes | None = None, *, least: int = 1, most: int = 5
) -> st.SearchStrategy[pd.DataFrame]:
    """Tables of a few rows, each with a key of its own."""
    several = st.lists(
        rows(table, codes), min_size=least, max_size=most, unique_by=lambda row: _key(table, row)
    )
    return several.map(lambda drawn: frame(table, drawn))


@st.composite
def two_states(draw, table: Table, codes: Codes | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two states of a table that share some rows; others were added, removed or changed."""
    of_rows = rows(table, codes)
    old = draw(
        st.lists(of_rows, max_size=5, unique_by=lambda row: _key(table, row)), label="old rows"
    )
    kept = {_key(table, row): row for row in old if draw(st.booleans(), label="kept")}
    for key, row in kept.items():
        if draw(st.booleans(), label="changed"):
            other = draw(of_rows)
            other |= {name: row[name] for name in table.key}
            kept[key] = lawful(table, other, codes or {})
    added = {_key(table, row): row for row in draw(st.lists(of_rows, max_size=3), label="added")}
    new = draw(st.permutations([*(added | kept).values()]), label="new rows")
    return frame(table, old), frame(table, new)


def frame(table: Table, drawn: Sequence[Mapping]) -> pd.DataFrame:
    """Rows as a frame in the declared types."""
    whole = pd.DataFrame(list(drawn), columns=list(table.columns), dtype=object)
    return whole.astype({name: table.dtype(name) for name in table.columns})


def _key(table: Table, row: Mapping) -> tuple:
    return tuple(row[name] for name in table.key)


def lawful(table: Table, row: dict, codes: Codes) -> dict:
    """The row, mended where it breaks a rule between its columns."""
    row = dict(row)
    for name in table.columns:
        spec = table.specs[name]
        if where := spec.where:
            _fill(table, row, name, where, codes)
    for name in table.columns:  # what a row is held against decides over its unit
        if by := table.specs[name].units:
            _, units = by.case(tuple(row[column] for column in by.columns))
            row[name] = units[0] if units and row[name] not in units else row[name]
            if units == ():
                row |= dict.fromkeys((name, *by.of))
    if row.get("about") == "table":
        row["about_id"] = "laws"
    for check in (*table.schema.checks,) * 2:  # for what is mended may belong to a third column
        rule, name, *first = check.error.split(":")
        if rule == "placeholder" and "{value}" not in row[name]:
            row[name] = f"{row[name]} {{value}}"
        elif rule == "percent" and row["unit"] == "percent" and row[name] is not None:
            row[name] = abs(row[name]) % 100
        elif rule == "outcome_source" and row[name] is None:
            row["outcome"] = None
        elif rule == "outcome_missing" and row[name] is None:
            row["outcome_day"] = row["outcome_source_id"] = None
        elif rule == "half" and None in (row[name], row[BESIDE[name]]):
            row[name] = row[BESIDE[name]] = None
        elif rule == "part_of_year" and row["averaging"] == "year":
            start, end = row["period_start"], row["period_end"]
            if None not in (start, end) and end - start < LEAST_YEAR:
                row[name] = "day"
        elif rule == "one_month" and row["period_start"] is not None:
            row["period_start"] = row["period_start"].replace(day=1)
            row["period_end"] = row["period_start"] + pd.offsets.MonthEnd()
        elif rule == "base_year" and row[name] and row[name] >= row["deadline"].year:
            row[name] = None
        elif rule == "order" and name == "due":
            for year in ("base_year", "record_year") if row["due"] else ():
                row[year] = row[year] and min(row[year], row["due"].year)
        elif rule == "order":
            pair = (*first, name)
            if None not in (known := [row[one] for one in pair]):
                row.update(zip(pair, sorted(known), strict=True))
    return row


def _fill(table: Table, row: dict, name: str, where: Where, codes: Codes) -> None:
    """Leave a column empty, or fill it, as the column that decides over it says."""
    decides = row[where.column]
    if decides not in where.cases:
        row[name] = None
    elif target := where.cases[decides]:
        row[name] = codes.get(target, CODES)[0]
    elif row[where.column] in where.needing and row[name] is None:
        low = table.specs[name].low
        row[name] = LEAST[table.dtype(name)] if low is None else low
