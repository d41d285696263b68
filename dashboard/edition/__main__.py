"""`python -m dashboard.edition OUT`: the static edition."""

import sys

from dashboard.edition.command import main

# Processes that help to make it load this file under another name.
if __name__ == "__main__":
    sys.exit(main())
