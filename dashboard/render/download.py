"""A figure in any form in which it leaves the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.figures import Cited, Figure, first_source, source_names, sources_said
from dashboard.i18n import Words
from dashboard.render import message_card
from dashboard.render.figure_image import Card, card_svg
from dashboard.render.figure_table import csv_text, json_text
from dashboard.render.svg import pdf, png

CARD = "card.svg"
FORMS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "card.png": "image/png",
}
OFFERED = ("png", "svg", "pdf", "csv")  # to readers; the others are for programs and messengers
# What is made of which picture as SVG.
PICTURES = {"png": "svg", "pdf": "svg", "card.png": CARD}
# Pixels: sharp on a projector and in print, and as messengers show it.
WIDTHS = {"png": 1600, "card.png": message_card.WIDTH}


@dataclass(frozen=True)
class Origin:
    """Where a file was taken from: address of the view, version and day of the data.

    At `check` it is told what was said on the day, and whether that still holds.
    """

    address: str
    version: str
    day: date
    check: str = ""

    def said(self, words: Words) -> str:
        """Where people look it up: the shorter address, if there is one."""
        if not self.check:
            return self.address
        return words("card.check", address=self.check.partition("//")[2] or self.check)


def take_away(
    figure: Figure,
    chart: dict | None,
    cited: Sequence[Cited],
    words: Words,
    origin: Origin,
    form: str,
) -> bytes:
    """The figure as svg, card.svg, csv or json; raises KeyError for another form."""
    make = {"svg": _svg, CARD: _card, "csv": _csv, "json": _json}[form]
    return make(figure, chart, cited, words, origin).encode()


def of_picture(svg: bytes, form: str) -> bytes:
    """The picture in another form, one of PICTURES; raises KeyError for another."""
    return pdf(svg.decode()) if form == "pdf" else png(svg.decode(), WIDTHS[form])


def _svg(figure, chart, cited, words, origin) -> str:
    card = Card(
        language=words.language,
        site=words("app.title"),
        title=figure.title,
        answer=figure.answer,
        description=figure.description,
        remarks=figure.notes,
        small=beneath(figure, cited, words),
        address=origin.said(words),
        stamp=_stamp(words, origin),
    )
    return card_svg(card, chart)


def _card(figure, chart, cited, words, origin) -> str:
    card = message_card.MessageCard(
        language=words.language,
        site=words("app.title"),
        title=figure.title,
        answer=figure.answer,
        description=figure.description,
        source=first_source(cited, words),
        stamp=_stamp(words, origin),
        check=origin.said(words) if origin.check else "",
    )
    return message_card.message_card_svg(card, chart)


def _csv(figure, chart, cited, words, origin) -> str:
    above = (
        words("app.title"),
        figure.title,
        figure.answer,
        *figure.notes,
        *beneath(figure, cited, words),
        *dict.fromkeys((origin.address, origin.said(words))),
        _stamp(words, origin),
    )
    return csv_text(figure, words, above)


def _json(figure, chart, cited, words, origin) -> str:
    about = {
        "address": origin.address,
        "check": origin.check or None,
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
        said.append(sources_said(source_names(cited), words))
    return tuple(said)
