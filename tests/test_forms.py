"""No form of a chart stands more than three times on a page: the fourth is no longer looked at."""

from collections import Counter
from datetime import date

import pytest

from dashboard.addresses import PAGES
from dashboard.figures import FIGURES, FigureRequest
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from kzdata.schema.columns import TOWNS

MOST = 3  # of one form on a page
DAY = date(2026, 11, 22)
BESIDE = ("text", "rule", "tick")  # what stands beside a mark: words, a limit, a break


def layers(part):
    """The single layers of a part of a chart, each with all that it is encoded by."""
    for layer in part.get("layer", [part]):
        layer = {**layer, "encoding": {**part.get("encoding", {}), **layer.get("encoding", {})}}
        yield from layers(layer) if "layer" in layer else [layer]


def drawn(part):
    """Type, encoding of each layer with marks of the data: no areas for a finger, no paper."""
    for layer in layers(part):
        kind, channels = layer["mark"]["type"], layer["encoding"]
        of_fields = {name for name in channels if "field" in channels[name]}
        placed = of_fields & {"x", "y", "longitude"}
        if kind == "geoshape" or (kind not in BESIDE and placed):
            yield kind, channels


def form(part):
    """The form of a part, by its marks and by what they lie along."""
    marks = [(kind, channels) for kind, channels in drawn(part)]
    kinds = {kind for kind, _ in marks}
    if "geoshape" in kinds:
        return "map"
    if "line" in kinds:
        return "lines"
    if "bar" in kinds:
        return "columns"
    boxes = [channels for kind, channels in marks if kind == "rect" and {"x", "x2"} <= {*channels}]
    boxes = [box for box in boxes if "field" in box["x"] and "field" in box["x2"]]
    points = [channels for kind, channels in marks if kind in ("circle", "point")]
    if points and "axis" in points[0]["y"] and points[0]["y"]["axis"] is None:
        return "dots" if len(points) == 1 else "several dots"
    if points:
        return "scatter" if points[0]["y"]["type"] == "quantitative" else "dots on lines"
    if any(box["x2"]["field"] == "zero" for box in boxes):
        return "bars"
    if any(box["x"].get("type") == "temporal" for box in boxes):
        return "timeline"
    if {"left", "right"} <= {box[end]["field"] for box in boxes for end in ("x", "x2")}:
        return "cells"
    raise AssertionError(f"a form that has no name here: {sorted(kinds)}")


def forms(id, tables, town):
    """The forms that a figure has; several panels of one form are one."""
    view = FigureRequest(words_of("en"), DAY, town=town)
    chart = FIGURES[id].build(tables, view).chart
    spec = {} if chart is None else chart.to_dict()
    return {form(part) for part in spec.get("vconcat", [spec] * bool(spec))}


@pytest.mark.parametrize("page", PAGES)
def test_no_form_stands_more_than_three_times_on_a_page(tables, page):
    for town in TOWNS if page == "town" else TOWNS[:1]:
        found = {id: forms(id, tables, town) for id in figures_of(page)}
        counts = Counter(name for names in found.values() for name in names)
        too_many = {
            name: [id for id in found if name in found[id]]
            for name, count in counts.items()
            if count > MOST
        }
        assert not too_many


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("region_ranking", "bars"),
        ("so2_line", "lines"),
        ("phenol", "columns"),
        ("region_map", "map"),
        ("post_grades", "cells"),
        ("acid_plant", "timeline"),
        ("blind_post", "timeline"),
        ("so2_places", "dots"),
        ("intensity", "several dots"),
        ("growth", "several dots"),
        ("power", "scatter"),
        ("share_claim", "dots on lines"),
    ],
)
def test_a_form_is_told_by_the_marks_of_a_chart(book, id, name):
    assert forms(id, book, TOWNS[0]) == {name}
