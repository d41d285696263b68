"""One row more, one row less: states of the data that the check lets pass."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count, product

import pandas as pd
from made_tables import frame, lawful

from kzdata import TABLES, Table
from kzdata.check import frame_faults
from kzdata.datasets.declare import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.declared import is_code, reference_faults, row_faults

NARROW = 8  # columns of at most so many options meet each other in every pair
FEW = 30  # of a table of at most so many rows, each is left out once

Tables = Mapping[str, pd.DataFrame]
Row = dict[str, object]


def options(table: Table, name: str, tables: Tables) -> list:
    """What one row more may hold in a column: every code, every reference, the ends of a range.

    Years and days are of the latest row, of the year after it and of the year before the first.
    """
    about, dtype, held = table.about(name), table.dtype(name), tables[table.name][name].dropna()
    if about["codes"]:
        found = list(about["codes"])
    elif about["references"] == "sources":
        found = list(tables["sources"]["source_id"][:2])
    elif about["references"]:
        target = about["references"]
        found = [*tables[target][TABLES[target].key[0]], *about["besides"]]
    elif dtype == FLAG:
        found = [False, True]
    elif dtype == NUMBER:
        found = [held.median(), about["low"], about["high"]] if len(held) else [about["low"]]
    elif dtype == WHOLE and len(held):
        found = [held.max(), min(held.max() + 1, about["high"]), max(held.min() - 1, about["low"])]
    elif dtype == DAY and len(held):
        year = pd.DateOffset(years=1)
        found = [held.max(), held.max() + year, held.min() - year]
    elif name in table.key:
        found = ["one-row-more"]
    elif dtype == TEXT:
        found = list(held.unique()) if is_code(table, name) else list(held[:1])
    else:
        found = []
    unknown = [None] if table.schema.columns[name].nullable else []
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


def fewer(tables: Tables) -> Iterator[tuple[str, str, Tables]]:
    """Lawful states with less: the table, what was left out, and the tables.

    Of small tables each row is left out once; of all others, all rows of one value of each key
    column. Each table is also cut down to its first row.
    """
    for name, table in TABLES.items():
        held = tables[name]
        parts = {"all but the first": held.index > 0}
        if len(held) <= FEW:
            parts |= {
                str(held.loc[at, list(table.key)].tolist()): held.index == at for at in held.index
            }
        else:
            parts |= {
                f"{column} {v}": held[column] == v
                for column in table.key
                for v in held[column].unique()
            }
        for said, out in parts.items():
            state = {**tables, name: held[~out].reset_index(drop=True)}
            if len(state[name]) and not frame_faults(state, changed=[name]):
                yield name, said, state


def _is_narrow(table: Table, name: str) -> bool:
    return table.dtype(name) == FLAG or 0 < len(table.about(name)["codes"]) <= NARROW


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
        faults = _faults(table, row, tables)
        if not faults:
            return row if not _faults_beside(table, row, tables) else None
        name = faults[0].column
        others = (lawful(table, {**row, name: other}, codes) for other in choices.get(name, ()))
        better = [each for each in others if len(_faults(table, each, tables)) < len(faults)]
        if not better:
            return None
        row = better[0]
    return None


def _faults(table: Table, row: Row, tables: Tables) -> list:
    alone = frame(table, [row])
    known = {**tables, table.name: pd.concat([tables[table.name], alone])}
    return row_faults(table, alone, "") + reference_faults(table, alone, "", known)


def _faults_beside(table: Table, row: Row, tables: Tables) -> list:
    return frame_faults(with_row(table, row, tables), changed=[table.name])
