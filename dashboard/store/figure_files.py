"""What is made of finished figures: drawn charts, charts for the live page, files, sheets."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from dashboard.addresses import Choices, figure_page_path, view_path
from dashboard.figures import FIGURES, linked
from dashboard.figures.town_sheet import Sheet
from dashboard.i18n import words_of
from dashboard.render import download, figure_table, svg, town_sheet, worker
from dashboard.store.as_of import code_at, published_as
from dashboard.store.ask import TEXT, TEXTS, Form, elsewhere, made, stem
from dashboard.store.finished import chosen, cited, figure, letters, sheet, tell_once
from dashboard.store.snapshot import Unavailable, one_version, snapshot
from kzdata.schema.model import LANGUAGES


@dataclass(frozen=True)
class Living:
    """A chart as Streamlit sends it: its data as Arrow bytes, its label told apart."""

    spec: dict[str, Any]
    label: str


def _living_files(living: Living | None) -> dict[str, bytes]:
    told = living and {"label": living.label, "spec": living.spec}
    return {"": json.dumps(told, ensure_ascii=False, default=_in_letters).encode()}


def _in_letters(content: bytes) -> str:
    return b64encode(content).decode()


def _of_living_files(files) -> Living | None:
    if (told := json.loads(files[""])) is None:
        return None
    spec = told["spec"]
    packed = {name: b64decode(content) for name, content in spec["datasets"].items()}
    return Living({**spec, "datasets": packed}, told["label"])


LIVING: Form[Living | None] = Form(_living_files, _of_living_files)


def living(id: str, language: str, day: date, **choices) -> Living | None:
    """A figure's chart for the live page, None if it has none; raises Unavailable.

    It is a file of its own: a live page has no use for the table that comes with a figure.
    """
    taken = chosen(id, choices)

    def make() -> Living | None:
        done = figure(id, language, day, **taken)
        try:
            return None if done.chart is None else Living(_spec(done.chart), done.figure.label)
        except Exception as error:
            tell_once("living", (id, language, *taken.values()), snapshot().version)
            raise Unavailable(id) from error

    file = f"live/{language}/{stem(id, taken)}.json"
    return made(file, day, make, LIVING, of_site=False)


def _spec(chart: dict) -> dict:
    drawn = {k: v for k, v in chart.items() if k not in ("datasets", "description")}
    # Of the data only columns go along that the chart has a use for.
    named = json.dumps(drawn, ensure_ascii=False)
    packed = {
        name: _arrow([{k: v for k, v in row.items() if k in named} for row in rows])
        for name, rows in chart["datasets"].items()
    }
    return {**drawn, "datasets": packed}


def _arrow(rows: list[dict]) -> bytes:
    table, sink = pa.Table.from_pylist(rows), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def drawn(id: str, language: str, day: date, width: int, **choices) -> str:
    """A figure's chart as SVG with its links, `width` pixels wide; raises Unavailable."""
    with one_version() as data:
        spec = figure(id, language, day, **choices).chart
        if spec is None:
            raise Unavailable(id)
    file = f"charts/{language}/{stem(id, chosen(id, choices))}.{width}.svg"
    try:
        make = partial(svg.chart_svg, linked(spec), width)
        return made(file, day, make, TEXT, of_site=False)
    except worker.NotDrawn as error:
        tell_once("chart", (id, language, width), data.version)
        raise Unavailable(id) from error


def checked_at(id: str, taken: Choices, day: date, site: str, server: str | None = None) -> str:
    """Where it is told what a view said on a day and whether that still holds; else nothing.

    It is where a server answers for versions and the data are a published one of the day.
    """
    code = code_at(id, taken, day) if server or server is None else ""
    return code and (site if server is None else server) + code


def _taken_from(id: str, language: str, taken: Choices, day: date) -> str:
    """Where a view stands below the host; of an older version, the figure's page at that."""
    published = published_as(day) if snapshot().older else None
    if published is None:
        return view_path(FIGURES[id].page, language, taken, id)
    return figure_page_path(language, id, {**taken, **published.query})


def take_away(
    id: str, language: str, day: date, form: str, site: str, server: str | None = None, **choices
) -> tuple[str, bytes]:
    """A figure as a file that says where it comes from: its name and its bytes.

    `form` is one of download.FORMS, `site` where the dashboard stands, `server` where it answers
    for older versions, if that is not there; raises Unavailable.
    """
    words, taken = words_of(language), chosen(id, choices)
    with one_version() as data:
        finished = figure(id, language, day, **taken)
        sources = cited(finished.figure.sources, language)
        check = checked_at(id, taken, day, site, server)
        address = site + _taken_from(id, language, taken, day)
    origin = download.Origin(address, data.version, day, check)

    def make(form: str) -> bytes:
        return download.take_away(finished.figure, finished.chart, sources, words, origin, form)

    def picture(form: str) -> bytes:
        file = f"pictures/{language}/{stem(id, taken)}.{form}"
        return made(file, day, lambda: make(form), apart=elsewhere(site, server))

    name = figure_table.file_name(finished.figure, taken, day, form)
    try:
        if form in download.PICTURES:
            return name, download.of_picture(picture(download.PICTURES[form]), form)
        return name, picture(form) if form in download.PICTURES.values() else make(form)
    except worker.NotDrawn as error:
        tell_once("file", (id, language, form), data.version)
        raise Unavailable(id) from error


def letter_ids(day: date) -> tuple[str, ...]:
    """The letters that there are on a day; none where the data do not allow them.

    Every page asks, so it is kept apart from what is in them.
    """

    def make() -> tuple[str, ...]:
        try:
            return tuple(letters(LANGUAGES[0], day))
        except Unavailable:
            return ()

    return made("ask/ids.txt", day, make, TEXTS)


def sheet_file(town: str, paper: str, day: date, site: str) -> bytes:
    """The sheet of a town as PDF, on one of town_sheet.PAPERS; raises Unavailable.

    Its code leads to the page of the town at `site`, in the language of whoever opens it.
    """
    address = site and site + view_path("town", "", {"town": town})
    with one_version() as data:
        sides = tuple(
            _side(sheet(town, language, day), language) for language in town_sheet.LANGUAGES
        )
        asked = (sides, paper, address, data.version, day)
    try:
        return town_sheet.pdf(*asked)
    except worker.NotDrawn as error:
        tell_once("sheet", (town, paper), data.version)
        raise Unavailable("sheet") from error


def _side(told: Sheet, language: str) -> town_sheet.Side:
    ids = {box.source for box in told.boxes}
    sources = {id: source for id in ids for source in cited((id,), language)}
    return town_sheet.Side(told, words_of(language), sources)
