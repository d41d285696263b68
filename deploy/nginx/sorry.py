"""What nginx says by itself, when it cannot or may not ask the dashboard: in all languages."""

from collections.abc import Callable
from html import escape

from dashboard.addresses import PAGES, lite_path
from dashboard.i18n import DEFAULT_LANGUAGE, Words, words_of
from kzdata.schema.model import LANGUAGES


def away() -> str:
    """No process answers: the page asks again by itself, and names what may still be read."""
    return _page(_away, '<meta http-equiv="refresh" content="5">')


def slower() -> str:
    """Too much was asked for at once from one address."""
    return _page(lambda words: escape(words("service.slower")))


def _away(words: Words) -> str:
    link = lite_path(PAGES[0], words.language)
    return f'{escape(words("service.away"))} <a href="{link}">{escape(words("ui.lite"))}</a>'


def _page(say: Callable[[Words], str], head: str = "") -> str:
    said = "".join(f'<p lang="{code}">{say(words_of(code))}</p>' for code in LANGUAGES)
    title = escape(words_of(DEFAULT_LANGUAGE)("app.title"))
    return (
        f'<!DOCTYPE html><html lang="{DEFAULT_LANGUAGE}"><meta charset="utf-8">{head}'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;"
        f"max-width:36rem;margin:15vh auto;padding:0 1rem}}</style>{said}</html>"
    )
