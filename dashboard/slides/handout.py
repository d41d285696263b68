"""The slides on paper: two a page with all their sources, then the notes for questions."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.figures import sources_said
from dashboard.figures.theme import GRID, INK, QUIET
from dashboard.render import document
from dashboard.slides import speaker_notes
from dashboard.slides.build import Progress
from dashboard.slides.model import ENDS, Deck, Slide
from dashboard.slides.slide_svg import slide_svg

TEMPLATE = Path(__file__).with_suffix(".typ")


def pdf(deck: Deck, progress: Progress = lambda made, of: None) -> bytes:
    """The handout as a tagged PDF; `progress` is told of it as of one piece."""
    progress(0, 1)
    made = document.pdf(TEMPLATE, _told(deck))
    progress(1, 1)
    return made


def _told(deck: Deck) -> dict[str, object]:
    """All that the template reads."""
    first, words = deck.slides[0], deck.words
    where = " · ".join(filter(None, (words("app.title"), deck.site and deck.address)))
    return {
        "title": f"{first.title} – {first.answer}",
        "author": first.title,
        "lines": first.lines,
        "language": words.language,
        "day": {"year": deck.day.year, "month": deck.day.month, "day": deck.day.day},
        "stamp": deck.stamp,
        "contents": words("handout.contents"),
        "colours": (INK, QUIET, GRID),
        "foot": (where, deck.stamp),
        "pages": list(_pages(deck)),
        "after": list(_after(deck)),
    }


def _pages(deck: Deck) -> Iterator[list[dict[str, object]]]:
    """Two slides a page, without the first and the last, whose texts are head and end."""
    numbers = [n for n, slide in enumerate(deck.slides, 1) if slide.id not in ENDS]
    for at in range(0, len(numbers), 2):
        two = [_slide(deck, number) for number in numbers[at : at + 2]]
        if len(two) == 2 and two[0]["beneath"] == two[1]["beneath"]:
            two[0]["beneath"] = ()  # of one figure: they stand beneath both
        yield two


def _slide(deck: Deck, number: int) -> dict[str, object]:
    """A slide, what listeners are told of it, and all that stands beneath it."""
    slide = deck.slides[number - 1]
    return {
        "title": slide.title,
        "part": slide.part,
        "svg": slide_svg(deck, number),
        "alt": slide.description or " ".join((slide.title, slide.answer, *slide.lines)),
        "beneath": (*slide.notes, *_sources(slide, deck)),
    }


def _sources(slide: Slide, deck: Deck) -> Iterator[str]:
    for number, source in enumerate(slide.sources):
        count = len(slide.sources)
        yield source.line if number else sources_said((source.line,), deck.words, count)


def _after(deck: Deck) -> Iterator[tuple[str, str]]:
    """Kind and text of all that follows the slides."""
    last, words = deck.slides[deck.counted - 1], deck.words
    yield "title", last.title
    texts = filter(None, (last.answer, *last.lines, last.address))
    yield from ((speaker_notes.TEXT, text) for text in texts)
    # A figure of a talk may stand whole behind it as well.
    asked = {s.id: (s.title, s.questions) for s in deck.slides if s.questions and s.part == 1}
    figures = list(asked.values())
    if figures:
        yield "title", words("hall.title")
    for title, questions in figures:
        yield "figure", title
        yield from speaker_notes.told(questions, words)
