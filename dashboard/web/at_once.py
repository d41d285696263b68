"""Small messages leave at once, and do not wait until the last one has been acknowledged."""

import os
import socket
from contextlib import suppress


def send_at_once() -> None:
    """Set TCP_NODELAY on the sockets on which this process listens; accepted ones inherit it.

    asyncio sets it by itself, but only where a socket was made for TCP by name, and Streamlit's
    is not: without it every rerun waits some 40 ms, and on a far line a round trip. Where the
    system does not tell a process its own sockets, nothing is done.
    """
    with suppress(OSError):
        for number in map(int, os.listdir("/proc/self/fd")):
            with suppress(OSError), socket.socket(fileno=os.dup(number)) as one:
                if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
