"""What a short code stands for: what a figure said then, and whether that still holds."""

from dataclasses import dataclass
from html import escape
from string import ascii_lowercase, digits

from dashboard.addresses import code_path
from dashboard.html.figure_place import FigurePlace
from dashboard.html.menu import head
from dashboard.html.page import NO_INDEX, document, nothing_page
from dashboard.html.then_and_now import ThenAndNow, absent, now_at
from dashboard.html.view import Place, stamp
from dashboard.short_code import OF_DAY, OF_VIEW, SIGNS

CODE = "code"


@dataclass(frozen=True)
class CodePlace(Place):
    """The page of a code, which leads to itself in other languages."""

    code: str = ""

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        if page == CODE:
            return code_path(self.code, language or self.language)
        return super().link(page, language, figure, **choices)


def code_page(code: str, at: FigurePlace) -> str:
    """The page of a code that stands for a figure at the version and day of `at`."""
    both, words = ThenAndNow(at), at.words
    place = CodePlace(CODE, at.language, at.opened or at.day, at.site, lite=True, code=code)
    figure = both.then or both.newest
    title = figure.figure.title if figure else words("app.title")
    heading = words("code_page.title", code=code)
    inside = (
        f'{head(place)}<main><p class="small">{escape(heading)}</p>'
        f'<h1 id="question">{escape(title)}</h1>{_told(both)}</main>'
        f'<footer><p class="small">{escape(words("ui.footer"))}</p>'
        f'<p class="small">{escape(stamp(place))}</p></footer>'
    )
    name = words("page.of_site", page=heading, site=words("app.title"))
    return document(place, name, NO_INDEX, inside)


def _told(both: ThenAndNow) -> str:
    place, now = both.place, both.newest
    words, at = place.words, both.at
    if both.then is None:
        return absent(both)
    stood = {"day": words.day(at.day), "number": str(at.number), "version": at.version}
    then = _said(
        words("version.stood", **stood),
        both.then.figure.answer,
        place.link(place.page, **place.choices),
        words("code_page.open_then"),
    )
    if now is None:
        return then + f"<p><strong>{escape(words('code_page.unknown'))}</strong></p>"
    today = words("code_page.today", day=words.day(place.opened or place.day))
    told = _said(today, now.figure.answer, now_at(place), words("version.open_today"))
    holds = both.then.figure.answer == now.figure.answer
    verdict = [words("code_page.holds") if holds else words("code_page.other")]
    if not holds and not both.changes:
        verdict.append(words("version.days"))
    said = " ".join(verdict)
    return f'<p class="verdict" role="status"><strong>{escape(said)}</strong></p>{then}{told}'


def _said(when: str, answer: str, address: str, link: str) -> str:
    return (
        f'<section class="stood"><h2>{escape(when)}</h2><p class="answer">{escape(answer)}</p>'
        f'<p class="other"><a href="{escape(address)}">{escape(link)}</a></p></section>'
    )


def no_code_page(place: Place) -> str:
    """What is shown for a code that stands for nothing; `place` names no page."""
    words = place.words
    never = ", ".join(sign for sign in digits + ascii_lowercase if sign not in SIGNS)
    way = words("code_page.lost_way", signs=str(OF_DAY + OF_VIEW), never=never)
    return nothing_page(place, words("code_page.lost"), f"<p>{escape(way)}</p>")
