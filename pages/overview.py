"""What is claimed, what is known, what is overdue, what nobody published."""

from dashboard import ui

ui.head("overview")
ui.headlines()
ui.towns()
ui.show("overdue")
ui.show("region_share")
ui.show("verdicts")
ui.show("unknowns")

ui.more("town", "regions", "plants", "metals", "benchmarks", "claims", "sources")
