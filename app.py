"""The dashboard as one ASGI app: Streamlit's pages and the plain routes beside them.

Run with `streamlit run app.py`.
"""

import gc
import logging
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import streamlit as st
from streamlit import config

from dashboard import store
from dashboard.addresses import PAGES, server_address
from dashboard.http import streamlit_patches
from dashboard.http.metrics_port import metrics_served
from dashboard.http.middleware import most_sessions
from dashboard.http.routes import ROUTES
from dashboard.http.stack import stack
from dashboard.http.streamlit_messages import is_known, is_last, opening
from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.monitoring import code_version, logs, tell
from dashboard.prerender.pages import all_made, make
from dashboard.prerender.scheduler import Keeper
from dashboard.prerender.warm_up import rehearse
from dashboard.render import svg
from kzdata import clock
from kzdata.schema.model import LANGUAGES
from publishing import remote

STREAMLIT = Path(st.__file__).parent / "static"
START = perf_counter()

log = logging.getLogger("dashboard.app")
logs.configure()
streamlit_patches.log_through_root()
streamlit_patches.apply()


@asynccontextmanager
async def ready(app: st.App):
    """Make and rehearse the first page before visitors come, and make all others after that."""
    remote.keep_mirrored()
    gc.disable()
    svg.PAINTER.start()
    store.open_editions()
    make(STREAMLIT, PAGES[0], DEFAULT_LANGUAGE, clock.today())
    if most_sessions():  # else no page is alive, and all are read as they come
        await rehearse(app, _first_visits(), is_last)
    # Streamlit collects garbage at times; what is loaded by now lives for good.
    gc.collect()
    gc.freeze()
    gc.enable()
    keeper = Keeper(STREAMLIT)
    with metrics_served():
        _tell_started()
        keeper.start()
        yield
        keeper.stop()
    tell(log, "stopped", "the dashboard has stopped")


def _first_visits() -> list[bytes]:
    """What pages say when they are opened: all of them if they stand ready, else the first."""
    visits = [(PAGES[0], DEFAULT_LANGUAGE)]
    if all_made(clock.today()):
        visits = [(PAGES[0], language) for language in LANGUAGES]
        visits += [(page, DEFAULT_LANGUAGE) for page in PAGES[1:]]
    return [opening(page, language) for page, language in visits]


def _tell_started() -> None:
    port, host = config.get_option("server.port"), config.get_option("server.address")
    tell(
        log,
        "started",
        f"the dashboard is at {server_address(host, port)}",
        code_version=code_version(),
        data_version=store.condition().data.version,
        port=port,
        seconds=round(perf_counter() - START, 2),
    )


# The shell lies in pages/ because a folder pages/ beside the main script wakes Streamlit's old
# router, which answers a cold deep link without the shell.
app = st.App(
    "pages/shell.py",
    lifespan=ready,
    middleware=stack(ROUTES, STREAMLIT, is_known),
    routes=ROUTES,
)
