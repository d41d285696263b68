"""One row more, one row less: tables whose rows are lawful, each by itself.

Rows that contradict each other are for the check to refuse; figures stay even so.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count, product

import pandas as pd
from made_tables import frame, lawful

from kzdata import TABLES, Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.validate import is_code, reference_problems, row_problems

NARROW = 8  # columns of at most so many options meet each other in every pair
FEW = 30  # of a table of at most so many rows, each is left out once
SPREAD = 12  # values of a column of the key whose rows are left out, the first and the last of them

Tables = Mapping[str, pd.DataFrame]
Row = dict[str, object]


def options(table: Table, name: str, tables: Tables) -> list:
    """What one row more may hold in a column: every code, every reference, the ends of a range.

    Years and days are of the latest row, of the year after it and of the year before the first.
    """
    spec, dtype, held = table.specs[name], table.dtype(name), tables[table.name][name].dropna()
    if spec.codes:
        found = list(spec.codes)
    elif spec.references == "sources":
        found = list(tables["sources"]["source_id"][:2])
    elif spec.references:
        target = spec.references
        found = [*tables[target][TABLES[target].key[0]], *spec.besides]
    elif dtype == FLAG:
        found = [False, True]
    elif dtype == NUMBER:
        found = [held.median(), spec.low, spec.high] if len(held) else [spec.low]
    elif dtype == WHOLE and len(held):
        found = [held.max(), min(held.max() + 1, spec.high), max(held.min() - 1, spec.low)]
    elif dtype == DAY and len(held):
        # Where periods begin and end, whole years are among them.
        edge = {"period_start": (1, 1), "period_end": (12, 31)}.get(name)
        later, earlier = held.max().year + 1, held.min().year - 1
        month, day = edge or (held.max().month, held.max().day)
        found = [held.max(), *(pd.Timestamp(year, month, day) for year in (later, earlier))]
    elif name in table.key:
        found = ["one-row-more"]
    elif dtype == TEXT:
        found = list(held.unique()) if is_code(table, name) else list(held[:1])
    else:
        found = []
    unknown = [None] if table.specs[name].nullable else []
    return list(dict.fromkeys([*found, *unknown]))


def rows_more(table: Table, tables: Tables) -> Iterator[Row]:
    """Lawful rows that hold every option of each column, and every two codes of two columns.

    Where a row breaks a rule, what the rule names is replaced, as far as that mends it.
    """
    choices = {name: options(table, name, tables) for name in table.columns}
    for row in _covering(choices, [name for name in table.columns if _is_narrow(table, name)]):
        if (made := _mended(table, row, choices, tables)) is not None:
            yield made


def with_row(table: Table, row: Row, tables: Tables) -> Tables:
    """The tables with one row more, which takes the place of another of the same key."""
    held, more = tables[table.name], frame(table, [row])
    key = list(table.key)
    same = held.set_index(key).index.isin(more.set_index(key).index)
    return {**tables, table.name: pd.concat([held[~same], more], ignore_index=True)}


def fewer(table: Table, tables: Tables) -> Iterator[Tables]:
    """States with less in one table, as far as no other table refers to what is left out.

    Of small tables each row is left out once; of all others, all rows of one value of each column
    of the key, of `SPREAD` values from the first to the last. Once all are left out but the first.
    """
    held = tables[table.name]
    out = [held.index > 0]
    if len(held) <= FEW:
        out += [held.index == at for at in held.index]
    else:
        out += [held[column] == v for column in table.key for v in _spread(held[column])]
    for rows in out:
        state = {**tables, table.name: held[~rows].reset_index(drop=True)}
        if len(state[table.name]) and not _lost_references(table, state):
            yield state


def _spread(column: pd.Series) -> list:
    """The values of a column, if they are many some of them, from the first to the last."""
    values = sorted(column.dropna().unique())
    if len(values) <= SPREAD:
        return values
    return [values[step * (len(values) - 1) // (SPREAD - 1)] for step in range(SPREAD)]


def _lost_references(table: Table, tables: Tables) -> list:
    return [
        problem
        for name, frame in tables.items()
        if any(TABLES[name].specs[column].references == table.name for column in frame)
        for problem in reference_problems(TABLES[name], frame, name, tables)
    ]


def _is_narrow(table: Table, name: str) -> bool:
    return table.dtype(name) == FLAG or 0 < len(table.specs[name].codes) <= NARROW


def _covering(choices: Mapping[str, Sequence], narrow: Sequence[str]) -> Iterator[Row]:
    """Rows that hold each option of every column, and each pair of options of narrow columns."""
    open_pairs = {
        ((one, a), (other, b))
        for one, other in combinations(narrow, 2)
        for a, b in product(range(len(choices[one])), range(len(choices[other])))
    }
    most = max(map(len, choices.values()))
    for turn in count():
        if not open_pairs and turn >= most:
            return
        # The other columns take their turns, each in steps of its own.
        taken = {
            name: (turn + turn // len(found) * place) % len(found)
            for place, (name, found) in enumerate(choices.items())
            if found and name not in narrow
        }
        begun = dict(min(open_pairs)) if open_pairs else {}
        for name in narrow:
            if name not in begun:
                begun[name] = _most_useful(name, len(choices[name]), begun, open_pairs, turn)
        ordered = [(name, begun[name]) for name in narrow]
        open_pairs -= set(combinations(ordered, 2))
        taken |= begun
        yield {name: found[taken[name]] if found else None for name, found in choices.items()}


def _most_useful(name: str, size: int, begun: Mapping[str, int], open_pairs: set, turn: int) -> int:
    """The option of a column that closes most pairs with what a row already holds."""

    def closes(at: int) -> int:
        return sum(
            ((name, at), held) in open_pairs or (held, (name, at)) in open_pairs
            for held in begun.items()
        )

    return max(range(size), key=lambda at: (closes(at), -((at - turn) % size)))


def _mended(table: Table, row: Row, choices: Mapping[str, Sequence], tables: Tables) -> Row | None:
    """The row, or one like it that breaks no rule; None where there is none at hand."""
    codes = {name: list(tables[name][TABLES[name].key[0]]) for name in tables}
    row = lawful(table, row, codes)
    for _ in range(4):
        if not (problems := _problems(table, row, tables)):
            break
        name = problems[0].column
        others = (lawful(table, {**row, name: other}, codes) for other in choices.get(name, ()))
        better = [each for each in others if len(_problems(table, each, tables)) < len(problems)]
        if not better:
            return None
        row = better[0]
    return row if not _problems(table, row, tables) else None


def _problems(table: Table, row: Row, tables: Tables) -> list:
    alone = frame(table, [row])
    known = {**tables, table.name: pd.concat([tables[table.name], alone])}
    return row_problems(table, alone, "") + reference_problems(table, alone, "", known)
