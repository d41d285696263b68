"""How much of the country's air pollution comes from here?"""

import streamlit as st

from dashboard import shelf, ui

words = ui.words()
ui.head("regions")

tables = shelf.snapshot().tables
region, year = ui.DEFAULTS["region"], ui.DEFAULTS["year"]
if {"regions", "regional_emissions"} <= tables.keys():
    present = tables["regions"].dropna(subset=["tile_row"]).sort_values("region_id")
    names = present.set_index("region_id")[words.own("name")]
    region = ui.choose("region", words("ui.region"), list(names.index), names.get)

ui.show("region_share", region=region)
ui.show("share_claim")

if "regional_emissions" in tables:
    years = sorted(tables["regional_emissions"]["year"].unique().tolist(), reverse=True)
    year = ui.choose("year", words("ui.year"), years, str)
ui.show("region_map", region=region, year=year)
ui.show("region_ranking", region=region, year=year)
ui.show("per_head", region=region)
ui.show("national_line")
ui.show("two_publishers")

st.header(words("ui.claims_here"), anchor=False)
ui.claims("regions")
ui.statements("contributor", words("ui.contributors"))
