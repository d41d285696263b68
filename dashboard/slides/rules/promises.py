"""What may be asked about promises."""

from dashboard.slides.facts import Shown, Values, out_of, raised


def no_outcome(shown: Shown) -> Values | None:
    return raised(shown.promised["outcome"].isna().any())


def no_base(shown: Shown) -> Values | None:
    targets = shown.cited("plant_targets")
    targets = targets[targets["target_id"].isin(shown.promised["promise_id"])]
    missing = int(targets["base_year"].isna().sum())
    return out_of(missing, len(targets), shown.words) if missing else None


def two_cuts(shown: Shown) -> Values | None:
    """A project and its plant were both promised to cut emissions."""
    words, told = shown.words, set(shown.told("size"))
    projects = shown.cited("projects")["cut_percent"].dropna()
    of_projects = {words("promise.cut", percent=words.percent(cut)) for cut in projects}
    return raised(bool(of_projects & told) and (shown.promised["kind"] == "target").any())


def self_declared(shown: Shown) -> Values | None:
    state = shown.words.code("state", "met_declared")
    return {"state": state} if state in set(shown.told("state_said")) else None


def replaced(shown: Shown) -> Values | None:
    return raised(shown.words.code("state", "replaced") in set(shown.told("state_said")))


def new_owner(shown: Shown) -> Values | None:
    plants = shown.table("plants")
    plants = plants[plants["plant_id"].isin(shown.promised["subject"])]
    # Who operated a plant before stands in brackets.
    operators = plants[shown.words.own("operator")].dropna()
    return raised(any("(" in operator for operator in operators))
