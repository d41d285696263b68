"""`python -m deploy.nginx`: the nginx.conf of the public service, on standard output."""

import argparse
import sys
from pathlib import Path

from deploy.nginx.front import public
from deploy.nginx.render import render


def main(asked: list[str] | None = None) -> int:
    """Write the configuration; 0, or 2 if the call is wrong."""
    parser = argparse.ArgumentParser(prog="python -m deploy.nginx", description=__doc__)
    parser.add_argument("--name", required=True, help="the host name, as air.example")
    parser.add_argument("processes", nargs="+", metavar="HOST:PORT", help="as 127.0.0.1:8501")
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="FOLDER",
        help="of fullchain.pem and privkey.pem (default: /etc/letsencrypt/live/NAME)",
    )
    call = parser.parse_args(asked)
    certificate = call.certificate or Path("/etc/letsencrypt/live") / call.name
    print(render(public(call.processes, call.name, certificate)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
