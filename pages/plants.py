"""What was promised for Temirtau, Balkhash and the power plants, and what became of it?"""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("plants")
ui.show("plant_targets")
ui.show("temirtau_drift")
ui.show("acid_plant")
ui.show("measurements")
ui.show("limits")

st.header(words("ui.air"), anchor=False)
ui.show("city_dust")
ui.show("city_air")
ui.show("guidelines")

st.header(words("ui.claims_here"), anchor=False)
ui.claims("plants")
