"""What a visitor who leaves after ten seconds should have learnt: few numbers, in large type."""

from dataclasses import dataclass

from .figure import Tables, View
from .promises import PROMISE_TABLES, standing
from .regions import with_share

HEADLINE_TABLES = (*PROMISE_TABLES, "regional_emissions", "national_emissions", "regions")


@dataclass(frozen=True)
class Headline:
    """A number, what it says, and the figure that it is taken from."""

    number: str
    text: str
    figure: str
    role: str  # of look.LIGHT


def headlines(tables: Tables, view: View) -> tuple[Headline, ...]:
    """The promises past their day without an outcome, and the latest share of the view's region."""
    words = view.words
    promises = standing(tables, view)
    late = int((promises["state"] == "overdue").sum())
    shares = with_share(tables["regional_emissions"], tables["national_emissions"])
    own = shares[shares["region_id"] == view.region]
    last = own[own["method"] != "second_publisher"].sort_values("year").iloc[-1]
    region = tables["regions"].set_index("region_id")[words.own("name")][view.region]
    return (
        Headline(
            words.number(late),
            words.plural("headline.overdue", late, total=words.number(len(promises)))
            if late
            else words("headline.none", total=words.number(len(promises))),
            "overdue",
            "overdue" if late else "record",
        ),
        Headline(
            words.percent(last["share"], 1),
            words("headline.share", region=region, year=str(last["year"])),
            "region_share",
            "record",
        ),
    )
