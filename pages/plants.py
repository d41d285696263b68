"""What was promised for Temirtau, Balkhash and the plants of Karaganda, and what became of it?"""

from dashboard import ui

ui.page("plants")
