"""What a visitor who leaves after ten seconds should have learnt: few numbers, in large type."""

from dataclasses import dataclass

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.promises import PROMISE_TABLES, standing
from dashboard.figures.regions import name_of, with_share
from kzdata.emissions import each_once

HEADLINE_TABLES = (*PROMISE_TABLES, "regional_emissions", "national_emissions", "regions")


@dataclass(frozen=True)
class Headline:
    """A number, what it says, and the figure that it is taken from."""

    number: str
    text: str
    figure: str
    role: str  # of look.LIGHT


def headlines(tables: Tables, view: FigureRequest) -> tuple[Headline, ...]:
    """The promises past their day without an outcome, and the latest share of the view's region."""
    words = view.words
    promises = standing(tables, view)
    late = int((promises["state"] == "overdue").sum())
    return (
        Headline(
            words.number(late),
            words.plural("headline.overdue", late, total=words.number(len(promises)))
            if late
            else words("headline.none", total=words.number(len(promises))),
            "overdue",
            "overdue" if late else "record",
        ),
        _share(tables, view),
    )


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
