"""A file that a person hands in is read exactly as it was meant, or refused and told why."""

import re
from inspect import getsource
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from bad_cells import BAD_CELLS
from bad_files import ASKED, BAD_FILES
from candidate_files import (
    EMISSIONS,
    FEW,
    TARGETS,
    archive,
    cell,
    csv_text,
    file_of,
    good_rows,
    parts_of,
    text,
    workbook,
)
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from understood_files import UNDERSTOOD

import kzdata
import kzdata.parquet
from dashboard.i18n.messages import say_problem
from kzdata.current import standing
from kzdata.schema import LANGUAGES, text_rules
from kzdata.schema.problems import Grade
from publishing.cli.command import main
from publishing.intake import Candidate, check_candidates, read_candidate, tables_like
from publishing.intake.number_format import shows_otherwise, shows_percent
from publishing.intake.outliers import odd_values

BAD = {**BAD_FILES, **BAD_CELLS}
ASKED_ABOUT = set(ASKED)
PARTS = parts_of(workbook().made(good_rows("plants")))
WHOLE = {
    ".csv": csv_text(good_rows("plants")).encode(),
    ".parquet": (ROOT / "data" / "plants.parquet").read_bytes(),
}


def found_in(table, path, tables):
    candidate = read_candidate(kzdata.TABLES[table], path)
    return candidate, check_candidates([candidate], tables)


@pytest.fixture
def known(monkeypatch):
    """The command finds the tables that stand without reading them once more.

    It is asked about single files of a few rows, whatever figures would lose by them.
    """
    stands = standing()
    monkeypatch.setattr("publishing.review.rehearsal.standing", lambda folder: stands)
    monkeypatch.setattr("publishing.cli.check.lost_figures", lambda *asked: [])


def test_the_corpus_is_large():
    assert len(BAD) >= 60


@pytest.mark.parametrize("about", BAD)
def test_every_bad_file_is_named_and_none_passes(about, tables, tmp_path, known, capsys):
    bad = BAD[about]
    path = bad.make(tmp_path)
    _, findings = found_in(bad.table, path, tables)
    named = [
        problem
        for problem in findings
        if problem.rule == bad.rule
        and problem.row == (problem.row if bad.row is None else bad.row)
        and bad.found in (problem.found or problem.column or "")
    ]
    assert named, findings
    grade = Grade.QUESTION if about in ASKED_ABOUT else Grade.ERROR
    assert named[0].grade is grade
    for language in LANGUAGES:
        said = say_problem(named[0], language)
        assert path.name in said
        assert bad.found in said
        assert bad.row is None or str(bad.row) in said
    language = LANGUAGES[len(about) % 3]
    assert main(["check", str(path), "--as", bad.table, "--lang", language]) == 1
    told = capsys.readouterr().err
    assert say_problem(named[0], language) in told or len(findings) > 5
    assert "Traceback" not in told


@pytest.mark.parametrize("about", UNDERSTOOD)
def test_what_can_be_understood_is_read_as_it_was_meant(about, tables, tmp_path, known, capsys):
    odd = UNDERSTOOD[about]
    path = odd.make(tmp_path)
    candidate, findings = found_in(odd.table, path, tables)
    assert sorted(problem.rule for problem in findings) == sorted(odd.notes.split())
    meant = tables[odd.table]
    assert candidate.frame.equals(meant.head(FEW) if odd.table == EMISSIONS else meant)
    assert {problem.grade for problem in findings} <= {Grade.NOTE}
    assert main(["check", str(path), "--as", odd.table, "--lang", "ru"]) == 0
    told = capsys.readouterr()
    assert kzdata.TABLES[odd.table].title["ru"] in told.out
    for problem in findings:
        assert problem.found in say_problem(problem, "kk")
        assert say_problem(problem, "ru") in told.err


def test_every_rule_that_a_file_may_break_is_in_the_corpus():
    sources = [path.read_text() for path in (ROOT / "publishing" / "intake").glob("*.py")]
    code = "".join([*sources, getsource(text_rules)])
    said = {name.lower() for name in re.findall(r"(?:Error|Question|Note)\.([A-Z_0-9]+)", code)}
    held = {bad.rule for bad in BAD.values()}
    held |= {rule for odd in UNDERSTOOD.values() for rule in odd.notes.split()}
    # No test fills the memory with a workbook, and a reference is one only where the table that it
    # names is handed in as well.
    assert said - held == {"too_large", "reference"}


def test_all_problems_of_a_sheet_are_named_at_once(tables, tmp_path):
    def edit(rows):
        for each in (cell(2, "kt", "12,5"), cell(3, "kt", "21 %"), cell(4, "basis", "Record")):
            each(rows)
        rows.insert(5, [None] * len(rows[0]))
        rows[0][rows[0].index("year")] = "Жыл"

    path = file_of(EMISSIONS, tmp_path, edit, workbook())
    _, findings = found_in(EMISSIONS, path, tables)
    assert [(problem.rule, problem.row) for problem in findings] == [
        ("renamed_column", 1),
        ("empty_row", 6),
        ("decimal_comma", 2),
        ("percent_sign", 3),
        ("code_case", 4),
    ]


def test_a_cell_is_blamed_once(tables, tmp_path):
    """What was refused is neither missing nor out of range as well."""
    path = file_of(EMISSIONS, tmp_path, cell(2, "region_id", "Астана \n"), workbook())
    _, findings = found_in(EMISSIONS, path, tables)
    assert [(problem.rule, problem.row) for problem in findings] == [("invisible", 2)]


def test_a_column_left_out_is_one_problem(tables, tmp_path):
    path = file_of(EMISSIONS, tmp_path, lambda rows: [row[1:] for row in rows], workbook())
    _, findings = found_in(EMISSIONS, path, tables)
    assert [(problem.rule, problem.column) for problem in findings] == [
        ("column_left_out", "region_id")
    ]


def test_rows_are_counted_as_the_person_sees_them(tables, tmp_path):
    """Above stand a title and a blank line, and a text of two lines in a remark of one row."""
    rows = csv_text(good_rows("plants"))
    path = tmp_path / "plants.csv"
    path.write_text(f'Кәсіпорындар\n"екі\nжол"\n\n{rows}', encoding="utf-8", newline="")
    candidate, findings = found_in("plants", path, tables)
    assert candidate.rows.tolist() == [5, 6, 7, 8]
    assert [(problem.rule, problem.row) for problem in findings] == [("above_header", 1)]


def test_rows_of_parquet_are_counted_from_1(tables):
    path = kzdata.parquet.file_of(kzdata.TABLES[EMISSIONS])
    candidate, findings = found_in(EMISSIONS, path, tables)
    assert findings == []
    assert np.array_equal(candidate.rows, np.arange(1, len(tables[EMISSIONS]) + 1))


def test_only_our_own_remarks_vouch_for_decimal_commas(tables, tmp_path):
    """1,234 may be a thousand and more in a file of which nobody knows who wrote it."""
    for remark, rules in (
        ("# kt", ["comma_or_thousands"]),
        ("# Emissions (national_emissions)", []),
    ):
        path = tmp_path / "national_emissions.csv"
        rows = [row[:1] + ["1,234"] + row[2:] for row in good_rows("national_emissions")[1:2]]
        path.write_text(f"{remark}\n" + csv_text([good_rows("national_emissions")[0], *rows], ";"))
        findings = read_candidate(kzdata.TABLES["national_emissions"], path).findings
        assert [problem.rule for problem in findings if problem.grade is Grade.ERROR] == rules


def test_what_stands_already_is_not_asked_about(tables, tmp_path):
    """A value that looks odd was asked about when it came."""
    table = kzdata.TABLES[TARGETS]
    path = file_of(TARGETS, tmp_path, cell(3, "cut_percent", 0.3), workbook())
    candidate, findings = found_in(TARGETS, path, tables)
    assert [problem.rule for problem in findings] == ["percent_fraction"]
    stands = tables | {TARGETS: candidate.frame}
    assert check_candidates([read_candidate(table, path)], stands) == []


def test_a_series_that_strays_by_nature_is_not_asked_about(tables, tmp_path):
    def edit(rows):
        key = dict(zip(rows[0], rows[1], strict=True))
        new = [key | {"year": 2030 + n, "kt": 10.0**n / 1000} for n in range(7)]
        return [rows[0], *([*row.values()] for row in new)]

    path = file_of(EMISSIONS, tmp_path, edit, workbook())
    without = {name: frame for name, frame in tables.items() if name != EMISSIONS}
    assert found_in(EMISSIONS, path, without)[1] == []


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_the_data_as_they_are_look_far_off_nowhere(name, tables):
    """Whole, as a new table, and each row as if it had come after the others of its series."""
    frame = tables[name]
    candidate = Candidate(kzdata.TABLES[name], Path(name), frame, (), np.arange(len(frame)))
    assert list(odd_values(candidate, frame)) == []
    for stands in (
        None,
        *(frame.drop(index=at) for at in range(0, len(frame), len(frame) // 9 + 1)),
    ):
        assert "far_off" not in {problem.rule for problem in odd_values(candidate, stands)}


def test_a_price_that_doubles_or_a_count_that_falls_to_1_is_not_asked_about(tables):
    prices, targets = (kzdata.TABLES[name] for name in ("metal_prices", "initiatives"))
    dear = tables["metal_prices"].assign(usd_per_kg=lambda rows: rows["usd_per_kg"] * 25)
    one = tables["initiatives"].iloc[:1].assign(target=1.0)
    twenty = one.assign(target=20.0)
    for table, new, old in ((prices, dear, tables["metal_prices"]), (targets, one, twenty)):
        candidate = Candidate(table, Path("new"), new, (), np.arange(len(new)))
        assert list(odd_values(candidate, old)) == []


def test_references_hold_across_the_files_that_are_checked_together(tables, tmp_path):
    def new_region(rows):
        rows.append(["KZ-99", "Жаңа", "Новая", "New", *[None] * 5, rows[1][-1]])

    regions = file_of("regions", tmp_path, new_region, workbook())
    emissions = file_of(EMISSIONS, tmp_path, cell(2, "region_id", "KZ-99"), text())
    assert [f.rule for f in found_in(EMISSIONS, emissions, tables)[1]] == ["reference_alone"]
    both = [
        read_candidate(kzdata.TABLES["regions"], regions),
        read_candidate(kzdata.TABLES[EMISSIONS], emissions),
    ]
    assert check_candidates(both, tables) == []


def test_a_file_that_cannot_be_read_blames_no_other(tables, tmp_path):
    (tmp_path / "regions.xlsx").write_bytes(b"")
    emissions = file_of(EMISSIONS, tmp_path, None, workbook())
    both = [
        read_candidate(kzdata.TABLES["regions"], tmp_path / "regions.xlsx"),
        read_candidate(kzdata.TABLES[EMISSIONS], emissions),
    ]
    assert [problem.rule for problem in check_candidates(both, tables)] == ["empty_file"]


@pytest.mark.parametrize("saved", [workbook(), text(), text(separator=";")])
@pytest.mark.parametrize("name", kzdata.TABLES)
def test_a_table_is_known_by_its_header(name, saved, tmp_path):
    path = file_of(name, tmp_path, lambda rows: rows[:2], saved)
    assert [table.name for table in tables_like(path)] == [name]


@pytest.mark.parametrize("shown", sorted(set(BUILTIN_FORMATS.values())))
def test_the_usual_formats_show_a_number_as_it_is_read(shown):
    """But for those that show it with the sign of a currency, as a percentage or as a day."""
    if is_date_format(shown) or shown == "@":
        return
    for sign in (1, 0, -1):
        otherwise = shows_otherwise(shown, sign) or shows_percent(shown)
        assert otherwise == ("$" in shown or "%" in shown), shown


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(tables, tmp_path, monkeypatch):
    monkeypatch.setattr("publishing.intake.file_type.MOST_BYTES", 1000)
    path = file_of("plants", tmp_path, None, workbook())
    assert [problem.rule for problem in found_in("plants", path, tables)[1]] == ["too_large"]


@settings(max_examples=80)
@given(st.sampled_from([*WHOLE, *PARTS]), st.integers(0, 9_999), st.binary(max_size=9))
def test_whatever_bytes_stand_in_a_file_reading_it_raises_nothing(part, at, other):
    """Some bytes are others in the midst of a good file, or of what a workbook packs."""
    whole = {**WHOLE, **PARTS}[part]
    at %= len(whole)
    spoilt = whole[:at] + other + whole[at + len(other) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plants{part if part in WHOLE else '.xlsx'}"
        path.write_bytes(spoilt if part in WHOLE else archive(PARTS | {part: spoilt}))
        candidate = read_candidate(kzdata.TABLES["plants"], path)
        assert candidate.frame is not None or candidate.findings
        for problem in candidate.findings:
            assert say_problem(problem, "kk")
