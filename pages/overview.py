"""What is claimed, what is known, what is overdue, what nobody published."""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("overview")
ui.headlines()
ui.towns()
ui.show("overdue")
ui.show("region_share")
ui.show("verdicts")
ui.show("unknowns")

st.header(words("ui.more"), anchor=False)
for name in ("town", "regions", "plants", "metals", "benchmarks", "claims", "sources"):
    st.page_link(
        f"{name}.py",
        label=words(f"page.{name}.question"),
        query_params={"lang": words.language},
    )
