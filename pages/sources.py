"""Every source and dataset, downloads, how to cite, how to report an error."""

import streamlit as st

from dashboard import clock, shelf, ui
from kzdata import TABLES

words = ui.words()
data = shelf.snapshot()
ui.head("sources")
ui.show("sources_by_kind")

st.header(words("ui.all_sources"), anchor=False)
if "sources" in data.tables:
    st.markdown(words("ui.licence_note"))
    ui.sources(data.tables["sources"])
else:
    st.warning(words("ui.unavailable"))

st.header(words("ui.datasets"), anchor=False)
st.markdown(words("ui.datasets_note"))
for table in TABLES.values():
    ui.dataset(table)

st.header(words("ui.changes"), anchor=False)
st.markdown(words("ui.changes_text"))
st.markdown(words("ui.version", version=data.version))

st.header(words("ui.cite"), anchor=False)
st.markdown(
    words(
        "ui.cite_text",
        title=words("app.title"),
        version=data.version,
        day=words.day(clock.today()),
    )
)
st.header(words("ui.report"), anchor=False)
st.markdown(words("ui.report_text"))
