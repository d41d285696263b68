"""Private parts of Streamlit that are made faster, or quieter, before its server starts.

Each patch says what it gains. One whose private part is no longer there is left out and said in the
log; that costs speed alone: no page depends on a patch.
"""

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from streamlit import util

from dashboard.monitoring import logs, tell

log = logging.getLogger(__name__)

SPECIFICATIONS = 400  # of charts, and as many pieces of HTML: those of all pages in three languages
PAUSE = 0.001  # seconds
SHORT_PIECE = 2047  # bytes; of one more, hashlib gives the interpreter's lock away


@dataclass(frozen=True)
class Patch:
    """What replaces an attribute of one of Streamlit's modules, and what that gains."""

    module: str
    attribute: str
    replacement: Callable[[Any], Any]
    gain: str

    @property
    def name(self) -> str:
        return f"{self.module}.{self.attribute}"


def filled_once(fill: Callable) -> Callable:
    """`fill`, which writes what is always the same into a message, and needs to do it only once."""
    filled: dict[tuple, Any] = {}

    def fill_in(message, *which):
        if which not in filled:
            whole = type(message)()
            fill(whole, *which)
            filled[which] = whole
        if filled[which].ByteSize():  # an empty part told is not the same as none
            message.MergeFrom(filled[which])

    return fill_in


def in_short_pieces(calc_hash: Callable[[bytes | str], str]) -> Callable[[bytes | str], str]:
    """`calc_hash`, whose hasher gives the interpreter's lock away for a piece of 2 KB and more.

    To have it back from the thread that sends takes longer than to hash a message.
    """

    def hash_in_pieces(whole: bytes | str) -> str:
        data = whole.encode() if isinstance(whole, str) else whole
        hasher = util.create_fast_hasher()
        for start in range(0, len(data), SHORT_PIECE):
            hasher.update(data[start : start + SHORT_PIECE])
        return str(hasher.hexdigest())

    return hash_in_pieces


class WrittenOnce:
    """The module `json`, by which what consists of the same parts as before is not written anew.

    Parts are known by their identity, and held as long as they are known. A chart of panels has a
    new part each time, which Streamlit adds: it would push out the others.
    """

    def __init__(self, json: Any):
        self._json = json
        self._written = lru_cache(SPECIFICATIONS)(lambda parts: json.dumps(parts.whole))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._json, name)

    def dumps(self, whole: Any, **how: Any) -> str:
        if how or not isinstance(whole, dict) or "vconcat" in whole:
            return self._json.dumps(whole, **how)
        return self._written(Parts(whole))


class Parts:
    """A dictionary that equals another of the very same parts."""

    def __init__(self, whole: dict[str, Any]):
        self.whole = dict(whole)
        self._ids = tuple((name, id(part)) for name, part in whole.items())

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parts) and self._ids == other._ids


PATCHES = (
    Patch(
        "streamlit.config",
        "get_options_for_section",
        cache,
        "the theme is asked of the settings for every run; with the next, a third of a run",
    ),
    Patch(
        "streamlit.runtime.app_session",
        "_populate_theme_msg",
        filled_once,
        "the theme is written into a message once and not for every run",
    ),
    Patch(
        "streamlit.elements.vega_charts",
        "json",
        WrittenOnce,
        "a chart's specification is written as JSON once, a fifth of a run with a map",
    ),
    Patch(
        "streamlit.elements.vega_charts",
        "_stabilize_vega_json_spec",
        lru_cache(SPECIFICATIONS),
        "a chart's specification is not parsed anew to look for names that ours do not hold",
    ),
    Patch(
        "streamlit.elements.html",
        "_html_only_style_tags",
        lru_cache(SPECIFICATIONS),
        "HTML is not parsed anew to see whether there is anything but style sheets in it",
    ),
    Patch(
        "streamlit.util",
        "calc_hash",
        in_short_pieces,
        "a message is hashed without waiting for the thread that sends, a tenth of a run",
    ),
    Patch(
        "streamlit.runtime.runtime",
        "MESSAGE_FLUSH_INTERVAL_SECS",
        partial(min, PAUSE),
        "1 ms instead of 5 between two looks for messages to send, a quarter of a choice",
    ),
)


def apply(patches: tuple[Patch, ...] = PATCHES) -> list[Patch]:
    """Apply patches; returns those whose private part is gone, each said in the log."""
    gone = []
    for patch in patches:
        module = importlib.import_module(patch.module)
        if hasattr(module, patch.attribute):
            setattr(module, patch.attribute, patch.replacement(getattr(module, patch.attribute)))
        else:
            gone.append(patch)
            told = f"Streamlit has no {patch.name} any more; lost: {patch.gain}"
            tell(log, "streamlit_patch_gone", told, patch=patch.name)
    return gone


def log_through_root() -> None:
    """Let the log of the server have what Streamlit gives a handler of its own, now and later."""
    from streamlit import logger

    logger.setup_formatter = logs.through_root
    logger.update_formatter()
