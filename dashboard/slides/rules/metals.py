"""What may be asked about metals, their prices and benchmarks."""

from dashboard.slides.facts import Shown, Values, raised


def no_period(shown: Shown) -> Values | None:
    growth = shown.cited("metal_growth")
    undated = (growth["basis"] == "claimed") & growth["period_end"].isna()
    return raised("growth_percent" in shown.figure.table and undated.any())


def products(shown: Shown) -> Values | None:
    """Of one metal, output of several products is told."""
    output = shown.cited("metal_output")
    output = output[output["measure"] == "output"]
    several = output.groupby("metal_id")["product"].nunique() > 1
    return raised("tonnes" in shown.figure.table and several.any())


def price_day(shown: Shown) -> Values | None:
    return raised(shown.cited("metal_prices")["price_day"].isna().any())


def today_unknown(shown: Shown) -> Values | None:
    """A target and the average of leaders are told, and not where the country stands."""
    return raised({"leaders", "target"} <= set(shown.figure.table))


def not_of_here(shown: Shown) -> Values | None:
    places = shown.cited("benchmark_records")["place"]
    return raised(
        "metric_said" in shown.figure.table and places.isin(["world", "not_stated"]).all()
    )


def methods(shown: Shown) -> Values | None:
    """Of one metric, values of several methods are told."""
    several = shown.cited("benchmark_records").groupby("metric")["method"].nunique() > 1
    return raised("metric_said" in shown.figure.table and several.any())
