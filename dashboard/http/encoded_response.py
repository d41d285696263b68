"""Answers that are ready beforehand: packed once, sent in a coding that the browser reads."""

import gzip
import json
import re
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import brotli
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from dashboard import store
from dashboard.http.conditional import is_known, tag_of
from dashboard.http.middleware.normalized_request import accepted

# Where a browser likes two codings equally, the one that comes out smaller.
CODINGS = ("br", "gzip")
# Brotli at 5 packs a page in a millisecond, a sixth above what 11 takes forty times as long for.
QUALITY = 5
BEFOREHAND = 10  # a tenth smaller in 50 ms: for the pages that most visitors ask for


@dataclass(frozen=True)
class Ready:
    """A body with its name for caches, and the same body in every coding that makes it smaller.

    `headers` are those that follow from what is in it, in lower case.
    """

    body: bytes
    media_type: str
    etag: str
    packed: Mapping[str, bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


def ready(
    body: bytes, media_type: str, quality: int = QUALITY, headers: Mapping[str, str] | None = None
) -> Ready:
    """Pack a body, if it is text; `quality` is that of brotli, 0 to 11."""
    packed = pack(body, quality) if media_type.startswith(TEXTS) else {}
    return ready_packed(body, media_type, packed, headers)


def ready_packed(
    body: bytes,
    media_type: str,
    packed: Mapping[str, bytes],
    headers: Mapping[str, str] | None = None,
) -> Ready:
    """A body that is packed already; a coding that makes it no smaller is left out."""
    smaller = {coding: data for coding, data in packed.items() if len(data) < len(body)}
    return Ready(body, media_type, tag_of(body), smaller, headers or {})


def of_edition(
    file: str, day: date, media_type: str, make: Callable[[], Ready], apart: Hashable = None
) -> Ready:
    """What is answered with a file of the edition of a day, as `store.made` has it."""
    form = store.Form(_files, partial(_of_files, media_type), tuple(BESIDE))
    return store.made(file, day, make, form, apart)


# The endings of what lies beside a file: the same packed, and the headers of its answer.
BESIDE = {".br": "br", ".gz": "gzip", ".head": ""}


def _files(prepared: Ready) -> dict[str, bytes]:
    packed = {end: prepared.packed[c] for end, c in BESIDE.items() if c in prepared.packed}
    if prepared.headers:
        packed[".head"] = json.dumps(dict(prepared.headers), ensure_ascii=False).encode()
    return {"": prepared.body, **packed}


def _of_files(media_type: str, files: Mapping[str, bytes]) -> Ready:
    packed = {c: files[end] for end, c in BESIDE.items() if c and end in files}
    return ready_packed(files[""], media_type, packed, json.loads(files.get(".head", "{}")))


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
    asked = Headers(scope=scope)
    told = {**(headers or {}), **prepared.headers, "etag": prepared.etag}
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
    """What a request for a text that is made for each asker is answered."""
    coding = chosen(accepted(request.scope), CODINGS)
    packed = {coding: packed_in(coding, body)} if coding else {}
    return answer(ready_packed(body, media_type, packed), request.scope, headers)


TEXTS = ("text/", "image/svg", "application/json", "application/xml", "application/atom+xml")


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
