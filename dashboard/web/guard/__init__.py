"""What stands before every answer: whom it is for, what may be asked, what it may do there."""

from .addresses import STREAM, KnownAddresses
from .headers import SafeHeaders
from .hosts import AllowedHosts
from .limits import Limits
from .sessions import Sessions, most_sessions

__all__ = [
    "STREAM",
    "AllowedHosts",
    "KnownAddresses",
    "Limits",
    "SafeHeaders",
    "Sessions",
    "most_sessions",
]
