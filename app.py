"""The dashboard as one ASGI app: Streamlit's pages and the plain routes beside them.

Run with `streamlit run app.py`.
"""

import gc
import logging
from contextlib import asynccontextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from time import perf_counter

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config
from streamlit import logger as streamlit_logger
from streamlit.elements import html, vega_charts
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session, runtime

from dashboard import store
from dashboard.addresses import PAGES, path, server_address
from dashboard.http import (
    AllowedHosts,
    FirstHtml,
    KnownAddresses,
    Limits,
    Measured,
    Normalized,
    OpenToAll,
    Packed,
    SafeHeaders,
    Sessions,
    deck_file,
    figure_file,
    figure_index,
    font,
    health,
    lite,
    lite_start,
    metrics_served,
    most_sessions,
    open_data,
    openapi,
    present,
    robots,
    sitemap,
)
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


def filled_once(fill):
    """`fill`, which writes what is always the same into a message, and needs to do it only once."""
    filled = {}

    def fill_in(message, *which):
        if which not in filled:
            whole = type(message)()
            fill(whole, *which)
            filled[which] = whole
        if filled[which].ByteSize():  # an empty part told is not the same as none
            message.MergeFrom(filled[which])

    return fill_in


# Streamlit gives each of its loggers, now and later, a handler of its own.
streamlit_logger.setup_formatter = logs.through_root
streamlit_logger.update_formatter()

# For every run Streamlit asks its settings for the theme anew, a third of what a run costs here,
# and writes each down as a message; they do not change while it serves.
with suppress(AttributeError):
    config.get_options_for_section = cache(config.get_options_for_section)
with suppress(AttributeError):
    app_session._populate_theme_msg = filled_once(app_session._populate_theme_msg)
# And every specification of a chart is parsed anew, to look for names that ours do not hold, and
# every piece of HTML, to see whether there is anything but style sheets in it.
with suppress(AttributeError):
    vega_charts._stabilize_vega_json_spec = lru_cache(400)(vega_charts._stabilize_vega_json_spec)
with suppress(AttributeError):
    html._html_only_style_tags = lru_cache(400)(html._html_only_style_tags)
# And between two looks for messages to send it sleeps for 5 ms, a quarter of what a choice takes.
with suppress(AttributeError):
    runtime.MESSAGE_FLUSH_INTERVAL_SECS = min(0.001, runtime.MESSAGE_FLUSH_INTERVAL_SECS)


@asynccontextmanager
async def ready(app: st.App):
    """Make and rehearse the first page before visitors come, and make all others after that."""
    remote.keep_mirrored()
    gc.disable()
    svg.PAINTER.start()
    store.open_stock()
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
    if all_made(STREAMLIT, clock.today()):
        visits = [(PAGES[0], language) for language in LANGUAGES]
        visits += [(page, DEFAULT_LANGUAGE) for page in PAGES[1:]]
    return [opening(page, language) for page, language in visits]


def opening(page: str, language: str) -> bytes:
    """What a browser says when a page has been opened."""
    state = ClientState(page_name=path(page).strip("/"), query_string=f"lang={language}")
    return BackMsg(rerun_script=state).SerializeToString()


def is_last(told: bytes) -> bool:
    """Whether a message to a page is the last of a run."""
    message = ForwardMsg.FromString(told)
    is_end = message.WhichOneof("type") == "script_finished"
    return is_end and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def _tell_started() -> None:
    told = {"code_version": code_version(), "data_version": store.condition().data.version}
    port, host = config.get_option("server.port"), config.get_option("server.address")
    told |= {"port": port, "seconds": round(perf_counter() - START, 2)}
    tell(log, "started", f"the dashboard is at {server_address(host, port)}", **told)


# What is public to be read by anybody's scripts as well.
TO_ALL = {"methods": ["GET", "HEAD", "OPTIONS"], "middleware": [Middleware(OpenToAll)]}

ROUTES = [
    Route("/healthz", health),
    Route("/fonts/{file}", font),
    Route("/robots.txt", robots),
    Route("/sitemap.xml", sitemap),
    Route("/open/openapi.json", openapi, **TO_ALL),
    Route("/open/{file:path}", open_data, **TO_ALL),
    Route("/figures/index.json", figure_index, **TO_ALL),
    Route("/figures/{language}/{file}", figure_file, **TO_ALL),
    Route("/present", present),
    Route("/deck/{file}", deck_file),
    Route("/lite/", lite_start),
    Route("/lite/{language}/", lite),
    Route("/lite/{language}/{page}", lite),
]


def is_known(said: bytes) -> bool:
    """Whether a message to the server is one that our pages send.

    Streamlit takes others: one clears the caches of all visitors, one asks where to send a file.
    What a visitor chooses stands in the address; there is nothing else to set.
    """
    try:
        message = BackMsg.FromString(said)
    except DecodeError:
        return False
    known = message.WhichOneof("type") in ("rerun_script", "app_heartbeat", "stop_script")
    return known and not message.rerun_script.widget_states.widgets


# The shell lies in pages/ because a folder pages/ beside the main script wakes Streamlit's old
# router, which answers a cold deep link without the shell.
app = st.App(
    "pages/shell.py",
    lifespan=ready,
    middleware=[
        Middleware(Measured, pages=PAGES),
        Middleware(SafeHeaders),
        Middleware(AllowedHosts),
        Middleware(Limits),
        Middleware(KnownAddresses, routes=ROUTES, pages=PAGES, static=STREAMLIT),
        Middleware(Sessions, is_known=is_known),
        Middleware(Packed, static=STREAMLIT),
        Middleware(FirstHtml, pages=PAGES, static=STREAMLIT),
        Middleware(Normalized),
    ],
    routes=ROUTES,
)
