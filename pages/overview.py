"""What is claimed, what is known, what is overdue, what nobody published."""

from dashboard import ui
from dashboard.pages import OVERVIEW

ui.head("overview")
ui.headlines()
ui.towns()
for figure in OVERVIEW:
    ui.show(figure)

ui.more("town", "regions", "plants", "metals", "benchmarks", "claims", "sources")
