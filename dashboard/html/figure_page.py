"""One figure as a page of its own: what a link to it, or a message with it, leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from urllib.parse import urlencode

from dashboard import store
from dashboard.addresses import figure_page_path
from dashboard.figures import FIGURES, Cited, Figure
from dashboard.html import figure_card
from dashboard.html.ask_links import asked_in
from dashboard.html.blocks import part
from dashboard.html.chart import drawing_of
from dashboard.html.page import document, head, stamp
from dashboard.html.page_script import marks_script
from dashboard.html.preview import Preview, picture_of
from dashboard.html.view import Place
from dashboard.page_contents import Choose, figures_of
from dashboard.render.download import beneath
from kzdata.schema.model import LANGUAGES

FIGURE = "figure"
WIDTHS = {"narrow": 328, "wide": 720}  # pixels of the chart on a phone, and on a desk
# By what a reader sends a link on, and the address that takes it.
SENT_BY = {"WhatsApp": "https://wa.me/", "Telegram": "https://t.me/share/url"}


@dataclass(frozen=True)
class FigurePlace(Place):
    """The page of one figure in a language on a day, with the choices that the figure takes."""

    figure: str = ""

    @property
    def scripted(self) -> bool:
        return True

    @property
    def first(self) -> str:
        return self.figure

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        if page == FIGURE:
            return figure_page_path(language or self.language, self.figure, choices)
        return super().link(page, language, figure, **choices)


def figure_place(
    id: str, language: str, day: date, site: str, wishes: Mapping[str, str]
) -> FigurePlace:
    """The place of a figure; of its choices, each as wished or, where that is nonsense, usual."""
    choices = {
        name: store.codes(name).get(wishes.get(name), store.default(name))
        for name in FIGURES[id].choices
    }
    return FigurePlace(FIGURE, language, day, site, choices, lite=True, figure=id)


def figure_page(place: FigurePlace) -> str:
    """The page, complete. Raises Unavailable where the data of the figure are faulty."""
    id, words = place.figure, place.words
    figure = store.figure(id, place.language, place.day, **place.choices).figure
    foot = "".join(f'<p class="small">{escape(s)}</p>' for s in (words("ui.footer"), stamp(place)))
    inside = f"{head(place)}<main>{_main(figure, place)}</main><footer>{foot}</footer>"
    name = words("page.of_site", page=figure.title, site=words("app.title"))
    addresses = {language: _address(place, language) for language in LANGUAGES}
    picture = picture_of(figure, place.language, place.site, place.choices)
    tags = Preview(place.language, words("app.title"), name, figure.answer, addresses, picture).tags
    return document(place, name, tags, inside, f"<script>{marks_script()}</script>")


def _main(figure: Figure, place: FigurePlace) -> str:
    id, words = figure.id, place.words
    cited = store.cited(figure.sources, place.language)
    choices = "".join(part(Choose(name), place) for name in place.choices)
    refers, basis, *_ = beneath(figure, [], words)
    notes = "".join(f"<li>{escape(note)}</li>" for note in figure.notes)
    page = FIGURES[id].page
    stands = words("figure.on_page", page=words(f"page.{page}.title"))
    taken, version = place.choices, store.snapshot().version
    return (
        f'<article class="card one" id="card-{id}"><div id="question">'
        f'<h1 id="{id}">{escape(figure.title)}</h1>'
        f'<p class="answer">{escape(figure.answer)}</p></div>{choices}{_charts(place)}'
        + f'<ul class="notes">{notes}</ul>' * bool(notes)
        + f'<p class="small">{escape(refers)}<br>{escape(basis)}</p>'
        + _sent(figure, place)
        + figure_card.actions(figure, place, taken)
        + asked_in(id, place, taken)
        + _sources(cited, place)
        + f"<p>{escape(figure_card.citation(figure, cited, place, taken, version))}</p></article>"
        + f'<p class="other"><a href="{escape(place.link(page, figure=id, **taken))}">'
        + f"{escape(stands)}</a></p>"
        + _others(page, place)
        + figure_card.table(figure, words, unfolded=True)
    )


def _charts(place: FigurePlace) -> str:
    """The chart laid out for a phone and for a desk, and the line in which marks answer."""
    drawn = {
        name: drawing_of(place.figure, replace(place, width=width))
        for name, width in WIDTHS.items()
    }
    if not any(drawn.values()):
        return ""
    charts = "".join(f'<div class="{name}">{drawing}</div>' for name, drawing in drawn.items())
    return charts + figure_card.answer_line(place.figure, place)


def _sent(figure: Figure, place: FigurePlace) -> str:
    """Ways to send the page on; none where it is not known where the site stands."""
    if not place.site:
        return ""
    said, address = f"{figure.title} {figure.answer}", _address(place, place.language)
    asked = {
        "WhatsApp": {"text": f"{said} {address}"},
        "Telegram": {"url": address, "text": said},
    }
    links = "".join(
        f'<a href="{escape(f"{SENT_BY[name]}?{urlencode(query)}")}" target="_blank" '
        f'rel="noopener">{name}</a>'
        for name, query in asked.items()
    )
    return f'<p class="actions"><span>{escape(place.words("figure.send"))}</span>{links}</p>'


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
        if id == place.figure or FIGURES[id].page != page:
            continue
        taken = store.chosen(id, place.choices)
        try:
            figure = store.figure(id, place.language, place.day, **taken).figure
        except store.Unavailable:
            continue
        address = figure_page_path(place.language, id, taken)
        links += f'<li><a href="{escape(address)}">{escape(figure.title)}</a></li>'
    heading = escape(place.words("figure.others"))
    return f'<h2 class="group">{heading}</h2><ul class="more">{links}</ul>' * bool(links)


def _address(place: FigurePlace, language: str) -> str:
    """The one address of the page: choices that are the usual ones are left out."""
    unusual = {n: code for n, code in place.choices.items() if code != store.default(n)}
    return place.site + figure_page_path(language, place.figure, unusual)
