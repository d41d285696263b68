"""A figure in any form in which it leaves the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.figures import Cited, Figure, source_names
from dashboard.i18n import Words
from dashboard.render.figure_image import Card, card_svg
from dashboard.render.figure_table import csv_text, json_text
from dashboard.render.svg import pdf, png

FORMS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
PICTURES = ("png", "pdf")  # what is made of the picture as SVG
PNG_WIDTH = 1600  # pixels: sharp on a projector and in print


@dataclass(frozen=True)
class Origin:
    """Where a file was taken from: address of the view, version and day of the data."""

    address: str
    version: str
    day: date


def take_away(
    figure: Figure,
    chart: dict | None,
    cited: Sequence[Cited],
    words: Words,
    origin: Origin,
    form: str,
) -> bytes:
    """The figure as svg, csv or json; raises KeyError for another form."""
    make = {"svg": _svg, "csv": _csv, "json": _json}[form]
    return make(figure, chart, cited, words, origin).encode()


def of_picture(svg: bytes, form: str) -> bytes:
    """The picture in another form, png or pdf; raises KeyError for another."""
    if form == "png":
        return png(svg.decode(), PNG_WIDTH)
    return {"pdf": pdf}[form](svg.decode())


def _svg(figure, chart, cited, words, origin) -> str:
    card = Card(
        language=words.language,
        site=words("app.title"),
        title=figure.title,
        answer=figure.answer,
        description=figure.description,
        remarks=figure.notes,
        small=beneath(figure, cited, words),
        address=origin.address,
        stamp=_stamp(words, origin),
    )
    return card_svg(card, chart)


def _csv(figure, chart, cited, words, origin) -> str:
    above = (
        words("app.title"),
        figure.title,
        figure.answer,
        *figure.notes,
        *beneath(figure, cited, words),
        origin.address,
        _stamp(words, origin),
    )
    return csv_text(figure, words, above)


def _json(figure, chart, cited, words, origin) -> str:
    about = {
        "address": origin.address,
        "language": words.language,
        "data_version": origin.version,
        "as_of": origin.day.isoformat(),
    }
    return json_text(figure, chart, cited, about)


def _stamp(words: Words, origin: Origin) -> str:
    return words("card.stamp", version=origin.version, day=words.day(origin.day))


def beneath(figure: Figure, cited: Sequence[Cited], words: Words) -> tuple[str, ...]:
    """What stands beneath a figure: what it refers to, how it is known, where it is from."""
    basis = ", ".join(words.code("basis", code) for code in figure.basis)
    said = [words("ui.refers", text=figure.refers), words("ui.basis", text=basis)]
    if cited:
        said.append(words("ui.sources", text="; ".join(source_names(cited))))
    return tuple(said)
