"""The four charts as anyone would write them in Streamlit."""

import altair as alt
import streamlit as st
import tables

st.title(tables.TITLE)
st.write(tables.ANSWER)

st.subheader("Which promises are past their day?")
late = st.cache_data(tables.overdue)()
bars = alt.Chart(late).mark_bar().encode(x="days", y=alt.Y("promise", sort="-x"))
st.altair_chart(bars)

st.subheader("What share of the emissions comes from here?")
regions = st.cache_data(tables.regions)()
region = st.selectbox("Region", regions, index=regions.index("KZ-35"))
shares = st.cache_data(tables.shares)(region)
st.altair_chart(alt.Chart(shares).mark_line(point=True).encode(x="year:O", y="share"))

st.subheader("What was claimed?")
claims = st.cache_data(tables.claims)()
st.altair_chart(alt.Chart(claims).mark_bar().encode(x="claims", y="page", color="relation"))

st.subheader("What is not known?")
unknowns = st.cache_data(tables.unknowns)()
st.altair_chart(alt.Chart(unknowns).mark_bar().encode(x="open", y=alt.Y("table", sort="-x")))
