"""`/healthz`: whether the service lives, on which data, and which tables are degraded."""

import logging
from datetime import UTC

from starlette.requests import Request
from starlette.responses import JSONResponse

import kzdata
from dashboard import store
from dashboard.monitoring import code_version
from dashboard.monitoring.readiness import ALL_MADE
from kzdata import clock

log = logging.getLogger(__name__)

NO_STORE = {"cache-control": "no-store"}


def health(request: Request) -> JSONResponse:
    """200 while pages can be served, if need be over degraded tables; else 503.

    It answers only when the first page stands ready, so it tells readiness as well: whoever asks
    earlier waits. `all_made` tells whether every page stands ready: until then a visitor may have
    to wait for one to be made. `not_understood` names the tables that another version of the
    program published so that this one does not know or declares them otherwise: an older version of
    them is shown if they are among `shown_instead`, else nothing. `edition` is what is sent from
    disk: its name, day and size, and whether files can be `written`; null where nothing is kept
    there. `source` is null where the data lie in a folder here.
    """
    try:
        return JSONResponse(_told(store.condition()), headers=NO_STORE)
    except Exception:  # the asker is not told which
        log.exception("the data cannot be read")
        told = {"status": "unavailable", "code_version": code_version()}
        return JSONResponse(told, status_code=503, headers=NO_STORE)


def _told(condition: store.Condition) -> dict:
    data, degraded = condition.data, condition.degraded
    return {
        "status": "degraded" if degraded or data.unseen else "ok",
        "version": data.version,
        "code_version": code_version(),
        "degraded": sorted({store.public_name(table) for table in degraded}),
        "shown_instead": sorted(data.instead),
        "not_understood": sorted(data.not_understood),
        "tables": {store.public_name(table): _said(found) for table, found in degraded.items()},
        "all_made": ALL_MADE.is_set(),
        "edition": _edition(),
        "source": _source(),
    }


def _edition() -> dict[str, object] | None:
    """The edition of now; when it was made, and how large it is, only when all of it is made."""
    day = clock.today()
    if (edition := store.edition(day)) is None:
        return None
    told = edition.about()
    kept = {name: told.get(name) for name in ("made_at", "seconds", "files", "bytes", "choices")}
    named = {"name": edition.name, "day": day.isoformat(), "written": edition.editions.takes}
    return named | kept


def _said(found: store.Degraded) -> dict:
    """The rules that a table breaks; whether it is missing, and the version shown in its place."""
    since = found.since.astimezone(UTC).isoformat(timespec="seconds")
    rules = list(found.rules)
    return {"rules": rules, "missing": found.missing, "shown": found.shown, "since": since}


def _source() -> dict[str, object] | None:
    """Where the data are from if they lie elsewhere, and when what is shown was last seen there."""
    if (source := kzdata.source()) is None:
        return None
    return {
        "place": source.place,
        "seen": source.seen and source.seen.isoformat(timespec="seconds"),
        "reachable": source.reachable,
        "trouble": source.trouble,
    }
