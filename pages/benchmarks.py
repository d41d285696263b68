"""How does the plan compare?"""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("benchmarks")
ui.show("goals")
ui.show("records")
ui.statements("recommendation", words("ui.recommendations"))

st.header(words("ui.claims_here"), anchor=False)
ui.claims("benchmarks")
