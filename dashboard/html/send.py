"""How a reader hands a figure on: by a messenger, the phone's own sheet, or the clipboard."""

from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from dashboard.figures import Figure
from dashboard.html.figure_place import FigurePlace
from dashboard.i18n import Words

# By what a reader sends a link on, and the address that takes it.
SENT_BY = {"WhatsApp": "https://wa.me/", "Telegram": "https://t.me/share/url"}
STATUS = '<span role="status"></span>'


@cache
def send_script() -> str:
    """The script of the buttons, which are hidden without it."""
    return (Path(__file__).parent / "send.js").read_text(encoding="utf-8")


def sent(figure: Figure, place: FigurePlace) -> str:
    """Ways to send the page on; none where it is not known where the site stands."""
    if not place.site:
        return ""
    words = place.words
    said = f"{figure.title} {figure.answer}"
    address = place.address(place.language, stated=place.stated)
    asked = {
        "WhatsApp": {"text": f"{said} {address}"},
        "Telegram": {"url": address, "text": said},
    }
    links = "".join(
        f'<a href="{escape(f"{SENT_BY[name]}?{urlencode(query)}")}" target="_blank" '
        f'rel="noopener">{name}</a>'
        for name, query in asked.items()
    )
    of_page = f'data-said="{escape(said)}" data-address="{escape(address)}"'
    share = _button("share", of_page, words("figure.share"), words)
    copy = _button("copy", of_page, words("figure.copy"), words)
    return (
        f'<p class="actions"><span>{escape(words("figure.send"))}</span>{links}{share}{copy}'
        f"{STATUS}</p>"
    )


def copied_from(id: str, words: Words) -> str:
    """The button that copies a field of the page."""
    button = _button("copy", f'data-from="{id}"', words("figure.copy_text"), words)
    return f'<p class="actions">{button}{STATUS}</p>'


def _button(hand: str, about: str, said: str, words: Words) -> str:
    told = f'data-failed="{escape(words("figure.not_handed"))}"'
    if hand == "copy":
        told += f' data-done="{escape(words("figure.copied"))}"'
    return f'<button type="button" hidden data-hand="{hand}" {about} {told}>{escape(said)}</button>'
