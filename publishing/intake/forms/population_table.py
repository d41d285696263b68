"""The bureau's own table of people by region: names down, years across, footnotes in the names."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from kzdata.schema.model import titles
from kzdata.schema.problems import Error
from publishing.intake.forms.model import Form, Known, LeftOut, Told
from publishing.intake.forms.places import Regions, listed_by
from publishing.intake.forms.sheet import YEAR, Line, NotRead, Sheet

REGION = "region"
NOTHING = ("", "-", "–", "—")  # how the bureau writes that a region did not exist
REMARK = re.compile(r"\s*(?:\d+\)|\d+ |\*|¹)")  # how a footnote below the table begins


def read(sheet: Sheet, known: Known) -> Iterator[Told | LeftOut]:
    """People on 1 January of each year, in the borders of that year."""
    place = sheet.header(lambda cells: len(cells) > 1 and not cells[0] and all(_years(cells[1:])))
    if place < 0:
        raise sheet.other_form(LAYOUT)
    years = [f"{cell}" for cell in sheet.rows[place][1][1:] if cell not in (None, "")]
    years = [year.removesuffix(".0") for year in years]
    regions = Regions(known.tables["regions"])
    found = []
    for line in sheet.below(place, [REGION, *years]):
        with suppress(NotRead):
            if all(line.blank(year) for year in years) and REMARK.match(line.text(REGION)):
                yield LeftOut("remark", line.text(REGION))
                continue
            region = line.named(REGION, regions)
            for year in years:
                if line.text(year) in NOTHING:
                    yield LeftOut("no_figure", regions.written(region))
                else:
                    found.append((line, year, region))
    yield from _in_their_borders(found, regions, known.source_id)


def _in_their_borders(
    found: list[tuple[Line, str, str]], regions: Regions, source: str
) -> Iterator[Told]:
    listed = listed_by((int(year), region) for _, year, region in found)
    for line, year, region in found:
        with suppress(NotRead):
            then = regions.then(region, int(year), listed)
            if then is None:
                line.refuse(Error.PARTED_REGION, REGION, f"{line.text(REGION)}, {year}")
            values = {"region_id": then, "day": date(int(year), 1, 1)}
            yield Told(line.number, values | {"persons": line.whole(year), "source_id": source})


def _years(cells: list[str]) -> Iterator[bool]:
    return (bool(YEAR.fullmatch(cell)) for cell in cells)


LAYOUT = "…, 2022, 2023"
FORMS = (
    Form(
        "population-table",
        "population",
        titles(
            "Өңірлер бойынша 1 қаңтардағы халық саны, сол жылдардың шекаралары (бюро кестесі)",
            "Численность населения по регионам на 1 января, границы тех лет (таблица бюро)",
            "Population on 1 January by region, borders of the time (the bureau's table)",
        ),
        LAYOUT,
        read,
    ),
)
