"""What the codes of the data are called where readers are told of rows."""

from dashboard.i18n.words import Words
from kzdata.schema.columns import COUNTRY

# The family of words for the codes of a column; of one that several tables use otherwise, by table.
FAMILIES = {
    "averaging": "averaging",
    "basis": "basis",
    "better": "better",
    "borders": "borders",
    "branch": "branch",
    "category": "gas_category",
    "deadline_given": "given",
    "instrument": "instrument",
    "level": "level",
    "licence": "licence",
    "metric": "metric",
    "name_given": "name_given",
    "outcome": "state",
    "page": "claim_page",
    "part": "co2_part",
    "per": "price_per",
    "pollutant": "pollutant",
    "published_given": "given",
    "qualifier": "qualifier",
    "quoted": "quoted",
    "record": "held_against",
    "relation": "relation",
    "remark": "waste_remark",
    "spot": "spot",
    "statistic": "statistic",
    "term_unit": "term_unit",
    "topic": "topic",
    "town": "place",
    "air_quality.measure": "air_statement",
    "air_quality.place": "place",
    "benchmark_records.method": "method",
    "benchmark_records.place": "metal_place",
    "bodies.kind": "body_kind",
    "claims.scope": "claim_scope",
    "metal_output.measure": "output_measure",
    "metal_output.product": "output_product",
    "national_emissions.scope": "scope",
    "places.kind": "place_kind",
    "plant_records.measure": "record_measure",
    "plants.kind": "plant_kind",
    "regional_emissions.method": "obtained",
    "reports.about": "report_about",
    "reports.state": "report_state",
    "requests.answer": "request_answer",
    "sources.kind": "source_kind",
    "waste_rates.measure": "waste_measure",
}


def said_code(table: str, column: str, code: str, words: Words) -> str:
    """What readers call a code of a column.

    Categories of the greenhouse gas inventory are numbers that everybody uses: they stay.
    """
    if code == COUNTRY:
        return words("country")
    family = FAMILIES.get(f"{table}.{column}") or FAMILIES[column]
    if family == "gas_category" and code[0].isdigit():
        return code
    return words.code(family, code)
