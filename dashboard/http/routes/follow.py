"""`/follow/…`: feeds of what changed and calendars of deadlines, by what they are about."""

from datetime import date, datetime, time

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, follow_path
from dashboard.follow import FORMS, Subject, made, offered, subject_at
from dashboard.http.conditional import validators
from dashboard.http.encoded_response import Ready, answer, of_edition, ready
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
            feed = feed_ready(subject, form, language, day, site)
    except store.Unavailable:
        return PlainTextResponse(words_of(reader)("ui.unavailable") + "\n", status_code=503)
    # The day alone may add to it.
    midnight = datetime.combine(day, time(), clock.KAZAKHSTAN)
    return answer(feed, request.scope, validators(max(data.newest, midnight)))


def feed_ready(subject: Subject, form: str, language: str, day: date, site: str) -> Ready:
    """A feed or a calendar, out of the edition; raises Unavailable."""
    file = follow_path(language, form, subject.kind, subject.code).removeprefix("/")

    def make() -> Ready:
        return ready(made(subject, form, language, day, site), FORMS[form])

    return of_edition(file, day, FORMS[form], make, store.elsewhere(site))


def _unknown(language: str) -> Response:
    known = "\n".join(
        follow_path(language, form, subject.kind, subject.code)
        for form in FORMS
        for subject in offered(form)
    )
    words = words_of(language)
    text = f"{words('follow.unknown')}\n{known}\n"
    return PlainTextResponse(text, 404, {"vary": "accept-language"})
