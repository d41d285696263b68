"""What the rules found in the same bytes before, on disk: whoever starts need not look again."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, fields

from dashboard.store.edition_folder import Editions
from kzdata.check import Key, Recall, not_recalled
from kzdata.schema.problems import RULES, Problem

RULE = {str(rule): rule for rule in RULES}
# What stands in a file; whom a problem of the watch over promises is about is found anew each time.
TOLD = [field.name for field in fields(Problem) if field.name != "promise"]


def recalled(editions: Editions | None) -> Recall:
    """What recalls verdicts of this code, among the editions that it makes."""
    if editions is None:
        return not_recalled

    def recall(key: Key, find: Callable[[], list[Problem]]) -> list[Problem]:
        named = hashlib.sha256(f"{editions.makers} {key!r}".encode()).hexdigest()
        path = editions.folder / "verdicts" / f"{named}.json"
        # What does not tell problems as they are told now was written by another code.
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(path.read_bytes())
            return [Problem(**{**each, "rule": RULE[each["rule"]]}) for each in told]
        found = find()
        if not any(problem.promise for problem in found):
            told = [{name: asdict(problem)[name] for name in TOLD} for problem in found]
            editions.put(path, json.dumps(told, ensure_ascii=False).encode())
        return found

    return recall
