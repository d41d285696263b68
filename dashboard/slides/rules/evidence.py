"""What may be asked about how anything is known."""

import pandas as pd

from dashboard.slides.facts import Shown, Values, out_of, raised

PRESS = ("news", "news_agency", "trade_press")  # kinds of sources


def tolerance(shown: Shown) -> Values | None:
    return raised("verdict_said" in shown.figure.table)


def no_record(shown: Shown) -> Values | None:
    return raised(shown.words.code("verdict", "no_record") in set(shown.told("verdict_said")))


def periods(shown: Shown) -> Values | None:
    return raised(shown.told("when").nunique() > 1)


def projected(shown: Shown) -> Values | None:
    return raised("projected" in shown.figure.basis)


def claimed(shown: Shown) -> Values | None:
    """Something is told as claimed; of promises everybody knows that they are no records."""
    return raised("claimed" in shown.figure.basis and "size" not in shown.figure.table)


def derived(shown: Shown) -> Values | None:
    """What the figure is about was computed, not only something beside it."""
    return raised(shown.figure.basis[:1] == ("derived",))


def satellite(shown: Shown) -> Values | None:
    return raised("satellite" in shown.figure.basis)


def press_only(shown: Shown) -> Values | None:
    kinds = shown.cited("sources")["kind"]
    return raised(len(kinds) > 0 and kinds.isin(PRESS).all())


def undated(shown: Shown) -> Values | None:
    # A figure about the sources tells them all and cites none.
    whole = "undated" in shown.figure.table
    days = (shown.table("sources") if whole else _testimony(shown))["published"]
    missing = int(days.isna().sum())
    return out_of(missing, len(days), shown.words) if missing else None


def _testimony(shown: Shown) -> pd.DataFrame:
    """The sources cited for what was said or found; a guideline is neither."""
    sources = shown.cited("sources")
    return sources[sources["kind"] != "guideline"]
