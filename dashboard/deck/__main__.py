"""`python -m dashboard.deck`: the meeting kit without a server."""

import sys

from .command import main

sys.exit(main())
