"""A verdict follows from the value claimed, the record and a day."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzdata import TABLES, VERDICTS, claim_verdicts
from kzdata.evidence.record import OFFICIAL
from kzdata.schema.columns import BASES

DAY = date(2026, 11, 22)
MONTHLY = "metal_output_monthly"
NOTHING = {
    MONTHLY: pd.DataFrame(
        {name: pd.Series(dtype=TABLES[MONTHLY].dtype(name)) for name in TABLES[MONTHLY].columns}
    )
}


def claim(**changes):
    row = {
        "claim_id": "c",
        "relation": "equals",
        "value": 21.0,
        "unit": "percent",
        "tolerance": 0.5,
        "record": "region_share",
        "record_id": "KZ-35",
        "record_year": 2022,
        "base_year": None,
        "due": None,
        "scope": "same",
        "excludes": None,
    }
    return row | changes


def verdicts(*claims, tables, day=DAY):
    frame = pd.DataFrame(claims)
    frame["due"] = pd.to_datetime(frame["due"])
    frame["excludes"] = frame["excludes"].astype("str")
    return claim_verdicts(frame, NOTHING | tables, day).set_index("claim_id")


@pytest.fixture
def emissions():
    """A region that emits 20.5 of 100 in 2022; 30 in old borders; 40 by a second publisher."""
    regional = pd.DataFrame(
        [
            ("KZ-35", 2022, 20.5, "2022", "reported", "s1"),
            ("KZ-35", 2022, 30.0, "old", "reported", "s1"),
            ("KZ-35", 2022, 40.0, "2022", "second_publisher", "s2"),
        ],
        columns=["region_id", "year", "kt", "borders", "method", "source_id"],
    ).assign(basis="record")
    national = pd.DataFrame(
        {
            "year": [2021, 2022],
            "kt": [80.0, 100.0],
            "scope": ["all_categories", "all_categories"],
            "basis": "record",
            "source_id": ["s1", "s1"],
        }
    )
    return {"regional_emissions": regional, "national_emissions": national}


def test_a_claim_within_its_tolerance_agrees(emissions):
    found = verdicts(claim(), tables=emissions).loc["c"]
    assert (found["verdict"], found["recorded_low"], found["difference"]) == ("agrees", 20.5, 0.5)
    assert found["record_source_ids"] == "s1 s1"


def test_a_claim_beyond_its_tolerance_differs_by_so_much(emissions):
    found = verdicts(claim(value=21.1), tables=emissions).loc["c"]
    assert found["verdict"] == "differs"
    assert found["difference"] == pytest.approx(0.6)


@pytest.mark.parametrize(("value", "verdict"), [(20.0, "agrees"), (20.5, "differs")])
def test_over_means_over(emissions, value, verdict):
    row = claim(relation="over", value=value, unit="kt", tolerance=0.0)
    row["record"] = "region_total"
    assert verdicts(row, tables=emissions).loc["c", "verdict"] == verdict


@pytest.mark.parametrize("ahead", ["a-second-publisher", "z-second-publisher"])
def test_the_publisher_of_most_regions_is_the_record_wherever_it_stands(emissions, ahead):
    """Another source that gives a region in the same way stands beside the record, not for it."""
    others = emissions["regional_emissions"]
    other = others.iloc[[0]].assign(kt=70.0, source_id=ahead)
    emissions["regional_emissions"] = pd.concat([other, others], ignore_index=True)
    found = verdicts(claim(), tables=emissions).loc["c"]
    assert found[["verdict", "recorded_low", "recorded_high"]].tolist() == ["agrees", 20.5, 20.5]


@pytest.mark.parametrize("basis", [b for b in BASES if b not in OFFICIAL])
def test_what_somebody_only_said_is_no_record(emissions, basis):
    emissions["regional_emissions"]["basis"] = basis
    assert verdicts(claim(), tables=emissions).loc["c", "verdict"] == "no_record"


def test_without_a_record_there_is_no_verdict_on_the_number(emissions):
    row = claim(record_year=2023)
    assert verdicts(row, tables=emissions).loc["c", "verdict"] == "no_record"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2025, 12, 31), "not_due"), (date(2026, 1, 1), "no_record")],
)
def test_a_claim_is_not_judged_before_its_day(day, verdict):
    row = claim(record="none", due="2025-12-31")
    assert verdicts(row, tables={}, day=day).loc["c", "verdict"] == verdict


def test_the_change_of_the_national_line(emissions):
    row = claim(record="national_change", value=-6.0)
    found = verdicts(row, tables=emissions).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("differs", 25.0)


def test_a_change_across_a_break_of_scope_is_not_compared(emissions):
    emissions["national_emissions"]["scope"] = ["all_categories", "without_category_4"]
    row = claim(record="national_change", value=25.0)
    assert verdicts(row, tables=emissions).loc["c", "verdict"] == "not_same_scope"


def test_a_planned_limit_is_no_record_of_itself():
    limits = pd.DataFrame(
        {
            "plant_id": "works",
            "measure": "permitted_limit",
            "year": [2021, 2023, 2025],
            "value": [325.0, 210.0, 165.0],
            "unit": "kt",
            "basis": ["limit", "limit", "projected"],
            "source_id": "s",
        }
    )
    row = claim(record="limit_cut", record_id="works", record_year=2025, value=49.0)
    found = verdicts(
        row,
        row | {"claim_id": "d", "record_year": 2023, "value": 35.4},
        tables={"plant_records": limits},
    )
    assert found["verdict"].to_dict() == {"c": "no_record", "d": "agrees"}


def test_an_output_of_the_claims_own_year_stands_above_a_contradiction():
    doubled = claim(claim_id="doubling", value=2.0, unit="times", record="none")
    tonnes = claim(
        claim_id="copper",
        value=280_000.0,
        unit="t",
        tolerance=5_000.0,
        record="metal_output",
        record_id="copper",
        record_year=2025,
        excludes="doubling",
    )
    both = output(480_000.0)["metal_output"]
    later = both.assign(
        period_start=pd.Timestamp("2025-01-01"),
        period_end=pd.Timestamp("2025-12-31"),
        tonnes=279_000.0,
    )
    tables = {"metal_output": pd.concat([both, later], ignore_index=True)}
    found = verdicts(doubled, tonnes, tables=tables)["verdict"].to_dict()
    assert found == {"doubling": "no_record", "copper": "agrees"}


def growth(*rows):
    columns = ["metal_id", "growth_percent", "period_start", "period_end", "basis", "source_id"]
    frame = pd.DataFrame(rows, columns=columns)
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    return {"metal_growth": frame}


def test_some_months_are_not_the_scope_of_a_year():
    tables = growth(("zinc", 6.8, "2024-01-01", "2024-11-30", "record", "s"))
    row = claim(record="metal_growth", record_id="zinc", record_year=2024, value=6.8)
    assert verdicts(row, tables=tables).loc["c", "verdict"] == "not_same_scope"


def test_the_whole_year_is_preferred_to_some_of_its_months():
    tables = growth(
        ("all", 6.9, "2024-01-01", "2024-12-31", "record", "s"),
        ("all", 9.9, "2024-01-01", "2024-11-30", "record", "s"),
        ("all", 7.0, None, None, "claimed", "s"),
    )
    row = claim(record="metal_growth", record_id="all", record_year=2024, value=7.0)
    found = verdicts(row, tables=tables).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("agrees", 6.9)


PERIODS = [
    ("2024-01-01", "2024-12-31"),
    ("2024-07-01", "2024-12-31"),
    ("2024-12-01", "2024-12-31"),
    ("2024-01-01", "2024-11-30"),
    ("2024-06-01", "2024-11-30"),
]


@given(st.permutations(PERIODS), st.integers(1, len(PERIODS)))
def test_the_whole_year_comes_first_then_the_longest_part_then_the_latest(periods, known):
    """In whatever order the rows stand, and on whatever day the parts end."""
    held = periods[:known]
    rows = [("zinc", float(PERIODS.index(p)), *p, "record", "s") for p in held]
    row = claim(record="metal_growth", record_id="zinc", record_year=2024)
    found = verdicts(row, tables=growth(*rows)).loc["c"]
    length = {p: pd.Timestamp(p[1]) - pd.Timestamp(p[0]) for p in held}
    best = max(held, key=lambda p: (length[p], p[1]))
    assert found["recorded_low"] == PERIODS.index(best)
    assert (found["verdict"] == "not_same_scope") == (best != PERIODS[0])


def output(tonnes):
    frame = pd.DataFrame(
        {
            "metal_id": ["copper"],
            "measure": ["output"],
            "basis": ["record"],
            "period_start": pd.to_datetime(["2020-01-01"]),
            "period_end": pd.to_datetime(["2020-12-31"]),
            "tonnes": [tonnes],
            "source_id": ["s"],
        }
    )
    return {"metal_output": frame}


@pytest.mark.parametrize(
    ("recorded", "verdict"), [(140_001.0, "contradiction"), (140_000.0, "no_record")]
)
def test_two_claims_exclude_each_other_when_the_arithmetic_says_so(recorded, verdict):
    doubled = claim(claim_id="doubling", value=2.0, unit="times", record="none")
    tonnes = claim(
        claim_id="copper",
        value=280_000.0,
        unit="t",
        record="metal_output",
        record_id="copper",
        record_year=2025,
        excludes="doubling",
    )
    found = verdicts(doubled, tonnes, tables=output(recorded))["verdict"].to_dict()
    assert found == {"doubling": verdict, "copper": verdict}


def test_a_contradiction_names_the_record_that_shows_it():
    doubled = claim(claim_id="doubling", value=2.0, unit="times", record="none")
    tonnes = claim(
        claim_id="copper",
        value=280_000.0,
        unit="t",
        record="metal_output",
        record_id="copper",
        record_year=2025,
        excludes="doubling",
    )
    found = verdicts(doubled, tonnes, tables=output(400_000.0)).loc["copper"]
    assert found["recorded_low"] == 400_000
    assert found["recorded_year"] == 2020
    assert found["factor"] == 0.7
    assert found["record_source_ids"] == "s"


def test_energy_is_compared_in_one_unit():
    records = pd.DataFrame(
        {
            "metric": ["energy"],
            "value": [18.0],
            "value_most": [float("nan")],
            "unit": ["gj_per_t"],
            "source_id": ["s"],
        }
    )
    row = claim(record="benchmark", record_id="energy", value=5.0, unit="mwh_per_t")
    found = verdicts(row, tables={"benchmark_records": records}).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("not_same_scope", 5.0)


def test_the_verdicts_of_the_data(book, day):
    rows = claim_verdicts(book["claims"], book, day).set_index("claim_id")
    expected = {
        "karaganda-share": ("differs", 20.3),
        "karaganda-total": ("agrees", 469.0),
        "national-change-2024": ("differs", 0.6),
        "lead-compounds-2024": ("differs", 221.4),
        "growth-all": ("not_same_scope", 6.9),
        "growth-copper": ("differs", 11.7),
        "growth-zinc": ("differs", 2.8),
        "growth-aluminium": ("differs", 1.7),
        "projection-copper": ("differs", 480_098.0),
        "projection-zinc": ("differs", 259_638.0),
        "projection-aluminium": ("differs", 282_418.0),
        "doubling": ("differs", 1.33),
        "normative-cut-2025": ("not_same_scope", -1.5),
        "temirtau-limit-2025": ("differs", 165.0),
        "target-recycling": ("not_same_scope", 25.8),
        "temirtau-cut": ("not_same_scope", 1.0),
        "balkhash-cut": ("not_same_scope", -9.2),
        "acid-plant-cut": ("not_same_scope", -9.2),
        "leaders-energy": ("not_same_scope", 5.82),
    }
    found = {
        claim_id: (rows.loc[claim_id, "verdict"], rows.loc[claim_id, "recorded_low"])
        for claim_id in expected
    }
    assert found == expected
    assert rows.loc["lead-compounds-2024", "factor"] == 1000
    assert set(rows["verdict"]) <= set(VERDICTS)
    unknown = rows.index[rows["verdict"] == "no_record"]
    assert {"power-plants-cut", "temirtau-limit-cut", "smelter-capacity"} <= set(unknown)
    assert (rows.loc[rows["record"] == "satellite_so2", "verdict"] == "not_same_scope").all()


def satellites(**kt):
    frame = pd.DataFrame({"year": [int(year[1:]) for year in kt], "kt": kt.values()})
    return {
        "satellite_so2": frame.assign(
            place_id="town", instrument="combined", kt_sd=1.0, source_id="s"
        )
    }


@pytest.mark.parametrize(("now", "cut"), [(50.0, 50.0), (150.0, -50.0)])
def test_what_satellites_see_is_another_thing_whichever_way_it_went(now, cut):
    """A cut of all pollutants is neither kept nor broken by what one of them did."""
    row = claim(record="satellite_so2", record_id="town", record_year=2023, base_year=2022)
    tables = satellites(y2020=90.0, y2021=100.0, y2022=110.0, y2023=now)
    found = verdicts(row | {"value": cut}, tables=tables).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("not_same_scope", cut)
    gap = satellites(y2020=90.0, y2022=110.0, y2023=now)
    assert verdicts(row, tables=gap).loc["c", "verdict"] == "no_record"


def test_a_multiple_is_held_against_the_index_since_its_base_year():
    index = pd.DataFrame(
        {
            "branch": "metallurgy",
            "year": [2016, 2017],
            "percent_of_year_before": [150.0, 120.0],
            "basis": "record",
            "source_id": "s",
        }
    )
    row = claim(record="metal_index", value=2.0, unit="times", tolerance=0.0)
    row |= {"record_year": 2017, "base_year": 2015}
    found = verdicts(row, tables={"metal_index": index}).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("differs", 1.8)


def test_two_plans_of_one_limit_are_held_against_each_other():
    limits = pd.DataFrame(
        {
            "plant_id": "works",
            "measure": "permitted_limit",
            "value": [149.0, 165.0],
            "unit": "kt",
            "year": 2025,
            "basis": "projected",
            "source_id": ["here", "there"],
        }
    )
    row = claim(record="planned_limit", record_id="works", value=149.0, unit="kt")
    row |= {"record_year": 2025, "source_id": "here"}
    found = verdicts(row, tables={"plant_records": limits}).loc["c"]
    assert (found["verdict"], found["recorded_low"]) == ("differs", 165.0)
