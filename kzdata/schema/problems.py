"""What can be wrong with a table, as data; `dashboard.i18n.messages` says it in three languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto


class Grade(StrEnum):
    """How much a finding weighs."""

    ERROR = "fault"  # refuses the table
    QUESTION = "question"  # may be right all the same: somebody has to say so
    NOTE = "note"  # was understood and read rightly; only said


class Rule(StrEnum):
    """What a problem breaks; as text the rule's name, which JSON, logs and the catalogues bear."""

    @property
    def grade(self) -> Grade:
        return GRADES[type(self)]

    @property
    def message_key(self) -> str:
        """Of the sentence that says a problem of this rule."""
        return f"rule.{self}"

    def __repr__(self) -> str:
        return repr(self.value)


class Error(Rule):
    """What refuses a table."""

    MISSING_FILE = auto()
    UNREADABLE_FILE = auto()
    EMPTY = auto()
    UNDECLARED_FILE = auto()
    MISSING_COLUMN = auto()
    UNKNOWN_COLUMN = auto()
    TYPE = auto()
    NOT_NULL = auto()
    RANGE = auto()
    CODE = auto()
    BLANK = auto()
    PERCENT = auto()
    ORDER = auto()
    OUTCOME_SOURCE = auto()
    OUTCOME_MISSING = auto()
    OUTCOME_EARLY = auto()
    PLACEHOLDER = auto()
    KEY = auto()
    REFERENCE = auto()
    REFERENCE_ALONE = auto()
    NAME_FOR_CODE = auto()
    REFERENCE_AMONG = auto()
    ITSELF = auto()
    OTHER_UNIT = auto()
    NEEDED = auto()
    NEEDLESS = auto()
    ACCESS_DENIED = auto()
    # Data that another version of the program published.
    NOT_UNDERSTOOD = auto()
    # Days against each other, against the day of the source, against today.
    HALF = auto()
    PART_OF_YEAR = auto()
    ONE_MONTH = auto()
    BASE_YEAR = auto()
    DAY_TO_COME = auto()
    PERIOD_TO_COME = auto()
    PERIOD_AFTER_SOURCE = auto()
    CLAIM_YEAR_TO_COME = auto()
    CLAIM_YEAR_AFTER_SOURCE = auto()
    ANNOUNCED_AFTER_SOURCE = auto()
    OUTCOME_AFTER_SOURCE = auto()
    OUTCOME_SOURCE_BEFORE_PROMISE = auto()
    OUTCOME_OF_ANNOUNCEMENT = auto()
    MISSED_TOO_EARLY = auto()
    UNIT_OF_SERIES = auto()
    # Parts against their whole, regions on the map and in time.
    PART_OVER_WHOLE = auto()
    PARTS_OVER_WHOLE = auto()
    LESS_THAN_PART = auto()
    BELOW_PART = auto()
    OVERLAP = auto()
    TILE_TAKEN = auto()
    OWN_PREDECESSOR = auto()
    REGION_NO_MORE = auto()
    # What may not happen from one version to the next, nor to the versions themselves.
    VANISHED_PROMISE = auto()
    RENAMED_PROMISE = auto()
    DAMAGED_LOG = auto()
    DAMAGED_OBJECT = auto()
    # Texts and codes, wherever they stand.
    CODE_CASE = auto()
    CODE_LETTERS = auto()
    CODE_ALPHABET = auto()
    INVISIBLE = auto()
    LOST_LETTERS = auto()
    ERROR_VALUE = auto()
    NO_VALUE = auto()
    LONG_TEXT = auto()
    NO_BREAK_SPACE = auto()
    MIXED_LETTERS = auto()
    FORMULA_TEXT = auto()
    ADDRESS = auto()
    DITTO = auto()
    MOJIBAKE = auto()
    MARKUP = auto()
    WRONG_LANGUAGE = auto()
    ADDRESS_TWICE = auto()
    ADDRESS_MARKS = auto()
    LOCAL_ADDRESS = auto()
    # A file in a form of an office that is another than it was.
    OTHER_FORM = auto()
    OTHER_IN_FORM = auto()
    UNKNOWN_NAME = auto()
    PARTED_REGION = auto()
    NOTHING_TOLD = auto()
    # What people do to a file before they hand it in: to the whole of it, header, rows, cells.
    LOST_KEY = auto()
    EMPTY_FILE = auto()
    OTHER_KIND = auto()
    OLD_EXCEL = auto()
    ENCRYPTED = auto()
    STRICT_WORKBOOK = auto()
    TOO_LARGE = auto()
    DAMAGED_WORKBOOK = auto()
    QUOTES = auto()
    WINDOWS_1251 = auto()
    SPOILT_BYTE = auto()
    MISSING_HEADER = auto()
    WIDE_TABLE = auto()
    SHEETS_ALIKE = auto()
    OTHER_TABLE = auto()
    MERGED_CELLS = auto()
    COLUMN_TWICE = auto()
    COLUMN_LEFT_OUT = auto()
    RENAMED_COLUMN = auto()
    UNNAMED_COLUMN = auto()
    BEYOND_HEADER = auto()
    SHORT_ROW = auto()
    EMPTY_ROW = auto()
    TOTAL_ROW = auto()
    REMARK_ROW = auto()
    DECIMAL_COMMA = auto()
    COMMA_OR_THOUSANDS = auto()
    NUMBER_SPACES = auto()
    NUMBER_GROUPS = auto()
    PERCENT_SIGN = auto()
    EXPONENT = auto()
    FOOTNOTE = auto()
    NUMBER_RANGE = auto()
    UNIT_IN_NUMBER = auto()
    NUMBER_ABOUT = auto()
    MINUS_SIGN = auto()
    NOT_NUMBER = auto()
    NOT_WHOLE = auto()
    DAY_FOR_NUMBER = auto()
    FORMULA_WITHOUT_VALUE = auto()
    DAY_WITH_TIME = auto()
    DAY_SERIAL = auto()
    DAY_DOTS = auto()
    DAY_ORDER = auto()
    DAY_UNFINISHED = auto()
    NOT_DAY = auto()
    DAY_FOR_TEXT = auto()
    NUMBER_FOR_TEXT = auto()
    FLAG_WORD = auto()


class Question(Rule):
    """What may be right all the same: somebody has to say so."""

    SHORT_NUMBER = auto()
    STRUCK_OUT = auto()
    SHOWN_OTHERWISE = auto()
    PERCENT_FRACTION = auto()
    THOUSAND_TIMES = auto()
    FAR_OFF = auto()
    MOVED_COMMA = auto()
    COLUMN_PERMUTED = auto()
    COLUMN_MOVED = auto()
    COLUMN_FILLED = auto()
    COLUMN_EMPTIED = auto()
    COLUMNS_EXCHANGED = auto()
    TIME_COPIED = auto()
    JUMP = auto()
    PARTS_BEYOND_WHOLE = auto()
    PARTS_BELOW_WHOLE = auto()
    MONTHS_UNLIKE = auto()
    GROWTH_UNLIKE = auto()
    INDEX_UNLIKE = auto()
    UNLIKE_LEVEL = auto()
    BEYOND_INSTRUMENTS = auto()
    OTHER_LANGUAGE = auto()
    LOOSE_END = auto()
    SAME_ADDRESS = auto()
    OUTCOME_SOURCE_EARLIER = auto()
    OUTCOME_OF_SAME_SOURCE = auto()
    MISSED_EARLY = auto()
    MOVED_DEADLINE = auto()
    LOWERED_PROMISE = auto()
    OTHER_PROMISE = auto()
    LEAVING_PROMISE = auto()
    OUTCOME_TAKEN_BACK = auto()
    OTHER_OUTCOME = auto()
    LOST_FIGURE = auto()


class Note(Rule):
    """What was understood and read rightly, and is only said."""

    BYTE_ORDER_MARK = auto()
    UTF_16 = auto()
    SEPARATOR = auto()
    COMMA_READ = auto()
    DOTS_READ = auto()
    FLAG_READ = auto()
    MOVED_COLUMN = auto()
    ABOVE_HEADER = auto()
    SHEET_READ = auto()
    LAST_ROWS_EMPTY = auto()
    FORMULA = auto()
    SHORT_READ = auto()
    HIDDEN_ROWS = auto()
    HIDDEN_COLUMNS = auto()
    COMMENTS = auto()
    NOT_PUBLISHED = auto()
    UNKNOWN_TABLE = auto()


GRADES: Mapping[type[Rule], Grade] = {
    Error: Grade.ERROR,
    Question: Grade.QUESTION,
    Note: Grade.NOTE,
}
RULES: tuple[Rule, ...] = (*Error, *Question, *Note)


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
    rule: Rule
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""
    promise: Promised | None = field(default=None, hash=False)

    @property
    def grade(self) -> Grade:
        return self.rule.grade


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
