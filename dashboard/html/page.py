"""A whole page as HTML that needs no script: its head, body, foot."""

from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from dashboard.figures import theme
from dashboard.fonts import font_faces
from dashboard.html.blocks import part
from dashboard.html.lead import address_of, meta, title
from dashboard.html.menu import head
from dashboard.html.view import Place, stamp
from dashboard.page_contents import CONTENTS

NO_INDEX = '<meta name="robots" content="noindex">'
# Without an icon that is named a browser asks for one, again and again, and finds none.
ICON = Path(__file__).parent.parent.parent / "pages" / "icon.svg"


def lite_page(place: Place) -> str:
    """The page without scripts, complete."""
    return document(place, title(place), meta(place), body(place))


def document(
    place: Place, name: str, tags: str, inside: str, last: str = "", own_style: str = ""
) -> str:
    """A whole page called `name`: what machines read of it, what is read, and what comes `last`.

    Rules of its own style come after those of all pages, so that they hold.
    """
    return (
        f'<!DOCTYPE html><html lang="{place.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)}</title>{icon()}{tags}<style>{style()}{own_style}</style></head>"
        f'<body><div class="page lite">{inside}</div>{last}</body></html>'
    )


def lost_page(place: Place) -> str:
    """What stands where there is no page; `place` names none."""
    words = place.words
    return nothing_page(place, words("lost.title"), f"<p>{escape(words('lost.way'))}</p>")


def nothing_page(place: Place, said: str, way: str) -> str:
    """A page that says that there is nothing, and the way on as HTML."""
    words = place.words
    whole = words("page.of_site", page=said, site=words("app.title"))
    told = f'<h1 id="question">{escape(said)}</h1>{way}'
    return document(place, whole, NO_INDEX, f"{head(place)}<main>{told}</main>")


@cache
def icon() -> str:
    """The icon of the site, in the page itself."""
    return f'<link rel="icon" href="data:image/svg+xml,{quote(ICON.read_text(encoding="utf-8"))}">'


def body(place: Place) -> str:
    """All that is read: the head, the question, the parts of the page, the foot."""
    parts = "".join(part(block, place) for block in CONTENTS[place.page])
    return f"{head(place)}<main>{question(place)}{parts}</main><footer>{foot(place)}</footer>"


def question(place: Place) -> str:
    return f'<h1 id="question">{escape(place.words(f"page.{place.page}.question"))}</h1>'


def foot(place: Place) -> str:
    """What holds for every page, the way to its other kind, and what paper needs to say."""
    words = place.words
    other = Place(place.page, place.language, place.day, place.site, lite=not place.lite)
    address = escape(other.link(place.page, **place.choices))
    said = escape(words("ui.full" if place.lite else "ui.lite"))
    rules = escape(place.link("method"))
    here = words("ui.address", address=address_of(place, place.language))
    today = words("ui.today", day=words.day(place.day))
    return (
        f'<p class="small">{escape(words("ui.footer"))} {escape(today)}</p>'
        f'<p class="other"><a href="{address}">{said}</a> '
        f'<a href="{rules}">{escape(words("page.method.title"))}</a></p>'
        f'<p class="print-only">{escape(here)}<br>{escape(stamp(place))}</p>'
    )


@cache
def style() -> str:
    """The style sheet of all that is made of HTML, in light and in dark."""
    sheet = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    keys = "\n".join(theme.basis_rules())
    dark = "\n".join(theme.dark_rules(":is(.stVegaLiteChart,.chart)"))
    return (
        f"{font_faces()}\n:root {{ {theme.variables(theme.LIGHT)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n"
        f":root {{ color-scheme: dark; {theme.variables(theme.DARK)} }}\n{dark}\n}}\n{sheet}{keys}"
    )
