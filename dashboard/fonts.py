"""The typeface of pages and pictures: its cuts, their addresses, the rules that name them."""

import hashlib
from functools import cache
from pathlib import Path

FACE = "Aua Sans"
WEIGHTS = {400: "AuaSans-Regular", 600: "AuaSans-SemiBold"}
# Behind it what the device has, so that no other font is fetched for a sign that it lacks.
STACK = f'"{FACE}", system-ui, sans-serif'
# Its letters in two files a cut: those that Kazakh, Russian and English are written with, and what
# a name of elsewhere may hold, which a browser fetches when it meets one.
PARTS = {
    "common": "U+20-7E, U+A0-BF, U+D7, U+F7, U+401, U+406, U+410-44F, U+451, U+456, U+492-493, "
    "U+49A-49B, U+4A2-4A3, U+4AE-4B1, U+4BA-4BB, U+4D8-4D9, U+4E8-4E9, U+2009, U+2010-2027, "
    "U+202F-2030, U+2032-2033, U+2039-203A, U+2044, U+2070-208F, U+20AC, U+20B8, U+20BD, U+2116, "
    "U+2122, U+2190-2193, U+2212, U+2248, U+2260, U+2264-2265",
    "further": "U+C0-D6, U+D8-F6, U+F8-17F, U+400, U+402-405, U+407-40F, U+450, U+452-455, "
    "U+457-45F, U+496-497, U+4B2-4B3, U+4B6-4B7",
}
FOLDER = Path(__file__).parent / "render" / "fonts"

# What a style sheet asks for, by the cut that serves it; so no browser thickens letters by itself.
SERVES = {400: "100 500", 600: "501 900"}


@cache
def address(weight: int, part: str = "common") -> str:
    """Where a part of a cut is served; its digest changes with the file, so it is for good."""
    path = _file(weight, part)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/fonts/{path.stem}.{digest}{path.suffix}"


def served() -> dict[str, Path]:
    """Every file of the typeface by the address where pages find it."""
    return {address(weight, part): _file(weight, part) for weight in WEIGHTS for part in PARTS}


def _file(weight: int, part: str) -> Path:
    return FOLDER / f"{WEIGHTS[weight]}-{part}.woff2"


@cache
def font_faces() -> str:
    """The rules of a style sheet by which a page gets the typeface; words never wait for it."""
    return "\n".join(
        f'@font-face {{ font-family: "{FACE}"; font-weight: {SERVES[weight]}; font-display: swap; '
        f'src: url("{address(weight, part)}") format("woff2"); unicode-range: {letters} }}'
        for weight in WEIGHTS
        for part, letters in PARTS.items()
    )
