"""What a visitor may choose, as codes; anything else is nonsense."""

from collections.abc import Sequence

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.posts import is_whole_year
from dashboard.figures.regions import present
from kzdata.schema.columns import TOWNS

CHOICES = ("region", "year", "town", "place")


def codes(name: str, tables: Tables) -> Sequence[str | int]:
    """The codes of one choice in the order in which they are offered; none if its data lack."""
    if name == "town":
        return TOWNS
    if name == "place":
        # Where posts have counted through a whole year.
        posts = tables["air_posts"] if {"air_posts", "places"} <= tables.keys() else None
        return () if posts is None else sorted(set(posts.loc[is_whole_year(posts), "place_id"]))
    if not {"regions", "regional_emissions"} <= tables.keys():
        return ()
    if name == "region":
        return sorted(present(tables["regions"])["region_id"])
    return sorted(tables["regional_emissions"]["year"].unique().tolist(), reverse=True)


def default(name: str, tables: Tables) -> str | int:
    """What is shown when nothing was chosen: the usual, or the first if the data have it not."""
    usual: str | int = getattr(FigureRequest, name)
    offered = codes(name, tables)
    return usual if usual in offered or not offered else offered[0]
