"""The table of pollutants in a bulletin of Kazhydromet, typed as it is printed and saved as CSV."""

import re
from collections.abc import Iterator
from contextlib import suppress

from kzdata.schema.air import STATISTIC_UNITS
from kzdata.schema.model import titles
from kzdata.schema.problems import Error
from publishing.intake.cells import spelled
from publishing.intake.forms.model import Form, Known, LeftOut, Told
from publishing.intake.forms.places import plain_name, towns_of
from publishing.intake.forms.sheet import Line, NotRead, Sheet

HEADINGS = {
    "pollutant": "Примесь",
    "mean": "мг/м3",
    "mean_of_limit": "Кратность ПДКс.с.",
    "highest": "мг/м3",
    "highest_of_limit": "Кратность ПДКм.р.",
    "np_percent": "%",
    "cases": ">ПДК",
    "cases_over_5": ">5 ПДК",
    "cases_over_10": ">10 ПДК",
}
TAKEN = tuple(name for name in HEADINGS if name in STATISTIC_UNITS)
POLLUTANTS = {
    "Взвешенные частицы (пыль)": "dust", "Взвешенные частицы РМ-2,5": "pm25",
    "Взвешенные частицы РМ-10": "pm10", "Диоксид серы": "so2", "Оксид углерода": "co",
    "Диоксид азота": "no2", "Оксид азота": "no", "Сероводород": "h2s", "Аммиак": "nh3",
    "Фенол": "phenol", "Формальдегид": "formaldehyde", "Озон": "o3", "Кадмий": "cadmium",
    "Свинец": "lead", "Мышьяк": "arsenic", "Хром": "chromium", "Медь": "copper",
}  # fmt: skip
OTHERS = ("Гамма-фон",)  # what the table has no code for
TOWN = re.compile(r"\bг\.\s*([^\W\d_][^\d.,;]*)$")
REMARK = "Примечание"


def read(sheet: Sheet, known: Known) -> Iterator[Told | LeftOut]:
    """Means, multiples of the limits and cases of one period, town by town."""
    towns = towns_of(known.tables["places"])
    lines = list(sheet.lines(HEADINGS))
    town = _town_above(sheet, lines)
    for line in lines:
        with suppress(NotRead):
            said = line.text("pollutant")
            if all(line.blank(name) for name in list(HEADINGS)[1:]):
                if named := TOWN.search(said):
                    town = named[1]
                elif said.startswith(REMARK):
                    yield LeftOut("remark", said)
                else:
                    line.refuse(Error.UNKNOWN_NAME, "pollutant", said, "г. …")
            elif said in OTHERS:
                yield LeftOut("other_pollutant", said)
            else:
                yield from _statistics(line, _code(line, town, towns), known)


def _statistics(line: Line, place_id: str, known: Known) -> Iterator[Told]:
    pollutant = line.named("pollutant", POLLUTANTS)
    if known.period is None:
        raise ValueError("a bulletin does not say its period itself")
    start, end = known.period
    for name in TAKEN:
        if line.blank(name):
            continue
        with suppress(NotRead):
            yield Told(
                line.number,
                {
                    "place_id": place_id,
                    "spot": None,
                    "period_start": start,
                    "period_end": end,
                    "pollutant": pollutant,
                    "statistic": name,
                    "value": float(line.whole(name)) if name == "cases" else line.value(name),
                    "unit": STATISTIC_UNITS[name][0],
                    "basis": "measured",
                    "source_id": known.source_id,
                },
            )


def _town_above(sheet: Sheet, lines: list[Line]) -> str:
    """The town that is named above the header, if one is."""
    first = lines[0].number if lines else 0
    above = [spelled(cell) for n, cells in sheet.rows if n < first for cell in cells]
    return next((found[1] for text in above if (found := TOWN.search(text.strip()))), "")


def _code(line: Line, town: str, towns: dict[str, str]) -> str:
    if plain_name(town) not in towns:
        line.refuse(Error.UNKNOWN_NAME, "place_id", town or "…", ", ".join(sorted(towns.values())))
    return towns[plain_name(town)]


FORMS = (
    Form(
        "air-bulletin",
        "air_pollutants",
        titles(
            "«Қазгидромет» бюллетеніндегі ауадағы ластағыш заттар кестесі (CSV)",
            "Таблица загрязняющих веществ в воздухе из бюллетеня Казгидромета (CSV)",
            "The table of air pollutants in a bulletin of Kazhydromet (CSV)",
        ),
        ", ".join(HEADINGS.values()),
        read,
        silent=("мг/м3 (максимально-разовая)", "%", ">5 ПДК", ">10 ПДК"),
        needs_period=True,
    ),
)
