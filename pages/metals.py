"""Does the growth add up?"""

from dashboard import ui

ui.page("metals")
