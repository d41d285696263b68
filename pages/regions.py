"""How much of the country's air pollution comes from here?"""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("regions")

region = ui.choose("region", words("ui.region"), ui.region_names().get)
ui.show("region_share", region=region)
ui.show("share_claim")

year = ui.choose("year", words("ui.year"), str)
ui.show("region_map", region=region, year=year)
ui.show("region_ranking", region=region, year=year)
ui.show("per_head", region=region)
ui.show("national_line")
ui.show("two_publishers")

st.header(words("ui.claims_here"), anchor=False)
ui.claims("regions")
ui.statements("contributor", words("ui.contributors"))
