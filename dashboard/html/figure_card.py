"""A figure as a card of HTML: question, answer, what stands beneath, ways to take it, its table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from dashboard import store
from dashboard.addresses import figure_page_path, figure_path, view_path
from dashboard.figures import (
    FIGURES,
    Cited,
    Column,
    Figure,
    cell,
    former,
    source_names,
    sources_said,
)
from dashboard.html.ask_links import asked_in
from dashboard.html.names import named
from dashboard.html.report import Reported, mail, report
from dashboard.html.town_cards import town_cards
from dashboard.html.view import Place
from dashboard.i18n import Words
from dashboard.render.download import OFFERED, beneath

AT_ONCE = 3  # sources in a row; a reader of more looks for one, not at all of them


def head(figure: Figure) -> str:
    """The question and the answer; links to what became part of the figure lead here."""
    return (
        "".join(f'<span id="{old}"></span>' for old in former(figure.id))
        + f'<h2 id="{figure.id}">{escape(figure.title)}</h2>'
        f'<p class="answer">{escape(figure.answer)}</p>'
    )


def answer_line(id: str, place: Place) -> str:
    """Where a mark's sentence is pinned, under the chart; the first of a page says how."""
    hint = escape(place.words("ui.answers"))
    first = id == place.first
    hinted = f' data-hint="{hint}"' * first
    return f'<p class="say{" hinted" * first}" aria-live="polite"><span{hinted}></span></p>'


def missing(title: str, id: str, words: Words) -> str:
    """What stands where a figure cannot be shown."""
    return f'<h2 id="{id}">{escape(title)}</h2>{unavailable(words)}'


def unavailable(words: Words) -> str:
    return f'<p class="unavailable" role="status">{escape(words("ui.unavailable"))}</p>'


def foot(figure: Figure, cited: Sequence[Cited], place: Place, taken: Mapping, version: str) -> str:
    """Remarks, what the figure refers to, how it is known, its sources, and ways to take it.

    `taken` are the choices that the figure has taken.
    """
    words = place.words
    notes = "".join(f"<li>{escape(note)}</li>" for note in figure.notes)
    small = [*known(figure, place)]
    called: dict[str, Cited] = {}
    for source in cited:
        called.setdefault(source.said, source)
    at_once = list(called.values())[:AT_ONCE]
    if cited:
        small.append(sources_said(linked_sources(at_once), words, len(called)))
    return (
        town_cards(figure.id, place)
        + f'<ul class="notes">{notes}</ul>' * bool(notes)
        + f'<p class="small">{"<br>".join(small)}</p>'
        + _more_sources(figure, cited, at_once, words)
        + asked_in(figure.id, place, taken)
        # In a fold, for six links a figure would stand in the way of who goes by keys.
        + f'<details class="fold">{_summary(figure, "take", words("ui.take_figure"))}'
        + actions(figure, place, taken)
        + f"<p>{escape(citation(figure, cited, place, taken, version))}</p>"
        + report(reported(figure, place, taken), place, f"report-{figure.id}")
        + "</details>"
    )


def known(figure: Figure, place: Place) -> tuple[str, str]:
    """What a figure refers to and how it is known, which leads to what that means."""
    refers, basis, *_ = beneath(figure, [], place.words)
    rules = escape(place.link("method", figure="bases"))
    return escape(refers), f'<a class="means" href="{rules}">{escape(basis)}</a>'


def linked_sources(cited: Iterable[Cited]) -> list[str]:
    """Sources by publisher and date, each linked to its address; `/sources` has the titles."""
    return [linked(source.said, source.url) for source in cited]


def _more_sources(
    figure: Figure, cited: Sequence[Cited], at_once: Sequence[Cited], words: Words
) -> str:
    """The other sources in a fold; one that is called as another is, undated say, by its title."""
    more = [source for source in cited if source not in at_once]
    if not more:
        return ""
    called = Counter(source.said for source in cited)
    links = "; ".join(
        linked(source.title if called[source.said] > 1 else source.said, source.url)
        for source in more
    )
    summary = _summary(figure, "sources", words.plural("count.more_sources", len(more)))
    return f'<details class="small fold">{summary}<p>{links}</p></details>'


def linked(text: str, url: str | None) -> str:
    """A text as a link, if there is an address of the web, that leaves this page open."""
    if url is None or not url.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(text)}</a>'


def actions(figure: Figure, place: Place, taken: Mapping) -> str:
    """Quiet links: the figure's files, and its own page, unless that is this page."""
    words, asked = place.words, {**taken, **place.stated}
    links = "".join(
        f'<a href="{escape(figure_path(place.language, figure.id, form, asked))}" download '
        f"{named(form, figure.id)}>{form.upper()}</a>"
        for form in OFFERED
    )
    own = figure_page_path(place.language, figure.id, asked)
    if own != place.link(place.page, **taken):
        said = escape(words("ui.link"))
        # Its question is a place there and here: of an edition, this page may stand for that one.
        links += f'<a href="{escape(own)}#{figure.id}" {named("link", figure.id)}>{said}</a>'
    return f'<p class="actions"><span>{escape(words("ui.download"))}</span>{links}</p>'


def _summary(figure: Figure, part: str, said: str) -> str:
    return f"<summary {named(part, figure.id)}>{escape(said)}</summary>"


def citation(
    figure: Figure, cited: Sequence[Cited], place: Place, taken: Mapping, version: str
) -> str:
    """How the figure is cited: its address, the version and day of the data, its sources."""
    words = place.words
    return words(
        "cite.figure",
        title=figure.title,
        site=words("app.title"),
        address=_cited_at(figure, place, taken),
        version=version,
        day=words.day(place.day),
        sources="; ".join(source_names(cited)),
    )


def _view(figure: Figure, place: Place, taken: Mapping) -> str:
    """The address of just this view of the figure."""
    return place.site + view_path(FIGURES[figure.id].page, place.language, taken, figure.id)


def reported(figure: Figure, place: Place, taken: Mapping) -> Reported:
    """What an error is reported in: the question, the answer, the view."""
    return Reported(figure.title, figure.answer, _view(figure, place, taken))


def _cited_at(figure: Figure, place: Place, taken: Mapping) -> str:
    """Where the same numbers are found for ever; its view where nobody answers for versions."""
    server = place.site if place.server is None else place.server
    published = store.published_as(place.day) if server or place.server is None else None
    if published is None:
        return _view(figure, place, taken)
    return server + figure_page_path(place.language, figure.id, {**taken, **published.query})


def table(figure: Figure, words: Words) -> str:
    """The figure's table in a fold, with numbers and days as this language writes them.

    On a phone each row stands as a list of titled cells.
    """
    rows = "".join(f"<tr>{_cells(row, figure, words)}</tr>" for row in _rows(figure))
    return _table(figure, rows, words)


def table_to_report(figure: Figure, place: Place, address: str) -> str:
    """The table unfolded, on the figure's page at `address`; each row has an address of its own.

    Where errors are reported by mail, it has the message on an error in it as well.
    """
    words, rows, more = place.words, "", ""
    for number, row in enumerate(_rows(figure), start=1):
        id, told = f"row-{number}", zip(row, figure.columns, strict=True)
        said = "; ".join(cell(value, column, words) for value, column in told)
        about = Reported(figure.title, figure.answer, f"{address}#{id}", f"{number}: {said}")
        to_report = ""
        if letter := mail(about, place):
            more = words("report.heading")
            called = escape(words("report.numbered", number=str(number)))
            link = f'<a href="{escape(letter)}">{called}</a>'
            to_report = f'<td data-title="{escape(more)}">{link}</td>'
        rows += f'<tr id="{id}">{_cells(row, figure, words)}{to_report}</tr>'
    return _table(figure, rows, words, more, unfolded=True)


def _rows(figure: Figure) -> Iterable[tuple]:
    return figure.table.itertuples(index=False, name=None)


def _numeric(column: Column) -> str:
    return ' class="number"' * (column.kind in ("number", "signed"))


def _cells(row: Sequence, figure: Figure, words: Words) -> str:
    return "".join(
        f'<td data-title="{escape(column.title)}"{_numeric(column)}>'
        f"{escape(cell(value, column, words))}</td>"
        for value, column in zip(row, figure.columns, strict=True)
    )


def _table(figure: Figure, rows: str, words: Words, more: str = "", unfolded: bool = False) -> str:
    """A fold with the rows below the titles; `more` is that of one more column."""
    titles = [column.title for column in figure.columns] + [more] * bool(more)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    return (
        f'<details class="fold" id="table-{figure.id}"{" open" * unfolded}>'
        f"{_summary(figure, 'rows', words('ui.table'))}"
        f'<table class="figure"><caption>{escape(figure.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )
