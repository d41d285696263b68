"""Indicators of waste from the bureau's platform of the Sustainable Development Goals."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from kzdata.schema.model import titles
from kzdata.schema.problems import Error
from publishing.intake.forms.model import Form, Known, LeftOut, Told
from publishing.intake.forms.places import Regions, listed_by
from publishing.intake.forms.sheet import NotRead, Sheet

COUNTRY_ALONE = ("Year", "UNIT_MEASURE", "Value")
BY_REGION = ("Year", "UNIT_MEASURE", "REF_AREA", "Value")
# The platform's codes of regions; the country has none.
REGIONS = {
    "": "Республика Казахстан", "KZABY": "Абай", "KZAKM": "Акмолинская", "KZAKT": "Актюбинская",
    "KZALM": "Алматинская", "KZATY": "Атырауская", "KZZAP": "Западно-Казахстанская",
    "KZZHA": "Жамбылская", "KZZHS": "Жетісу", "KZKAR": "Карагандинская", "KZKUS": "Костанайская",
    "KZKZY": "Кызылординская", "KZMAN": "Мангистауская", "KZPAV": "Павлодарская",
    "KZSEV": "Северо-Казахстанская", "KZYUZ": "Туркестанская", "KZULU": "Ұлытау",
    "KZVOS": "Восточно-Казахстанская", "KZNS": "г. Астана", "KZALA": "г. Алматы",
    "KZSHY": "г. Шымкент",
}  # fmt: skip


def read(
    sheet: Sheet, known: Known, *, measure: str, headings: tuple[str, ...]
) -> Iterator[Told | LeftOut]:
    """Per cent by year, and by region in the borders of that year where the header names one."""
    regions = Regions(known.tables["regions"])
    codes = regions.coded(REGIONS)
    found = []
    for line in sheet.lines(dict(zip(headings, headings, strict=True))):
        with suppress(NotRead):
            line.same("UNIT_MEASURE", "PT")
            region = line.named("REF_AREA", codes) if "REF_AREA" in headings else codes[""]
            found.append((line, line.year("Year"), region))
    listed = listed_by((year, region) for _, year, region in found)
    for line, year, region in found:
        with suppress(NotRead):
            if (then := regions.then(region, year, listed)) is None:
                line.refuse(Error.PARTED_REGION, "REF_AREA", f"{line.text('REF_AREA')}, {year}")
            yield Told(
                line.number,
                {
                    "region_id": then,
                    "year": year,
                    "measure": measure,
                    "percent": line.value("Value"),
                    "basis": "record",
                    "source_id": known.source_id,
                },
            )


def _form(name: str, measure: str, headings: tuple[str, ...], title: dict[str, str]) -> Form:
    reading = partial(read, measure=measure, headings=headings)
    return Form(name, "waste_rates", title, ", ".join(headings), reading)


FORMS = (
    _form(
        "sdg-11-6-1-1",
        "municipal_recycled",
        BY_REGION,
        titles(
            "ТДМ 11.6.1.1: қайта өңделген тұрмыстық қатты қалдықтардың үлесі (CSV)",
            "ЦУР 11.6.1.1: доля переработанных твёрдых бытовых отходов (CSV)",
            "SDG 11.6.1.1: share of municipal solid waste recycled (CSV)",
        ),
    ),
    _form(
        "sdg-11-6-1-2",
        "landfills_in_order",
        COUNTRY_ALONE,
        titles(
            "ТДМ 11.6.1.2: талаптарға сай келетін қоқыс полигондарының үлесі (CSV)",
            "ЦУР 11.6.1.2: доля полигонов, соответствующих требованиям (CSV)",
            "SDG 11.6.1.2: share of landfills that meet the rules (CSV)",
        ),
    ),
    _form(
        "sdg-12-5-1",
        "industrial_recycled",
        COUNTRY_ALONE,
        titles(
            "ТДМ 12.5.1: қайта өңделген өнеркәсіп қалдықтарының үлесі (CSV)",
            "ЦУР 12.5.1: доля переработанных промышленных отходов (CSV)",
            "SDG 12.5.1: share of industrial waste recycled (CSV)",
        ),
    ),
)
