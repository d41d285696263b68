"""What is known of my town?"""

from dashboard import ui

ui.head("town")
town = ui.taken_from_address("town")
ui.towns(town)
ui.show("town_promises", town=town)
ui.show("town_air", town=town)
ui.show("town_measured", town=town)
ui.show("town_limits", town=town)

ui.more("plants", "regions")
