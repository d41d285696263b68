"""How is all this worked out, and what do the words mean?"""

from dashboard import ui

ui.page("method")
