"""What may be asked about plants and the air of their towns."""

from dashboard.slides.facts import Shown, Values, raised
from kzdata.schema.columns import TOWNS


def limit(shown: Shown) -> Values | None:
    return raised("limit" in shown.figure.basis)


def not_found(shown: Shown) -> Values | None:
    known, figure = set(shown.told("known")), shown.figure
    # The figure of unknowns counts what was not found, and tells nothing else.
    return raised(
        figure.id == "unknowns" or "unknown" in figure.basis or shown.words("not_found") in known
    )


def whole_town(shown: Shown) -> Values | None:
    return raised(bool(shown.towns()))


def other_towns(shown: Shown) -> Values | None:
    """Fine dust is known of some towns and not of all."""
    compared = shown.words.code("place", "guideline") in set(shown.told("name"))
    if not compared or shown.cited("air_quality").empty:
        return None
    missing = [town for town in TOWNS if town not in shown.towns()]
    names = ", ".join(shown.words.code("place", town) for town in missing)
    return {"towns": names} if missing else None


def rating(shown: Shown) -> Values | None:
    air = shown.cited("air_quality")
    air = air[air["place"].isin(shown.towns())]
    return raised((air["level"].notna() & air["value"].isna()).any())


def guideline(shown: Shown) -> Values | None:
    return raised("guideline" in shown.figure.basis)
