"""How does the plan compare?"""

from dashboard import ui

ui.page("benchmarks")
