"""The slides of a choice, made of the data as they stand."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from operator import attrgetter

from dashboard import store
from dashboard.addresses import Choices, view_path
from dashboard.figures import FIGURES, Cited, Figure, Headline, cell, title_of
from dashboard.i18n import Words, words_of
from dashboard.slides.charts import chart_beside, charts
from dashboard.slides.layout import WIDE, Box, complete, place
from dashboard.slides.model import Deck, Slide
from dashboard.slides.questions import questions
from dashboard.slides.ranking import RANKED, ranking, ranking_svg
from dashboard.slides.sanitize import sound
from dashboard.slides.selection import WHOLE, Choice

NAMED = 5  # figures that the last slide names when they are left out
PLAIN_ROWS = 3  # of a table that is told where there is no chart

Progress = Callable[[int, int], None]


def deck(
    choice: Choice,
    day: date,
    site: str,
    progress: Progress = lambda made, of: None,
    server: str | None = None,
) -> Deck:
    """Make the slides of a choice; a figure that its data do not allow is left out and named.

    `server` is where older versions are answered for, if not at `site`; `progress` is told how many
    figures are made, and of how many.
    """
    with store.one_version() as data, ThreadPoolExecutor(1, "pen") as pen:
        # While a chart is drawn, in a process of its own, the next figure is put together here.
        figures = choice.made
        for number, id in enumerate(figures):
            progress(number, len(figures))
            with suppress(Exception):  # comes again below, and is told there
                made, chosen = _figure(id, choice, day)
                pen.submit(copy_context().run, _drawn, id, choice, day, chosen, made.chart)
        slides: list[Slide] = []
        behind: list[Slide] = []
        left_out: list[str] = []
        failed: list[str] = []
        for id in figures:
            try:
                whole = tuple(_of_figure(id, choice, day, site, server))
                if choice.deck == WHOLE:
                    slides += whole
                elif id in choice.behind:
                    behind += whole
                else:
                    large, complete = _large(whole, choice, day)
                    slides.append(large)
                    behind += () if complete else whole
            except store.Unavailable:
                left_out.append(title_of(id, words_of(choice.language), choice.town))
            except Exception:  # whatever it is, the hall sees the other slides
                store.tell_once("slide", (id, choice.language, choice.town), data.version)
                failed.append(title_of(id, words_of(choice.language), choice.town))
        progress(len(figures), len(figures))
        ends = Deck(choice, data.version, day, site, (), tuple(left_out), tuple(failed))
        all_slides = (_first(ends), *_agenda(ends), *slides, _last(ends), *behind)
        return replace(ends, slides=tuple(map(sound, all_slides)))


def _of_figure(
    id: str, choice: Choice, day: date, site: str, server: str | None
) -> Iterator[Slide]:
    words, (made, chosen) = words_of(choice.language), _figure(id, choice, day)
    figure, cited = made.figure, tuple(store.cited(made.figure.sources, choice.language))
    drawn = _drawn(id, choice, day, chosen, made.chart)
    asked = questions(figure, cited, store.snapshot().tables, words)
    numbers = _numbers(figure, words)
    second = _second(id, choice, day)
    page, check = FIGURES[id].page, store.checked_at(id, chosen, day, site, server)
    typed = check or site + view_path(page, choice.language, _town(id, choice))
    cells = () if drawn else _cells(figure, words)
    for part, chart in enumerate(drawn or ("",), start=1):
        yield Slide(
            id=id,
            title=figure.title,
            answer=figure.answer,
            refers=words("ui.refers", text=figure.refers),
            chart=chart,
            lines=tuple(words("deck.cell", title=title, value=said) for title, said in cells),
            cells=cells,
            part=part,
            parts=len(drawn) or 1,
            sources=cited,
            address=site and (check or site + view_path(page, choice.language, chosen, id)),
            short=site and typed.partition("//")[2],
            description=figure.description,
            notes=figure.notes,
            numbers=numbers,
            questions=asked,
            second=second,
        )


def _second(id: str, choice: Choice, day: date) -> tuple[str, str]:
    """Title and answer of a figure in the second language; nothing where one is shown."""
    if not choice.second:
        return "", ""
    figure = _figure(id, replace(choice, language=choice.second), day)[0].figure
    return figure.title, figure.answer


def _large(whole: tuple[Slide, ...], choice: Choice, day: date) -> tuple[Slide, bool]:
    """A figure as one slide in large type, and whether it shows all that its slides `whole` do.

    Its chart stands beside the answer if both fit; a long ranking is shortened.
    """
    id, words = whole[0].id, words_of(choice.language)
    made, chosen = _figure(id, choice, day)
    slide = replace(whole[0], chart="", lines=(), cells=(), part=1, parts=1, large=True)
    if made.chart is None:
        return slide, True
    beside = [replace(slide, beside=True, parted=parted) for parted in (False, True)]
    rooms = ((each, _room(each, choice, day)) for each in beside)
    fitting, room = next(((each, room) for each, room in rooms if room), (slide, None))
    if room is None:
        return slide, False
    bars = ranking(made.figure, _own(choice), words)
    if bars:
        drawn = ranking_svg(bars, RANKED[id][1], words, room.width, room.height)
    else:
        size = f"{room.width:g}x{room.height:g}"
        file = f"charts/{choice.language}/{store.stem(id, chosen)}.beside-{size}.svg"
        drawn = store.made(
            file, day, lambda: chart_beside(made.chart, room), store.TEXT, of_site=False
        )
    return (replace(fitting, chart=drawn), not bars) if drawn else (slide, False)


def _room(slide: Slide, choice: Choice, day: date) -> Box | None:
    """The room of a chart beside an answer, if all texts of the slide fit, in whichever face."""
    said = Deck(choice, "", day, "", (slide,)).said(1)
    layouts = [place(said, wide) for wide in (1, WIDE)]
    if not all(map(complete, layouts)):
        return None
    return min((layout.chart for layout in layouts), key=attrgetter("height"))


def _own(choice: Choice) -> str:
    """The name by which a ranking of regions knows the one that is usually chosen."""
    return store.region_names(choice.language).get(str(store.default("region")), "")


def _figure(id: str, choice: Choice, day: date) -> tuple[store.Finished, Choices]:
    """A figure and the choices that it has taken; raises Unavailable."""
    town = choice.town
    chosen = store.chosen(id, {"town": town, "place": town} if town else {})
    return store.figure(id, choice.language, day, **chosen), chosen


def _drawn(
    id: str, choice: Choice, day: date, chosen: Choices, chart: dict | None
) -> tuple[str, ...]:
    """The charts of a figure's slides, drawn once; raises NotDrawn."""
    file = f"charts/{choice.language}/{store.stem(id, chosen)}.slides.svg"
    return store.made(file, day, lambda: charts(chart), store.TEXTS, of_site=False)


def _town(id: str, choice: Choice) -> dict[str, str]:
    return _asked(choice.town) if "town" in FIGURES[id].choices else {}


def _short(site: str, path: str) -> str:
    """An address as people type it."""
    return site and site.partition("//")[2] + path


def _numbers(figure: Figure, words: Words) -> tuple[tuple[str, ...], ...]:
    """The table of a figure in words, the titles of its columns first."""
    rows = (
        tuple(cell(value, column, words) for column, value in zip(figure.columns, row, strict=True))
        for row in figure.table.itertuples(index=False)
    )
    return (tuple(column.title for column in figure.columns), *rows)


def _cells(figure: Figure, words: Words) -> tuple[tuple[str, str], ...]:
    """What is known in the rows of a figure without a chart, of as many as a slide takes."""
    cells = (
        (column.title, cell(value, column, words))
        for row in figure.table.head(PLAIN_ROWS).itertuples(index=False)
        for column, value in zip(figure.columns, row, strict=True)
    )
    return tuple((title, said) for title, said in cells if said != "–")


def _first(deck: Deck) -> Slide:
    words = deck.words
    town = deck.choice.town
    where = words.code("place", town) if town else words("deck.country")
    return Slide(
        id="first",
        title=words("app.title"),
        answer=where,
        lines=(words("app.tagline"),),
        second=_ending("app.title", "", deck),
        address=deck.site and deck.address,
        short=_short(deck.site, view_path("present", deck.choice.language, _asked(town))),
    )


def _agenda(deck: Deck) -> tuple[Slide, ...]:
    """What a talk is about, in three numbers; none in a deck of all figures."""
    words, town = deck.words, deck.choice.town
    if deck.choice.deck == WHOLE:
        return ()
    try:
        numbers = store.town_headlines_of(deck.choice.language, deck.day, town)
        others = _other_numbers(deck)
        sources = _cited([each.figure for each in numbers], deck)
    except store.Unavailable:  # the slides of these numbers say so
        return ()
    other = deck.choice.second and _agenda_title(words_of(deck.choice.second), town)
    return (
        Slide(
            id="agenda",
            title=_agenda_title(words, town),
            answer="",
            second=(other, ""),
            address=deck.site and deck.address,
            short=_short(deck.site, view_path("present", deck.choice.language, _asked(town))),
            sources=sources,
            large=True,
            key_numbers=tuple((each.number, each.text) for each in numbers),
            second_counted=tuple(each.text for each in others),
        ),
    )


def _agenda_title(words: Words, town: str) -> str:
    return words("deck.agenda", place=words.code("place", town) if town else words("deck.country"))


def _other_numbers(deck: Deck) -> tuple[Headline, ...]:
    """The numbers of an agenda in the second language, where there is one."""
    choice = deck.choice
    if not choice.second:
        return ()
    return store.town_headlines_of(choice.second, deck.day, choice.town)


def _cited(figures: Sequence[str], deck: Deck) -> tuple[Cited, ...]:
    """The sources of some figures, each once."""
    made = [_figure(id, deck.choice, deck.day)[0].figure for id in figures]
    sources = dict.fromkeys(source for figure in made for source in figure.sources)
    return tuple(store.cited(tuple(sources), deck.choice.language))


def _asked(town: str) -> dict[str, str]:
    return {"town": town} if town else {}


def _last(deck: Deck) -> Slide:
    words = deck.words
    lines = [words("deck.method"), *[words("deck.check")] * bool(deck.site)]
    if deck.left_out:
        lines.append(words("deck.left_out", titles=_named(deck.left_out, words)))
    if deck.failed:
        lines.append(words("deck.failed_slides", titles=_named(deck.failed, words)))
    return Slide(
        id="last",
        title=words("deck.last.title"),
        answer=words("ui.footer"),
        lines=tuple(lines),
        second=_ending("deck.last.title", "ui.footer", deck),
        address=deck.site and deck.site + view_path("sources", deck.choice.language),
        short=_short(deck.site, view_path("sources", deck.choice.language)),
    )


def _ending(title: str, answer: str, deck: Deck) -> tuple[str, str]:
    """Title and answer of a slide without a figure in the second language, by their keys."""
    if not deck.choice.second:
        return "", ""
    words = words_of(deck.choice.second)
    return words(title), words(answer) if answer else ""


def _named(titles: Sequence[str], words: Words) -> str:
    """The first of some titles, and how many more there are."""
    named, more = "; ".join(titles[:NAMED]), len(titles[NAMED:])
    return words.plural("deck.more_slides", more, named=named) if more else named
