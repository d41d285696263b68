"""What was promised for Temirtau, Balkhash and the power plants, and what became of it?"""

from dashboard import ui

ui.page("plants")
