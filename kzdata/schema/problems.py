"""What can be wrong with a table, as data; `dashboard.i18n.messages` says it in three languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Grade(StrEnum):
    """How much a finding weighs."""

    ERROR = "fault"  # refuses the table
    QUESTION = "question"  # may be right all the same: somebody has to say so
    NOTE = "note"  # was understood and read rightly; only said


ERRORS = (
    "missing_file", "unreadable_file", "empty", "undeclared_file", "missing_column",
    "unknown_column", "type", "not_null", "range", "code", "blank", "percent", "order",
    "outcome_source", "outcome_missing", "outcome_early", "placeholder", "key", "reference",
    "reference_alone", "name_for_code",
    "reference_among", "itself", "other_unit", "needed", "needless",
    "access_denied",
    # Data that another version of the program published.
    "not_understood",
    # Days against each other, against the day of the source, against today.
    "half", "part_of_year", "one_month", "base_year", "day_to_come", "period_to_come",
    "period_after_source", "claim_year_to_come", "claim_year_after_source",
    "announced_after_source", "outcome_after_source", "outcome_source_before_promise",
    "outcome_of_announcement", "missed_too_early",
    "unit_of_series",
    # Parts against their whole, regions on the map and in time.
    "part_over_whole", "parts_over_whole", "less_than_part", "below_part", "overlap",
    "tile_taken", "own_predecessor", "region_no_more",
    # What may not happen from one version to the next, nor to the versions themselves.
    "vanished_promise", "renamed_promise", "damaged_log", "damaged_object",
    # Texts and codes, wherever they stand.
    "code_case", "code_letters", "code_alphabet", "invisible", "lost_letters", "error_value",
    "no_value", "long_text", "no_break_space", "mixed_letters", "formula_text", "address",
    "ditto", "mojibake", "markup", "wrong_language", "address_twice", "address_marks",
    "local_address",
    # A file in a form of an office that is another than it was.
    "other_form", "other_in_form", "unknown_name", "parted_region", "nothing_told",
    # What people do to a file before they hand it in: to the whole of it, header, rows, cells.
    "lost_key", "empty_file", "other_kind", "old_excel", "encrypted", "strict_workbook",
    "too_large",
    "damaged_workbook", "quotes", "windows_1251", "spoilt_byte", "missing_header", "wide_table",
    "sheets_alike", "other_table", "merged_cells", "column_twice", "column_left_out",
    "renamed_column", "unnamed_column", "beyond_header", "short_row", "empty_row", "total_row",
    "remark_row", "decimal_comma", "comma_or_thousands",
    "number_spaces", "number_groups", "percent_sign", "exponent", "footnote", "number_range",
    "unit_in_number", "number_about", "minus_sign", "not_number", "not_whole", "day_for_number",
    "formula_without_value", "day_with_time", "day_serial", "day_dots", "day_order",
    "day_unfinished", "not_day", "day_for_text", "number_for_text", "flag_word",
)  # fmt: skip
QUESTIONS = (
    "short_number",
    "struck_out",
    "shown_otherwise",
    "percent_fraction",
    "thousand_times",
    "far_off",
    "moved_comma",
    "column_permuted",
    "column_moved",
    "column_filled",
    "column_emptied",
    "columns_exchanged",
    "time_copied",
    "jump",
    "parts_beyond_whole",
    "parts_below_whole",
    "months_unlike",
    "growth_unlike",
    "index_unlike",
    "unlike_level",
    "beyond_instruments",
    "other_language",
    "loose_end",
    "same_address",
    "outcome_source_earlier",
    "outcome_of_same_source",
    "missed_early",
    "moved_deadline",
    "lowered_promise",
    "other_promise",
    "leaving_promise",
    "outcome_taken_back",
    "other_outcome",
    "lost_figure",
)
NOTES = (
    "byte_order_mark", "utf_16", "separator", "comma_read", "dots_read", "flag_read",
    "moved_column", "above_header", "sheet_read", "last_rows_empty", "formula",
    "short_read", "hidden_rows", "hidden_columns", "comments", "not_published", "unknown_table",
)  # fmt: skip
RULES = (*ERRORS, *QUESTIONS, *NOTES)


@dataclass(frozen=True)
class Promised:
    """Who promised what, how much, and by when; names by language, empty where there are none.

    `days_late` counts the days since the deadline, and is below 1 while that is to come; None where
    no day was asked for. `moved_to` is the deadline and `lowered_to` the size that somebody would
    give it now.
    """

    who: Mapping[str, str]
    what: Mapping[str, str]
    size: float
    unit: str
    deadline: date
    days_late: int | None
    moved_to: date | None = None
    lowered_to: float | None = None


@dataclass(frozen=True)
class Problem:
    """One problem: which file, row (counted from 1) and column, what was found, which rule.

    `promise` is the one that a problem of the watch over promises is about.
    """

    table: str
    file: str
    rule: str
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""
    promise: Promised | None = field(default=None, hash=False)

    @property
    def grade(self) -> Grade:
        if self.rule in QUESTIONS:
            return Grade.QUESTION
        return Grade.NOTE if self.rule in NOTES else Grade.ERROR


class UnknownTable(LookupError):
    """A table that is not declared was asked for."""

    def __init__(self, name: str, known: Iterable[str]):
        self.name, self.known = name, tuple(known)
        super().__init__(f"no table {name!r}; the tables are: {', '.join(self.known)}")


class UnknownColumn(LookupError):
    """A column that the table does not have was asked for."""

    def __init__(self, table: str, name: str, known: Iterable[str]):
        self.table, self.name, self.known = table, name, tuple(known)
        super().__init__(
            f"no column {name!r} in table {table!r}; its columns are: {', '.join(self.known)}"
        )


class BadTable(ValueError):
    """A table's file breaks its declaration; `problems` says how."""

    def __init__(self, name: str, problems: Iterable[Problem]):
        self.name, self.problems = name, tuple(problems)
        super().__init__(f"table {name!r} cannot be read: {'; '.join(map(str, self.problems))}")
