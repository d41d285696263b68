"""By which names the dashboard may be called.

A page of somebody else's, whose name is made to point at this machine, must not pass for ours.
"""

import os
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.addresses import LOCAL
from dashboard.http.middleware.refuse import refuse

HOST = re.compile(r"(?P<name>[a-z\d.-]{1,253}|\[[a-f\d:.]{2,45}\])(:\d{1,5})?", re.IGNORECASE)
# What Streamlit answers by itself; all else is public, or says itself who else may read it.
INNER = ("/_stcore/", "/media/")
UNKNOWN = "This name is not that of the site. Where it is to be so, SITE_ADDRESS must say it."
FOREIGN = "Pages of other sites may not speak with the server of this one."


class AllowedHosts:
    """Answers the site's own name and the machine's own ones; any other is a bad request."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            hosts = Headers(scope=scope).getlist("host")
            if len(hosts) != 1 or not is_allowed(hosts[0]):
                await refuse(scope, receive, send, 400, UNKNOWN)
                return
            if scope["path"].startswith(INNER) and is_foreign(scope, hosts[0]):
                await refuse(scope, receive, send, 403, FOREIGN)
                return
        await self.app(scope, receive, send)


def is_foreign(scope: Scope, host: str) -> bool:
    """Whether the page of another site asks.

    Streamlit would look at that too, but it would ask a service on the internet for the address of
    this machine, to compare the origin with it.
    """
    origins = Headers(scope=scope).getlist("origin")
    return any(origin.partition("://")[2].lower() != host.lower() for origin in origins)


def is_allowed(host: str) -> bool:
    """Whether a Host header names this site, on whatever port.

    Where SITE_ADDRESS is not set, a bare number is believed as well: in a hall without a name
    server the dashboard is reached by it, and no other site can have it as its name.
    """
    if LOCAL.fullmatch(host):
        return True
    if (found := HOST.fullmatch(host)) is None:
        return False
    name = found["name"].lower().rstrip(".")
    if site := os.environ.get("SITE_ADDRESS", "").strip():
        return name == urlsplit(site if "//" in site else f"//{site}").hostname
    try:
        return bool(ip_address(name.strip("[]")))
    except ValueError:
        return False
