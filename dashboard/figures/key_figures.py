"""What a visitor who leaves after ten seconds should have learnt: few numbers, in large type."""

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.claims import UNKNOWN_TABLES, unknown_counts
from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.posts import (
    ALL,
    counted,
    is_unlisted,
    is_whole_year,
    listed_pollutants,
    unlisted,
)
from dashboard.figures.promises import PROMISE_TABLES, standing
from dashboard.figures.regions import name_of, with_share
from dashboard.figures.towns import promised_for
from kzdata.emissions import each_once

HEADLINE_TABLES = (*PROMISE_TABLES, "regional_emissions", "national_emissions", "regions")
TOWN_HEADLINE_TABLES = (*HEADLINE_TABLES, "air_posts", "air_pollutants", "air_channels")
COUNTRY_HEADLINE_TABLES = tuple(dict.fromkeys((*HEADLINE_TABLES, *UNKNOWN_TABLES)))


@dataclass(frozen=True)
class Headline:
    """A number, what it says, and the figure that it is taken from."""

    number: str
    text: str
    figure: str
    role: str  # of look.LIGHT


def headlines(tables: Tables, view: FigureRequest) -> tuple[Headline, ...]:
    """The promises past their day without an outcome, and the latest share of the view's region."""
    return (_overdue(standing(tables, view), view), _share(tables, view))


def town_headlines(tables: Tables, view: FigureRequest) -> tuple[Headline, ...]:
    """The overdue promises of the view's town, the cases at its posts, its region's share."""
    late = _overdue(promised_for(tables, view), view, "town_promises")
    return (late, _cases(tables, view), _share(tables, view))


def country_headlines(tables: Tables, view: FigureRequest) -> tuple[Headline, ...]:
    """The headlines of the country, and how many kinds of data nobody has published."""
    words = view.words
    count = int((unknown_counts(tables, view)["count"] > 0).sum())
    said = words.plural("headline.unknowns", count)
    missing = Headline(words.number(count), said, "unknowns", "unknown")
    return (*headlines(tables, view), missing)


def _overdue(promises: pd.DataFrame, view: FigureRequest, figure: str = "overdue") -> Headline:
    words = view.words
    late = int((promises["state"] == "overdue").sum())
    return Headline(
        words.number(late),
        words.plural("headline.overdue", late, total=words.number(len(promises)))
        if late
        else words("headline.none", total=words.number(len(promises))),
        figure,
        "overdue" if late else "record",
    )


def _cases(tables: Tables, view: FigureRequest) -> Headline:
    """The cases at the posts of the view's town in the latest whole year that is known."""
    words = view.words
    rows = counted(tables["air_posts"], tables["air_pollutants"], view.town)
    years = rows[(rows["pollutant"] == ALL) & is_whole_year(rows)]
    if years.empty:
        return Headline("–", words("headline.no_cases"), "post_cases", "unknown")
    last, gaps = years.iloc[-1], unlisted(tables["air_channels"], view.town)
    year, cases = str(last["period_start"].year), int(last["value"])
    if is_unlisted(gaps, ALL, last["period_start"], last["period_end"]):
        listed = listed_pollutants(gaps, words)
        text = words.plural("headline.cases_gap", cases, year=year, pollutants=listed)
    else:
        text = words.plural("headline.cases", cases, year=year)
    return Headline(words.number(cases), text, "post_cases", "record")


def _share(tables: Tables, view: FigureRequest) -> Headline:
    """The latest share of the view's region that is known."""
    words, regional = view.words, tables["regional_emissions"]
    region = name_of(view.region, tables["regions"], words)
    own = each_once(regional[regional["region_id"] == view.region])
    known = with_share(own, tables["national_emissions"]).dropna(subset=["share"])
    if known.empty:
        return Headline("–", words("headline.no_share", region=region), "region_share", "unknown")
    last = known.loc[known["year"].idxmax()]
    text = words("headline.share", region=region, year=str(last["year"]))
    return Headline(words.percent(last["share"], 1), text, "region_share", "record")
