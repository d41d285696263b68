"""The numbers that Prometheus collects; docs/metrics.md says what each means and when to worry."""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

# When each series began would double their number, and nothing is computed from it.
disable_created_metrics()

# From a page that stands ready (some milliseconds) over the goal of an action (half a second) to
# what a visitor takes for a failure.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "dashboard_requests", "Requests answered, by route and class of status.", ["route", "status"]
)
REQUEST_SECONDS = Histogram(
    "dashboard_request_seconds",
    "From a request until the last byte of its answer was handed over.",
    ["route"],
    buckets=SECONDS,
)
SESSIONS_OPEN = Gauge("dashboard_sessions_open", "Live pages that are connected now.")
RUN_SECONDS = Histogram(
    "dashboard_run_seconds", "Runs of a live page, by page.", ["page"], buckets=SECONDS
)
FIGURE_SECONDS = Histogram(
    "dashboard_figure_made_seconds", "A figure computed from its tables.", buckets=SECONDS
)
FILES_MADE = Counter(
    "dashboard_files_made", "Files of an edition that a visitor had to wait for, by kind.", ["kind"]
)
DRAWING_SECONDS = Histogram(
    "dashboard_drawing_seconds",
    "A picture drawn by the painter, without the wait for its turn.",
    ["task"],
    buckets=SECONDS,
)
DECKS_UNDER_WAY = Gauge(
    "dashboard_decks_under_way", "Visitors for whom a file of slides is being made."
)
DECKS_REFUSED = Counter(
    "dashboard_decks_refused", "Files of slides refused because too many were being made."
)
EVENTS_TOLD = Counter("dashboard_events", "Events that the log tells, by name.", ["event"])
EXCEPTIONS = Counter("dashboard_exceptions", "Exceptions in the log, by kind.", ["kind"])
