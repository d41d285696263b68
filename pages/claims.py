"""Every claim, its verdict, the arithmetic in one sentence, both sources."""

import streamlit as st

from dashboard import ui
from kzdata.datasets.promises import CLAIM_PAGES

words = ui.words()
ui.head("claims")
st.markdown(words("ui.check_intro"))
ui.show("verdicts")
for page in CLAIM_PAGES:
    st.header(words(f"page.{page}.title"), anchor=False)
    ui.claims(page)
