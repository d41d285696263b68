"""The dashboard as one ASGI app: Streamlit's pages and the plain routes beside them.

Run with `streamlit run app.py`.
"""

import gc
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from dashboard import clock, exports, shelf
from dashboard.i18n import LANGUAGES
from dashboard.pages import OVERVIEW, PAGES
from dashboard.web import (
    FirstHtml,
    OpenToAll,
    figure_file,
    figure_index,
    health,
    open_data,
    robots,
    sitemap,
)

STREAMLIT_PAGE = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def warm(app: st.App):
    """Check the data and make the figures of the first page before the first visitor comes."""
    exports.PAINTER.start()
    day = clock.today()
    for language in LANGUAGES:
        with suppress(shelf.Unavailable):
            shelf.headlines_of(language, day)
        for id in OVERVIEW:
            with suppress(shelf.Unavailable):
                shelf.figure(id, language, day)
    with suppress(exports.NotDrawn):
        exports.PAINTER.wait()
    # Streamlit collects garbage after every run; what is loaded by now lives for good.
    gc.collect()
    gc.freeze()
    yield


# What the scripts of other sites may read as well; the pages are not for them.
TO_ALL = {"methods": ["GET", "HEAD", "OPTIONS"], "middleware": [Middleware(OpenToAll)]}

# The shell lies in pages/ because a folder pages/ beside the main script wakes Streamlit's old
# router, which answers a cold deep link without the shell.
app = st.App(
    "pages/shell.py",
    lifespan=warm,
    middleware=[Middleware(FirstHtml, pages=PAGES, index=STREAMLIT_PAGE)],
    routes=[
        Route("/healthz", health),
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/open/{file:path}", open_data, **TO_ALL),
        Route("/figures/index.json", figure_index, **TO_ALL),
        Route("/figures/{language}/{file}", figure_file, **TO_ALL),
    ],
)
