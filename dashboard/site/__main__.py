"""`python -m dashboard.site OUT`: the static edition."""

import sys

from .command import main

# Processes that help to make it load this file under another name.
if __name__ == "__main__":
    sys.exit(main())
