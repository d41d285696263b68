"""What a change of the data does to claims, headlines and figures."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.figures import FIGURES
from dashboard.render import download, worker
from publishing.review import compare
from publishing.review.compare import effects, lost
from publishing.review.impact import Effect, of_figures
from publishing.review.pictures import pictures
from publishing.review.sentences import say_effects


def changed(book, name, **values):
    """The book with other values in the rows of one table that `where` picks."""
    where = values.pop("where")
    rows = book[name].copy()
    at = where(rows)
    assert at.any()
    for column, value in values.items():
        rows.loc[at, column] = value
    return {**book, name: rows}


def without(book, name, where):
    rows = book[name]
    return {**book, name: rows[~where(rows)].reset_index(drop=True)}


def told(book, after, day, language="en"):
    return effects(book, after, language, day)


@pytest.fixture
def only(monkeypatch):
    """Leaves only these figures to be compared."""

    def leave(*ids):
        monkeypatch.setattr(compare, "FIGURES", {id: FIGURES[id] for id in ids})

    return leave


def test_no_change_has_no_effect(book, day):
    assert told(book, {name: rows.copy() for name, rows in book.items()}, day) == []


def test_only_figures_that_need_the_table_are_made(book, day, monkeypatch):
    def refuse(tables, view):
        raise AssertionError("was made")

    for kind in [kind for kind in FIGURES.values() if "metal_prices" not in kind.tables]:
        monkeypatch.setitem(FIGURES, kind.id, replace(kind, build=refuse))
    after = changed(book, "metal_prices", where=lambda r: r.index == 0, usd_per_kg=1.0)
    assert not [effect for effect in told(book, after, day) if "lost" in effect.changed]


def test_another_price_changes_the_figure_that_it_is_in(book, day):
    after = changed(
        book, "metal_prices", where=lambda r: r["metal_id"] == "iridium", usd_per_kg=199_999.0
    )
    found = {effect.figure: effect for effect in told(book, after, day)}
    assert set(found) == {"prices"}
    assert found["prices"].chart_changed
    assert "199,999" not in found["prices"].answer_before
    assert "199,999" in found["prices"].answer_after
    assert found["prices"].page == "metals"
    assert found["prices"].title


def test_an_outcome_changes_the_headline_and_what_is_overdue(book, day, only):
    only("overdue", "unknowns", "growth")
    after = changed(
        book,
        "plant_targets",
        where=lambda r: r["target_id"] == "balkhash-2023",
        outcome="missed",
        outcome_source_id="minex-2023-08-31",
    )
    found = told(book, after, day)
    (headline,) = [effect for effect in found if effect.kind == "headline"]
    assert headline.figure == "overdue"
    assert headline.answer_before.split()[0] == "8"
    assert headline.answer_after.split()[0] == "7"
    assert set(of_figures(found)) == {"overdue", "unknowns"}


def test_a_claim_is_judged_anew_and_told_first(book, day, only):
    only("growth")
    row = book["metal_growth"]["basis"] == "record"
    after = {**book, "metal_growth": book["metal_growth"][~row].reset_index(drop=True)}
    found = told(book, after, day)
    assert found[0].kind == "claim"
    assert "verdict" in found[0].changed
    assert found[0].answer_before != found[0].answer_after
    kinds = [effect.kind for effect in found]
    assert kinds == sorted(kinds, key=["claim", "headline", "figure"].index)


def test_a_claim_that_is_removed_is_gone_and_not_lost(book, day, only):
    only("goals")
    claim = book["claims"]["claim_id"].iloc[0]
    found = told(book, without(book, "claims", lambda r: r["claim_id"] == claim), day)
    assert found[0].changed == ("gone",)
    assert found[0].answer_after is None


def test_another_title_of_a_source_changes_what_stands_beneath_the_figures(book, day, only):
    only("plant_targets", "goals")
    source = book["plant_targets"]["source_id"].iloc[0]
    after = changed(book, "sources", where=lambda r: r["source_id"] == source, title_en="Another")
    found = [effect for effect in told(book, after, day) if effect.kind == "figure"]
    assert {effect.figure for effect in found} == {"plant_targets"}
    assert {effect.changed for effect in found} == {("sources",)}


def test_every_choice_of_a_figure_is_looked_at(book, day, only):
    only("town_air")
    after = changed(
        book,
        "air_quality",
        where=lambda r: (r["place"] == "karaganda") & r["level"].notna(),
        level="low",
    )
    views = of_figures(told(book, after, day))["town_air"]
    assert [effect.choices for effect in views] == [{"town": "karaganda"}]
    assert views[0].view == "Karaganda"


@pytest.fixture
def two_years(book):
    """The book with the emissions of two years, and three regions to choose from."""
    book = without(book, "regional_emissions", lambda r: ~r["year"].isin([2021, 2022]))
    others = lambda r: ~r["region_id"].isin(["KZ-35", "KZ-55", "KZ-63"])  # noqa: E731
    return changed(book, "regions", where=others, until=2021)


def test_a_year_that_is_in_one_state_only_is_new_or_gone(two_years, day, only):
    only("region_map")
    shorter = without(two_years, "regional_emissions", lambda r: r["year"] == 2021)
    for before, after, end in ((two_years, shorter, "gone"), (shorter, two_years, "new")):
        views = of_figures(told(before, after, day))["region_map"]
        assert {(effect.choices["year"], effect.changed) for effect in views} == {(2021, (end,))}


def test_in_a_year_that_changes_every_region_is_looked_at(two_years, day, only):
    only("region_ranking")
    where = lambda r: (r["region_id"] == "KZ-55") & (r["year"] == 2021)  # noqa: E731
    after = changed(two_years, "regional_emissions", where=where, kt=2_000.0)
    found = told(two_years, after, day)
    views = of_figures(found)["region_ranking"]
    assert {effect.choices["year"] for effect in views} == {2021}
    assert len(views) == 3
    assert [effect.choices["region"] for effect in views if effect.answer_changed] == ["KZ-55"]
    assert views[0].view == "Pavlodar region, 2021"


def test_what_can_no_longer_be_made_is_lost_and_said_loudly(book, day, only, monkeypatch):
    only("city_dust", "goals")
    after = without(book, "air_quality", lambda r: r["place"] == "guideline")
    kind = FIGURES["city_dust"]

    def refuse(tables, view):
        if tables is after:
            raise ValueError("cannot be made")
        return kind.build(tables, view)

    monkeypatch.setitem(FIGURES, kind.id, replace(kind, build=refuse))
    found = [effect for effect in told(book, after, day) if "lost" in effect.changed]
    assert found
    assert found[0].answer_after is None
    for language, loud in {"kk": "МҮМКІН ЕМЕС", "ru": "НЕЛЬЗЯ", "en": "CAN NO LONGER"}.items():
        assert loud in "\n".join(say_effects(found, language))


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_cannot_be_made_is_lost_whichever_it_is(book, day, monkeypatch, only, id):
    """Or one view of it; what was not there before is not lost."""
    only(id)
    kind, after = FIGURES[id], {**book, "sources": book["sources"].iloc[::-1]}

    def refuse(tables, view):
        if tables is after:
            raise ValueError("cannot be made")
        return kind.build(tables, view)

    monkeypatch.setitem(FIGURES, id, replace(kind, build=refuse))
    assert {(e.figure, e.changed) for e in lost(book, after, "en", day)} == {(id, ("lost",))}
    assert lost(after, book, "en", day) == []


def test_a_figure_of_which_nothing_is_known_any_more_is_lost(book, day, only):
    only("city_dust", "goals", "town_air")
    after = without(book, "air_quality", lambda r: r["place"].isin(["karaganda", "temirtau"]))
    found = {(e.figure, *e.choices.values()) for e in lost(book, after, "en", day)}
    assert found == {("city_dust",), ("town_air", "karaganda"), ("town_air", "temirtau")}
    assert lost(after, after, "en", day) == lost(after, book, "en", day) == []


def test_progress_is_heard_figure_by_figure(book, day):
    after = changed(book, "metal_prices", where=lambda r: r.index == 0, usd_per_kg=1.0)
    heard = []
    effects(book, after, "kk", day, lambda *steps: heard.append(steps))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_pictures_are_written_of_both_states_of_what_changes(book, day, tmp_path, only):
    only("prices")
    after = changed(book, "metal_prices", where=lambda r: r.index == 0, usd_per_kg=1.0)
    found = told(book, after, day, "kk")
    written = list(pictures(found, book, after, "kk", day, tmp_path / "new"))
    names = [f"{id}-{state}.png" for id in of_figures(found) for state in ("before", "after")]
    assert [(path.name, drawn) for path, drawn in written] == [(name, True) for name in names]
    pairs = [path.read_bytes() for path, _ in written]
    assert all(picture.startswith(b"\x89PNG") for picture in pairs)
    assert pairs[0] != pairs[1]


def test_what_cannot_be_drawn_is_told_and_no_old_picture_stays(book, day, tmp_path, monkeypatch):
    def refuse(*asked):
        raise worker.NotDrawn("refused")

    monkeypatch.setattr(download, "of_picture", refuse)
    effect = Effect("figure", "prices", "metals", "?", "a", None, ("lost",))
    (tmp_path / "prices-before.png").write_bytes(b"old")
    assert list(pictures([effect], book, book, "en", day, tmp_path)) == [
        (tmp_path / "prices-before.png", False)
    ]
    assert list(tmp_path.iterdir()) == []


def effect(figure="prices", before="a", after="b", changed=("answer", "chart"), **more):
    return Effect("figure", figure, "metals", "How much?", before, after, changed, **more)


def test_effects_are_said_before_and_after():
    claim = Effect("claim", "verdicts", "metals", "It grew.", "agrees", "differs", ("verdict",))
    assert say_effects([claim, effect()], "en") == [
        "1 verdict changes:",
        "  “It grew.” (metals)",
        "    before: agrees",
        "    after: differs",
        "1 figure changes:",
        "  “How much?” (prices)",
        "    before: a",
        "    after: b",
        "    what changes: chart",
    ]


def test_views_of_a_figure_are_told_together_and_their_rest_is_counted():
    same = [effect(after="a", changed=("table",), view=str(year)) for year in range(2000, 2009)]
    assert say_effects([*same, effect(view="2010")], "en") == [
        "1 figure changes:",
        "  “How much?” (prices, 2010)",
        "    before: a",
        "    after: b",
        "    what changes: chart",
        "    changes in 9 more views: 2000; 2001; 2002; 2003; 2004; 2005; and 3 more",
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_effect_is_said_as_well(language):
    (line,) = say_effects([], language)
    assert line


def test_frames_are_compared_by_what_they_hold():
    one, two = pd.DataFrame({"a": [1.0, None]}), pd.DataFrame({"a": [1.0, 2.0]})
    assert compare.differing({"x": one, "y": two}, {"x": one.copy(), "y": one, "z": two}) == {
        "y",
        "z",
    }
