"""What all verbs share: the folder that is meant, the exit status, complaints."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from dashboard.i18n.locations import say_source
from dashboard.i18n.messages import count, say, say_problem
from kzdata.location import Place, is_elsewhere, place_at
from kzdata.parquet import data_folder
from kzdata.schema.problems import Grade, Problem
from kzdata.source import place_of_data, source_at
from publishing.commit.failures import say_shut_out
from publishing.remote.sync import look
from publishing.review.alike import kinds

GOOD, BAD_DATA, WRONG_CALL = 0, 1, 2
Hint = Callable[..., str]  # what the help says of a verb or an option, by its key


class Commands(Protocol):
    """Where argparse takes the verbs of a command."""

    def add_parser(
        self, name: str, *, parents: Sequence[argparse.ArgumentParser], help: str
    ) -> argparse.ArgumentParser: ...


class WrongCall(Exception):
    """The call cannot be followed; `key` and `values` are the sentence that says why."""

    def __init__(self, key: str, **values: object):
        self.key, self.values = key, values
        super().__init__(key)


class NoCopy(Exception):
    """The data lie elsewhere and nothing of them is here; `said` are the lines that say why."""

    def __init__(self, said: Iterable[str]):
        self.said = tuple(said)
        super().__init__("\n".join(self.said))


def how_many(text: str) -> int:
    """A number of rows; raises ValueError for what is none."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def named(text: str) -> Path | Place:
    """What `--data` names."""
    return place_at(text) if is_elsewhere(text) else Path(text)


def folder_of(call: argparse.Namespace) -> Path:
    """The folder of the data, fetched if they lie elsewhere.

    Raises NotADirectoryError if there is none, NoCopy for a place of which there is none.
    """
    place = call.data or place_of_data()
    if isinstance(place, Place):
        return fetched(place, call.lang)
    folder = call.data or data_folder()
    if not folder.is_dir():
        raise NotADirectoryError(str(folder))
    return folder


def writable_folder_of(call: argparse.Namespace) -> Path:
    """The folder of the data, there or not; raises WrongCall if they lie elsewhere."""
    place = call.data or place_of_data()
    if isinstance(place, Place):
        raise WrongCall("place.not_written", place=place.said)
    return call.data or data_folder()


def fetched(place: Place, language: str) -> Path:
    """What a place holds now; else its last good state, and that is said."""
    said = say_source(source_at(place, look(place)), language)
    if not (folder := place.shown).is_dir():
        raise NoCopy(said)
    for line in said:
        _print(line)
    return folder


def print_problems(findings: Iterable[Problem], language: str) -> None:
    """Errors, then questions, then notes; of many alike a few whole, and the rows of the others."""
    by_grade: dict[Grade, list[Problem]] = {grade: [] for grade in Grade}
    for finding in findings:
        by_grade[finding.grade].append(finding)
    problems, questions, notes = by_grade.values()
    _print_lines(problems, language)
    if questions:
        _print(say("check.questions_follow", language))
        _print_lines(questions, language)
    if notes:
        _print(say("check.notes_follow", language))
        _print_lines(notes, language)
    if problems:
        _print(count("check.faults", len(problems), language))
    if questions:
        _print(count("check.questions", len(questions), language))


def _print_lines(findings: Iterable[Problem], language: str) -> None:
    for alike in kinds(findings):
        for each in alike.whole:
            _print(say_problem(each, language))
        if alike.more:
            _print(alike.say_more(language))


def tell_shut_out(folder: Path, language: str) -> None:
    """Say which files somebody may not read who may look into the folder, such as the service."""
    if said := say_shut_out(folder, language):
        _print(said)


def _print(line: str) -> None:
    print(line, file=sys.stderr)


def complain(key: str, language: str, **values: object) -> None:
    print(say(key, language, **values), file=sys.stderr)
