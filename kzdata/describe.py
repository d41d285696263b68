"""What a declaration says, as a sentence: how rows are told apart, what a column may hold."""

from .datasets import TABLES, Table
from .words import say


def rows_in_words(table: Table, language: str) -> str:
    """By which columns the rows of a table are told apart."""
    columns = ", ".join(table.about(name)["title"][language] for name in table.key)
    return say("table.key", language, columns=columns)


def column_in_words(table: Table, name: str, language: str) -> str:
    """What a column may hold: unit, codes, bounds, the table it refers to, whether it is required.

    Empty for a plain text that is required.
    """
    about, said = table.about(name), []
    if about["unit"]:
        said.append(say("column.unit", language, unit=about["unit"]))
    if about["codes"]:
        said.append(say("column.codes", language, codes=", ".join(about["codes"])))
    if about["low"] is not None:
        low, high = (f"{about[bound]:.12g}" for bound in ("low", "high"))
        said.append(say("column.range", language, low=low, high=high))
    if about["references"]:
        target = TABLES[about["references"]].title[language]
        said.append(say("column.reference", language, table=target))
    if about["besides"]:
        said.append(say("column.besides", language, codes=", ".join(about["besides"])))
    if table.schema.columns[name].nullable:
        said.append(say("column.nullable", language))
    text = "; ".join(said)
    return text and f"{text[0].upper()}{text[1:]}."
