"""One figure as a page of its own: what a link to it, or a message with it, leads to."""

from collections.abc import Iterable, Mapping
from html import escape

from dashboard import store
from dashboard.addresses import figure_page_path
from dashboard.figures import FIGURES, Cited, Figure, title_of
from dashboard.html import figure_card
from dashboard.html.ask_links import asked_in
from dashboard.html.blocks import part
from dashboard.html.embed import discovered, snippets
from dashboard.html.figure_place import FigurePlace, charts
from dashboard.html.menu import head
from dashboard.html.page import NO_INDEX, document, nothing_page
from dashboard.html.page_script import marks_script
from dashboard.html.preview import Picture, Preview, picture_of
from dashboard.html.report import Reported, report_fold
from dashboard.html.send import copied_from, send_script, sent
from dashboard.html.then_and_now import ThenAndNow, absent, bar
from dashboard.html.view import stamp
from dashboard.i18n import Words
from dashboard.page_contents import Choose, figures_of
from kzdata.schema.model import LANGUAGES


def figure_page(place: FigurePlace) -> str:
    """The page, complete. Raises Unavailable where the data of the figure are faulty."""
    id, language = place.figure, place.language
    with store.as_published(place.as_of):
        figure = store.figure(id, language, place.day, **place.choices).figure
    # The page of today is the one that is found by search, and its bar compares with today.
    addresses = {language: place.address(language) for language in LANGUAGES}
    tags, above = (NO_INDEX, bar(ThenAndNow(place))) if place.as_of else ("", "")
    with store.as_published(place.as_of):
        picture = picture_of(figure, language, place.site, {**place.choices, **place.stated})
        main = above + _main(figure, place)
        tags += discovered(figure, place)
        return _document(place, figure.title, figure.answer, main, addresses, tags, picture)


def absent_page(place: FigurePlace) -> str:
    """What is shown in place of a figure whose version had not got what it is made of."""
    both = ThenAndNow(place)
    title = both.newest.figure.title if both.newest else place.words("app.title")
    main = f'<h1 id="question">{escape(title)}</h1>{absent(both)}'
    addresses = {place.language: place.address()}
    with store.as_published(place.as_of):
        return _document(place, title, "", main, addresses, NO_INDEX)


def versions_page(place: FigurePlace, address: str) -> str:
    """What is shown for a version that there is not: those that there are, each with its days.

    `address` is that of the figure without a version.
    """
    links = "".join(
        f'<li><a href="{escape(address)}?version={shown.entry.number}">'
        f"{escape(version_told(shown, place.words))}</a></li>"
        for shown in store.versions(place.day)
    )
    told = f'<ul class="more">{links}</ul>'
    return nothing_page(place, place.words("version.unknown"), told)


def version_told(shown: store.Shown, words: Words) -> str:
    """A version: number, digest, the days on which it was shown."""
    days = words.period(shown.first, shown.last)
    number, version = str(shown.entry.number), shown.entry.version
    return words("version.shown", number=number, version=version, days=days)


def _document(
    place: FigurePlace,
    title: str,
    summary: str,
    main: str,
    addresses: Mapping[str, str],
    tags: str,
    picture: Picture | None = None,
) -> str:
    words = place.words
    foot = "".join(f'<p class="small">{escape(s)}</p>' for s in (words("ui.footer"), stamp(place)))
    inside = f"{head(place)}<main>{main}</main><footer>{foot}</footer>"
    name = words("page.of_site", page=title, site=words("app.title"))
    preview = Preview(place.language, words("app.title"), name, summary, addresses, picture)
    script = f"<script>{marks_script()}{send_script()}</script>"
    return document(place, name, tags + preview.tags, inside, script)


def _main(figure: Figure, place: FigurePlace) -> str:
    id, words = figure.id, place.words
    cited = store.cited(figure.sources, place.language)
    choices = "".join(part(Choose(name), place) for name in place.choices)
    notes = "".join(f"<li>{escape(note)}</li>" for note in figure.notes)
    page = FIGURES[id].page
    stands = words("figure.on_page", page=words(f"page.{page}.title"))
    own = place.address(stated=place.stated)
    taken, version = place.choices, store.snapshot().version
    return (
        f'<article class="card one" id="card-{id}"><div id="question">'
        f'<h1 id="{id}">{escape(figure.title)}</h1>'
        f'<p class="answer">{escape(figure.answer)}</p></div>{choices}{charts(place)}'
        + f'<ul class="notes">{notes}</ul>' * bool(notes)
        + f'<p class="small">{"<br>".join(figure_card.known(figure, place))}</p>'
        + sent(figure, place)
        + figure_card.actions(figure, place, taken)
        # Letters are of today, and go when they are answered.
        + ("" if place.as_of else asked_in(id, place, taken))
        + _sources(cited, place)
        + f"<p>{escape(figure_card.citation(figure, cited, place, taken, version))}</p></article>"
        + f'<p class="other"><a href="{escape(place.link(page, figure=id, **taken))}">'
        + f"{escape(stands)}</a></p>"
        + _others(page, place)
        + _to_embed(figure, place)
        + report_fold(Reported(figure.title, figure.answer, own), place, f"report-{id}")
        + figure_card.table_to_report(figure, place, own)
    )


def _to_embed(figure: Figure, place: FigurePlace) -> str:
    """What a page of others takes to show the figure: a frame, or else its picture."""
    if not place.site:
        return ""
    words, id = place.words, "embed"
    called = {
        "frame": words("figure.embed_frame"),
        "stays": words("figure.embed_stays"),
        "picture": words("figure.embed_picture"),
    }
    told = "".join(
        f'<p><label for="{id}-{name}">{escape(called[name])}</label></p>'
        f'<textarea id="{id}-{name}" readonly rows="4">{escape(html)}</textarea>'
        f"{copied_from(f'{id}-{name}', words)}"
        for name, html in snippets(figure, place).items()
    )
    summary = escape(words("figure.embed"))
    return f'<details class="fold" id="{id}"><summary>{summary}</summary>{told}</details>'


def _sources(cited: Iterable[Cited], place: FigurePlace) -> str:
    """Every source by its title."""
    items = "".join(
        f"<li>{figure_card.linked(source.title, source.url)}"
        f'<p class="small">{escape(source.said)}</p></li>'
        for source in cited
    )
    heading = escape(place.words("page.sources.title"))
    return f'<h2 class="group">{heading}</h2><ul class="sources">{items}</ul>' * bool(items)


def _others(page: str, place: FigurePlace) -> str:
    """The other figures of the page, by their questions."""
    links = ""
    for id in figures_of(page):
        if id != place.figure and FIGURES[id].page == page:
            taken = store.chosen(id, place.choices)
            address = escape(figure_page_path(place.language, id, taken))
            said = escape(title_of(id, place.words, taken.get("town", "")))
            links += f'<li><a href="{address}">{said}</a></li>'
    heading = escape(place.words("figure.others"))
    return f'<h2 class="group">{heading}</h2><ul class="more">{links}</ul>' * bool(links)
