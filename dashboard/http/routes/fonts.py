"""`/fonts/…`: the typeface of the pages, to be kept by browsers for good."""

from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.fonts import served
from dashboard.http.encoded_response import Ready, answer, ready_packed
from dashboard.http.middleware.static_assets import FOR_GOOD


def font(request: Request) -> Response:
    """A part of a cut of the typeface; 404 with the known ones if there is no such file."""
    found = _fonts().get(request.url.path)
    if found is None:
        known = "\n".join(_fonts())
        return PlainTextResponse(f"No such font. There are:\n{known}\n", status_code=404)
    return answer(found, request.scope, FOR_GOOD)


@cache
def _fonts() -> dict[str, Ready]:
    """Every part of a cut by its address; a font is packed in itself already."""
    return {
        address: ready_packed(path.read_bytes(), "font/woff2", {})
        for address, path in served().items()
    }
