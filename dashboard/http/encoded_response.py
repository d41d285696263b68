"""Answers that are ready beforehand: packed once, sent in a coding that the browser reads."""

import gzip
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from threading import Condition

import brotli
from cachetools import LRUCache, cached
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from dashboard.http.conditional import is_known, tag_of, unless_known
from dashboard.http.middleware.normalized_request import accepted

# Where a browser likes two codings equally, the one that comes out smaller.
CODINGS = ("br", "gzip")
# Brotli at 5 packs a page in a millisecond, a sixth above what 11 takes forty times as long for.
QUALITY = 5
BEFOREHAND = 10  # a tenth smaller in 50 ms: for what is made before it is asked for


@dataclass(frozen=True)
class Ready:
    """A body with its name for caches, and the same body in every coding that makes it smaller.

    `policy` is the Content-Security-Policy that fits what is in it.
    """

    body: bytes
    media_type: str
    etag: str
    packed: Mapping[str, bytes]
    policy: str = ""


def ready(body: bytes, media_type: str, quality: int = QUALITY, policy: str = "") -> Ready:
    """Pack a body; `quality` is that of brotli, 0 to 11."""
    return replace(ready_packed(body, media_type, pack(body, quality)), policy=policy)


def ready_packed(body: bytes, media_type: str, packed: Mapping[str, bytes]) -> Ready:
    """A body that is packed already; a coding that makes it no smaller is left out."""
    # Weak, because the same name is said of the body in every coding.
    etag = f"W/{tag_of(body)}"
    smaller = {coding: data for coding, data in packed.items() if len(data) < len(body)}
    return Ready(body, media_type, etag, smaller)


def pack(body: bytes, quality: int = QUALITY) -> dict[str, bytes]:
    """A body in each of `CODINGS`."""
    # Without a time in it, so that the same body always gives the same bytes.
    return {coding: packed_in(coding, body, quality) for coding in CODINGS}


def packed_in(coding: str, body: bytes, quality: int = QUALITY) -> bytes:
    """A body in one of `CODINGS`."""
    if coding == "br":
        return brotli.compress(body, quality=quality)
    return gzip.compress(body, mtime=0)


def answer(prepared: Ready, scope: Scope, headers: Mapping[str, str] | None = None) -> Response:
    """What a request is answered: the body as the browser reads it, or that it has it already.

    `headers` come on top, in lower case; if a `last-modified` is among them, it is honoured.
    """
    asked, told = Headers(scope=scope), {**(headers or {}), "etag": prepared.etag}
    if prepared.policy:
        told["content-security-policy"] = prepared.policy
    told["vary"] = ", ".join(filter(None, ("accept-encoding", told.get("vary"))))
    body, coding = prepared.body, chosen(accepted(scope), prepared.packed)
    if coding is None and refuses_plain(accepted(scope)):
        coding = chosen(accepted(scope), CODINGS)  # whatever that makes of it
    if coding:
        # A strong tag is that of the bytes as they are.
        told["etag"] = "W/" + prepared.etag.removeprefix("W/")
    if is_known(asked, told):
        return Response(status_code=304, headers=told)
    if coding:
        body = prepared.packed.get(coding) or packed_in(coding, body)
        told["content-encoding"] = coding
    told["content-length"] = str(len(body))
    content = b"" if scope["method"] == "HEAD" else body
    return Response(content, headers=told, media_type=prepared.media_type)


def answer_made(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """What a request for something made just now is answered, whole or that it is known.

    Texts are packed as the asker reads them, and then have a weak tag; all else has a strong one.
    """
    if not media_type.startswith(TEXTS):
        told = {"etag": tag_of(body), **(headers or {})}
        return unless_known(request, Response(body, media_type=media_type, headers=told))
    packed = {}
    if coding := chosen(accepted(request.scope), CODINGS):
        packed = {coding: _packed_once(coding, body)}
    prepared = replace(ready_packed(body, media_type, packed), etag=tag_of(body))
    return answer(prepared, request.scope, headers)


TEXTS = ("text/", "image/svg", "application/json", "application/xml", "application/atom+xml")


# Of a body that many ask for, and that is made for each; while one packs it, the others wait.
@cached(
    LRUCache(16_000_000, getsizeof=len),
    key=lambda coding, body: (coding, tag_of(body)),
    condition=Condition(),
)
def _packed_once(coding: str, body: bytes) -> bytes:
    return packed_in(coding, body)


def chosen(accepted: str, offered: Collection[str]) -> str | None:
    """The coding that an Accept-Encoding likes best; None for the body as it is.

    A browser that accepts nothing at all gets the body as it is, which RFC 9110 (12.5.3) allows.
    """
    likings = _likings(accepted)
    rest = likings.get("*", 0.0)
    # Unless it is named, the body as it is stands behind everything that is accepted.
    plain = likings.get("identity", 0.0)
    best = max(
        (coding for coding in CODINGS if coding in offered),
        key=lambda coding: likings.get(coding, rest),
        default=None,
    )
    liked = likings.get(best, rest) if best else 0.0
    return best if liked > 0 and liked >= plain else None


def refuses_plain(accepted: str) -> bool:
    """Whether an Accept-Encoding does not take a body as it is."""
    likings = _likings(accepted)
    return likings.get("identity", likings.get("*", 1.0)) == 0


# As RFC 9110 (12.4.2) writes a weight; whoever writes another one is not understood.
WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
OLD_NAMES = {"x-gzip": "gzip"}


def _likings(accepted: str) -> dict[str, float]:
    """How much each coding of an Accept-Encoding is liked: `br;q=0.5`; 0 is not at all."""
    likings = {}
    for item in accepted.lower().split(","):
        name, semicolon, weight = (part.strip() for part in item.partition(";"))
        found = WEIGHT.fullmatch(weight)
        likings[OLD_NAMES.get(name, name)] = float(found[1]) if found else float(not semicolon)
    return likings
