"""Streamlit's own files as small as they can be sent: packed beforehand, icons cut to those in use.

Streamlit sends them as they lie on its disk, 3.3 MB for a first page. The set-up step
`python -m dashboard.http.compress_assets` packs what our pages need, as small as brotli and gzip
can make it, beside Streamlit and never into it. A packed file is named by the digest of what it was
made from, so that one of another Streamlit is never found. Where the step was left out, the files
are packed at the start, quickly and a ninth larger.
"""

import hashlib
import logging
import mimetypes
import sys
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.http.encoded_response import CODINGS, Ready, answer, ready, ready_packed
from dashboard.http.streamlit_scripts import needed

log = logging.getLogger(__name__)
UNKNOWN = "application/octet-stream"

FOLDER = Path(sys.prefix) / "packed"
ICONS = "static/media/MaterialSymbols-Rounded.*.woff2"

# The name of a file changes with what is in it.
FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}
# The icons come under the name of the whole font, and another cut may come under it tomorrow.
ASK_AGAIN = {"cache-control": "no-cache"}


class Packed:
    """Answers the addresses of what our pages need of Streamlit; all else goes on to Streamlit."""

    def __init__(self, app: ASGIApp, static: Path, folder: Path = FOLDER):
        self.app = app
        files = {f"/{name}": (body, FOR_GOOD) for name, body in packed(static, folder).items()}
        icons = {f"/{name}": (body, ASK_AGAIN) for name, body in cut_icons(static, folder).items()}
        self.answers = files | icons

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        found = self.answers.get(scope["path"]) if asked else None
        if found is None:
            await self.app(scope, receive, send)
            return
        body, headers = found
        await answer(body, scope, headers)(scope, receive, send)


def packed(static: Path, folder: Path) -> dict[str, Ready]:
    """What our pages need of Streamlit, by its path, from the packed files as far as there are."""
    found, missing = {}, 0
    for name in needed(static):
        body = (static / name).read_bytes()
        media_type = mimetypes.guess_type(name)[0] or UNKNOWN
        sides = side_files(body, folder)
        if all(path.exists() for path in sides.values()):
            data = {coding: path.read_bytes() for coding, path in sides.items()}
            found[name] = ready_packed(body, media_type, data)
        else:
            found[name] = ready(body, media_type)
            missing += 1
    if missing:
        log.warning(
            "Files not packed: %d. `python -m dashboard.http.compress_assets` packs them", missing
        )
    return found


def cut_icons(static: Path, folder: Path) -> dict[str, Ready]:
    """The cut of the icon font by the path of the whole; nothing if it was not made."""
    return {
        whole.relative_to(static).as_posix(): ready_packed(cut.read_bytes(), "font/woff2", {})
        for whole in static.glob(ICONS)
        if (cut := cut_file(whole, folder)).exists()
    }


def side_files(body: bytes, folder: Path) -> dict[str, Path]:
    """Where a file lies packed, by the coding."""
    digest = hashlib.sha256(body).hexdigest()
    return {coding: folder / f"{digest}.{coding}" for coding in CODINGS}


def cut_file(font: Path, folder: Path) -> Path:
    """Where the cut of an icon font lies."""
    return folder / f"{hashlib.sha256(font.read_bytes()).hexdigest()}.woff2"
