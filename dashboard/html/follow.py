"""How a reader of a page is told of what changes: its feeds and calendars."""

from html import escape

from dashboard import store
from dashboard.addresses import follow_path
from dashboard.html.view import Place

ALL = ("all", "")
# What can be followed from a page, and in which forms.
FORMS_OF = dict.fromkeys(("all", "town", "plant"), ("atom", "ics")) | {"region": ("atom",)}


def announced(place: Place) -> str:
    """For the head of a page: the feed of everything, and that of what is chosen there."""
    links = [(place.words("app.title"), follow_path(place.language, "atom"))]
    if (own := _own(place)) is not None:
        links.append((_name(place, own), follow_path(place.language, "atom", *own)))
    return "".join(
        f'<link rel="alternate" type="application/atom+xml" title="{escape(title)}" '
        f'href="{escape(place.site + address)}">'
        for title, address in links
    )


def to_follow(place: Place) -> str:
    """The feed and the calendar of what a page is about."""
    words = place.words
    links = "".join(
        f"<li>{link}</li>" for each in _subjects(place) for link in _links(place, *each)
    )
    heading, text = escape(words("ui.follow")), escape(words("ui.follow_text"))
    return f'<h2 class="group" id="follow">{heading}</h2><p>{text}</p><ul class="more">{links}</ul>'


def _subjects(place: Place) -> list[tuple[str, str]]:
    """What is chosen on a page; of the page of plants each plant, of others all and each town."""
    if (own := _own(place)) is not None:
        return [own]
    if place.page == "plants":
        return [("plant", plant) for plant in store.plant_codes()]
    return [ALL, *(("town", str(town)) for town in store.codes("town").values())]


def _links(place: Place, kind: str, code: str) -> list[str]:
    words, name = place.words, _name(place, (kind, code))
    said = {"atom": words("ui.follow_atom", name=name), "ics": words("ui.follow_ics", name=name)}
    return [
        f'<a href="{follow_path(place.language, form, kind, code)}">{escape(said[form])}</a>'
        for form in FORMS_OF[kind]
    ]


def _own(place: Place) -> tuple[str, str] | None:
    """The choice of a page that can be followed."""
    return next(((name, code) for name, code in place.choices.items() if name in FORMS_OF), None)


def _name(place: Place, own: tuple[str, str]) -> str:
    kind, code = own
    return store.choice_name(kind, code, place.language) if code else place.words("country")
