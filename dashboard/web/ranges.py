"""Bytes in memory of which a visitor may ask for a part (RFC 9110, 14)."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def part_of(
    request: Request, content: bytes, headers: Mapping[str, str], media_type: str
) -> Response:
    """The part that is asked for, else all: also of several parts, which need not be parted."""
    told = {**headers, "accept-ranges": "bytes"}
    asked = RANGE.fullmatch(request.headers.get("range", ""))
    same = request.headers.get("if-range", headers["etag"]) == headers["etag"]
    if asked is None or not any(asked.groups()) or not same:
        return Response(content, media_type=media_type, headers=told)
    size, (first, last) = len(content), asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    told["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return Response(content[start:end], 206, told, media_type)
