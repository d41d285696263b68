"""A chart that is too tall for a room is parted so that nothing is lost and nothing cut."""

import copy
import json
import re

import pytest

from dashboard.figures import FIGURES, FigureRequest
from dashboard.figures.chart_types import RUNG
from dashboard.i18n import words_of
from dashboard.render import svg
from dashboard.render.svg import size
from dashboard.slides.chart_pages import in_parts

ROOM, WIDTH = 274, 382


def finished(tables, day, id):
    chart = FIGURES[id].build(tables, FigureRequest(words_of("ru"), day)).chart
    return None if chart is None else chart.to_dict()


def drawn(spec):
    return size(svg.chart_svg(spec, WIDTH))[1]


def beside(spec):
    """What axis and title of the tallest panel really take."""
    panels = spec.get("vconcat", [spec])
    alone = [{**spec, "vconcat": [panel]} for panel in panels] if "vconcat" in spec else [spec]
    return max(drawn(one) - panel["height"] for one, panel in zip(alone, panels, strict=True))


def rungs(spec):
    """The labels of the rungs of all ladders, in their order."""
    ladders = [rows for rows in spec["datasets"].values() if rows and rows[0].keys() >= RUNG]
    return [row["label"] for rows in ladders for row in rows if "label" in row]


def units(spec):
    """What stands on rungs one by one, each by its colour and sentence."""
    rows = [row for rows in spec["datasets"].values() for row in rows]
    found = [row for row in rows if row.keys() >= RUNG | {"middle_x"}]
    return sorted((row["colour"], row.get("say", "")) for row in found)


@pytest.mark.parametrize("id", FIGURES)
def test_each_part_of_a_figure_fits_into_the_room_and_no_row_is_lost(tables, day, id):
    spec = finished(tables, day, id)
    if spec is None:
        pytest.skip("nothing is drawn of today's data")
    taken = beside(spec)
    parts = in_parts(spec, ROOM, taken)
    # Type keeps its size on a lower plot, and may stand out of it: slides try once more.
    taken += max(0, max(map(drawn, parts)) - ROOM)
    parts = in_parts(spec, ROOM, taken)
    assert all(drawn(part) <= ROOM for part in parts)
    assert sorted(label for part in parts for label in rungs(part)) == sorted(rungs(spec))
    assert sorted(unit for part in parts for unit in units(part)) == units(spec)


def test_parts_are_as_few_as_can_be_and_of_like_length(tables, day):
    spec = finished(tables, day, "region_ranking")
    lengths = [len(rungs(part)) for part in in_parts(spec, ROOM, beside(spec))]
    assert sum(lengths) == len(rungs(spec))
    assert max(lengths) - min(lengths) <= 1
    assert len(lengths) <= -(-drawn(spec) // (ROOM * 0.8))


@pytest.mark.parametrize(
    "id", ["region_ranking", "growth", "plant_targets", "initiatives", "prices", "temirtau_drift"]
)
def test_all_parts_have_one_scale(tables, day, id):
    """A bar that is as long as another stands for as much, on whatever slide it is."""
    parts = in_parts(finished(tables, day, id), 150)
    assert len(parts) > 1
    assert len({_domain(part) for part in parts}) == 1
    drawn = [svg.chart_svg(part, WIDTH) for part in parts]
    # The plots are as wide but for a mark that stands out over an end, and the axes say the same.
    widths = [int(re.search(r'class="background"[^>]* d="M[^h]*h(\d+)', s)[1]) for s in drawn]
    assert max(widths) - min(widths) <= WIDTH / 100
    axes = [tuple(re.findall(r">([^<]+)</text>", _axis(svg))) for svg in drawn]
    assert len(set(axes)) == 1
    assert axes[0]


def _domain(spec):
    found = [
        layer["encoding"]["x"]["scale"]
        for layer in _layers(spec)
        if "domain" in (layer.get("encoding", {}).get("x", {}).get("scale") or {})
    ]
    assert found
    return json.dumps(found)


def _axis(svg):
    """The labels of the horizontal axis."""
    return svg[svg.index("role-axis-label") :].split("</g>")[0]


def _layers(spec):
    yield spec
    for layer in spec.get("layer", ()):
        yield from _layers(layer)


def test_what_fits_is_left_whole(tables, day):
    spec = finished(tables, day, "verdicts")
    assert in_parts(spec, drawn(spec), beside(spec)) == [spec]


def test_what_cannot_be_cut_is_drawn_lower(tables, day):
    spec = finished(tables, day, "region_share")
    (part,) = in_parts(spec, drawn(spec) - 50, beside(spec))
    assert part["height"] == spec["height"] - 50
    assert part["datasets"] == spec["datasets"]


def test_only_the_rungs_are_moved_and_no_other_scale_is_touched(tables, day):
    """An x scale that happens to end where a panel does stays as it is."""
    spec = copy.deepcopy(finished(tables, day, "measurements"))
    bars = next(layer for layer in _layers(spec) if "x2" in layer.get("encoding", {}))
    bars["encoding"]["x"]["scale"] = {"domain": [0, spec["height"]]}
    parts = in_parts(spec, 200)
    assert len(parts) > 1
    assert {_domain(part) for part in parts} == {_domain(spec)}
