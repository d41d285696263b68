"""`/open/openapi.json`: every address that programs may read, described for them.

It is made from the same lists from which the answers are: datasets, figures, languages, forms.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import store
from dashboard.addresses import PAGES, address_of_site
from dashboard.figures import CHOICES, FIGURES
from dashboard.follow import FORMS as FOLLOWED
from dashboard.follow import offered
from dashboard.http.conditional import validators
from dashboard.http.encoded_response import answer_made
from dashboard.http.routes import ask
from dashboard.i18n import words_of
from dashboard.letters import forms_of
from dashboard.render import download
from dashboard.render.formats import FORMS
from dashboard.short_code import OF_DAY, OF_VIEW, SIGNS
from dashboard.slides import formats as deck
from dashboard.slides.selection import COUNTRY, DECKS
from kzdata import TABLES, clock
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

JSON, HTML, TEXT = "application/json", "text/html", "text/plain"
BRIEF: dict[str, Any] = {
    "description": "What there is no such thing of, and what there is.",
    "content": {TEXT: {}},
}
URL = {
    "name": "url",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "format": "uri"},
    "description": "The address of a figure's page here.",
}
DAY = {
    "name": "day",
    "in": "query",
    "schema": {"type": "string", "format": "date"},
    "description": "With a version: a day on which it was shown; without one its first.",
}
CODE = {
    "name": "code",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": f"^[{SIGNS}]{{{OF_DAY + OF_VIEW}}}$"},
    "description": "The code, which a picture bears beside its version.",
}
REFUSED = {"description": "Too long, with a body, or not with GET.", "content": {TEXT: {}}}
FAULTY = {
    "description": "The data did not pass their check, or too much is asked for just now.",
    "content": {TEXT: {}},
}


def openapi(request: Request) -> Response:
    """The description, with the codes that choices have in the data of now."""
    data = store.snapshot()
    site = address_of_site(request.headers.get("host", ""))
    told = JSONResponse(described(data.version, site))
    return answer_made(request, bytes(told.body), told.media_type, validators(data.newest))


def described(version: str, site: str) -> dict:
    """The description as OpenAPI 3.1; `version` is that of the data."""
    words = words_of("en")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words("app.title"),
            "summary": words("app.tagline"),
            "description": "Everything is read with GET; nothing is taken. "
            "/open/datapackage.json describes the columns of the datasets.",
            "version": version,
        },
        "servers": [{"url": site or "/"}],
        "paths": _data() | _figures() | _pages() | _follow() | _letters() | _paper() | _service(),
    }


def _data() -> dict:
    table = _in_path("dataset", list(TABLES), "The name of a dataset.")
    asked = [_language(), _version()]
    form = _in_path("form", list(FORMS), "Of a workbook, `lang` is the language.")
    return {
        "/open/datapackage.json": _get(
            "The datasets as a Frictionless Data Package", asked, [JSON]
        ),
        "/open/openapi.json": _get("This description", [], [JSON]),
        "/open/{dataset}.{form}": _get(
            "A dataset whole",
            [table, form, *asked],
            FORMS.values(),
            ("206", "416"),
        ),
    }


def _figures() -> dict:
    figure = _in_path("figure", list(FIGURES), "The name of a figure.")
    form = _in_path("form", list(download.FORMS), "Pictures, or the table, or all that it says.")
    choices = [
        _in_query(name, list(store.codes(name)), "Is left unread by figures without this choice.")
        for name in CHOICES
    ]
    asked = [*choices, _version(), DAY]
    return {
        "/figure/{language}/{figure}": _get(
            "A figure as a page of its own",
            [_in_path("language", LANGUAGES), figure, *asked],
            [HTML],
        ),
        "/embed/{language}/{figure}": _get(
            "A figure for a frame in any page",
            [_in_path("language", LANGUAGES), figure, *asked],
            [HTML],
        ),
        "/t/{code}": _get(
            "What a picture or a slide said that bears a short code, and whether that still holds",
            [CODE, _language("the browser's")],
            [HTML],
        ),
        "/oembed": _get(
            "What embeds a figure, as oEmbed says it",
            [URL],
            [JSON],
        ),
        "/figures/index.json": _get("Every figure with its choices and files", [], [JSON]),
        "/figures/{language}/{figure}.{form}": _get(
            "A figure to take away or to embed",
            [_in_path("language", LANGUAGES), figure, form, *asked],
            download.FORMS.values(),
        ),
    }


def _pages() -> dict:
    language = _in_path("language", LANGUAGES)
    page = _in_path("page", PAGES, "The first one stands at the address of the language too.")
    return {
        "/lite/{language}/": _get("The first page without scripts", [language], [HTML]),
        "/lite/{language}/{page}": _get("A page without scripts", [language, page], [HTML]),
    }


def _follow() -> dict:
    """Feeds and calendars; none where the data that name what they are about are faulty."""
    try:
        subjects = {form: list(offered(form)) for form in FOLLOWED}
    except store.Unavailable:
        return {}
    said = {"atom": "What changed, as a feed", "ics": "Days of promises, as a calendar"}
    paths = {}
    for form, found in subjects.items():
        for kind in dict.fromkeys(subject.kind for subject in found):
            codes = [subject.code for subject in found if subject.kind == kind and subject.code]
            end, asked = (f"/{{{kind}}}", [_in_path(kind, codes)]) if codes else ("", [])
            paths[f"/follow/{{language}}/{kind}{end}.{form}"] = _get(
                said[form], [_in_path("language", LANGUAGES), *asked], [FOLLOWED[form]]
            )
    return paths


def _letters() -> dict:
    language = _in_path("language", LANGUAGES)
    paths = {"/ask/{language}": _get("What is not published, with letters", [language], [HTML])}
    try:
        there = store.letters("en", clock.today())
    except store.Unavailable:
        there = {}
    if there:
        requests = [id for id, letter in there.items() if "xlsx" in forms_of(letter)]
        letter = _in_path("letter", list(there), "A letter of today; it goes once it is answered.")
        texts = [form for form in ask.FORMS if form != "xlsx"]
        form = _in_path("form", texts)
        paths |= {
            "/ask/{language}/{letter}": _get("A letter to print", [language, letter], [HTML]),
            "/ask/{language}/{letter}.{form}": _get(
                "A letter to copy or to edit",
                [language, letter, form],
                [ask.FORMS[each] for each in texts],
            ),
            "/ask/{language}/{request}.xlsx": _get(
                "The rows that an answer fills in, as a workbook",
                [language, _in_path("request", requests, "A letter that asks.")],
                [ask.FORMS["xlsx"]],
            ),
        }
    return paths


def _paper() -> dict:
    town = _in_query("town", TOWNS, "Slides for one town; without it, for the country.")
    slides = _in_query("slides", COUNTRY, "Figures in the order in which they are shown.")
    slides |= {"schema": {"type": "array", "items": slides["schema"]}, "explode": False}
    size = _in_query("deck", DECKS, "About ten slides with the others behind them, or all.")
    second = _in_query("second", LANGUAGES, "Another language, for a second line on each slide.")
    form = _in_path("form", list(deck.FORMS))
    sheet = _get(
        "A town on a sheet for a stairwell, in Kazakh and Russian",
        [_in_path("town", TOWNS)],
        [deck.FORMS["pdf"]],
    )
    return {
        "/sheet/{town}.pdf": sheet,
        "/sheet/{town}-a5.pdf": sheet,
        "/deck/{language}.{form}": _get(
            "Slides for a meeting; made when asked for, which takes some seconds",
            [_in_path("language", LANGUAGES), form, town, size, second, slides],
            deck.FORMS.values(),
        ),
    }


def _service() -> dict:
    return {
        "/healthz": _get("Whether the service lives, on which data", [], [JSON]),
        "/robots.txt": _get("What crawlers may read", [], [TEXT]),
        "/sitemap.xml": _get("Every page in every language", [], ["application/xml"]),
    }


def _get(summary: str, parameters: list, media_types, besides: tuple[str, ...] = ()) -> dict:
    content: dict[str, dict] = {media_type.partition(";")[0]: {} for media_type in media_types}
    # Who asks for a page is told as a page, where there is more to say than that it is not there.
    brief = BRIEF | {"content": BRIEF["content"] | {kind: {} for kind in content if kind == HTML}}
    answers = {
        "200": {"description": summary, "content": content},
        "304": {"description": "What the asker holds is as it was."},
        "404": brief,
        "4XX": REFUSED,
        "503": FAULTY,
    }
    parts = {"206": "The part that was asked for.", "416": "There is no such part."}
    answers |= {code: {"description": parts[code]} for code in besides}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _in_path(name: str, offered, said: str = "") -> dict:
    return _parameter(name, "path", offered, said) | {"required": True}


def _in_query(name: str, offered, said: str = "") -> dict:
    return _parameter(name, "query", offered, said)


def _language(usual: str = "Kazakh") -> dict:
    return _in_query("lang", LANGUAGES, f"The language; without it {usual}.")


def _version() -> dict:
    """The published versions by number; their digests are taken as well."""
    numbers = [str(shown.entry.number) for shown in store.versions(clock.today())]
    said = "As a version had it, by number or digest; without it as the data are today."
    return _parameter("version", "query", numbers, said)


def _parameter(name: str, place: str, offered, said: str) -> dict:
    described = {"name": name, "in": place, "schema": {"type": "string", "enum": list(offered)}}
    return described | ({"description": said} if said else {})
