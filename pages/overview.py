"""What is claimed, what is known, what is overdue, what nobody published."""

from dashboard import ui

ui.page("overview")
