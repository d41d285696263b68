"""The four charts as anyone would write them in Panel; the port is the argument."""

import sys

import altair as alt
import panel as pn
import tables

pn.extension("vega")


def draw_shares(region):
    return alt.Chart(tables.shares(region)).mark_line(point=True).encode(x="year:O", y="share")


def page():
    region = pn.widgets.Select(name="Region", options=tables.regions(), value="KZ-35")
    late = alt.Chart(tables.overdue()).mark_bar().encode(x="days", y=alt.Y("promise", sort="-x"))
    claims = alt.Chart(tables.claims()).mark_bar().encode(x="claims", y="page", color="relation")
    unknowns = alt.Chart(tables.unknowns()).mark_bar().encode(x="open", y="table")
    return pn.Column(
        f"# {tables.TITLE}\n\n{tables.ANSWER}",
        "## Which promises are past their day?",
        pn.pane.Vega(late),
        "## What share of the emissions comes from here?",
        region,
        pn.pane.Vega(pn.bind(draw_shares, region)),
        "## What was claimed?",
        pn.pane.Vega(claims),
        "## What is not known?",
        pn.pane.Vega(unknowns),
    )


if __name__ == "__main__":
    pn.serve(page, address="127.0.0.1", port=int(sys.argv[1]), show=False, title=tables.TITLE)
