"""The slides as one page of HTML that needs nothing more once it is there: on the wall, offline."""

import json
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from dashboard.addresses import view_path
from dashboard.figures.theme import LIGHT, variables
from dashboard.i18n import OWN_NAMES
from dashboard.render.svg import font_rules
from dashboard.slides import speaker_notes
from dashboard.slides.formats import FORMS
from dashboard.slides.model import Deck, Slide
from dashboard.slides.preview import preview, title
from dashboard.slides.selection import DECKS, Choice, usual
from dashboard.slides.slide_svg import slide_svg
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

HERE = Path(__file__).parent
SCRIPTS = ("page.js", "speaker.js")
# What is done to the slides: its name for the script, the key, what it is called.
BACK = (("first", "Home", "deck.first"), ("previous", "PageUp", "deck.previous"))
ON = (("next", "PageDown", "deck.next"), ("last", "End", "deck.last"))
DEEDS = (
    ("full", "F", "deck.full"),
    ("black", "B", "deck.black"),
    ("behind", "M", "deck.behind"),
    ("hall", "N", "hall.title"),
    ("speaker", "P", "deck.speaker"),
    ("mark", "Q", "deck.mark"),
    ("minutes", "W", "deck.minutes"),
    ("sort", "S", "deck.sort"),
)
SIGNS = {"first": "«", "previous": "←", "next": "→", "last": "»"}


def online(deck: Deck) -> bytes:
    """The page of a server: it leads to other towns, languages and to the files of the choice."""
    tags = preview(deck.choice, deck.day, deck.site).tags
    return _document(deck, _ways(deck) + _files(deck), tags)


def offline(deck: Deck) -> bytes:
    """The same slides and keys as one file that asks no network for anything."""
    return _document(deck, "")


def _document(deck: Deck, ways: str, tags: str = "") -> bytes:
    words = deck.words
    numbers = range(1, len(deck.slides) + 1)
    talk = "".join(_slide(deck, number) for number in numbers[: deck.counted])
    behind = "".join(_slide(deck, number) for number in numbers[deck.counted :])
    heading = f'<h2 class="behind">{escape(words("deck.behind"))}</h2>' * bool(behind)
    slides = talk + heading + behind
    name = escape(title(deck.choice))
    return (
        f'<!DOCTYPE html><html lang="{deck.choice.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Without an icon of its own a browser asks the server for one, again and again.
        '<link rel="icon" href="data:,">'
        f"<title>{name}</title>{tags}<style>{_style()}</style>"
        "<script>document.documentElement.classList.add('scripted')</script></head>"
        f'<body data-usual="{",".join(deck.choice.figures)}" '
        f'data-behind="{",".join(deck.choice.behind)}" data-deck="{deck.choice.deck}" '
        f'data-texts="{escape(json.dumps(_texts(deck), ensure_ascii=False))}" '
        f'data-behind-number="{escape(words("deck.behind_number", number="{number}"))}">'
        f"<h1>{name}</h1>{_bar(deck)}<main>{slides}</main>"
        f'<div class="ways">{ways}<p class="keys">{escape(words("deck.keys"))}</p></div>'
        f"{_panel(deck)}{_sorter(deck)}"
        '<p class="aside" aria-live="polite" id="said"></p>'
        f"<script>{_script()}</script></body></html>"
    ).encode()


def _slide(deck: Deck, number: int) -> str:
    """A slide as a picture, for listeners in words, and the questions that it may meet."""
    slide = deck.slides[number - 1]
    return (
        f'<section class="slide" id="slide-{number}" data-figure="{slide.id}"'
        f"{' data-large' * slide.large}>"
        f'<div class="picture" aria-hidden="true">{slide_svg(deck, number)}</div>'
        f'<div class="told">{_told(slide, deck.choice.second)}</div>{_hall(deck, slide)}</section>'
    )


def _told(slide: Slide, second: str) -> str:
    numbers = (f"{number} {counted}" for number, counted in slide.key_numbers)
    paragraphs = (slide.answer, slide.description, *slide.lines, *numbers)
    said = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)
    others = "".join(f"<p>{escape(text)}</p>" for text in (*slide.second, *slide.second_counted))
    if second:
        said += f'<div lang="{second}">{others.replace("<p></p>", "")}</div>'
    return f"<h2>{escape(slide.title)}</h2>{said}"


# How each kind of text of the questions from the hall is told.
TAGS = {speaker_notes.HEADING: "h3", speaker_notes.QUESTION: "h4", speaker_notes.TEXT: "p"}


def _hall(deck: Deck, slide: Slide) -> str:
    """The notes page of a slide; the first and the last have none."""
    if slide.questions is None:
        return ""
    words = deck.words
    parts = list(speaker_notes.told(slide.questions, words))
    if slide.notes:
        parts += [
            (speaker_notes.HEADING, words("deck.notes")),
            *((speaker_notes.TEXT, n) for n in slide.notes),
        ]
    told = "".join(f"<{TAGS[kind]}>{escape(text)}</{TAGS[kind]}>" for kind, text in parts)
    title = escape(words("hall.title"))
    return f'<details class="hall"><summary>{title}</summary>{told}</details>'


def _bar(deck: Deck) -> str:
    """What pages the slides; without a script they stand one below the other without it."""
    words = deck.words

    def button(deed: str, key: str, called: str) -> str:
        said, sign = escape(words(called)), SIGNS.get(deed)
        label = f' aria-label="{said}"' * bool(sign)
        return (
            f'<button type="button" data-do="{deed}" aria-keyshortcuts="{key}" '
            f'title="{said} ({key})"{label}>{sign or said}</button>'
        )

    done = [deed for deed in DEEDS if deed[0] != "behind" or deck.choice.behind]
    back, on, deeds = ("".join(button(*each) for each in group) for group in (BACK, ON, done))
    label = escape(words("deck.title"))
    return (
        f'<nav class="bar" aria-label="{label}">{back}<output id="count"></output>{on}{deeds}</nav>'
    )


def _texts(deck: Deck) -> dict[str, str]:
    """What the script of the speaker's window says."""
    words = deck.words
    return {
        "minutes": words("deck.minutes"),
        "day": words("deck.minutes.day"),
        "shown": words("deck.minutes.shown"),
        "marked": words("deck.mark"),
        "stamp": deck.stamp,
        "blocked": words("deck.speaker.blocked"),
        "wall_there": words("deck.speaker.wall"),
        "wall_gone": words("deck.speaker.no_wall"),
        "speaker_gone": words("deck.speaker.gone"),
    }


def _panel(deck: Deck) -> str:
    """The times of a talk, which the window of the speaker shows."""
    words = deck.words
    times = "".join(
        f'<dt>{escape(said)}</dt><dd><output id="{id}" aria-live="off"></output></dd>'
        for said, id in (
            (words("deck.time.now"), "clock"),
            (words("deck.time.talk"), "spent"),
            (words("deck.time.slide"), "this"),
        )
    )
    label = escape(words("deck.speaker"))
    return (
        f'<aside class="panel" aria-label="{label}"><dl>{times}</dl><p id="peer"></p>'
        '<ol id="log"></ol></aside>'
    )


def _ways(deck: Deck) -> str:
    """To the same slides in other languages and of other towns, and back to the site."""
    words, choice = deck.words, deck.choice
    languages = "".join(
        _link(OWN_NAMES[each], _address(each, choice), each == choice.language, each)
        for each in LANGUAGES
    )
    towns = "".join(
        _link(
            words.code("place", town) if town else words("deck.country"),
            _address(choice.language, replace(choice, town=town)),
            town == choice.town,
        )
        for town in ("", *TOWNS)
    )
    decks = "".join(
        _link(
            words.code("deck", deck),
            _address(choice.language, replace(choice, deck=deck)),
            deck == choice.deck,
        )
        for deck in DECKS
    )
    seconds = "".join(
        _link(
            words("deck.second", language=OWN_NAMES[each]) if each else words("deck.second.none"),
            _address(choice.language, replace(choice, second=each)),
            each == choice.second,
        )
        for each in ("", *(each for each in LANGUAGES if each != choice.language))
    )
    home = _link(words("deck.back"), view_path("overview", choice.language))
    ways = {"languages": languages, "seconds": seconds, "towns": towns, "decks": decks}
    lines = "".join(f'<p class="{name}">{links}</p>' for name, links in ways.items())
    return f'{lines}<p class="home">{home}</p>'


def _link(said: str, address: str, here: bool = False, language: str = "") -> str:
    spoken = f' lang="{language}"' * bool(language)
    if here:
        return f'<strong aria-current="true"{spoken}>{escape(said)}</strong>'
    other = f' hreflang="{language}"' * bool(language)
    return f'<a href="{escape(address)}"{spoken}{other}>{escape(said)}</a>'


def _address(language: str, like: Choice) -> str:
    """Where the usual slides of a deck and a town stand in a language."""
    # Who exchanges the languages wants both of them still.
    second = like.language if like.second == language else like.second
    query = replace(like, figures=usual(like.town, like.deck), second=second).query
    return view_path("present", language) + f"&{query}" * bool(query)


def _files(deck: Deck) -> str:
    """The same choice of slides as files to take along."""
    words, choice = deck.words, deck.choice
    query = f"?{choice.query}" * bool(choice.query)
    links = "".join(
        f'<a href="/deck/{choice.language}.{form}{query}" data-file download>'
        f"{escape(words(f'deck.{form}'))}</a>"
        for form in FORMS
    )
    making = words("deck.making", made="{made}", of="{of}")
    return (
        f'<p class="files">{escape(words("deck.take"))}: {links}</p>'
        f'<p class="making" role="status" data-making="{escape(making)}" '
        f'data-failed="{escape(words("deck.failed"))}" hidden>'
        f"<progress></progress> <span></span></p>"
    )


def _sorter(deck: Deck) -> str:
    """A list of all figures to tick and to move; the script fills the address from it."""
    words = deck.words
    titles = {slide.id: slide.title for slide in deck.slides if slide.questions is not None}
    rows = "".join(
        f'<li data-figure="{id}"><label><input type="checkbox" checked> {escape(title)}</label>'
        f'<button type="button" data-move="-1" aria-label="'
        f'{escape(words("deck.sort.up", title=title))}">↑</button>'
        f'<button type="button" data-move="1" aria-label="'
        f'{escape(words("deck.sort.down", title=title))}">↓</button></li>'
        for id, title in titles.items()
    )
    return (
        f'<dialog id="sorter" aria-labelledby="sorter-title">'
        f'<h2 id="sorter-title">{escape(words("deck.sort"))}</h2>'
        f"<p>{escape(words('deck.sort.help'))}</p><ol>{rows}</ol>"
        f'<p class="done"><button type="button" data-tick="1">{escape(words("deck.sort.all"))}'
        f'</button><button type="button" data-tick="">{escape(words("deck.sort.none"))}</button>'
        f'<button type="button" data-done>{escape(words("deck.sort.done"))}</button></p></dialog>'
    )


@cache
def _style() -> str:
    sheet = (HERE / "page.css").read_text(encoding="utf-8")
    return f"{font_rules()}:root{{{variables(LIGHT)}}}{sheet}"


@cache
def _script() -> str:
    return "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
