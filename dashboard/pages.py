"""The pages of the dashboard in the order of their links, and the address of every view."""

from collections.abc import Mapping
from urllib.parse import urlencode

# The first stands at `/`.
PAGES = ("overview", "town", "regions", "plants", "metals", "benchmarks", "claims", "sources")


def path(page: str) -> str:
    """Where a page stands."""
    return "/" if page == PAGES[0] else f"/{page}"


def view_path(
    page: str, language: str, choices: Mapping[str, object] | None = None, figure: str = ""
) -> str:
    """The address of just this view below the host: page, language, choices, and the figure."""
    query = urlencode({"lang": language, **(choices or {})})
    return f"{path(page)}?{query}" + f"#{figure}" * bool(figure)
