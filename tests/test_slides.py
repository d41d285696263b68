"""Slides say all that they must, in type that the last row reads, and nothing runs out of place."""

import re
import time
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from conftest import FIRST_EDITION

from dashboard import store
from dashboard.figures import FIGURES
from dashboard.http.routes.slides import deck_ready
from dashboard.i18n import words_of
from dashboard.render import svg, worker
from dashboard.render.qr import code_of
from dashboard.slides.build import deck
from dashboard.slides.charts import chart_beside
from dashboard.slides.layout import (
    CHART,
    HEIGHT,
    LEAST,
    SENTENCE,
    WIDE,
    WIDTH,
    Box,
    complete,
    place,
)
from dashboard.slides.ranking import shortened
from dashboard.slides.selection import COUNTRY, TALK, TEN, WHOLE, Choice, offered, wished
from dashboard.slides.slide_svg import chart_box, slide_svg
from dashboard.store import ask
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

SITE = "https://air.example.kz"
DECKS = [(language, town) for language in LANGUAGES for town in ("", *TOWNS)]


@pytest.fixture(scope="module")
def made():
    """Decks by language and town, each made once."""
    kept = {}

    def made(language, town="", size=WHOLE, second=""):
        asked = (language, town, size, second)
        if asked not in kept:
            choice = wished(language, {"town": town, "deck": size, "second": second})
            kept[asked] = deck(choice, FIRST_EDITION.date(), SITE)
        return kept[asked]

    return made


def test_the_country_has_every_figure_but_those_of_a_town():
    assert set(COUNTRY) == {id for id, kind in FIGURES.items() if kind.page != "town"}
    assert len(COUNTRY) == len(set(COUNTRY))


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_has_fewer_figures_and_all_of_its_own(town):
    own = [id for id, kind in FIGURES.items() if kind.page == "town"]
    assert set(own) < set(offered(town))
    assert len(offered(town)) == len(set(offered(town))) < len(COUNTRY)


@pytest.mark.parametrize(
    ("wishes", "figures"),
    [
        ({"slides": "limits,overdue"}, ("limits", "overdue")),
        ({"slides": "limits,limits,nonsense,"}, ("limits",)),
        ({"slides": "nonsense"}, TALK[""]),
        ({"town": "nowhere"}, TALK[""]),
        ({"town": "nowhere", "deck": "whole"}, COUNTRY),
        ({"town": "balkhash", "deck": "whole", "slides": "temirtau_drift"}, offered("balkhash")),
        ({"deck": "ten", "slides": "limits"}, ("limits",)),
        ({"deck": "twelve"}, TALK[""]),
        ({"second": "ru"}, TALK[""]),
        ({"second": "kk", "slides": "limits"}, ("limits",)),
        ({"second": "de", "town": "balkhash"}, TALK["balkhash"]),
    ],
)
def test_an_address_chooses_and_orders_what_there_is(wishes, figures):
    choice = wished("kk", wishes)
    assert choice.figures == figures
    assert wished("kk", dict(re.findall(r"(\w+)=([^&]*)", choice.query))) == choice


def test_what_is_usual_stands_in_no_address():
    assert Choice("kk", "", TALK[""]).query == ""
    assert Choice("kk", "balkhash", TALK["balkhash"]).query == "town=balkhash"
    assert Choice("kk", "", COUNTRY, WHOLE).query == "deck=whole"
    assert Choice("kk", "", TALK[""], TEN, "ru").query == "second=ru"


PAIRS = [("kk", "ru"), ("ru", "kk"), ("en", "kk")]


@pytest.mark.parametrize("town", ("", *TOWNS))
@pytest.mark.parametrize(("language", "second"), PAIRS)
def test_a_talk_in_two_languages_says_its_questions_and_answers_in_both(
    made, language, second, town
):
    both, alone = made(language, town, TEN, second), made(second, town, TEN)
    without_answer = 0
    others = {slide.id: slide for slide in alone.slides if slide.large or slide.id == "last"}
    for number, slide in enumerate(both.slides[: both.counted], start=1):
        layout = place(both.said(number))
        _assert_in_place(slide, layout)
        assert complete(place(both.said(number), WIDE)), slide.id
        if slide.id == "first":
            continue
        other = others[slide.id]
        assert slide.second == (other.title, other.answer)
        assert slide.second_counted == tuple(said for _, said in other.key_numbers)
        said = {text.whole for text in layout.texts if text.style.second}
        missing = {*slide.second, *slide.second_counted} - {"", *said}
        assert missing <= {slide.second[1]}, slide.id
        without_answer += len(missing)
        least = min(text.style.size for text in layout.texts if text.lines)
        assert least >= LEAST
    assert without_answer <= 1  # where two long answers have no room together


@pytest.mark.parametrize(("language", "second"), PAIRS[:2])
def test_of_all_figures_nearly_each_says_its_question_in_both_languages(made, language, second):
    both = made(language, "", WHOLE, second)
    without_question = without_answer = 0
    for number, slide in enumerate(both.slides, start=1):
        layout = place(both.said(number))
        _assert_in_place(slide, layout)
        said = [text.whole for text in layout.texts if text.style.second and text.lines]
        without_question += slide.second[0] not in said
        without_answer += slide.second[1] not in said and bool(slide.second[1])
    assert without_question < len(both.slides) / 20
    assert without_answer < len(both.slides) / 3


@pytest.mark.parametrize(("language", "town"), DECKS)
def test_every_slide_is_drawn_and_nothing_runs_out_of_its_place(made, language, town):
    slides = made(language, town)
    assert slides.left_out == ()
    assert {slide.id for slide in slides.slides} == {"first", "last", *slides.choice.figures}
    for number, slide in enumerate(slides.slides, start=1):
        _assert_in_place(slide, place(slides.said(number)))


def _assert_in_place(slide, layout):
    assert not any(line.endswith("…") for text in layout.texts for line in text.lines), slide.id
    boxes = [text.box for text in layout.texts if text.lines]
    boxes += [layout.code] if layout.code else []
    boxes += [chart_box(slide.chart, layout.chart)[0]] if slide.chart else []
    for box in boxes:
        assert box.x >= 0 and box.x + box.width <= WIDTH + 0.01, slide.id
        assert box.y >= 0 and box.bottom <= HEIGHT, slide.id
    for at, one in enumerate(boxes):
        assert not any(_overlap(one, other) for other in boxes[at + 1 :]), slide.id


@pytest.mark.parametrize(("language", "town"), DECKS)
def test_a_talk_has_about_ten_slides_that_the_last_row_reads(made, language, town):
    told = made(language, town, TEN)
    talk = told.slides[: told.counted]
    assert [slide.id for slide in talk] == ["first", "agenda", *TALK[town], "last"]
    assert 9 <= told.counted <= 12
    for number, slide in enumerate(talk, start=1):
        for layout in (place(told.said(number)), place(told.said(number), WIDE)):
            _assert_in_place(slide, layout)
            sizes = {text.whole: text.style.size for text in layout.texts if text.lines}
            assert min(sizes.values()) >= LEAST, slide.id
            if slide.large:
                large = [slide.answer] if slide.answer else [n for n, _ in slide.key_numbers]
                if slide.parted:
                    first, following = SENTENCE.split(slide.answer, 1)
                    assert sizes[following] >= HEIGHT / 18, slide.id
                    large = [first]
                assert min(sizes[text] for text in large) >= HEIGHT / 12, slide.id
                said = "".join(text.whole for text in layout.foot)
                assert slide.sources[0].said in said, slide.id
            if slide.chart:
                drawn = re.findall(r'font-size="([\d.]+)(?:px)?"', slide.chart)
                scale = chart_box(slide.chart, layout.chart)[1]
                assert min(map(float, drawn)) * scale >= LEAST * 0.99, slide.id


@pytest.mark.parametrize("id", ["acid_plant", "national_line", "post_cases", "three_towns"])
def test_a_chart_beside_an_answer_fits_its_room_or_is_not_drawn(day, id):
    """However little room there is: what can be drawn no lower is left to the slides behind."""
    spec = store.figure(id, "kk", day).chart
    for high in (60, 100, 150, 180, 210, 300):
        for width in (222, 290):
            if drawn := chart_beside(spec, Box(0, 0, width, high)):
                assert svg.size(drawn)[1] <= high


@pytest.mark.parametrize("town", ["", *TOWNS])
def test_behind_a_talk_stands_all_that_it_does_not_show(made, town):
    told = made("kk", town, TEN)
    talk, behind = told.slides[: told.counted], told.slides[told.counted :]
    whole = {slide.id: slide.chart for slide in made("kk", town).slides}
    for slide in talk:
        if slide.large and slide.id in whole and whole[slide.id] and not slide.chart:
            assert slide.id in {each.id for each in behind}
    assert {slide.id for slide in told.slides} == {"agenda", *whole}
    assert not any(slide.large for slide in behind)
    assert told.said(told.counted).stamp.startswith(f"{told.counted}/{told.counted} ")
    if behind:
        assert told.said(told.counted + 1).stamp.startswith(words_of("kk")("deck.behind"))


@pytest.mark.parametrize("town", ["", *TOWNS])
def test_an_agenda_has_three_numbers_that_its_figures_say(made, day, town):
    slides = made("ru", town, TEN).slides
    numbers = [number for number, _ in slides[1].key_numbers]
    assert len(numbers) == 3
    answers = {slide.id: slide.answer for slide in slides}
    shown = ("town_promises", "post_cases", "region_share") if town else ("overdue", "region_share")
    for number, id in zip(numbers, shown, strict=False):
        assert number in answers[id] or "единственного" in answers[id]


RANKED_ROWS = [("a", 9.0), ("b", 8.0), ("c", 7.0), ("d", 6.0), ("e", 5.0), ("f", 4.0), ("g", 3.0)]


@pytest.mark.parametrize(
    ("rows", "own", "names", "rest"),
    [
        (RANKED_ROWS, "b", "a b c d e rest:2", 7.0),
        (RANKED_ROWS, "g", "a b c d e g rest:1", 4.0),
        (RANKED_ROWS[:5], "a", "a b c d e", 5.0),
    ],
)
def test_a_ranking_is_its_five_largest_the_own_one_and_the_sum_of_the_others(
    rows, own, names, rest
):
    bars = shortened(rows, own, lambda count: f"rest:{count}")
    assert " ".join(bar.name for bar in bars) == names
    assert bars[-1].value == rest
    assert [bar.name for bar in bars if bar.own] == [own]
    assert sum(bar.value for bar in bars) == sum(value for _, value in rows)


def _overlap(one, other):
    return (
        one.x < other.x + other.width - 0.1
        and other.x < one.x + one.width - 0.1
        and one.y < other.bottom - 0.1
        and other.y < one.bottom - 0.1
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_type_is_less_than_a_thirtieth_of_the_height(made, language):
    slides = made(language)
    for number, slide in enumerate(slides.slides, start=1):
        sizes = [text.style.size for text in place(slides.said(number)).texts]
        if slide.chart:
            scale = chart_box(slide.chart)[1]
            drawn = re.findall(r'font-size="([\d.]+)(?:px)?"', slide.chart)
            sizes += [float(found) * scale for found in drawn]
        assert min(sizes) >= LEAST == HEIGHT / 30, slide.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_question_answer_source_version_day_and_address(made, language):
    slides, words = made(language), words_of(language)
    for number, slide in enumerate(slides.slides, start=1):
        svg = ElementTree.fromstring(slide_svg(slides, number))
        said = _close("".join(svg.itertext()))
        wanted = [slide.title, slide.answer, slide.short, slides.version, words.day(slides.day)]
        if slide.sources:
            wanted.append(slide.sources[0].said)
        for text in wanted:
            assert _close(text) in said, slide.id
        assert slide.address.startswith(SITE)


def _close(text):
    """A text without any space, for a line may break at each."""
    return "".join(text.split())


def test_parts_of_a_figure_are_counted(made):
    parts = [s for s in made("ru").slides if s.id == "region_ranking"]
    assert [slide.part for slide in parts] == list(range(1, len(parts) + 1))
    assert {slide.parts for slide in parts} == {len(parts)}
    titles = [made("ru").said(n).title for n, s in enumerate(made("ru").slides, 1) if s in parts]
    assert titles[0].endswith(f"(1/{len(parts)})")


def test_the_code_is_that_of_the_address():
    side, dark = code_of(f"{SITE}/plants?lang=kk#acid_plant")
    assert side >= 21 + 8
    assert all(4 <= x < side - 4 and 4 <= y < side - 4 for x, y in dark)


def test_without_a_known_site_a_slide_has_no_code_and_no_address(day):
    slides = deck(wished("kk", {"slides": "verdicts"}), day, "")
    assert [slide.address for slide in slides.slides] == ["", "", ""]
    assert place(slides.said(2)).code is None
    assert "http" not in "".join(slide_svg(slides, n) for n in (1, 2, 3)).replace(
        "http://www.w3.org", ""
    )


def test_a_figure_whose_data_are_broken_is_left_out_and_named(data_copy, day):
    (data_copy / "air_quality.parquet").write_bytes(b"no table")
    slides = deck(wished("ru", {"deck": "whole"}), day, SITE)
    lost = {id for id, kind in FIGURES.items() if "air_quality" in kind.tables} & set(COUNTRY)
    assert lost
    assert {slide.id for slide in slides.slides}.isdisjoint(lost)
    assert set(slides.left_out) == {words_of("ru")(f"{id}.title") for id in lost}
    last = _close("".join(ElementTree.fromstring(slide_svg(slides, len(slides.slides))).itertext()))
    assert all(_close(title) in last for title in slides.left_out)


def test_without_the_sources_nothing_is_shown_and_the_last_slide_says_so(data_copy, day):
    """Each figure names its sources, so none can do without them; the deck does not fail."""
    (data_copy / "sources.parquet").unlink()
    slides = deck(wished("kk", {}), day, SITE)
    assert [slide.id for slide in slides.slides] == ["first", "last"]
    assert len(slides.left_out) == len(COUNTRY)
    last = _close("".join(ElementTree.fromstring(slide_svg(slides, 2)).itertext()))
    assert "…" not in last
    assert f"тағы{len(COUNTRY) - 5}слайд" in last


def test_progress_is_told_from_none_to_all(day):
    told = []
    choice = wished("en", {"slides": "verdicts,overdue"})
    deck(choice, day, SITE, lambda made, of: told.append((made, of)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_text_that_fits_at_no_size_ends_in_an_ellipsis_and_in_its_place(made):
    layout = place(replace(made("en").said(2), answer="too much " * 400))
    answer = layout.column[1]
    assert answer.lines[-1].endswith("…")
    assert all(text.box.bottom <= layout.code.y for text in layout.column)


def test_charts_are_as_wide_as_their_place(made):
    assert all(chart_box(s.chart)[0].width == CHART.width for s in made("kk").slides if s.chart)


def test_what_fails_without_a_problem_of_the_data_is_told_apart_and_tried_again(monkeypatch):
    """A painter that was ended costs one slide at most, and only this time."""
    drawn = svg.chart_svg

    def ended(spec, width):
        if "Иридий" in str(spec):
            raise worker.NotDrawn("ended")
        return drawn(spec, width)

    day = date(2026, 12, 1)  # of which nothing was drawn before
    choice = wished("ru", {"slides": "prices,overdue"})
    asked = (choice, "html", day, "https://other.example.kz")
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.render.svg.chart_svg", ended)
        slides = deck(choice, day, SITE)
        assert (slides.left_out, slides.failed) == ((), (words_of("ru")("prices.title"),))
        assert b'data-figure="prices"' not in deck_ready(*asked).body
        assert b'data-figure="prices"' not in deck_ready(*asked).body
    later = time.monotonic() + 2 * ask.AGAIN
    monkeypatch.setattr(ask, "monotonic", lambda: later)
    assert b'data-figure="prices"' in deck_ready(*asked).body
