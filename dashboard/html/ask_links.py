"""The ways from what is not published to the letters that ask for it."""

from collections.abc import Callable, Iterable
from html import escape

from dashboard import store
from dashboard.addresses import Choices, ask_path
from dashboard.html.names import named
from dashboard.html.view import Place
from dashboard.letters import GROUPS, Asked, Gap, Letter, requests_on

Picks = Callable[[Gap, Choices], bool]

PROMISES, PLANTS = "promises_overdue", "plants_unmeasured"

# By the figure: which gaps it shows, of the choices that it takes.
SHOWN: dict[str, Picks] = {
    "overdue": lambda gap, taken: gap.group == PROMISES,
    "plant_targets": lambda gap, taken: gap.group == PROMISES and gap.kind == "environment",
    "initiatives": lambda gap, taken: gap.group == PROMISES and gap.kind == "general",
    "town_promises": lambda gap, taken: gap.group == PROMISES and gap.town == taken["town"],
    "town_measured": lambda gap, taken: gap.group == PLANTS and gap.town == taken["town"],
    "measurements": lambda gap, taken: gap.group == PLANTS,
}


def letters_of(place: Place) -> dict[str, Letter]:
    """The letters of the place's day; none where their data do not allow it."""
    try:
        return store.letters(place.language, place.day)
    except store.Unavailable:
        return {}


def requests_of(place: Place) -> list[Letter]:
    """The letters that ask, without those that follow."""
    return [letter for letter in letters_of(place).values() if letter.form == "request"]


def asked_by(place: Place) -> list[Asked]:
    """What has been asked of bodies by the place's day, the newest first."""
    return list(requests_on(store.snapshot().tables, place.day, place.words))


def told_of_requests(asked: Iterable[Asked], place: Place) -> str:
    """Each request as it stands, with the source of its answer; nothing of none."""
    return "".join(
        f'<p class="small">{escape(each.said)}{_source_of(each, place)}</p>' for each in asked
    )


def _source_of(asked: Asked, place: Place) -> str:
    if not asked.source_id:
        return ""
    (source,) = store.cited((asked.source_id,), place.language)
    return f' <a href="{escape(source.url)}">{escape(source.said)}</a>' if source.url else ""


def _on_gaps(gaps: Iterable[str], place: Place) -> str:
    wanted = set(gaps)
    return told_of_requests((each for each in asked_by(place) if each.gap in wanted), place)


def asked_in(figure: str, place: Place, taken: Choices) -> str:
    """A fold with a link to the letter on each gap that a figure shows, or nothing."""
    words, asked = place.words, requests_of(place)
    if figure == "unknowns":
        groups = [g for g in GROUPS if any(letter.gap.group == g for letter in asked)]
        links = {ask_path(place.language, group=g): words.code("unknown", g) for g in groups}
        told = _on_gaps((letter.gap.id for letter in asked), place)
    elif figure in SHOWN:
        there = [letter for letter in asked if SHOWN[figure](letter.gap, taken)]
        links = {ask_path(place.language, letter.id): letter.gap.subject for letter in there}
        told = _on_gaps((letter.gap.id for letter in there), place)
    else:
        return ""
    items = "".join(
        f'<li><a href="{address}">{escape(said)}</a></li>' for address, said in links.items()
    )
    summary = f"<summary {named('ask', figure)}>{escape(words('ask.link'))}</summary>"
    # What nobody published is there to be asked for: its letters lie open.
    is_open = " open" * (figure == "unknowns")
    fold = f'<details class="fold"{is_open}>{summary}<ul class="more">{items}</ul></details>'
    return (told + fold) * bool(links)


def asked_of_claim(claim_id: str, claim: str, place: Place) -> str:
    """A link to the letter on a claim of which no record was found, or nothing."""
    id = f"claim-{claim_id}"
    if id not in store.letter_ids(place.day):
        return ""
    said = escape(place.words("ask.link"))
    # Read alone, as a list of links reads it, the link names its claim.
    named_claim = f'<span class="heard">{escape(claim)}</span>'
    link = f'<a href="{ask_path(place.language, id)}">{said} {named_claim}</a>'
    return f'{_on_gaps([id], place)}<p class="actions">{link}</p>'
