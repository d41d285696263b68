"""Requests written byte by byte, as no browser and no library would write them."""

import socket
from urllib.parse import urlsplit


class Line:
    """A connection to the server that is made anew when the server has ended it."""

    def __init__(self, address):
        self.host = urlsplit(address).netloc
        self._open = None

    def ask(self, target, method=b"GET", headers=(), body=b""):
        """Status, headers and body that a request is answered; None where the line just ends."""
        host = b"" if any(name.lower() == b"host" for name, _ in headers) else self.host.encode()
        lines = [method + b" " + target + b" HTTP/1.1"]
        lines += [b"host: " + host] if host else []
        lines += [name + b": " + value for name, value in headers]
        return self.say(b"\r\n".join(lines) + b"\r\n\r\n" + body, method)

    def say(self, said, method=b"GET"):
        """What is answered to any bytes.

        A line that was kept may have been ended meanwhile: then they are said once more.
        """
        kept = self._open is not None
        answer = self._said(said, method)
        return self._said(said, method) if answer is None and kept else answer

    def _said(self, said, method):
        if self._open is None:
            self._open = socket.create_connection(self.host.rsplit(":", 1), timeout=60)
            self._read = self._open.makefile("rb")
        try:
            self._open.sendall(said)
            answer = self._answer(method)
        except ConnectionError:
            answer = None
        if answer is None or answer[1].get("connection") == "close":
            self.close()
        return answer

    def _answer(self, method):
        first = self._read.readline()
        if not first:
            return None
        status, headers = int(first.split()[1]), {}
        while (line := self._read.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        empty = method == b"HEAD" or status in (204, 304)
        if headers.get("transfer-encoding") == "chunked":
            body = b"".join(iter(self._chunk, b""))
        else:
            body = b"" if empty else self._read.read(int(headers.get("content-length", 0)))
        return status, headers, body

    def _chunk(self):
        size = int(self._read.readline(), 16)
        return self._read.read(size + 2)[:size]

    def close(self):
        if self._open is not None:
            self._read.close()
            self._open.close()
        self._open = None
