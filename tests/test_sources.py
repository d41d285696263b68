"""A source is dated as exactly as its date is known, wherever that is told."""

import pandas as pd
import pytest

from dashboard.figures import cited
from dashboard.i18n import words_of
from dashboard.render.datapackage import File, datapackage
from kzdata.consistency.found import published

FILE = File("sources.csv", "text/csv", 1, "0")
DATED = {"year": "2026-01-01", "month": "2026-09-01", "day": "2026-09-04"}


@pytest.fixture
def sources(book):
    """The sources of the fact book; of the first three each is dated in another way."""
    rows = book["sources"].copy()
    rows["source_id"] = [*DATED, *rows["source_id"][3:]]
    rows.loc[:2, "published"] = pd.to_datetime(list(DATED.values())).to_numpy()
    rows.loc[:2, "published_given"] = ["year", "month", None]
    return rows


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", ["2026", "2026 ж. қыркүйек", "2026 ж. 4 қыркүйек"]),
        ("ru", ["2026", "сентябрь 2026 г.", "4 сентября 2026 г."]),
        ("en", ["2026", "September 2026", "4 September 2026"]),
    ],
)
def test_a_citation_says_the_year_the_month_or_the_day(sources, language, said):
    found = [one.said for one in cited(DATED, sources, words_of(language))]
    plain = [text.rsplit(", ", 1)[-1].replace("\N{NO-BREAK SPACE}", " ") for text in found]
    assert plain == said


def test_programs_are_told_no_more_of_a_date_than_is_known(sources):
    package = datapackage({"sources": sources}, {"sources": [FILE]}, "1", "en")
    dates = {source["name"]: source.get("published") for source in package["sources"]}
    assert [dates[name] for name in DATED] == ["2026", "2026-09", "2026-09-04"]


def test_what_a_source_tells_may_be_of_its_last_possible_day(sources):
    days = published({"sources": sources}, pd.Series(list(DATED)))
    assert days.dt.date.astype(str).tolist() == ["2026-12-31", "2026-09-30", "2026-09-04"]
