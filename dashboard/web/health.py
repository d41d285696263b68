"""`/healthz`: whether the service lives, on which data, and which tables are degraded."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from dashboard import shelf


def health(request: Request) -> JSONResponse:
    """Always 200 while the service lives; `status` is ok, or degraded with the broken tables."""
    data = shelf.snapshot()
    return JSONResponse(
        {
            "status": "degraded" if data.broken else "ok",
            "version": data.version,
            "degraded": sorted(data.broken),
        }
    )
