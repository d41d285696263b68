"""The dashboard as one ASGI app: Streamlit's pages and the plain routes beside them.

Run with `streamlit run app.py`.
"""

import gc
import logging
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from time import perf_counter

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config, net_util
from streamlit import logger as streamlit_logger

import kzdata
from dashboard import exports, shelf
from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.monitoring import code_version, logs, tell
from dashboard.pages import PAGES
from dashboard.web import (
    FirstHtml,
    Keeper,
    Measured,
    OpenToAll,
    Packed,
    deck_file,
    figure_file,
    figure_index,
    font,
    health,
    lite,
    lite_start,
    make,
    metrics_served,
    not_here,
    open_data,
    present,
    robots,
    send_at_once,
    sitemap,
)
from kzdata import clock

STREAMLIT = Path(st.__file__).parent / "static"
START = perf_counter()

log = logging.getLogger("dashboard.app")
logs.configure()
# Streamlit gives each of its loggers, now and later, a handler of its own.
streamlit_logger.setup_formatter = logs.through_root
streamlit_logger.update_formatter()
# For each connection from a strange Origin it would ask a server outside which address is ours, and
# all visitors would wait for the answer.
net_util.get_external_ip = lambda: None

# For every run Streamlit asks its settings for the theme anew, a third of what a run costs here;
# they do not change while it serves.
with suppress(AttributeError):
    config.get_options_for_section = cache(config.get_options_for_section)


@asynccontextmanager
async def ready(app: st.App):
    """Make the first page before the first visitor comes, and all others after that."""
    kzdata.keep_mirrored()
    gc.disable()
    send_at_once()
    exports.PAINTER.start()
    shelf.open_stock()
    make(STREAMLIT, PAGES[0], DEFAULT_LANGUAGE, clock.today())
    # Streamlit collects garbage at times; what is loaded by now lives for good.
    gc.collect()
    gc.freeze()
    gc.enable()
    keeper = Keeper(STREAMLIT)
    with metrics_served():
        keeper.start()
        _tell_started()
        yield
        keeper.stop()
    tell(log, "stopped", "the dashboard has stopped")


def _tell_started() -> None:
    told = {"code_version": code_version(), "data_version": shelf.condition().data.version}
    port, host = config.get_option("server.port"), config.get_option("server.address")
    told |= {"port": port, "seconds": round(perf_counter() - START, 2)}
    tell(log, "started", f"the dashboard is at http://{host or 'localhost'}:{port}", **told)


# What is public to be read by anybody's scripts as well.
TO_ALL = {"methods": ["GET", "HEAD", "OPTIONS"], "middleware": [Middleware(OpenToAll)]}

# The shell lies in pages/ because a folder pages/ beside the main script wakes Streamlit's old
# router, which answers a cold deep link without the shell.
app = st.App(
    "pages/shell.py",
    lifespan=ready,
    middleware=[
        Middleware(Measured, pages=PAGES),
        Middleware(Packed, static=STREAMLIT),
        Middleware(FirstHtml, pages=PAGES, static=STREAMLIT),
    ],
    routes=[
        Route("/healthz", health),
        Route("/metrics", not_here),
        Route("/fonts/{file}", font),
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/open/{file:path}", open_data, **TO_ALL),
        Route("/figures/index.json", figure_index, **TO_ALL),
        Route("/figures/{language}/{file}", figure_file, **TO_ALL),
        Route("/present", present),
        Route("/deck/{file}", deck_file),
        Route("/lite/", lite_start),
        Route("/lite/{language}/", lite),
        Route("/lite/{language}/{page}", lite),
    ],
)
