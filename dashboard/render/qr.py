"""The code by which a phone reads an address."""

from collections.abc import Iterable
from functools import lru_cache

import segno

QUIET_ZONE = 4  # modules of paper around a code, as its standard asks


def code_of(address: str, error: str = "m") -> tuple[int, tuple[tuple[int, int], ...]]:
    """The code of an address: its side in modules, and which of them are dark (x, y)."""
    matrix = list(qr_code(address, error).matrix_iter(border=QUIET_ZONE))
    dark = ((x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one)
    return len(matrix), tuple(dark)


@lru_cache(200)
def qr_code(address: str, error: str = "m") -> segno.QRCode:
    """The code itself: of it a seventh may be hidden at level "m", a quarter at "q"."""
    return segno.make(address, error=error, micro=False)


def code_svg(address: str, error: str = "m") -> str:
    """The code of an address as a picture, a unit for a module."""
    side, dark = code_of(address, error)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="0 0 {side} {side}"><path d="{dark_path(dark)}"/></svg>'
    )


def dark_path(dark: Iterable[tuple[int, int]]) -> str:
    """The dark modules of a code as a path of SVG."""
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
