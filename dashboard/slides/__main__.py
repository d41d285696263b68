"""`python -m dashboard.slides`: the meeting kit without a server."""

import sys

from dashboard.slides.command import main

sys.exit(main())
