"""Every claim, its verdict, the arithmetic in one sentence, both sources."""

from dashboard import ui

ui.page("claims")
