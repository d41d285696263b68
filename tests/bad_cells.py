"""Single cells that must be refused, each with the rule that it must be named for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from candidate_files import EMISSIONS, GROWTH, TARGETS, Saved, cell, file_of, text, workbook

NB, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
XLSX, CSV = workbook(), text()
CSV_BY_HAND = text(separator=";", decimal=",")


@dataclass(frozen=True)
class Cell:
    """One wrong cell: its table, row, column and value, and how a finding repeats the value."""

    saved: Saved
    table: str
    row: int
    column: str
    value: object
    rule: str
    repeated: str | None = None

    @property
    def found(self) -> str:
        return str(self.value) if self.repeated is None else self.repeated

    def make(self, folder: Path) -> Path:
        return file_of(self.table, folder, cell(self.row, self.column, self.value), self.saved)


def kt(saved: Saved, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, EMISSIONS, 3, "kt", value, rule, found)


def year(saved: Saved, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, EMISSIONS, 3, "year", value, rule, found)


def deadline(saved: Saved, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, TARGETS, 2, "deadline", value, rule, found)


def code(saved: Saved, column: str, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, EMISSIONS, 3, column, value, rule, found)


def name(saved: Saved, language: str, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, "plants", 2, f"name_{language}", value, rule, found)


def flag(saved: Saved, value: object, rule: str, found: str | None = None) -> Cell:
    return Cell(saved, GROWTH, 3, "year_by_context", value, rule, found)


NUMBERS = {
    "a decimal comma as text": kt(XLSX, "12,5", "decimal_comma"),
    "a decimal comma in quotation marks": kt(CSV, "12,5", "decimal_comma"),
    "a comma that may part thousands": kt(CSV, "1,234", "comma_or_thousands"),
    "spaces in a number": kt(XLSX, "1 234,5", "number_spaces"),
    "no-break spaces in a number": kt(XLSX, f"1{NB}234,5", "number_spaces"),
    "narrow no-break spaces in a number": kt(CSV, f"1{THIN}234.5", "number_spaces"),
    "spaces in a number of a Russian Excel": kt(CSV_BY_HAND, f"1{NB}234,5", "number_spaces"),
    "thousands parted by commas": kt(CSV, "1,234.5", "number_groups"),
    "thousands parted by apostrophes": kt(CSV, "1'234.5", "number_groups"),
    "a percentage as text": Cell(XLSX, TARGETS, 3, "cut_percent", "21 %", "percent_sign"),
    "a percentage in a CSV": Cell(CSV, TARGETS, 3, "cut_percent", "21%", "percent_sign"),
    "an exponent": kt(CSV, "1.2E+03", "exponent"),
    "an exponent with a comma": kt(CSV_BY_HAND, "1,2E+03", "exponent"),
    "a star at a number": kt(XLSX, "12*", "footnote"),
    "a raised figure at a number": kt(XLSX, "12,5¹", "footnote"),
    "a bracket at a number": kt(CSV, "12.5 1)", "footnote"),
    "an ellipsis": kt(XLSX, "…", "no_value"),
    "a dash": kt(XLSX, "-", "no_value"),
    "nothing known, in Russian": kt(CSV, "н/д", "no_value"),
    "from and to": kt(XLSX, "40–60", "number_range"),
    "a unit in the cell": kt(XLSX, "12,5 тыс. т", "unit_in_number"),
    "about": kt(XLSX, "около 12", "number_about"),
    "less than": kt(XLSX, "<0,1", "number_about"),
    "a dash for a minus": Cell(XLSX, GROWTH, 3, "growth_percent", "−6,0", "minus_sign"),
    "a word": kt(XLSX, "много", "not_number"),
    "two commas": kt(CSV, "1,2,3", "not_number"),
    "a Cyrillic letter in a number": kt(CSV, "1О0.5", "not_number"),
    "a blank before a number": kt(XLSX, " 12.5", "blank"),
    "nothing but a blank": kt(CSV, " ", "blank"),
    "a number that became a day": kt(XLSX, datetime(2026, 5, 1), "day_for_number", "2026-05-01"),
    "true for a number": kt(XLSX, True, "not_number", "TRUE"),
    "a negative emission": kt(XLSX, -5.5, "range"),
    "a number too large to be one": kt(CSV, "1" * 400, "range", "inf"),
    "half a year": year(XLSX, 2023.5, "not_whole"),
    "half a year with a comma": year(CSV_BY_HAND, "2023,5", "not_whole"),
    "a year with its letter": year(CSV, "2023 г.", "unit_in_number"),
    "a year of long ago": year(XLSX, 202, "range"),
    "an error value": kt(XLSX, "#REF!", "error_value"),
    "an error value in Russian": kt(CSV, "#ССЫЛКА!", "error_value"),
    "a column too narrow": kt(CSV, "#######", "error_value"),
    "a formula never computed": kt(XLSX, "=1+1", "formula_without_value"),
    "a number left out": kt(XLSX, None, "not_null", ""),
}
DAYS = {
    "the number of a day": deadline(XLSX, 45657, "day_serial"),
    "the number of a day in a CSV": deadline(CSV, "45657", "day_serial"),
    "a day with dots as text": deadline(XLSX, "31.12.2024", "day_dots"),
    "a day with dots in a CSV of programs": deadline(CSV, "31.12.2024", "day_dots"),
    "a day with a time": deadline(
        XLSX, datetime(2024, 12, 31, 14, 30), "day_with_time", "2024-12-31 14:30"
    ),
    "a day with a time in a CSV": deadline(CSV, "2024-12-31 14:30", "day_with_time"),
    "day or month first": deadline(XLSX, "12/11/2024", "day_order"),
    "a year for a day": deadline(XLSX, 2024, "day_unfinished"),
    "a month in words": deadline(XLSX, "декабрь 2024", "day_unfinished"),
    "the thirtieth of February": deadline(XLSX, "2024-02-30", "not_day"),
    "the thirtieth of February with dots": deadline(CSV_BY_HAND, "30.02.2024", "not_day"),
    "a time of day": deadline(XLSX, time(14, 30), "not_day"),
    "soon": deadline(CSV, "скоро", "not_day"),
    "a day of another century": deadline(XLSX, date(2924, 12, 31), "range"),
    "a deadline before its promise": deadline(XLSX, date(2015, 1, 1), "order"),
}
TEXTS = {
    "a blank behind a name": name(XLSX, "ru", "Балхаш ", "blank"),
    "a no-break space behind a name": name(XLSX, "ru", f"Балхаш{NB}", "blank"),
    "a no-break space within a name": name(XLSX, "ru", f"Балхашский{NB}завод", "no_break_space"),
    "a no-break space in a code": code(XLSX, "source_id", f"kt{NB}2021", "no_break_space"),
    "a line break": name(XLSX, "ru", "Завод\nмеди", "invisible", "Завод⟨U+000A⟩меди"),
    "a control character": name(CSV, "ru", "Балхаш\x07", "invisible", "Балхаш⟨U+0007⟩"),
    "a zero-width space": name(CSV, "ru", "Бал\u200bхаш", "invisible", "Бал⟨U+200B⟩хаш"),
    "a colour for a terminal": name(CSV, "ru", "\x1b[31mЗавод", "invisible", "⟨U+001B⟩[31mЗавод"),
    "a letter lost on the way": name(CSV, "kk", "Бал\ufffdаш", "lost_letters"),
    "Latin letters in a Russian word": name(XLSX, "ru", "Бaлхаш", "mixed_letters"),
    "a Latin i in a Kazakh word": name(XLSX, "kk", "Темiртау", "mixed_letters"),
    "a name that became a day": name(
        XLSX, "en", datetime(2026, 2, 1), "day_for_text", "2026-02-01"
    ),
    "a name read in a wrong encoding": name(XLSX, "ru", "РњРµРґСЊ", "mojibake"),
    "a name with a blank of the web": name(XLSX, "ru", "Балхаш&nbsp;завод", "markup"),
    "a ditto mark for a name": name(CSV, "kk", "〃", "ditto"),
    "an error value for a name": name(XLSX, "en", "#N/A", "error_value"),
    "a dash for a name": name(XLSX, "en", "–", "no_value"),
    "a formula as a text": name(CSV, "en", "@SUM(A1)", "formula_text"),
    "a text that no cell holds": name(CSV, "en", "a" * 40_000, "long_text", "aaaa"),
    "a Cyrillic letter in a code": code(XLSX, "region_id", "КZ-10", "code_letters"),
    "a Cyrillic letter in a fixed code": code(XLSX, "basis", "reсord", "code_letters"),
    "a Cyrillic letter in a key": Cell(
        CSV, "plants", 2, "plant_id", "balkhаsh-smelter", "code_letters"
    ),
    "a code in capitals": code(XLSX, "basis", "Record", "code_case"),
    "a reference in small letters": code(XLSX, "region_id", "kz-10", "code_case"),
    "a code nobody knows": code(XLSX, "basis", "rumour", "code"),
    "a source nobody knows": code(XLSX, "source_id", "hearsay", "reference_alone"),
    "a name for a code": code(XLSX, "region_id", "Қарағанды облысы", "name_for_code"),
    "a Russian word for a key": Cell(CSV, "plants", 2, "plant_id", "балхаш", "code_alphabet"),
    "a code that became a number": code(XLSX, "source_id", 2024, "number_for_text"),
    "a code left out": code(XLSX, "basis", None, "not_null", ""),
}
FLAGS = {
    "yes in Russian": flag(XLSX, "да", "flag_word"),
    "no in Kazakh": flag(CSV, "жоқ", "flag_word"),
    "one for true": flag(XLSX, 1, "flag_word"),
    "a flag left out": flag(XLSX, None, "not_null", ""),
}
BAD_CELLS = {**NUMBERS, **DAYS, **TEXTS, **FLAGS}
