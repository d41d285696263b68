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
    Packed,
    figure_file,
    figure_index,
    font,
    health,
    lite,
    lite_start,
    open_data,
)

STREAMLIT = Path(st.__file__).parent / "static"


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


# The shell lies in pages/ because a folder pages/ beside the main script wakes Streamlit's old
# router, which answers a cold deep link without the shell.
app = st.App(
    "pages/shell.py",
    lifespan=warm,
    middleware=[
        Middleware(Packed, static=STREAMLIT),
        Middleware(FirstHtml, pages=PAGES, static=STREAMLIT),
    ],
    routes=[
        Route("/healthz", health),
        Route("/fonts/{file}", font),
        Route("/open/{file}", open_data),
        Route("/figures/index.json", figure_index),
        Route("/figures/{language}/{file}", figure_file),
        Route("/lite/", lite_start),
        Route("/lite/{language}/", lite),
        Route("/lite/{language}/{page}", lite),
    ],
)
