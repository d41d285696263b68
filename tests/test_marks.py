"""Every mark of every chart answers with one sentence, whose numbers are those of the table."""

import inspect
import re
from datetime import date
from html import unescape

import pytest
from conftest import ROOT

from dashboard.figures import FIGURES, FigureRequest, cell, specification
from dashboard.figures.marks import SAY
from dashboard.i18n import words_of
from dashboard.render.svg import SPEAKING, chart_svg, with_sentences, with_titles
from kzdata.schema.model import LANGUAGES

TODAY, TOWN = date(2026, 11, 22), "temirtau"  # a town of which something is measured
EACH = [(id, language) for id in FIGURES for language in LANGUAGES]
NARROWEST = 5  # pixels of an area: a finger means the nearest
SILENT = ("text", "rule", "tick")  # what stands beside a mark: its label, a limit, a break
NUMBER = re.compile(r"\d[\d\N{NO-BREAK SPACE}]*(?:,\d+)?")
# What no reader should hear: an empty cell, a gap that was not filled, the name of a field.
RAW = re.compile(r"\bnan\b|\bNone\b|\bNaT\b|<NA>|[{}_]|datum|undefined", re.IGNORECASE)


@pytest.fixture(scope="module")
def made(tables):
    return {
        (id, language): FIGURES[id].build(
            tables, FigureRequest(words_of(language), TODAY, town=TOWN)
        )
        for id, language in EACH
    }


def drawn(made, id, language="ru"):
    """The chart of a figure; a figure of words alone has nothing that could answer."""
    chart = made[id, language].chart
    if chart is None:
        pytest.skip("nothing is drawn of today's data")
    return chart.to_dict()


def panels(chart):
    parts = [part for kind in ("vconcat", "hconcat", "concat") for part in chart.get(kind, ())]
    return [one for part in parts for one in panels(part)] if parts else [chart]


def layers(chart):
    """The single layers of a panel, each with its data."""
    for layer in chart.get("layer", [chart]):
        layer = {"data": chart.get("data"), **layer}
        yield from layers(layer) if "layer" in layer else [layer]


def speaking(panel):
    return [layer for layer in layers(panel) if "description" in layer.get("encoding", {})]


def rows_of(chart, layer):
    """The rows of a layer; outlines stand in the layer itself."""
    return layer["data"].get("values") or chart["datasets"][layer["data"]["name"]]


def sentences(chart):
    return [
        row[SAY]
        for panel in panels(chart)
        for layer in speaking(panel)
        for row in rows_of(chart, layer)
    ]


def to_mend(id, what):
    file = inspect.getsourcefile(inspect.unwrap(FIGURES[id].build))
    return f"{id}: {what}; go to {file.removeprefix(f'{ROOT}/')}"


@pytest.mark.parametrize(("id", "language"), EACH)
def test_every_mark_has_a_sentence(made, id, language):
    chart = drawn(made, id, language)
    for panel in panels(chart):
        answers = speaking(panel)
        assert answers, to_mend(id, "no mark answers: give its frame a column `say`")
        for layer in answers:
            assert layer["mark"]["aria"] is True
            assert layer["encoding"]["description"]["field"] == SAY
        rows = {layer["data"]["name"]: rows_of(chart, layer) for layer in answers}
        areas = [row for found in rows.values() for row in found if "since" in row]
        every = any(isinstance(area["since"], str) for area in areas)  # by days: the whole of time
        for layer in layers(panel):
            name = layer["data"]["name"]
            if layer["mark"]["type"] in SILENT or name in rows or every:
                continue
            if layer["mark"].get("aria") is False:  # no mark of the data: a key, a place
                continue
            for row in rows_of(chart, layer):
                answered = any(area["since"] <= row["year"] <= area["until"] for area in areas)
                assert answered, to_mend(id, f"nothing answers for {row}")
    for sentence in sentences(chart):
        assert isinstance(sentence, str), to_mend(id, f"{sentence!r} is no sentence")
        assert sentence.strip(), to_mend(id, "a mark says nothing")
        assert not RAW.search(sentence), to_mend(id, sentence)
        assert "\n" not in sentence, to_mend(id, sentence)


@pytest.mark.parametrize("id", FIGURES)
def test_no_two_marks_of_a_chart_say_the_same(made, id):
    """A sentence is read without its chart: what tells a mark from the next is in it."""
    said = sentences(drawn(made, id))
    assert sorted(set(said)) == sorted(said), to_mend(id, "two marks say the same")


def numbers(text):
    found = NUMBER.findall(text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"))
    return {float(one.replace("\N{NO-BREAK SPACE}", "").replace(",", ".")) for one in found}


def beside(id, tables):
    """Numbers of some sentences that stand in no table of a figure, and where they come from."""
    if id == "records":  # energy is printed in GJ and told in MWh
        return {*tables["benchmark_records"]["value"].astype("float64")}
    if id == "verdicts":  # the table tells each claim, a mark how many there are of a verdict
        return {float(count) for count in range(len(tables["claims"]))}
    return set()


@pytest.mark.parametrize("id", FIGURES)
def test_the_numbers_of_a_sentence_are_those_of_one_row(made, tables, id):
    figure, words = made[id, "ru"], words_of("ru")
    chart = drawn(made, id)
    told = [
        numbers(" | ".join(cell(v, c, words) for c, v in zip(figure.columns, row, strict=True)))
        for row in figure.table.itertuples(index=False)
    ]
    titles = " | ".join(column.title for column in figure.columns)
    around = numbers(f"{figure.title} {figure.answer} {figure.refers} {titles}")
    around |= numbers(" | ".join(axis_titles(chart))) | beside(id, tables)

    def of_a_row(said):
        return any(numbers(said) <= row | around for row in told or [set()])

    for sentence in sentences(chart):
        # Where a mark stands for several rows, such as the lines of a year, it tells each in turn.
        if not of_a_row(sentence):
            for part in re.split("[;,] ", sentence):
                assert of_a_row(part), to_mend(id, sentence)


def axis_titles(chart):
    for panel in panels(chart):
        for layer in layers(panel):
            for channel in layer.get("encoding", {}).values():
                if isinstance(channel, dict) and isinstance(channel.get("title"), str):
                    yield channel["title"]


@pytest.mark.parametrize("id", FIGURES)
def test_a_finger_finds_each_area_of_a_chart_on_a_phone(made, id):
    """Nobody sees an area that lies over marks; that it lies there, only a test can tell."""
    drawn(made, id)
    svg = chart_svg(specification(made[id, "ru"].chart), 328)
    for _, sentence, looks in SPEAKING.findall(svg):
        area = re.search(r'd="M(-?[\d.]+),(-?[\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z"', looks)
        if "fill=" in looks or area is None:  # no area, but a mark itself
            continue
        left, top, width, height = map(float, area.groups())
        assert min(width, height) >= NARROWEST, to_mend(id, sentence)
        assert left >= -1 and left + width <= 330, to_mend(id, sentence)
        assert top >= -1, to_mend(id, sentence)


def spaced(texts):
    """Texts in an order of their own, with each space as one."""
    return sorted(" ".join(unescape(text).split()) for text in texts)


@pytest.mark.parametrize("id", FIGURES)
def test_a_picture_has_each_sentence_once_and_nothing_else(made, id):
    """Browsers show what a drawing names as the title of a part: no label, no name of a field."""
    said = spaced(sentences(drawn(made, id)))
    svg = chart_svg(specification(made[id, "ru"].chart), 328)
    assert "<title" not in svg
    assert "tooltip" not in svg
    assert spaced(sentence for _, sentence, _ in SPEAKING.findall(svg)) == said
    with_title = re.findall(r"<title>([^<]*)</title>", with_titles(svg))
    assert spaced(with_title) == said
    assert spaced(re.findall(r'data-say="([^"]*)"', with_sentences(svg))) == said
