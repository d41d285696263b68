"""The towns as cards: what is known of each in three lines, and the way to its page."""

from collections.abc import Sequence
from html import escape

from dashboard import store
from dashboard.figures.three_towns import Line, Town
from dashboard.html.view import Place


def town_cards(figure: str, place: Place) -> str:
    """A card a town below the map of the towns; nothing below other figures."""
    if figure != "three_towns":
        return ""
    towns = store.towns(place.language, place.day)
    cards = (_card(town, place) for town in towns)
    return f'<div class="town-cards">{_key(towns, place)}{"".join(cards)}</div>'


def _key(towns: Sequence[Town], place: Place) -> str:
    """What the signs before the lines mean, of those that occur."""
    bases = (line.basis for t in towns for line in (t.air, t.promise, t.measured))
    said = (
        f'<span><span class="key basis-{basis}"></span>'
        f"{escape(place.words.code('basis', basis))}</span>"
        for basis in dict.fromkeys(bases)
    )
    return f'<p class="small signs">{" ".join(said)}</p>'


def _card(town: Town, place: Place) -> str:
    words, way = place.words, escape(place.link("town", town=town.code))
    lines = {
        words("three_towns.of_air"): town.air,
        words("three_towns.of_promise"): town.promise,
        words("three_towns.of_measured"): town.measured,
    }
    said = "".join(_line(name, line) for name, line in lines.items())
    return f'<div class="town-card"><h3><a href="{way}">{escape(town.name)}</a></h3>{said}</div>'


def _line(name: str, line: Line) -> str:
    """A sentence behind its name; the sign before it says how it is known."""
    days = f'<strong class="late">{escape(line.days)}</strong> ' * bool(line.days)
    return (
        f'<p><span class="key basis-{line.basis}"></span><b>{escape(name)}:</b> '
        f"{days}{escape(line.text)}</p>"
    )
