"""The slides of a deck: what each says and shows, of one version of the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.addresses import view_path
from dashboard.figures import Cited, source_names, sources_said
from dashboard.i18n import Words, words_of
from dashboard.slides.layout import Said
from dashboard.slides.questions import Questions
from dashboard.slides.selection import Choice

ENDS = ("first", "agenda", "last")  # slides that show no figure


@dataclass(frozen=True)
class Slide:
    """One picture for the wall. `chart` is drawn as SVG; without one its `lines` stand there.

    A figure whose chart is too tall goes over several slides: this is `part` of `parts`.
    `numbers` is its table in words, the titles of the columns first; `cells` are titles and values
    of a figure that is no chart, which its `lines` say one by one.
    `second` is its title and its answer in another language, where two are shown.
    `address` is that of the figure's view, `short` that of its page for people to type; both are
    empty where nobody knows where the site stands.
    """

    id: str
    title: str
    answer: str
    refers: str = ""
    chart: str = ""
    lines: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
    sources: tuple[Cited, ...] = ()
    address: str = ""
    short: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    numbers: tuple[tuple[str, ...], ...] = ()
    questions: Questions | None = None
    large: bool = False  # as a talk shows it, in large type
    beside: bool = False  # it has room for a chart beside its answer
    parted: bool = False  # its answer needs two sizes of type to stand beside its chart
    key_numbers: tuple[tuple[str, str], ...] = ()  # of an agenda, each with what is counted
    second: tuple[str, str] = ("", "")
    cells: tuple[tuple[str, str], ...] = ()
    second_counted: tuple[str, ...] = ()  # what is counted, in another language


@dataclass(frozen=True)
class Deck:
    """All slides of a choice, the first and the last among them, then those behind a talk.

    `left_out` are the titles of the figures whose data did not pass the check, `failed` those of
    figures that could not be made for whatever other reason.
    """

    choice: Choice
    version: str
    day: date
    site: str
    slides: tuple[Slide, ...]
    left_out: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        return words_of(self.choice.language)

    @property
    def counted(self) -> int:
        """How many slides a talk has; those after them are an appendix."""
        return next((n for n, slide in enumerate(self.slides, 1) if slide.id == "last"), 0)

    @property
    def stamp(self) -> str:
        """Version and day of the data."""
        return self.words("card.stamp", version=self.version, day=self.words.day(self.day))

    def said(self, number: int) -> Said:
        """All that is written on the slide of a number, counted from 1."""
        slide, words = self.slides[number - 1], self.words
        title = slide.title
        if slide.parts > 1:
            title = words("deck.part", title=title, part=str(slide.part), parts=str(slide.parts))
        if number > self.counted:
            count = words("deck.behind_number", number=str(number - self.counted))
        else:
            count = words("deck.number", number=str(number), count=str(self.counted))
        return Said(
            title=title,
            answer=slide.answer,
            refers=slide.refers,
            lines=slide.lines,
            address=slide.short,
            sources=source_names(slide.sources),
            naming=self._naming,
            stamp=f"{count} · {self.stamp}",
            large=slide.large,
            beside=slide.beside,
            parted=slide.parted,
            numbers=slide.key_numbers,
            second=slide.second,
            second_counted=slide.second_counted,
        )

    def _naming(self, named: Sequence[str], left: int) -> str:
        text = "; ".join(named)
        if left:
            text = self.words.plural("deck.more_sources", left, named=text)
        return sources_said((text,), self.words, len(named) + left)

    @property
    def address(self) -> str:
        """Where these slides are shown."""
        return self.site + view_path("present", self.choice.language) + _more(self.choice)


def _more(choice: Choice) -> str:
    return f"&{choice.query}" * bool(choice.query)
