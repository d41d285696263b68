"""`python -m kzdata`."""

import sys

from publishing.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
