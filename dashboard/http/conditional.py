"""What lets a visitor keep an answer and ask only whether it still holds."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

# What a 304 repeats of the answer that it stands for (RFC 9110, 15.4.5).
REPEATED = ("etag", "last-modified", "cache-control", "vary", "content-security-policy")


def tag(digest: str) -> str:
    """The entity tag of what has a digest."""
    return f'"{digest[:20]}"'


def tag_of(body: bytes) -> str:
    return tag(hashlib.sha256(body).hexdigest())


def validators(modified: datetime) -> dict[str, str]:
    """The headers by which an answer can be kept, if it is asked for each time whether it holds."""
    told = format_datetime(modified.astimezone(UTC), usegmt=True)
    return {"last-modified": told, "cache-control": "no-cache"}


def unless_known(request: Request, response: Response) -> Response:
    """The response, or 304 in its place if the visitor holds it already."""
    if not is_known(request.headers, response.headers):
        return response
    headers = {name: response.headers[name] for name in REPEATED if name in response.headers}
    return Response(status_code=304, headers=headers)


def is_known(asked: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Whether what a visitor holds is what would be sent.

    Tags go before times, and are compared weakly: a compressed answer has a weak one.
    """
    if (tags := asked.get("if-none-match")) is not None:
        held = [each.strip().removeprefix("W/") for each in tags.split(",")]
        return "*" in held or told["etag"].removeprefix("W/") in held
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
        return parsedate_to_datetime(told["last-modified"]) <= since
    except (TypeError, ValueError):  # no time, or one that is none: as if not asked
        return False
