"""Rules and words: what each state, verdict and basis means, with an example of the day."""

from collections.abc import Iterable
from html import escape

import pandas as pd

from dashboard import store
from dashboard.addresses import contact, owner
from dashboard.figures.claims import said_difference
from dashboard.figures.promises import said_promises
from dashboard.figures.theme import BASIS_COLOURS
from dashboard.html.figure_card import unavailable
from dashboard.html.view import Place
from dashboard.i18n import Words
from kzdata import STATES, VERDICTS

# The words of the site that need a sentence, in the order in which a reader meets them.
TERMS = (
    "emissions", "stationary", "emission_limit", "concentration", "deadline", "base_year",
    "coverage", "tolerance", "data_version",
)  # fmt: skip

# Page and figure where each kind of promise stands.
STANDS = {
    "target": ("plants", "plant_targets"),
    "project": ("plants", "acid_plant"),
    "initiative": ("metals", "initiatives"),
}

Term = tuple[str, str, str]  # the id of its place, its words as text, what it means as HTML


def states(place: Place) -> str:
    """Each state of a promise, its rule, and the first promise that has it on the place's day."""
    words = place.words
    try:
        rows = store.promises(place.language, place.day)
    except store.Unavailable:
        return unavailable(words)
    return _list(
        (f"state-{state}", words.code("state", state), _rule(rule, example, words))
        for state in STATES
        for rule in [words.code("state_rule", state)]
        for example in [_promise(rows[rows["state"] == state].head(1), place)]
    )


def _promise(rows: pd.DataFrame, place: Place) -> str:
    """The promise of a single row, linked to where it stands; nothing without a row."""
    return "".join(
        _link(place.link(STANDS[row.kind][0], figure=STANDS[row.kind][1]), said)
        for row, said in zip(rows.itertuples(), said_promises(rows, place.words), strict=True)
    )


def verdicts(place: Place) -> str:
    """Each verdict on a claim, its rule, and the first claim that has it on the place's day."""
    words = place.words
    try:
        rows = store.claims(place.language, place.day)
    except store.Unavailable:
        return unavailable(words)
    return _list(
        (f"verdict-{verdict}", words.code("verdict", verdict), _rule(rule, example, words))
        for verdict in VERDICTS
        for rule in [words.code("verdict_rule", verdict)]
        for example in [_claim(rows[rows["verdict"] == verdict].head(1), place)]
    )


def _claim(rows: pd.DataFrame, place: Place) -> str:
    """The claim of a single row, linked to where it stands, and its arithmetic."""
    return "".join(
        f"{_link(place.link(row.page, figure=f'claim-{row.claim_id}'), row.text)}. "
        f"{escape(row.arithmetic)}"
        for row in rows.itertuples()
    )


def tolerances(place: Place) -> str:
    """Up to which difference claims agree with the record, by what they are held against."""
    words = place.words
    try:
        claims = store.snapshot().need("claims").frames["claims"]
    except store.Unavailable:
        return unavailable(words)
    held = claims[claims["record"] != "none"].drop_duplicates(["record", "unit", "tolerance"])
    items = ""
    for record, rows in held.sort_values(["record", "unit", "tolerance"]).groupby("record"):
        said = (said_difference(row.tolerance, row.unit, words) for row in rows.itertuples())
        what = words.code("held_against", record)
        tolerance = "; ".join(dict.fromkeys(said))
        items += f"<li>{escape(words('method.tolerance', record=what, tolerance=tolerance))}</li>"
    return f"<ul>{items}</ul>"


def bases(place: Place) -> str:
    """Each way in which a figure is known, beside its colour."""
    words = place.words
    return _list(
        (f"basis-{basis}", words.code("basis", basis), escape(words.code("basis_rule", basis)))
        for basis in BASIS_COLOURS
    )


def glossary(place: Place) -> str:
    words = place.words
    return _list(
        (f"term-{term}", words.code("term", term), escape(words.code("term_means", term)))
        for term in TERMS
    )


def runner(place: Place) -> str:
    """Who runs the site and how to reach them; what is not known is said to be so."""
    words, name, to = place.words, owner(), contact()
    said = words("method.owned", owner=name) if name else words("method.not_owned")
    if not to:
        return f"<p>{escape(said)} {escape(words('method.no_contact'))}</p>"
    return f"<p>{escape(said)} {escape(words('method.contact'))} {linked_contact(to)}</p>"


def linked_contact(to: str) -> str:
    """A mail or web address as a link."""
    return _link(f"mailto:{to}" if "@" in to else to, to)


def _list(terms: Iterable[Term]) -> str:
    items = "".join(
        f'<dt id="{id}">{_key(id)}{escape(said)}</dt><dd>{meaning}</dd>'
        for id, said, meaning in terms
    )
    return f'<dl class="rules">{items}</dl>'


def _key(id: str) -> str:
    return f'<span class="key {id}"></span>' if id.startswith("basis-") else ""


def _rule(rule: str, example: str, words: Words) -> str:
    """A rule and the HTML of an example, or that there is none."""
    said = escape(words("method.example") if example else words("method.no_example"))
    return f'{escape(rule)}<p class="small">{said} {example}</p>'


def _link(address: str, said: str) -> str:
    return f'<a href="{escape(address)}">{escape(said)}</a>'
