"""Does the growth add up?"""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("metals")
ui.show("growth")
ui.show("projections")
ui.show("doubling")
ui.show("output")
ui.show("initiatives")
ui.show("value")
ui.show("prices")
ui.statements("driver", words("ui.drivers"))
ui.statements("measure", words("ui.measures"))
ui.statements("context", words("ui.context"))

st.header(words("ui.claims_here"), anchor=False)
ui.claims("metals")
