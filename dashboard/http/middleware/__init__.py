"""What stands before every answer: whom it is for, what may be asked, what it may do there."""

from dashboard.http.middleware.allowed_hosts import AllowedHosts
from dashboard.http.middleware.allowed_paths import STREAM, KnownAddresses
from dashboard.http.middleware.request_limits import Limits
from dashboard.http.middleware.security_headers import SafeHeaders
from dashboard.http.middleware.websocket_guard import Sessions, most_sessions

__all__ = [
    "STREAM",
    "AllowedHosts",
    "KnownAddresses",
    "Limits",
    "SafeHeaders",
    "Sessions",
    "most_sessions",
]
