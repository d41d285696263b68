"""Which objections a figure and its data give rise to."""

from collections.abc import Callable

from dashboard.figures import FIGURES, Figure, Tables
from dashboard.i18n import Words
from dashboard.slides.facts import Shown, Values
from dashboard.slides.rules import emissions, evidence, metals, promises, towns

BESIDES = ("claims", "sources")  # what an objection may cite, whatever its figure is made of

# In the order in which they are told: what concerns few figures first, what many share last.
RULES: dict[str, Callable[[Shown], Values | None]] = {
    rule.__name__: rule
    for rule in (
        promises.no_outcome,
        promises.no_base,
        promises.two_cuts,
        promises.self_declared,
        promises.replaced,
        promises.new_owner,
        emissions.change_claimed,
        emissions.borders,
        emissions.scope_change,
        emissions.stationary,
        emissions.within_region,
        emissions.few_people,
        emissions.incomplete_year,
        emissions.gap_of_years,
        emissions.two_figures,
        emissions.inventory_ends,
        towns.limit,
        towns.not_found,
        towns.whole_town,
        towns.other_towns,
        towns.rating,
        towns.guideline,
        metals.no_period,
        metals.products,
        metals.price_day,
        metals.today_unknown,
        metals.not_of_here,
        metals.methods,
        evidence.tolerance,
        evidence.no_record,
        evidence.periods,
        evidence.projected,
        evidence.claimed,
        evidence.derived,
        evidence.satellite,
        evidence.press_only,
        evidence.undated,
    )
}


def objections(figure: Figure, tables: Tables, words: Words) -> dict[str, Values]:
    """The objections that the figure and its data give rise to, and the values that they name."""
    of_figure = (*FIGURES[figure.id].tables, *BESIDES)
    shown = Shown(figure, {name: tables[name] for name in of_figure if name in tables}, words)
    found = {name: rule(shown) for name, rule in RULES.items()}
    return {name: values for name, values in found.items() if values is not None}
