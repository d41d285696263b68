"""Files of the collection Kazakhstan Economic Data, which keeps copies of the bureau's tables.

One row is one value: day, region, product or part, value. The codes of regions are those of its own
dictionary of regions, which stands here with the names that it gives them.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from kzdata.schema.model import titles
from kzdata.schema.problems import Error
from publishing.intake.forms.model import Form, Known, LeftOut, Told
from publishing.intake.forms.places import Regions
from publishing.intake.forms.sheet import Line, NotRead, Sheet

HEADINGS = ("date", "region", "item_code", "item_name", "value", "transformation")
COLUMNS = dict(zip(HEADINGS, HEADINGS, strict=True))
REGIONS = {
    "KZ": "Республика Казахстан", "national": "Республика Казахстан", "ABY": "Абай",
    "AKM": "Акмолинская", "AKT": "Актюбинская", "ALM": "Алматинская область", "ATY": "Атырауская",
    "ZKO": "Западно-Казахстанская", "ZHM": "Жамбылская", "ZHT": "Жетісу", "KRG": "Карагандинская",
    "KST": "Костанайская", "KZL": "Кызылординская", "MNG": "Мангистауская", "PVL": "Павлодарская",
    "SKO": "Северо-Казахстанская", "TRK": "Туркестанская", "ULT": "Ұлытау",
    "VKO": "Восточно-Казахстанская", "AST": "г. Астана", "ALA": "г. Алматы", "SHM": "г. Шымкент",
}  # fmt: skip

# Products by their code: the metal, and the name without which the code would mean another product.
METALS = {
    "ALUMINA": ("alumina", "Оксид алюминия, кроме корунда искусственного"),
    "ALUMINIUM": ("aluminium", "Алюминий необработанный"),
    "COPPER_REFINED": (
        "copper",
        "Медь рафинированная и сплавы медные, необработанные; лигатуры на основе меди",
    ),
    "FERROALLOYS": ("ferroalloys", "Ферросплавы"),
    "GOLD": ("gold", "Золото необработанное и полуобработанное или в виде порошка"),
    "LEAD": ("lead", "Свинец необработанный"),
    "PIG_IRON": (
        "pig_iron",
        "Чугун передельный, литейный или зеркальный в чушках, болванках "
        "или в виде форм первичных прочих",
    ),
    "SILVER": ("silver", "Серебро необработанное и полуобработанное или в виде порошка"),
    "STEEL": ("steel", "Сталь нерафинированная"),
    "ZINC": ("zinc", "Цинк необработанный"),
}
UNITS = {"тонна (метрическая)": "t", "килограмм": "kg"}
# The bureau counts June 2022, in which three regions were parted, in the borders after it.
PARTED = (2022, date(2022, 6, 1))
BORDERS_OF_TODAY = date(2009, 1, 1)  # from when the bureau counts people anew in today's borders


def read_output(sheet: Sheet, known: Known) -> Iterator[Told | LeftOut]:
    """The monthly output of metals by region (Taldau, indicator 701608)."""
    regions = Regions(known.tables["regions"])
    codes = regions.coded(REGIONS)
    for line in sheet.lines(COLUMNS):
        with suppress(NotRead):
            yield _output(line, regions, codes, known.source_id)


def _output(line: Line, regions: Regions, codes: dict[str, str], source: str) -> Told | LeftOut:
    product = line.text("item_code")
    if product not in METALS:
        return LeftOut("other_product", product)
    metal, name = METALS[product]
    given, _, unit = line.text("item_name").rpartition(", ")
    if given != name:
        line.refuse(Error.OTHER_IN_FORM, "item_name", given, name)
    if unit not in UNITS:
        line.refuse(Error.OTHER_IN_FORM, "item_name", unit, ", ".join(UNITS))
    line.same("transformation", "level")
    region, start = line.named("region", codes), line.day("date")
    if start.day != 1:
        line.refuse(
            Error.OTHER_IN_FORM, "date", start.isoformat(), start.replace(day=1).isoformat()
        )
    year, parted = PARTED
    borders = "2022" if start >= parted else "old"
    return Told(
        line.number,
        {
            "metal_id": metal,
            "region_id": region,
            "borders": borders if regions.parted_in(region) == year else "unchanged",
            "period_start": start,
            "period_end": start.replace(day=monthrange(start.year, start.month)[1]),
            "value": line.value("value"),
            "unit": UNITS[unit],
            "basis": "record",
            "source_id": source,
        },
    )


def read_population(sheet: Sheet, known: Known) -> Iterator[Told | LeftOut]:
    """People on 1 January by region, in the borders of today (table 6584 of the bureau)."""
    codes = Regions(known.tables["regions"]).coded(REGIONS)
    for line in sheet.lines(COLUMNS):
        with suppress(NotRead):
            if (part := line.text("item_code")) != "ALL":
                yield LeftOut("part_of_people", part)
                continue
            line.same("transformation", "level")
            if (day := line.day("date")) < BORDERS_OF_TODAY:
                yield LeftOut("old_borders", str(day.year))
                continue
            if (day.month, day.day) != (1, 1):
                line.refuse(Error.OTHER_IN_FORM, "date", day.isoformat(), f"{day.year}-01-01")
            values = {"region_id": line.named("region", codes), "day": day}
            values |= {"persons": line.whole("value"), "source_id": known.source_id}
            yield Told(line.number, values)


FORMS = (
    Form(
        "metal-output",
        "metal_output_monthly",
        titles(
            "Өнеркәсіп өнімін заттай көріністе өндіру, айлар мен өңірлер бойынша (CSV)",
            "Производство промышленной продукции в натуральном выражении "
            "по месяцам и регионам (CSV)",
            "Industrial output in physical terms by month and region (CSV)",
        ),
        ", ".join(HEADINGS),
        read_output,
    ),
    Form(
        "population",
        "population",
        titles(
            "Өңірлер бойынша 1 қаңтардағы халық саны, 2022 жылғы шекаралар (CSV)",
            "Численность населения по регионам на 1 января, границы 2022 года (CSV)",
            "Population on 1 January by region, 2022 borders (CSV)",
        ),
        ", ".join(HEADINGS),
        read_population,
    ),
)
