"""Where Prometheus collects the numbers: a port of the loopback, apart from that of visitors."""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from wsgiref.simple_server import WSGIServer

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from dashboard import store
from dashboard.monitoring import code_version, tell
from dashboard.monitoring.readiness import ALL_MADE
from kzdata import TABLES, clock

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class State(Collector):
    """What is looked up when somebody asks: the data shown, and how they are."""

    def describe(self) -> Iterable:
        return ()  # the names need no look at the data

    def collect(self) -> Iterable:
        now = store.condition()
        versions = {"data": now.data.version, "code": code_version()}
        yield InfoMetricFamily("dashboard", "The versions of data and code.", versions)
        newest = now.data.newest.timestamp()
        yield GaugeMetricFamily(
            "dashboard_data_newest_timestamp_seconds", "When the data last changed.", newest
        )
        made = float(ALL_MADE.is_set())
        yield GaugeMetricFamily("dashboard_all_made", "Whether every page stands ready.", made)
        yield from _of_edition()
        faulty = GaugeMetricFamily(
            "dashboard_table_degraded", "Whether a table's file has faults.", labels=["table"]
        )
        missing = GaugeMetricFamily(
            "dashboard_table_missing", "Whether a table is not shown at all.", labels=["table"]
        )
        degraded = {store.public_name(table) for table in now.degraded}
        for table in sorted({*TABLES, *degraded}):
            faulty.add_metric([table], float(table in degraded))
            missing.add_metric([table], float(table in now.data.broken))
        yield from (faulty, missing)


# What is told of an edition of which all is made, by the name in its edition.json.
OF_EDITION = {
    "made_at": ("dashboard_edition_made_timestamp_seconds", "When the edition of now was made."),
    "seconds": ("dashboard_edition_seconds", "Seconds that making the edition of now took."),
    "files": ("dashboard_edition_files", "Files of the edition of now."),
    "bytes": ("dashboard_edition_bytes", "Bytes of the edition of now."),
}


def _of_edition() -> Iterator[GaugeMetricFamily]:
    edition = store.edition(clock.today())
    told = edition.about() if edition else {}
    for name, (metric, meaning) in OF_EDITION.items():
        if name in told:
            said = str(told[name])
            at = name == "made_at"
            value = datetime.fromisoformat(said).timestamp() if at else float(said)
            yield GaugeMetricFamily(metric, meaning, value)


@contextmanager
def metrics_served(registry: CollectorRegistry = REGISTRY) -> Iterator[None]:
    """Meanwhile the numbers can be had on the port that `METRICS_PORT` names, if it names one.

    Where that is taken, or is none, the log says so, and visitors are served all the same.
    """
    state, server = State(), _listening(os.environ.get("METRICS_PORT", "").strip(), registry)
    registry.register(state)
    try:
        yield
    finally:
        registry.unregister(state)
        if server:
            server.shutdown()
            server.server_close()


def _listening(port: str, registry: CollectorRegistry) -> WSGIServer | None:
    if not port:
        return None
    try:
        if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
            raise ValueError("it is no number from 1 to 65535")
        return start_http_server(int(port), LOOPBACK, registry)[0]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        told = f"no metrics on METRICS_PORT {port[:20]!r}: {reason}. Name a free port"
        tell(log, "metrics_unavailable", told)
        return None
