"""The data as a Frictionless Data Package: everything that is declared, in a standard's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.i18n.descriptions import column_in_words, rows_in_words
from dashboard.i18n.messages import say
from kzdata.schema import LANGUAGES, TABLES, Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE

TYPES = {TEXT: "string", WHOLE: "integer", NUMBER: "number", DAY: "date", FLAG: "boolean"}

# Licences by the names of the Open Definition. A source that states none is in no such list: what
# is not said is not granted.
LICENCES = {
    "pddl": {
        "name": "ODC-PDDL-1.0",
        "title": "Open Data Commons Public Domain Dedication and License 1.0",
        "path": "https://opendatacommons.org/licenses/pddl/1-0/",
    },
    "cc_by_4": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "mit": {
        "name": "MIT",
        "title": "MIT License",
        "path": "https://opensource.org/license/mit",
    },
}
# How much of an ISO date is known, in letters.
Described = dict[str, Any]  # as JSON is to have it
KNOWN_LETTERS = {"year": 4, "month": 7}


@dataclass(frozen=True)
class File:
    """One file of a table: its path beside the package, its bytes counted and their SHA-256."""

    path: str
    media_type: str
    size: int
    digest: str


def datapackage(
    frames: Mapping[str, pd.DataFrame],
    files: Mapping[str, Sequence[File]],
    version: str,
    language: str,
    declared: Mapping[str, Table] = TABLES,
) -> dict:
    """The package of the tables in `frames`, which must hold `sources`.

    They are as they are `declared`, which may be otherwise than today. The first of a table's files
    is its CSV; the others hold the same rows. Titles and descriptions are in one language, and all
    three stand beside them as `titles`.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kazakhstan-air-and-metals",
        "title": say("package.title", language),
        "titles": {each: say("package.title", each) for each in LANGUAGES},
        "description": say("package.description", language),
        "version": version,
        "sources": [_source(row, language) for row in _rows(frames["sources"])],
        "resources": [_resource(declared[name], frames, files[name], language) for name in frames],
    }


def cited_in(table: Table, frame: pd.DataFrame) -> list[str]:
    """The ids of the sources that the rows of a table name, each once, in their order."""
    naming = [n for n in table.columns if table.specs[n].references == "sources"]
    return list(dict.fromkeys(id for name in naming for id in frame[name].dropna()))


def _resource(
    table: Table, frames: Mapping[str, pd.DataFrame], files: Sequence[File], language: str
) -> dict:
    file, *alternatives = files
    sources = frames["sources"].set_index("source_id", drop=False)
    cited = _rows(sources.loc[cited_in(table, frames[table.name])])
    resource = {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.title[language],
        "titles": dict(table.title),
        "description": rows_in_words(table, language),
        **_file(file),
        "format": "csv",
        "encoding": "utf-8",
        "schema": _schema(table, frames, language),
        "alternatives": [_file(other) for other in alternatives],
    }
    if cited:
        resource["sources"] = [_source(row, language) for row in cited]
    licences = {row["licence"] for row in cited}
    if licences and licences <= set(LICENCES):
        resource["licenses"] = [LICENCES[licence] for licence in sorted(licences)]
    return resource


def _file(file: File) -> dict:
    return {
        "path": file.path,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
    }


def _source(row: Mapping, language: str) -> dict:
    told = {
        "name": row["source_id"],
        "title": row[f"title_{language}"],
        "path": row["url"],
        "publisher": row[f"publisher_{language}"],
        "published": None if pd.isna(row["published"]) else _published(row),
        "licence": row["licence"],
    }
    return {key: value for key, value in told.items() if isinstance(value, str)}


def _published(row: Mapping[str, Any]) -> str:
    """The day of publication, or the month or year that is known of it, as ISO 8601 has them."""
    return row["published"].date().isoformat()[: KNOWN_LETTERS.get(row.get("published_given", ""))]


def _schema(table: Table, frames: Mapping[str, pd.DataFrame], language: str) -> dict:
    schema: Described = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(table, name, language) for name in table.columns],
        "missingValues": [""],
    }
    # A key of which a part may be empty is unique, but no primary key as the standard has it.
    if any(table.specs[name].nullable for name in table.key):
        schema["uniqueKeys"] = [list(table.key)]
    else:
        schema["primaryKey"] = list(table.key)
    if foreign := [key for name in table.columns if (key := _foreign_key(table, name, frames))]:
        schema["foreignKeys"] = foreign
    return schema


def _field(table: Table, name: str, language: str) -> dict:
    spec = table.specs[name]
    bounds = {"minimum": spec.low, "maximum": spec.high}
    constraints: Described = {bound: value for bound, value in bounds.items() if value is not None}
    if not spec.nullable:
        constraints["required"] = True
    if table.key == (name,):
        constraints["unique"] = True
    if spec.codes:
        constraints["enum"] = list(spec.codes)
    field: Described = {
        "name": name,
        "type": TYPES[spec.dtype],
        "title": spec.title[language],
        "titles": dict(spec.title),
        "description": column_in_words(table, name, language),
        "unit": spec.unit,
        "constraints": constraints,
    }
    if spec.dtype == FLAG:
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return {key: value for key, value in field.items() if value}


def _foreign_key(table: Table, name: str, frames: Mapping[str, pd.DataFrame]) -> dict | None:
    """The reference of a column, if every value is a key of a table in the package."""
    spec = table.specs[name]
    target = spec.references
    if target is None or target not in frames or spec.besides:
        return None
    resource = {} if target == table.name else {"resource": target}
    return {"fields": [name], "reference": {**resource, "fields": [TABLES[target].key[0]]}}


def _rows(frame: pd.DataFrame) -> list[dict]:
    return frame.to_dict("records")
