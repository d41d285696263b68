"""The typeface of pages and pictures: its cuts, their addresses, the rules that name them."""

import hashlib
from functools import cache
from pathlib import Path

FACE = "Aua Sans"
WEIGHTS = {400: "AuaSans-Regular", 600: "AuaSans-SemiBold"}
# Behind it what the device has, so that no other font is fetched for a sign that it lacks.
STACK = f'"{FACE}", system-ui, sans-serif'
FOLDER = Path(__file__).parent / "exports" / "fonts"

# What a style sheet asks for, by the cut that serves it; so no browser thickens letters by itself.
SERVES = {400: "100 500", 600: "501 900"}


@cache
def address(weight: int) -> str:
    """Where a cut is served; the digest in it changes with the file, so it may be kept for good."""
    name = WEIGHTS[weight]
    digest = hashlib.sha256((FOLDER / f"{name}.woff2").read_bytes()).hexdigest()[:12]
    return f"/fonts/{name}.{digest}.woff2"


@cache
def font_faces() -> str:
    """The rules of a style sheet by which a page gets the typeface; words never wait for it."""
    return "\n".join(
        f'@font-face {{ font-family: "{FACE}"; font-weight: {SERVES[weight]}; font-display: swap; '
        f'src: url("{address(weight)}") format("woff2") }}'
        for weight in WEIGHTS
    )
