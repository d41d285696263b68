"""Is the air getting better: what satellites saw, and what the posts of the cities counted."""

from dashboard import ui

ui.page("air")
