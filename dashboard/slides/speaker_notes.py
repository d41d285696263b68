"""The notes for questions from the hall as one text, each part known by its kind."""

from collections.abc import Iterator

from dashboard.i18n import Words
from dashboard.slides.questions import Questions

HEADING, QUESTION, TEXT = "heading", "question", "text"


def told(asked: Questions, words: Words) -> Iterator[tuple[str, str]]:
    """Kind and text, in the order in which they are read; a part without texts has no heading."""
    answered = [
        part for one in asked.objections for part in ((QUESTION, one.question), (TEXT, one.answer))
    ]
    for heading, parts in (
        (words("hall.says"), _texts(asked.says)),
        (words("hall.says_not"), _texts(asked.says_not)),
        (words("hall.objections"), answered),
        (words("hall.sources"), _texts(asked.sources)),
    ):
        if parts:
            yield HEADING, heading
            yield from parts


def _texts(lines: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(TEXT, line) for line in lines]
