"""Every claim, its verdict, the arithmetic in one sentence, both sources."""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("claims")
st.markdown(words("ui.check_intro"))
ui.show("verdicts")
ui.claims()
