"""The message that reports an error: prepared where the error stands, sent by the reader alone."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from dashboard import store
from dashboard.addresses import contact
from dashboard.html.view import Place, stamp

# A letter of Cyrillic takes six signs of an address, and mail programs cut long addresses.
MOST = 36


@dataclass(frozen=True)
class Reported:
    """What an error may be in: a question or a claim, what is shown of it, and its address.

    `row` names the row of a table, if the error is in one.
    """

    title: str
    shown: str
    address: str
    row: str = ""


def message(about: Reported, place: Place) -> str:
    """The whole message, with what its writer has to add."""
    words = place.words
    row = [words("report.row", row=about.row)] if about.row else []
    return "\n".join(
        [
            words("report.subject", title=about.title),
            *row,
            words("report.shown", value=about.shown),
            stamp(place),
            about.address,
            words("report.wrong"),
            words("report.right"),
        ]
    )


def mail(about: Reported, place: Place) -> str:
    """An address by which a mail program opens with subject and two lines, as RFC 6068 has it.

    Empty where reports are not taken by mail.
    """
    words, to = place.words, contact()
    if "@" not in to:
        return ""
    subject = words("report.subject", title=_short(about.title))
    shown = words("report.row", row=about.row) if about.row else about.shown
    body = f"{_short(shown)}\r\n{store.snapshot().version} {about.address}\r\n"
    return f"mailto:{quote(to, safe='@+')}?subject={quote(subject, '')}&body={quote(body, '')}"


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 1].rstrip()}…"


def report(about: Reported, place: Place, id: str) -> str:
    """The way to whoever takes reports, and the message to copy; `id` tells it from its others."""
    words, to = place.words, contact()
    said = escape(words("report.heading"))
    if address := mail(about, place) or to:
        heard = f'<span class="heard">{escape(about.title)}</span>'
        way = f'<p class="actions"><a href="{escape(address)}">{said} {heard}</a></p>'
    else:
        way = f"<p>{escape(words('report.nobody'))}</p>"
    return (
        f'{way}<p><label for="{id}">{escape(words("ask.copy"))}</label></p>'
        f'<textarea id="{id}" readonly rows="6">{escape(message(about, place))}</textarea>'
    )


def report_fold(about: Reported, place: Place, id: str) -> str:
    """The same in a fold of its own."""
    summary = escape(place.words("report.heading"))
    heard = f'<span class="heard">{escape(about.title)}</span>'
    return (
        f'<details class="fold"><summary>{summary} {heard}</summary>'
        f"{report(about, place, id)}</details>"
    )
