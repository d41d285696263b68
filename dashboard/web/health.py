"""`/healthz`: whether the service lives, on which data, and which tables are degraded."""

from starlette.requests import Request
from starlette.responses import JSONResponse

import kzdata
from dashboard import shelf

from .beforehand import ALL_MADE


def health(request: Request) -> JSONResponse:
    """Always 200 while the service lives; `status` is ok, or degraded with the faulty tables.

    `shown_instead` names those of them of which the last good version is shown. `all_made` tells
    whether every page stands ready: until then a visitor may have to wait for one to be made.
    `source` is null where the data lie in a folder here.
    """
    data = shelf.snapshot()
    return JSONResponse(
        {
            "status": "degraded" if data.faulty else "ok",
            "version": data.version,
            "degraded": sorted(data.faulty),
            "shown_instead": sorted(data.instead),
            "all_made": ALL_MADE.is_set(),
            "source": _source(),
        }
    )


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
