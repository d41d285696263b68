"""`python -m deploy.healthy PORT`: whether the process there answers; with --wait, once it does.

One that answers that its data cannot be shown lives: starting it anew would mend nothing.
"""

import argparse
import json
import sys
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.request import urlopen

PAUSE = 0.2  # seconds between two looks


def health(address: str) -> dict | None:
    """What `/healthz` says below an address, or None where nobody answers."""
    try:
        with _answer(f"{address}/healthz") as answer:
            return json.load(answer)
    except (OSError, HTTPException, ValueError):
        return None


def _answer(address: str) -> HTTPResponse:
    try:
        return urlopen(address, timeout=5)
    except HTTPError as refused:
        return refused


def main(asked: list[str] | None = None) -> int:
    """0 once the process is healthy, 1 if it is not within the time, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(prog="python -m deploy.healthy", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS")
    call = parser.parse_args(asked)
    end = time.monotonic() + call.wait
    while (found := health(f"http://127.0.0.1:{call.port}")) is None:
        if time.monotonic() >= end:
            print(f"Nothing healthy on port {call.port}: see its log", file=sys.stderr)
            return 1
        time.sleep(PAUSE)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
