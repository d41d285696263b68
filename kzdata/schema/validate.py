"""Hold the rows of a table against its declaration."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

import numpy as np
import pandas as pd
from pandera.errors import SchemaErrors

from kzdata.schema import LANGUAGES, TABLES, Table
from kzdata.schema.dependent import broken
from kzdata.schema.model import DAY, FIRST_DAY, LAST_DAY, TEXT, WEB_ADDRESS
from kzdata.schema.problems import Error, Problem, Rule
from kzdata.schema.text_rules import by_spelling, folded, hint, misspelt, rule_of, shortened
from kzdata.schema.web_addresses import rule_of_address

Rows = Sequence[int] | np.ndarray  # the number of each row
PANDERA_RULES = {"not_nullable": Error.NOT_NULL}


def row_problems(
    table: Table, frame: pd.DataFrame, file: str, rows: Rows | None = None
) -> list[Problem]:
    """Problems of single rows: types, ranges, codes, texts, rules between columns, keys that recur.

    `rows` are the numbers of the rows as whoever made the file sees them, else counted from 1.
    """
    if frame.empty:
        return [] if table.may_be_empty else [Problem(table.name, file, Error.EMPTY)]
    rows = _numbered(frame, rows)
    problems = []
    try:
        table.schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        problems = _from_pandera(table, frame, file, error.failure_cases, rows)
    for name in table.columns:
        problems += _text_problems(table, frame, file, rows, name)
    for rule, at, name, expected in broken(table, frame):
        found = told(frame[name].iloc[at])
        problems.append(Problem(table.name, file, rule, int(rows[at]), name, found, expected))
    key = list(table.key)
    twice = frame.loc[frame.duplicated(key, keep=False), key]
    for position, values in zip(twice.index, twice.itertuples(index=False), strict=True):
        found = ", ".join(map(told, values))
        problems.append(
            Problem(table.name, file, Error.KEY, int(rows[position]), ", ".join(key), found)
        )
    return problems


def reference_problems(
    table: Table,
    frame: pd.DataFrame,
    file: str,
    frames: Mapping[str, pd.DataFrame],
    rows: Rows | None = None,
) -> list[Problem]:
    """Values that should name a row of another table and do not.

    A table that could not be read blames nobody: its own problem is reported instead.
    """
    rows = _numbered(frame, rows)
    problems = []
    for name in table.columns:
        for target, held in referring(table, name, frame):
            if target not in frames:
                continue
            lost = _lost(table, name, target, held, frames[target])
            if target == table.name:
                itself = held[held == frame.loc[held.index, table.key[0]]]
                lost |= dict.fromkeys(itself.index, (Error.ITSELF, ""))
            problems += [
                Problem(table.name, file, rule, int(rows[at]), name, shortened(held[at]), expected)
                for at, (rule, expected) in lost.items()
            ]
    return problems


def referring(table: Table, name: str, frame: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """Each table of whose rows a column names one, and the values that are to name it."""
    spec, held = table.specs[name], frame[name].dropna()
    if spec.references:
        yield spec.references, held[~held.isin(spec.besides)]
    elif where := spec.where:
        targets = frame.loc[held.index, where.column].map(where.cases)
        for target in dict.fromkeys(filter(None, where.cases.values())):
            yield target, held[targets == target]


def _lost(
    table: Table, name: str, target: str, held: pd.Series, there: pd.DataFrame
) -> dict[int, tuple[Rule, str]]:
    """The values that name no row of the target, or none that they may: rule and what is expected.

    By the place of the value.
    """
    spec, key, lost = table.specs[name], TABLES[target].key[0], {}
    known = there[key].dropna()
    missed = held[~held.isin(known)]
    if len(missed):
        spellings = by_spelling({*known, *spec.besides})
        codes = codes_by_name(TABLES[target], there)
        for at, found in missed.items():
            if meant := spellings.get(folded(found)):
                lost[at] = misspelt(found, meant), meant
            elif meant := codes.get(_as_name(found)):
                lost[at] = Error.NAME_FOR_CODE, meant
            else:
                lost[at] = Error.REFERENCE, target
    if spec.among:
        column, code = spec.among
        others = held[held.isin(there.loc[there[column] != code, key])]
        lost |= dict.fromkeys(others.index, (Error.REFERENCE_AMONG, f"{column} = {code}"))
    return lost


def codes_by_name(table: Table, frame: pd.DataFrame) -> dict[str, str]:
    """The key of each row by what it is called, in any language; a name of two rows is left out.

    Names are folded: case, blanks and ё left out.
    """
    found: dict[str, set[str]] = {}
    for prefix in ("name", "title"):
        for column in (f"{prefix}_{language}" for language in LANGUAGES):
            if column in table.columns:
                for code, name in frame[[table.key[0], column]].dropna().itertuples(index=False):
                    found.setdefault(_as_name(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _as_name(text: str) -> str:
    return " ".join(text.split()).casefold().replace("ё", "е")


def is_code(table: Table, name: str) -> bool:
    """Whether the texts of a column are codes that somebody made up, written in Latin letters."""
    refers = table.specs[name].references is not None
    return refers or name in table.key or name.endswith("_id")


def _numbered(frame: pd.DataFrame, rows: Rows | None) -> Rows:
    return range(1, len(frame) + 1) if rows is None else rows


def _from_pandera(
    table: Table, frame: pd.DataFrame, file: str, cases: pd.DataFrame, rows: Rows
) -> list[Problem]:
    # Where a rule is broken in many rows, they mostly hold the same.
    expected = cache(partial(_expected, table))
    problems = {}
    for case in cases.itertuples(index=False):
        broken, named, beside = (*str(case.check).split(":"), "", "")[:3]
        # A flag that is empty makes its whole column one of objects.
        is_type = broken.startswith("dtype(")
        named_rule = Error.TYPE if is_type else PANDERA_RULES.get(broken) or Error(broken)
        column = named or case.column
        row = None if pd.isna(case.index) else int(rows[int(case.index)])
        value = case.failure_case if row is None else frame[column].array[int(case.index)]
        rule, meant = expected(column, named_rule, value)
        if beside and row is not None:
            meant = f"{beside} {told(frame[beside].array[int(case.index)])}"
        # A rule between columns fails once for each column of the row; one problem says it.
        problems[(rule, row, column)] = Problem(
            table.name, file, rule, row, column, told(value), meant
        )
    return list(problems.values())


def _expected(table: Table, column: str, rule: Rule, value: object) -> tuple[Rule, str]:
    """The rule, named as closely as the value allows, and what it expects."""
    spec = table.specs[column]
    if rule == Error.RANGE and spec.dtype == DAY:
        return rule, f"{told(FIRST_DAY)} … {told(LAST_DAY)}"
    if rule == Error.RANGE and spec.bounds:
        return rule, " … ".join(f"{bound:g}" for bound in spec.bounds)
    if rule == Error.ADDRESS:
        return rule, ""
    if rule == Error.PERCENT:
        return rule, "0 … 100"
    if rule == Error.CODE:
        meant = by_spelling(spec.codes).get(folded(str(value)))
        return (misspelt(str(value), meant), meant) if meant else (rule, ", ".join(spec.codes))
    return rule, spec.dtype


def _text_problems(
    table: Table, frame: pd.DataFrame, file: str, rows: Rows, name: str
) -> list[Problem]:
    spec = table.specs[name]
    if spec.dtype != TEXT or spec.codes:
        return []
    code = is_code(table, name)
    # Each text is looked at once, however many rows hold it.
    texts = frame[name].dropna().unique()
    rules = {text: rule for text in texts if (rule := rule_of(text, code=code))}
    if spec.web_address:
        known = [text for text in texts if text not in rules and re.match(WEB_ADDRESS, text)]
        rules |= {text: rule for text in known if (rule := rule_of_address(text))}
    if not rules:
        return []
    broken = frame.loc[frame[name].isin(list(rules)), name]
    hints = {text: hint(text, rules[text]) for text in broken.unique()}
    return [
        Problem(table.name, file, rules[text], int(rows[i]), name, shortened(text), hints[text])
        for i, text in broken.items()
    ]


def told(value: object) -> str:
    """A value as a finding says it."""
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return shortened(str(value))
