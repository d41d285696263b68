"""A short code that stands for what a figure said: of its choices, of a version, on a day.

    4g8 k2m9qx
    |   the first 30 bits of a digest over figure, choices, version and day
    the day, counted from the first one that there can be

Nothing on a disk tells what a code means: whoever has the versions reads the day, and looks which
of all views of a version that was shown on it has the digest. So a code stays good whatever figure
or choice comes later and in whatever order they stand, as no code of their places in a list would.
One code in half a million is that of another view as well.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256

# Five bits a sign, small letters only: none is taken for another, 0 for o, 1 for l, on paper.
SIGNS = "23456789abcdefghijkmnpqrstuvwxyz"
FIRST = date(2026, 1, 1)
OF_DAY, OF_VIEW = 3, 6  # signs: 89 years; and a thousand million


def code_of(figure: str, choices: Mapping[str, object], version: str, day: date) -> str:
    """The code of a view of a version, which its digest names; raises ValueError before FIRST."""
    days = (day - FIRST).days
    if not 0 <= days < len(SIGNS) ** OF_DAY:
        raise ValueError(f"{day} has no code")
    chosen = "&".join(f"{name}={choices[name]}" for name in sorted(choices))
    digest = sha256(f"{figure}?{chosen} {version} {day}".encode()).digest()
    return _written(days, OF_DAY) + _written(int.from_bytes(digest), OF_VIEW)


def as_written(code: str) -> str:
    """A code as `code_of` writes it, however somebody has typed it; empty for what is none."""
    small = code.lower().replace("-", "")
    good = len(small) == OF_DAY + OF_VIEW and all(sign in SIGNS for sign in small)
    return small if good else ""


def day_of(code: str) -> date:
    """The day of a code that is written as it should be."""
    days = 0
    for sign in code[:OF_DAY]:
        days = days * len(SIGNS) + SIGNS.index(sign)
    return FIRST + timedelta(days)


def _written(number: int, signs: int) -> str:
    """The last so many signs of a number."""
    written = ""
    for _ in range(signs):
        number, rest = divmod(number, len(SIGNS))
        written = SIGNS[rest] + written
    return written
