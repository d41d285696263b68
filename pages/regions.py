"""How much of the country's air pollution comes from here?"""

from dashboard import ui

ui.page("regions")
