"""The four charts as anyone would write them in Dash; the port is the argument."""

import sys

import plotly.express as px
import tables
from dash import Dash, Input, Output, dcc, html

app = Dash(__name__, title=tables.TITLE)
late = px.bar(tables.overdue(), x="days", y="promise", orientation="h")
claims = px.bar(tables.claims(), x="claims", y="page", color="relation", orientation="h")
unknowns = px.bar(tables.unknowns(), x="open", y="table", orientation="h")

app.layout = html.Div(
    [
        html.H1(tables.TITLE),
        html.P(tables.ANSWER),
        html.H2("Which promises are past their day?"),
        dcc.Graph(figure=late),
        html.H2("What share of the emissions comes from here?"),
        dcc.Dropdown(tables.regions(), "KZ-35", id="region"),
        dcc.Graph(id="shares"),
        html.H2("What was claimed?"),
        dcc.Graph(figure=claims),
        html.H2("What is not known?"),
        dcc.Graph(figure=unknowns),
    ]
)


@app.callback(Output("shares", "figure"), Input("region", "value"))
def draw_shares(region):
    return px.line(tables.shares(region), x="year", y="share", markers=True)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=sys.argv[1])
