"""Bytes in memory of which a visitor may ask for a part (RFC 9110, 14)."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from dashboard.http.middleware.normalized_request import plain_range


def part_of(
    request: Request, content: bytes, headers: Mapping[str, str], media_type: str
) -> Response:
    """The part that is asked for, else all."""
    told = {**headers, "accept-ranges": "bytes"}
    asked = plain_range(request.headers.getlist("range"))
    held = request.headers.get("if-range", headers["etag"])
    if asked is None or held not in (headers["etag"], headers["last-modified"]):
        return Response(content, media_type=media_type, headers=told)
    size, (first, _, last) = len(content), asked.removeprefix("bytes=").partition("-")
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        return Response(status_code=416, headers={**told, "content-range": f"bytes */{size}"})
    told["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return Response(content[start:end], 206, told, media_type)
