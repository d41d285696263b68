"""What is known of my town?"""

import streamlit as st

from dashboard import ui

words = ui.words()
ui.head("town")
town = ui.taken_from_address("town")
ui.towns(town)
ui.show("town_promises", town=town)
ui.show("town_air", town=town)
ui.show("town_measured", town=town)
ui.show("town_limits", town=town)

st.header(words("ui.more"), anchor=False)
for name in ("plants", "regions"):
    st.page_link(
        f"{name}.py",
        label=words(f"page.{name}.question"),
        query_params={"lang": words.language},
    )
