"""What helps whoever fills a workbook in: lists to choose from, and the rule of each column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from dashboard.i18n.codes import said_code
from dashboard.i18n.descriptions import column_in_words, rows_in_words
from dashboard.i18n.differences import NAMES
from dashboard.i18n.messages import UnknownKey, say
from dashboard.i18n.words import words_of
from kzdata.schema import TABLES, Table
from kzdata.schema.model import DAY, FIRST_DAY, FLAG, LAST_DAY, NUMBER, WHOLE

# A spreadsheet takes no longer titles and messages.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
FARTHEST = 1e15  # of a number without declared bounds: beyond it a spreadsheet loses digits

ADDING = " +"  # behind the name of a table: its sheet holds some rows, and all others stay

Frames = Mapping[str, pd.DataFrame]
Rule = dict[str, object]  # a data validation as XlsxWriter takes it


@dataclass(frozen=True)
class Listed:
    """What may be chosen in a column, and what readers call it.

    `references` names the table whose keys these are: it may have got others meanwhile.
    """

    title: str
    values: tuple[tuple[object, str], ...]
    references: str | None = None


def listed(table: Table, name: str, frames: Frames, language: str) -> Listed | None:
    """The list of a column; None where it has none, or the table it refers to is not there."""
    spec = table.specs[name]
    if table.dtype(name) == FLAG:
        values = ((True, say("fill.yes", language)), (False, say("fill.no", language)))
        return Listed(spec.title[language], values)
    if spec.codes:
        codes = ((code, _said(table, name, code, language)) for code in spec.codes)
        return Listed(spec.title[language], tuple(codes))
    target = spec.references
    if target is None or target not in frames:
        return None
    frame, key = frames[target], TABLES[target].key[0]
    if spec.among:
        column, code = spec.among
        frame = frame[frame[column] == code]
    named = next((f"{n}_{language}" for n in NAMES if f"{n}_{language}" in frame.columns), key)
    besides = ((code, _said(table, name, code, language)) for code in spec.besides)
    pairs = frame[[key, named]].drop_duplicates(key).astype(object).itertuples(index=False)
    rows = ((code, "" if pd.isna(said) else said) for code, said in pairs)
    title = TABLES[target].title[language]
    return Listed(title, (*besides, *rows), target)


def _said(table: Table, name: str, code: str, language: str) -> str:
    """What readers call a code; nothing where it has no name of its own."""
    try:
        return said_code(table.name, name, code, words_of(language))
    except (KeyError, UnknownKey):
        return ""


def list_rows(lists: Iterable[Listed], language: str) -> list[list[object]]:
    """The lists side by side, two columns each: what may be chosen, and what readers call it."""
    columns: list[list[object]] = []
    for each in lists:
        columns.append([each.title, *(value for value, _ in each.values)])
        columns.append([say("sheet.title", language), *(said for _, said in each.values)])
    return [list(row) for row in zip_longest(*columns)]


def rule_of(table: Table, name: str, choices: Listed | None, place: str, language: str) -> Rule:
    """The rule of a column with its messages; `place` is where its list stands."""
    spec, dtype = table.specs[name], table.dtype(name)
    title, said = spec.title[language], column_in_words(table, name, language)
    sheet = say("sheet.lists", language)
    rule: Rule = {"validate": "any"}
    if choices is not None:
        rule = {"validate": "list", "source": place}
        if choices.references:
            # A row that the other table gets at the same time is in no list yet.
            told = say("fill.other_code", language, table=choices.title, sheet=sheet)
            rule |= {"error_type": "warning", "error_message": told}
        else:
            rule |= {"error_message": say("fill.not_listed", language, sheet=sheet)}
        said = _choices_in_words(choices, spec.nullable, language)
    elif dtype in (WHOLE, NUMBER):
        low, high = spec.bounds or (-FARTHEST, FARTHEST)
        between = {"low": f"{low:.12g}", "high": f"{high:.12g}"}
        if dtype == WHOLE:
            rule = _between("integer", low, high, say("fill.whole", language, **between))
        else:
            rule = _between("decimal", low, high, say("fill.number", language, **between))
    elif dtype == DAY:
        first, last = FIRST_DAY.date(), LAST_DAY.date()
        said = " ".join(filter(None, (say("fill.day", language), said)))
        rule = _between("date", first, last, say("fill.not_day", language, first=first, last=last))
    if len(title) > LONGEST_TITLE:
        said = f"{title}. {said}"
    return rule | {
        "input_title": cut(title, LONGEST_TITLE),
        "input_message": cut(said or say("fill.text", language), LONGEST_MESSAGE),
        "error_title": cut(say("fill.wrong", language), LONGEST_TITLE),
        "ignore_blank": True,
    }


def _between(kind: str, low: object, high: object, told: str) -> Rule:
    bounds = {"criteria": "between", "minimum": low, "maximum": high}
    return {"validate": kind, "error_message": told, **bounds}


def _choices_in_words(choices: Listed, nullable: bool, language: str) -> str:
    """Each code with its name where they are few, else where they stand."""
    empty = f" {say('fill.empty', language)}" if nullable else ""
    pairs = ((str(v).upper() if v in (True, False) else str(v), said) for v, said in choices.values)
    whole = "\n".join(f"{value} – {said}" if said else value for value, said in pairs) + empty
    if len(whole) <= LONGEST_MESSAGE and choices.references is None:
        return whole
    sheet = say("sheet.lists", language)
    return say("fill.choose", language, title=choices.title, sheet=sheet) + empty


def cut(text: str, most: int) -> str:
    """The text, or as much of it as a spreadsheet takes."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def help_lines(
    tables: Sequence[Table], language: str, *, locked: bool, adding: bool = False
) -> list[str]:
    """How a workbook is filled in, a paragraph each; one that is `adding` holds prepared rows."""
    sheet = say("sheet.lists", language)
    if adding:
        return [
            say("fill.help.prepared", language),
            say("fill.help.source", language),
            say("fill.help.lists", language, sheet=sheet),
            say("fill.help.values", language),
            say("fill.help.read", language),
        ]
    lines = [say("fill.help", language, columns=say("sheet.columns", language))]
    if len(tables) == 1:
        lines.append(rows_in_words(tables[0], language))
    else:
        lines.append(say("fill.help.sheets", language))
    if locked:
        lines.append(say("fill.help.locked", language))
    return [
        *lines,
        say("fill.help.rows", language),
        say("fill.help.lists", language, sheet=sheet),
        say("fill.help.values", language),
        say("fill.help.read", language),
    ]
