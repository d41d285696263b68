"""The log: lines for people, or JSON for machines, on stderr; of visitors it says nothing.

A library would write down whatever a record bears, the addresses of visitors among it. Here a line
holds what is named below and nothing else, and no value can begin a line of its own.
"""

import json
import logging
import os
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from dashboard.monitoring.metrics import EXCEPTIONS

log = logging.getLogger(__name__)

OURS = ("dashboard", "kzdata")
FORMATS = ("text", "json")
# It has a line, with what their browsers sent, for each stranger whom it turns away; those are
# counted among requests.
TURNING_AWAY = "streamlit.web.server.starlette.starlette_websocket"


class Json(logging.Formatter):
    """One JSON object a line: time, level, logger, message; event, its fields and exception."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage().strip(),
        }
        if event := getattr(record, "event", None):
            told |= {"event": event} | getattr(record, "fields", {})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        # In ASCII no sign is left that some reader of lines would take for the end of one.
        return json.dumps(told, default=str)


# Whatever may end a line or steer a terminal.
CONTROL = {sign: f"\\x{sign:02x}" for sign in (*range(32), *range(127, 160), 0x2028, 0x2029)}


class Text(logging.Formatter):
    """A line for people; the lines of an exception stand below it, set in."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [f"{_time(record):%H:%M:%S}", record.levelname, record.getMessage().strip()]
        fields = getattr(record, "fields", {})
        parts += (f"{name}={value}" for name, value in fields.items())
        line = " ".join(parts).translate(CONTROL)
        if record.exc_info:
            lines = self.formatException(record.exc_info).splitlines()
            line = "\n  ".join([line, *(each.translate(CONTROL) for each in lines)])
        return line


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


class Counting(logging.Handler):
    """Counts the exceptions that are logged, whoever logs them."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[0]:
            EXCEPTIONS.labels(record.exc_info[0].__name__).inc()


def configure() -> None:
    """Send all that is logged to stderr as `LOG_FORMAT` says: `text` (the default) or `json`.

    Of other people's code only warnings are told: what they say beyond that names visitors.
    """
    wanted = os.environ.get("LOG_FORMAT") or FORMATS[0]
    if wanted not in FORMATS:
        known = " or ".join(FORMATS)
        raise SystemExit(f"LOG_FORMAT is {wanted!r}. It can be {known}: set one of them.")
    lines = logging.StreamHandler()
    lines.setFormatter(Json() if wanted == "json" else Text())
    root = logging.getLogger()
    root.handlers = [lines, Counting()]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets"):
        through_root(logging.getLogger(name))
    logging.captureWarnings(True)
    logging.getLogger(TURNING_AWAY).addFilter(_is_error)
    sys.excepthook = threading.excepthook = sys.unraisablehook = _uncaught


def through_root(logger: logging.Logger) -> None:
    """Take a logger's own handlers and level from it, so that its lines come out as all do."""
    logger.handlers.clear()
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


def _is_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


def _uncaught(*said: Any) -> None:
    """What Python would print by itself: an exception that nobody caught, in whichever thread."""
    kind, error, trace = said if len(said) == 3 else said[0][:3]
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        log.critical("an exception that nobody caught", exc_info=(kind, error, trace))
