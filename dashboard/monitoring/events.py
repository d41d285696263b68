"""Events: what an operator is told of, each in one line of the log and as a number."""

import logging

from dashboard.monitoring.metrics import EVENTS_TOLD

# Each is told once when it comes, however many visitors it reaches.
EVENTS = {
    "started": logging.INFO,
    "all_made": logging.INFO,
    "stopped": logging.INFO,
    "data_version": logging.INFO,
    "data_degraded": logging.WARNING,
    "data_not_understood": logging.WARNING,
    "data_recovered": logging.INFO,
    "figure_unavailable": logging.ERROR,
    "painter_restarted": logging.WARNING,
    "painter_said": logging.WARNING,
    "document_not_accessible": logging.WARNING,
    # What a crowd or a stranger is refused by design is no fault; the numbers tell how often.
    "decks_busy": logging.INFO,
    "decks_free": logging.INFO,
    "sessions_full": logging.WARNING,
    "session_ended": logging.INFO,
    "metrics_unavailable": logging.ERROR,
    "streamlit_patch_gone": logging.WARNING,
}

for _event in EVENTS:
    EVENTS_TOLD.labels(_event)  # so that each is 0 and not unknown until it happens


def tell(
    log: logging.Logger, event: str, message: str, failed: bool = False, **fields: object
) -> None:
    """Log an event of EVENTS with its fields, and count it.

    With `failed` the exception that is being handled goes along.
    """
    EVENTS_TOLD.labels(event).inc()
    log.log(EVENTS[event], message, exc_info=failed, extra={"event": event, "fields": fields})
