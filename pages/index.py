"""Every name of the site, in three languages, and where it stands."""

from dashboard import ui

ui.page("index")
