"""What is asked for before the HTML is read: named in the head of the answer.

Whoever is told there asks at once, and by the time that it comes the HTML is through: on a weak
line a page is read as early as without, its typeface is there when it is first laid out, and the
line is never idle.
"""

from collections.abc import Iterable
from functools import cache

from dashboard.fonts import WEIGHTS, address

# As many as a browser fetches at a time from one place, the two cuts of the typeface among them.
AT_A_TIME = 6


@cache
def early_fonts() -> str:
    """The Link header of a page that fetches nothing but its typeface."""
    links = (f"<{address(weight)}>; rel=preload; as=font; crossorigin" for weight in WEIGHTS)
    return ", ".join(links)


def early(scripts: Iterable[str]) -> str:
    """The Link header of a page that is to become live: its typeface and its first scripts."""
    first = list(scripts)[: AT_A_TIME - len(WEIGHTS)]
    return ", ".join([early_fonts(), *(f"</{name}>; rel=modulepreload" for name in first)])
