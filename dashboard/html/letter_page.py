"""Letters as pages: the list of all of them, and each on a sheet to print."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from dashboard import store
from dashboard.addresses import ask_path
from dashboard.html.ask_links import asked_by, letters_of, requests_of, told_of_requests
from dashboard.html.figure_card import linked
from dashboard.html.menu import head
from dashboard.html.page import document
from dashboard.html.preview import Preview
from dashboard.html.view import Place, stamp
from dashboard.letters import GROUPS, Letter, Part, as_text, forms_of
from dashboard.letters.law import acts, by_id, said_given
from dashboard.letters.plain import is_long
from kzdata.schema.model import LANGUAGES

ASK = "ask"
TAGS = {"title": "h1", "head": "h2"}
LISTS = {"ask": "ol", "line": "ul", "law": "ul", "choice": "ul"}


@dataclass(frozen=True)
class AskPlace(Place):
    """A letter, or without one the list of them, in a language on a day."""

    letter: str = ""

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        if page == ASK:
            return ask_path(language or self.language, self.letter)
        return super().link(page, language, figure, **choices)


def ask_place(language: str, day: date, site: str, letter: str = "") -> AskPlace:
    """The place of a letter, or of the list."""
    return AskPlace(ASK, language, day, site, lite=True, letter=letter)


def ask_page(place: AskPlace) -> str:
    """What is not published today, by kind, each with its letter; and what the law says."""
    words, asked = place.words, requests_of(place)
    told = [words("ask.intro"), words("ask.unsigned"), words("ask.wait"), words("ask.notice")]
    if place.language == "en":
        told.append(words("ask.reading"))
    if not asked:
        told.append(words("ask.none"))
    groups = "".join(
        _group(group, [letter for letter in asked if letter.gap.group == group], place)
        for group in GROUPS
    )
    question = words("ask.question")
    main = (
        f'<h1 id="question">{escape(question)}</h1>{_paragraphs(told)}{groups}'
        f"{_asked(place)}{_laws(place)}"
    )
    return _document(place, words("ask.page"), question, main)


def letter_page(place: AskPlace, letter: Letter) -> str:
    """A letter as one sheet, what else it may be taken as, and the letters that may follow."""
    words, language = place.words, place.language
    said = {"txt": words("ask.text"), "docx": words("ask.docx"), "xlsx": words("ask.workbook")}
    files = {form: said[form] for form in forms_of(letter)}
    links = "".join(
        f'<a href="{ask_path(language, letter.id, form)}" download>{escape(said)}</a>'
        for form, said in files.items()
    )
    told = [words("ask.notice"), words("ask.unsigned")] + [words("ask.reading")] * (
        language == "en"
    )
    id, long = "copy", " long" * is_long(letter)
    copy = (
        f'<details class="fold"><summary id="{id}">{escape(words("ask.copy"))}</summary>'
        f'<textarea class="copy" readonly aria-labelledby="{id}">{escape(as_text(letter))}'
        "</textarea></details>"
    )
    main = (
        f'<article class="letter{long}" id="question">{"".join(_parts(letter.parts))}</article>'
        f'<div class="aside">{_of_gap(letter, place)}{_paragraphs(told)}'
        f'<p class="actions">{links}</p>{copy}'
        f'{_following(letter, place)}<p class="other"><a href="{ask_path(language)}">'
        f"{escape(words('ask.all'))}</a></p></div>"
    )
    return _document(place, letter.title, letter.gap.subject, main)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _group(group: str, there: Iterable[Letter], place: AskPlace) -> str:
    """A heading that is there even when nothing is to be asked, for links lead to it."""
    items = "".join(f"<li>{_link(letter, place)}{_of_gap(letter, place)}</li>" for letter in there)
    heading = escape(place.words.code("unknown", group))
    return f'<h2 class="group" id="{group}">{heading}</h2><ul class="more">{items}</ul>' * bool(
        items
    )


def _of_gap(letter: Letter, place: AskPlace) -> str:
    """What has been asked about the gap of a letter."""
    return told_of_requests((each for each in asked_by(place) if each.gap == letter.gap.id), place)


def _asked(place: AskPlace) -> str:
    """What has been asked about gaps that are none any more."""
    open_gaps = {letter.gap.id for letter in requests_of(place)}
    told = told_of_requests((each for each in asked_by(place) if each.gap not in open_gaps), place)
    heading = escape(place.words("request.others"))
    return f'<h2 class="group">{heading}</h2>{told}' * bool(told)


def _link(letter: Letter, place: AskPlace) -> str:
    said = place.words("ask.of_body", subject=letter.gap.subject, body=letter.body)
    return f'<a href="{ask_path(place.language, letter.id)}">{escape(said)}</a>'


def _laws(place: AskPlace) -> str:
    """Every article of the table, with what it gives and where its text stands."""
    words = place.words
    try:
        laws = store.snapshot().need("laws").frames["laws"]
    except store.Unavailable:
        return ""
    told = "".join(
        f"<p>{linked(act.said, act.url)}</p><ul>"
        + "".join(f"<li>{escape(article)}</li>" for article in act.articles)
        + "</ul>"
        for act in acts(laws["law_id"], by_id(laws), words, said_given)
    )
    return f'<h2 class="group">{escape(words("ask.laws"))}</h2>{told}'


def _following(letter: Letter, place: AskPlace) -> str:
    """The letters on the same gap that may follow this one, or came before."""
    others = [
        other
        for other in letters_of(place).values()
        if other.gap.id == letter.gap.id and other.id != letter.id
    ]
    links = "".join(
        f'<li><a href="{ask_path(place.language, other.id)}">{escape(other.title)}</a></li>'
        for other in others
    )
    words = place.words
    return (
        f'<h2 class="group">{escape(words("ask.after"))}</h2><p>{escape(words("ask.wait"))}</p>'
        f'<ul class="more">{links}</ul>'
    )


def _parts(parts: Iterable[Part]) -> Iterator[str]:
    """Parts as HTML; those of a list that stand together are one list."""
    for kind, group in groupby(parts, key=lambda part: part.kind):
        texts = [escape(part.text) for part in group]
        if kind in LISTS:
            tag, items = LISTS[kind], "".join(f"<li>{text}</li>" for text in texts)
            yield f'<{tag} class="{kind}">{items}</{tag}>'
        else:
            tag = TAGS.get(kind, "p")
            yield from (f'<{tag} class="{kind}">{text}</{tag}>' for text in texts)


def _document(place: AskPlace, name: str, summary: str, main: str) -> str:
    words = place.words
    whole = words("page.of_site", page=name, site=words("app.title"))
    addresses = {language: place.site + ask_path(language, place.letter) for language in LANGUAGES}
    tags = Preview(place.language, words("app.title"), whole, summary, addresses).tags
    foot = "".join(f'<p class="small">{escape(s)}</p>' for s in (words("ui.footer"), stamp(place)))
    inside = f"{head(place)}<main>{main}</main><footer>{foot}</footer>"
    return document(place, whole, tags, inside, own_style=_sheet())


@cache
def _sheet() -> str:
    return (Path(__file__).parent / "letter.css").read_text(encoding="utf-8")
