"""A figure in a page of others: what stands in the frame, how high it is, what asks for it."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from dashboard import store
from dashboard.addresses import figure_path
from dashboard.figures import Figure, first_source
from dashboard.html import figure_card
from dashboard.html.figure_place import WIDTHS, FigurePlace, charts
from dashboard.html.page import NO_INDEX, document
from dashboard.html.page_script import marks_script
from dashboard.html.view import stamp
from dashboard.render.svg import lines, size

LEAST, USUAL = 240, 600  # pixels of a frame
DESK = 768  # pixels from which the chart is laid out as on a desk, as in style.css
EDGE = 16  # pixels beside the words
# Sizes in pixels of what stands in a frame: of the letters, and from line to line.
TITLE, ANSWER, SMALL = (20.8, 25), (16, 22.4), (14, 21)
BETWEEN, SAY = 16, 60  # between the parts; the line in which marks answer


def embed_page(place: FigurePlace) -> str:
    """What stands in the frame. Raises Unavailable where the data of the figure are faulty."""
    words, id = place.words, place.figure
    own = f'<link rel="canonical" href="{escape(place.address())}">'
    with store.as_published(place.as_of):
        figure = store.figure(id, place.language, place.day, **place.choices).figure
        inside = (
            f'<main><article class="card one framed" id="card-{id}">{figure_card.head(figure)}'
            f"{charts(place)}{_from(figure, place)}</article></main>"
        )
    name = words("page.of_site", page=figure.title, site=words("app.title"))
    script = f"<script>{marks_script()}</script>"
    return document(place, name, f"{NO_INDEX}{own}", inside, script)


def _from(figure: Figure, place: FigurePlace) -> str:
    """The sources, the day, and the way to the figure's own page, which opens beside."""
    said = "<br>".join(escape(line) for line in _small(figure, place) if line)
    site = escape(place.words("app.title"))
    own = escape(place.address(stated=place.stated))
    link = f'<a href="{own}" target="_blank" rel="noopener">{site}</a>'
    return f'<p class="small">{said}<br>{link}</p>'


def _small(figure: Figure, place: FigurePlace) -> list[str]:
    cited = store.cited(figure.sources, place.language)
    return [first_source(cited, place.words), stamp(place)]


def height(figure: Figure, place: FigurePlace, width: int) -> int:
    """The pixels that a frame of a width needs; a few more than less, for letters differ."""
    room = width - 2 * EDGE
    told = [(figure.title, TITLE, 600), (figure.answer, ANSWER, 600)]
    told += [(s, SMALL, 400) for s in (*_small(figure, place), place.words("app.title"))]
    whole = 6.0 * EDGE
    for text, (letters, leading), weight in told:
        whole += leading * len(lines(text, letters, weight, 0.96 * room))
    if store.figure(place.figure, place.language, place.day, **place.choices).chart is None:
        return round(whole)
    drawn = WIDTHS["wide" if width >= DESK else "narrow"]
    wide, high = size(store.drawn(place.figure, place.language, place.day, drawn, **place.choices))
    return round(whole + SAY + BETWEEN + high * min(1, room / wide))


def snippets(figure: Figure, place: FigurePlace) -> dict[str, str]:
    """The HTML that a page of others takes: a frame, or where none may be, the picture.

    A frame follows the data, or stays at the version that is shown, if that is a published one.
    """
    own, title = escape(place.address(stated=place.stated)), escape(figure.title)
    asked = {**place.choices, **place.stated}
    picture = place.site + figure_path(place.language, figure.id, "png", asked)
    high = height(figure, place, LEAST + EDGE * 5)
    shown = store.published_as(place.day) if place.server is None else None
    stays = {"stays": frame(figure, place, "100%", high, shown.query)} if shown else {}
    return {
        "frame": frame(figure, place, "100%", high),
        **stays,
        "picture": f'<a href="{own}"><img src="{escape(picture)}" alt="{escape(figure.label)}" '
        f'title="{title}" style="max-width: 100%"></a>',
    }


def frame(
    figure: Figure,
    place: FigurePlace,
    width: str,
    high: int,
    stated: Mapping[str, str] | None = None,
) -> str:
    """The frame as HTML; it follows the data unless a version is `stated`."""
    address = escape(place.address(framed=True, stated=stated))
    return (
        f'<iframe src="{address}" title="{escape(figure.title)}" width="{width}" height="{high}" '
        'style="border: 0" loading="lazy"></iframe>'
    )


def discovered(figure: Figure, place: FigurePlace) -> str:
    """The tag by which programs that embed find what they ask for."""
    if not place.site:
        return ""
    address = place.address(stated=place.stated)
    asked = urlencode({"url": address, "format": "json"})
    return (
        f'<link rel="alternate" type="application/json+oembed" '
        f'href="{escape(f"{place.site}/oembed?{asked}")}" title="{escape(figure.title)}">'
    )
