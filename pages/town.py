"""What is known of my town?"""

from dashboard import ui

ui.page("town")
