"""Questions from the hall: what a figure says and does not say, and what is held against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures import Cited, Figure, Tables
from dashboard.i18n import Words
from dashboard.render.download import beneath
from dashboard.slides.objections import objections


@dataclass(frozen=True)
class Objection:
    """What somebody in the hall may hold against a figure, and what is to be said to it."""

    question: str
    answer: str


@dataclass(frozen=True)
class Questions:
    """What the one who presents a figure should know: a page of notes in one language.

    The figure's own notes are not repeated: they stand on its slide.
    """

    says: tuple[str, ...]
    says_not: tuple[str, ...]
    sources: tuple[str, ...]
    objections: tuple[Objection, ...]


def questions(figure: Figure, cited: Sequence[Cited], tables: Tables, words: Words) -> Questions:
    """The page of notes for a figure; `tables` are those that it was made of, or all."""
    return Questions(
        says=(figure.answer, *beneath(figure, (), words)),
        says_not=(words(f"{figure.id}.says_not"),),
        sources=tuple(source.line for source in cited),
        objections=tuple(
            Objection(
                words(f"objection.{name}.question", **values),
                words(f"objection.{name}.answer", **values),
            )
            for name, values in objections(figure, tables, words).items()
        ),
    )
