"""What may be asked about the emissions of the country and its regions."""

import pandas as pd

from dashboard.figures import cited
from dashboard.figures.national import scope_break, two_voices
from dashboard.figures.regions import in_year, present, years_without_regions
from dashboard.slides.facts import Shown, Values, out_of, raised


def change_claimed(shown: Shown) -> Values | None:
    """A change from the year before was claimed of all emissions; the figure has another."""
    words, claims = shown.words, shown.table("claims")
    if "change" not in shown.figure.table:
        return None
    changes = shown.figure.table.set_index("year")["change"]
    of_a_year = claims["base_year"].isna() & (claims["scope"] != "differs")
    for claim in claims[of_a_year & (claims["record"] == "national_change")].itertuples():
        change = changes.get(claim.record_year)
        if not pd.isna(change) and round(abs(claim.value - change), 4) > claim.tolerance:
            return {
                "year": str(claim.record_year),
                "claimed": words("percent", value=words.signed(claim.value)),
                "recorded": words("percent", value=words.signed(change)),
                "source": cited([claim.source_id], shown.table("sources"), words)[0].said,
            }
    return None


def borders(shown: Shown) -> Values | None:
    """Values of several years are told, in old borders and in others."""
    several = shown.told("year").nunique() > 1 and shown.told("borders").nunique() > 1
    return raised(several and shown.words.code("borders", "old") in set(shown.told("borders")))


def scope_change(shown: Shown) -> Values | None:
    years, national = shown.told("year"), shown.table("national_emissions")
    if years.empty or national.empty:
        return None
    broken = scope_break(national)
    if broken is None or not years.min() < broken.since <= years.max():
        return None
    return {
        "before": str(broken.before),
        "year": str(broken.since),
        "scope": shown.words.code("scope", broken.scope),
    }


def stationary(shown: Shown) -> Values | None:
    # A satellite sees what is emitted, whatever the source.
    return raised("kt" in shown.figure.table and "kt_sd" not in shown.figure.table)


def within_region(shown: Shown) -> Values | None:
    """Several regions are told, each as a whole."""
    by_region = not shown.table("regional_emissions").empty and "kt" in shown.figure.table
    return raised(by_region and shown.told("name").nunique() > 1)


def few_people(shown: Shown) -> Values | None:
    return raised("persons" in shown.figure.table)


def incomplete_year(shown: Shown) -> Values | None:
    """Regions are set side by side in a year for which some were not published."""
    years, regional = shown.told("year").unique(), shown.table("regional_emissions")
    total = len(present(shown.table("regions")))
    if len(years) > 1 or "kt" not in shown.figure.table:
        return None
    for year in sorted(regional["year"].unique(), reverse=True):
        rows = in_year(regional, shown.table("national_emissions"), year)
        # A figure of one year does not always tell it: then its rows tell which it is.
        told = year in years if len(years) else len(rows) == len(shown.figure.table)
        if told and len(rows) < total and not (rows["borders"] == "old").any():
            return {"year": str(year), **out_of(len(rows), total, shown.words)}
    return None


def gap_of_years(shown: Shown) -> Values | None:
    years, regional = shown.told("year"), shown.table("regional_emissions")
    if years.empty or regional.empty:
        return None
    without = years_without_regions(shown.table("national_emissions"), regional)
    within = [year for year in without if years.min() < year < years.max()]
    return {"years": shown.words.years(within)} if within else None


def two_figures(shown: Shown) -> Values | None:
    """The figure tells a value that another publisher gives differently."""
    pairs = two_voices(shown.table("regional_emissions"))
    pairs = pairs[pairs["kt"].isin(shown.told("kt"))]
    years = shown.told("year")
    return raised((pairs["year"].isin(years) if len(years) else pairs["year"] > 0).any())


def inventory_ends(shown: Shown) -> Values | None:
    """The inventory of greenhouse gases ends years before what else the figure tells."""
    table = shown.figure.table
    if not {"gases", "co2"} <= set(table):
        return None
    ends = {name: table.loc[table[name].notna(), "year"].max() for name in ("gases", "co2")}
    if any(map(pd.isna, ends.values())) or ends["gases"] >= ends["co2"]:
        return None
    return {"year": str(ends["gases"]), "latest": str(ends["co2"])}
