"""What a declaration says, as a sentence: how rows are told apart, what a column may hold."""

from dashboard.i18n.messages import say
from kzdata.schema import TABLES, Table
from kzdata.schema.model import Units, Where


def rows_in_words(table: Table, language: str) -> str:
    """By which columns the rows of a table are told apart."""
    columns = ", ".join(table.specs[name].title[language] for name in table.key)
    return say("table.key", language, columns=columns)


def column_in_words(table: Table, name: str, language: str) -> str:
    """What a column may hold: unit, codes, bounds, the table it refers to, whether it is required.

    Empty for a plain text that is required.
    """
    spec, said = table.specs[name], []
    if spec.unit:
        said.append(say("column.unit", language, unit=spec.unit))
    if spec.codes:
        said.append(say("column.codes", language, codes=", ".join(spec.codes)))
    if spec.bounds:
        low, high = (f"{bound:.12g}" for bound in spec.bounds)
        said.append(say("column.range", language, low=low, high=high))
    if spec.references:
        target = TABLES[spec.references].title[language]
        said.append(say("column.reference", language, table=target))
    if spec.besides:
        said.append(say("column.besides", language, codes=", ".join(spec.besides)))
    if spec.among:
        among, code = spec.among
        said.append(say("column.among", language, column=among, code=code))
    if spec.units:
        said.append(say("column.units", language, units=_units(spec.units, spec.codes)))
    if spec.where:
        said.append(_where(spec.where, language))
    if spec.nullable:
        said.append(say("column.nullable", language))
    text = "; ".join(said)
    return text and f"{text[0].upper()}{text[1:]}."


def _units(by: Units, every: tuple[str, ...]) -> str:
    """The units of each case, those of the same together; where it may be any, nothing."""
    cases: dict[tuple[str, ...], list[str]] = {}
    for case, held in ((case, held) for case, held in by.cases.items() if held != every):
        cases.setdefault(held, []).append(case if isinstance(case, str) else " = ".join(case))
    return "; ".join(f"{', '.join(of)}: {', '.join(held) or '–'}" for held, of in cases.items())


def _where(where: Where, language: str) -> str:
    """The rows that fill a column, and what they name there."""
    targets: dict[str | None, list[str]] = {}
    for case, target in where.cases.items():
        targets.setdefault(target, []).append(case)
    cases = "; ".join(
        f"{', '.join(of)} ({TABLES[target].title[language]})" if target else ", ".join(of)
        for target, of in targets.items()
    )
    return say("column.where", language, column=where.column, cases=cases)
