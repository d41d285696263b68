"""Findings of one kind in one column of one file, which people read as one thing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.i18n.messages import said_place, say
from dashboard.i18n.numbers import spans
from kzdata.schema.problems import Problem, Question, Rule

MOST_ALIKE = 5  # findings of a kind that are said whole


@dataclass(frozen=True)
class Alike:
    """The findings of a kind that are said whole, and those of which only the rows are named."""

    whole: tuple[Problem, ...]
    more: tuple[Problem, ...]

    def say_more(self, language: str) -> str:
        """Where else the same was found; nothing if nowhere."""
        if not self.more:
            return ""
        place = said_place(replace(self.more[0], row=None), language)
        return say("check.more", language, place=place, rows=ranges(self.more))


def kinds(findings: Iterable[Problem]) -> list[Alike]:
    """Findings by kind, in the order of the first of each; a lost figure is a kind of its own."""
    by_kind: dict[tuple[str, Rule, str | None, str], list[Problem]] = {}
    for each in findings:
        only = each.expected if each.rule == Question.LOST_FIGURE else ""
        by_kind.setdefault((each.file, each.rule, each.column, only), []).append(each)
    return [_alike(found) for found in by_kind.values()]


def _alike(found: list[Problem]) -> Alike:
    first, rest = found[:MOST_ALIKE], found[MOST_ALIKE:]
    # What is of no row nothing but its line can name.
    without_row = [each for each in rest if each.row is None]
    return Alike((*first, *without_row), tuple(each for each in rest if each.row is not None))


def ranges(findings: Iterable[Problem]) -> str:
    """The rows of some findings, those that follow one another as from and to."""
    return spans(finding.row for finding in findings if finding.row is not None)
