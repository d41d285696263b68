"""All that a request passes before its answer, in order."""

from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import Route

from dashboard.addresses import PAGES
from dashboard.http.middleware import (
    AllowedHosts,
    KnownAddresses,
    Limits,
    SafeHeaders,
    Sessions,
)
from dashboard.http.middleware.first_html import FirstHtml
from dashboard.http.middleware.normalized_request import Normalized
from dashboard.http.middleware.request_metrics import Measured
from dashboard.http.middleware.static_assets import Packed


def stack(
    routes: Sequence[Route], static: Path, is_known: Callable[[bytes], bool]
) -> list[Middleware]:
    """All of them, in the order in which a request meets them.

    `static` is the folder of Streamlit's own files, `is_known` whether a page says such a message.
    """
    return [
        Middleware(Measured, pages=PAGES),
        Middleware(SafeHeaders),
        Middleware(AllowedHosts),
        Middleware(Limits),
        Middleware(KnownAddresses, routes=routes, pages=PAGES, static=static),
        Middleware(Sessions, is_known=is_known),
        Middleware(Packed, static=static),
        Middleware(FirstHtml, pages=PAGES, static=static),
        Middleware(Normalized),
    ]
