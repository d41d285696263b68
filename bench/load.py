"""Plain pages a second: several kept connections in a closed loop."""

import http.client
import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit


def pages_per_second(address: str, paths: Sequence[str], connections: int, seconds: float) -> float:
    """How many pages one server answers, packed as a browser asks for them."""
    end = time.perf_counter() + seconds

    def ask(place: int) -> int:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        for count in itertools.count():
            if time.perf_counter() >= end:
                connection.close()
                return count
            path = paths[(place + count) % len(paths)]
            connection.request("GET", path, headers={"accept-encoding": "br, gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(ask, range(connections))) / seconds
