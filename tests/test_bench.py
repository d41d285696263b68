"""The report of the benchmark says what was found, and nothing else."""

import re
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "bench"))

import measures
import report
from report import Goal

UNDER = Goal("rerun", ("server/this app, regions/rerun",), 20, "ms")
EVERY = Goal("readable", ("A/this app, overview/readable", "A/this app, regions/readable"), 1, "s")
OVER = Goal("runs", ("lite/this app/pages",), 400, "a second", at_least=True)
BESIDE = Goal("memory", ("memory/this app/pages",), 60, "MB", above="memory/plain Streamlit/pages")


@pytest.mark.parametrize(
    ("goal", "figures", "verdict"),
    [
        (UNDER, {"server/this app, regions/rerun": 20}, "reached"),
        (UNDER, {"server/this app, regions/rerun": 20.1}, "not reached"),
        (OVER, {"lite/this app/pages": 400}, "reached"),
        (OVER, {"lite/this app/pages": 399}, "not reached"),
        (UNDER, {}, "not measured"),
    ],
)
def test_a_goal_is_reached_up_to_its_bound(goal, figures, verdict):
    assert goal.verdict(figures) == verdict


def test_a_goal_of_several_pages_is_that_of_the_worst():
    overview, regions = EVERY.figures
    assert EVERY.verdict({overview: 0.5, regions: 0.9}) == "reached"
    assert EVERY.verdict({overview: 0.5, regions: 1.5}) == "not reached"
    assert EVERY.found_in({overview: 0.5, regions: 1.5}) == 1.5


def test_a_page_that_was_not_measured_leaves_the_goal_open():
    assert EVERY.verdict({EVERY.figures[0]: 0.5}) == "not measured"


def test_a_bound_may_lie_above_what_a_peer_was_found_to_need():
    app, plain = BESIDE.figures[0], BESIDE.above
    assert BESIDE.verdict({app: 260, plain: 200}) == "reached"
    assert BESIDE.verdict({app: 261, plain: 200}) == "not reached"
    assert BESIDE.verdict({app: 200}) == "not measured"


FIGURES = {
    "A/this app, overview/readable": 0.731,
    "A/this app, regions/readable": 1.204,
    "A/plain Streamlit/readable": 21.7,
    "A/plain Streamlit/requests": 101.0,
}


def test_the_goals_stand_beside_plain_streamlit_with_their_verdict():
    lines = report.goals(FIGURES).splitlines()
    assert (
        "| line A: first answer sentence and chart readable "
        "| 21.70 s | at most 1.00 s | 1.20 s | not reached |" in lines
    )
    assert (
        "| line A: page without scripts complete |  | at most 0.80 s "
        "| not measured | not measured |" in lines
    )
    assert len(lines) == len(report.GOALS) + 2


def test_a_table_has_a_row_for_each_subject_and_leaves_open_what_is_not_known():
    assert report.table(FIGURES, "A", report.VISITS).splitlines()[2:] == [
        "| this app, overview | 0.73 s |  |  |  |  |",
        "| this app, regions | 1.20 s |  |  |  |  |",
        "| plain Streamlit | 21.70 s |  |  |  | 101 |",
    ]
    assert report.table(FIGURES, "B", report.VISITS) == "Not measured.\n"


def test_every_goal_names_what_the_tables_show():
    shown = {
        "A": dict(report.VISITS),
        "B": dict(report.VISITS),
        "server": dict(report.SERVER),
        "memory": dict(report.MEMORY),
        "start": dict(report.START),
        "lite": {"pages": "a second"},
    }
    for goal in report.GOALS:
        for name in filter(None, (*goal.figures, goal.plain, goal.above)):
            part, subject, measure = name.split("/")
            assert shown[part][measure] == goal.unit, name
            assert subject, name


def test_the_report_says_when_and_on_what_it_was_measured():
    written = report.document(FIGURES, {"Day": "2026-11-22", "Machine": "2 cores"}, {"A": "slow"})
    assert "- Day: 2026-11-22\n- Machine: 2 cores\n" in written
    assert "Line A: slow." in written


def test_a_new_report_keeps_what_other_measurements_wrote():
    rows = f"{report.OTHERS}\n## Rows\n\n| rows | s |\n<!-- /rows -->\n"
    assert report.kept("# New\n", f"# Old\n\n{rows}") == f"# New\n\n{rows}"
    assert report.kept("# New\n", "# Old\n") == "# New\n"


def test_the_peers_are_pinned_with_hashes_and_name_no_host():
    lock = (ROOT / "bench" / "requirements.lock").read_text()
    wanted = re.findall(r"^([a-z]+)", (ROOT / "bench" / "requirements.in").read_text(), re.M)
    assert all(re.search(rf"^{name}==", lock, re.M) for name in wanted)
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_each_part_that_is_measured_has_a_goal_and_each_goal_a_part():
    of_goals = {figure.split("/")[0] for goal in report.GOALS for figure in goal.figures}
    in_parts = {"visits": {"A", "B"}, "clients": {"server"}}
    assert of_goals == set().union(*(in_parts.get(part, {part}) for part in measures.PARTS))
