"""What an operator sees of the service: lines of the log, events, numbers; nothing of visitors."""

from dashboard.monitoring.code_version import code_version
from dashboard.monitoring.events import EVENTS, tell

__all__ = ["EVENTS", "code_version", "tell"]
