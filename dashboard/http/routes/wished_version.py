"""Which version of the data an address asks for, and the answer where there is none such."""

from collections.abc import Mapping
from datetime import date

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import store
from dashboard.html import version_told
from dashboard.i18n import wished_language, words_of
from kzdata import clock


def wished_version(wishes: Mapping[str, str], today: date) -> store.AsOf | None:
    """What `version` and `day` of an address name; None for the data that are shown.

    Raises NeverShown.
    """
    version = wishes.get("version")
    return None if version is None else store.as_of(version, wishes.get("day"), today)


def no_version(request: Request, language: str = "") -> Response:
    """404 with the versions that there are, in a language or that of the reader."""
    accepted = request.headers.get("accept-language")
    wished = language or request.query_params.get("lang")
    words = words_of(wished_language(wished, accepted=accepted))
    told = [version_told(shown, words) for shown in store.versions(clock.today())]
    text = "\n".join([words("version.unknown"), *told])
    return PlainTextResponse(f"{text}\n", 404, {"vary": "accept-language"})
