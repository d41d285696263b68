"""`/follow/…`: feeds of what changed and calendars of deadlines, by what they are about."""

from datetime import datetime, time

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, follow_path
from dashboard.follow import FORMS, made, offered, subject_at
from dashboard.http.conditional import validators
from dashboard.http.encoded_response import answer, of_edition, ready
from dashboard.i18n import wished_language, words_of
from kzdata import clock
from kzdata.schema.model import LANGUAGES


def follow(request: Request) -> Response:
    """A feed or a calendar; 404 with all that there are, 503 if their data are faulty."""
    language = request.path_params["language"]
    stem, _, form = request.path_params["file"].rpartition(".")
    accepted = request.headers.get("accept-language")
    reader = language if language in LANGUAGES else wished_language(accepted=accepted)
    try:
        with store.one_version() as data:
            subject = subject_at(stem, form) if form in FORMS else None
            if subject is None or language not in LANGUAGES:
                return _unknown(reader)
            day, site = clock.today(), address_of_site(request.headers.get("host", ""))
            file = follow_path(language, form, subject.kind, subject.code).removeprefix("/")
            feed = of_edition(
                file,
                day,
                FORMS[form],
                lambda: ready(made(subject, form, language, day, site), FORMS[form]),
                store.elsewhere(site),
            )
    except store.Unavailable:
        return PlainTextResponse(words_of(reader)("ui.unavailable") + "\n", status_code=503)
    # The day alone may add to it.
    midnight = datetime.combine(day, time(), clock.KAZAKHSTAN)
    return answer(feed, request.scope, validators(max(data.newest, midnight)))


def _unknown(language: str) -> Response:
    known = "\n".join(
        follow_path(language, form, subject.kind, subject.code)
        for form in FORMS
        for subject in offered(form)
    )
    words = words_of(language)
    text = f"{words('follow.unknown')}\n{known}\n"
    return PlainTextResponse(text, 404, {"vary": "accept-language"})
