"""What Python loads first when this folder is on its path: notes every way out of the machine."""

import ipaddress
import os
import sys


def is_inside(host):
    if host in ("", "localhost", None):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def look(event, details):
    if event in ("socket.connect", "socket.sendto"):
        host = details[1][0] if isinstance(details[1], tuple) else ""
    elif event == "socket.getaddrinfo":
        host = details[0]
    else:
        return
    if not is_inside(host):
        with open(os.environ["OUTSIDE_LOG"], "a") as log:
            log.write(f"{event} {host!r}\n")
        raise PermissionError(f"the way out is closed: {host!r}")


sys.addaudithook(look)
