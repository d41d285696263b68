"""`check` names file, row, column, value and rule of every problem at once."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kzdata
from dashboard.html.figure_card import linked
from dashboard.i18n.messages import say_problem
from kzdata.parquet import write
from kzdata.schema import LANGUAGES

COLUMNS = {name: set(table.columns) for name, table in kzdata.TABLES.items()}


def change(folder, name, edit):
    """Rewrite one table after `edit` has changed its frame."""
    frame = kzdata.load(name, folder=folder)
    edited = edit(frame)
    write(kzdata.TABLES[name], frame if edited is None else edited, folder / f"{name}.parquet")


def rewrite(folder, name, edit):
    """Rewrite one file as Arrow sees it, so that its columns and types may be wrong."""
    path = folder / f"{name}.parquet"
    pq.write_table(edit(pq.read_table(path)), path)


def brief(problems):
    return [(f.file, f.row, f.column, f.found, f.rule) for f in problems]


def test_the_data_are_without_problem():
    assert kzdata.check() == []


def test_a_missing_file(data_copy):
    (data_copy / "plants.parquet").unlink()
    assert brief(kzdata.check()) == [("plants.parquet", None, None, "", "missing_file")]


def test_a_truncated_file(data_copy):
    path = data_copy / "claims.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    (problem,) = kzdata.check()
    assert (problem.file, problem.rule) == ("claims.parquet", "unreadable_file")


def test_a_damaged_column_chunk(data_copy):
    """The footer is whole, the data before it are not."""
    path = data_copy / "metal_prices.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    (problem,) = kzdata.check()
    assert (problem.file, problem.rule) == ("metal_prices.parquet", "unreadable_file")


def test_flipped_bytes_never_change_a_number_unseen(data_copy):
    """Wherever two bytes of a file are lost, the check names it, or the rows are what they were."""
    path = data_copy / "regional_emissions.parquet"
    content, rows = path.read_bytes(), kzdata.load("regional_emissions")
    for place in range(4, len(content) - 8, 150):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        damaged[place + 1] ^= 0xFF
        path.write_bytes(damaged)
        problems = kzdata.check()
        assert problems or kzdata.load("regional_emissions").equals(rows), place
        assert all(say_problem(problem, "kk") for problem in problems)


def test_a_file_that_is_no_table(data_copy):
    (data_copy / "notes.parquet").write_bytes(b"")
    assert brief(kzdata.check()) == [("notes.parquet", None, None, "", "undeclared_file")]


def test_a_wrong_type(data_copy):
    rewrite(
        data_copy,
        "metal_prices",
        lambda t: t.set_column(1, "usd_per_kg", t["usd_per_kg"].cast(pa.string())),
    )
    assert brief(kzdata.check()) == [("metal_prices.parquet", None, "usd_per_kg", "string", "type")]


def test_a_missing_and_an_unknown_column(data_copy):
    rewrite(data_copy, "plants", lambda t: t.rename_columns([*t.column_names[:-1], "source"]))
    assert brief(kzdata.check()) == [
        ("plants.parquet", None, "source_id", "", "missing_column"),
        ("plants.parquet", None, "source", "", "unknown_column"),
    ]


def test_a_share_of_210_percent(data_copy):
    def edit(frame):
        frame.loc[frame["measure"] == "share_of_region", "value"] = 210.0

    change(data_copy, "plant_records", edit)
    (problem,) = kzdata.check()
    assert (problem.file, problem.column, problem.found, problem.rule, problem.expected) == (
        "plant_records.parquet",
        "value",
        "210.0",
        "percent",
        "0 … 100",
    )
    row = kzdata.load("plant_records").iloc[problem.row - 1]
    assert row["measure"] == "share_of_region"


def test_a_key_twice(data_copy):
    change(data_copy, "metals", lambda frame: pd.concat([frame, frame.iloc[[0]]]))
    problems = kzdata.check()
    assert [(f.rule, f.found) for f in problems] == [("key", "all"), ("key", "all")]
    assert [f.row for f in problems] == [1, 2]


def test_a_source_that_does_not_exist(data_copy):
    def edit(frame):
        frame.loc[0, "source_id"] = "hearsay"

    change(data_copy, "benchmarks", edit)
    assert brief(kzdata.check()) == [("benchmarks.parquet", 1, "source_id", "hearsay", "reference")]


def test_an_unknown_code(data_copy):
    def edit(frame):
        frame.loc[0, "better"] = "bigger"

    change(data_copy, "benchmarks", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.found, problem.expected) == ("code", "bigger", "lower, higher")


def test_a_value_out_of_range_and_an_empty_one(data_copy):
    def edit(frame):
        frame.loc[0, "kt"] = -1.0
        frame.loc[1, "kt"] = None

    change(data_copy, "national_emissions", edit)
    assert sorted(brief(kzdata.check())) == [
        ("national_emissions.parquet", 1, "kt", "-1.0", "range"),
        ("national_emissions.parquet", 2, "kt", "", "not_null"),
    ]


def test_a_table_without_rows(data_copy):
    change(data_copy, "initiatives", lambda frame: frame.iloc[:0])
    assert brief(kzdata.check()) == [("initiatives.parquet", None, None, "", "empty")]


def test_an_empty_flag(data_copy):
    flags = pa.array([None] + [False] * 12, pa.bool_())
    rewrite(data_copy, "metal_growth", lambda t: t.set_column(4, "year_by_context", flags))
    problems = kzdata.check()
    assert {f.column for f in problems} == {"year_by_context"}
    assert all(say_problem(f, "ru") for f in problems)


def test_a_deadline_before_the_announcement(data_copy):
    def edit(frame):
        frame.loc[frame["target_id"] == "balkhash-2023", "deadline"] = pd.Timestamp("2020-01-01")

    change(data_copy, "plant_targets", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column, problem.found) == ("order", "deadline", "2020-01-01")


def test_an_outcome_without_a_source(data_copy):
    def edit(frame):
        frame.loc[frame["target_id"] == "balkhash-2023", "outcome"] = "met_verified"

    change(data_copy, "plant_targets", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column) == ("outcome_source", "outcome_source_id")


@pytest.mark.parametrize("column", ["outcome_day", "outcome_source_id"])
def test_a_day_or_a_source_of_no_outcome(data_copy, column):
    def edit(frame):
        value = {"outcome_day": pd.Timestamp("2026-01-31"), "outcome_source_id": "minex-2023-08-31"}
        frame.loc[frame["target_id"] == "balkhash-2023", column] = value[column]

    change(data_copy, "plant_targets", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column) == ("outcome_missing", "outcome")


def test_an_outcome_before_the_announcement(data_copy):
    def edit(frame):
        told = ["met_declared", pd.Timestamp("2023-08-30"), "caclimate-2025-10-30"]
        at = frame["target_id"] == "balkhash-2023"
        frame.loc[at, ["outcome", "outcome_day", "outcome_source_id"]] = told

    change(data_copy, "plant_targets", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column, problem.found) == ("order", "outcome_day", "2023-08-30")


def test_a_claim_without_a_place_for_its_value(data_copy):
    def edit(frame):
        frame.loc[0, "text_ru"] = "Выбросы сократятся"

    change(data_copy, "claims", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column, problem.row) == ("placeholder", "text_ru", 1)


def test_blanks_at_the_edge_of_a_text(data_copy):
    def edit(frame):
        frame.loc[0, "name_en"] = "Copper "

    change(data_copy, "metals", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column, problem.found) == ("blank", "name_en", "Copper ")


def test_problems_of_several_tables_are_named_at_once(data_copy):
    (data_copy / "sources.parquet").unlink()
    change(data_copy, "metals", lambda frame: pd.concat([frame, frame.iloc[[0]]]))
    (data_copy / "regions.parquet").write_bytes(b"PAR1")
    assert {(f.file, f.rule) for f in kzdata.check()} == {
        ("sources.parquet", "missing_file"),
        ("metals.parquet", "key"),
        ("regions.parquet", "unreadable_file"),
    }


def test_a_table_that_cannot_be_read_blames_no_other(data_copy):
    """Without `sources` no source can be looked up; that is one problem and not a thousand."""
    (data_copy / "sources.parquet").unlink()
    assert [f.rule for f in kzdata.check()] == ["missing_file"]


@pytest.mark.parametrize("rule", kzdata.RULES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_problem_is_said_in_every_language(rule, language):
    problem = kzdata.Problem("plants", "plants.parquet", rule, 3, "kind", "mill", "works, smelter")
    said = say_problem(problem, language)
    assert said.startswith("plants.parquet, ")
    assert "3" in said
    assert "kind" in said
    if rule in ("code", "range", "percent", "type"):
        assert "mill" in said
        assert "works, smelter" in said


@pytest.mark.parametrize(
    ("table", "column", "text", "rule", "expected"),
    [
        ("metals", "name_ru", "Ме\x07дь", "invisible", ""),
        ("metals", "name_ru", "Медь\n", "invisible", ""),
        ("metals", "name_ru", "Мeдь", "mixed_letters", "Мeдь"),
        ("metals", "name_kk", "М?с жо?қ", "lost_letters", ""),
        ("metals", "name_ru", "Медная\N{NO-BREAK SPACE}руда", "no_break_space", ""),
        ("metals", "name_en", "#N/A", "error_value", ""),
        ("metals", "name_en", "n/a", "no_value", ""),
        ("metals", "name_en", "x" * 32_768, "long_text", ""),
        ("metals", "name_en", "=1+1", "formula_text", ""),
        ("metals", "name_en", "+cmd|' /C calc'!A0", "formula_text", ""),
        ("metals", "name_en", "-SUM(A1)", "formula_text", ""),
        ("metals", "name_en", "zinc;=1+1", "formula_text", ""),
        ("metals", "name_en", 'zinc,"-A1', "formula_text", ""),
        ("sources", "url", "javascript:alert(1)", "address", ""),
        ("sources", "url", "https://a.example/b c", "address", ""),
        ("sources", "url", "www.a.example", "address", ""),
        ("plants", "kind", "Works", "code_case", "works"),
        ("plants", "kind", "wоrks", "code_letters", "works"),
        ("plants", "source_id", "Minex-2023-08-31", "code_case", "minex-2023-08-31"),
    ],
)
def test_what_a_text_may_not_hold(data_copy, table, column, text, rule, expected):
    """However it came into the data: by a program, or past all checks."""

    def edit(frame):
        frame.loc[0, column] = text

    change(data_copy, table, edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.column, problem.row, problem.expected) == (
        rule,
        column,
        1,
        expected,
    )
    said = "".join(say_problem(problem, language) for language in LANGUAGES)
    assert said.replace("\N{NO-BREAK SPACE}", " ").isprintable()


@pytest.mark.parametrize(
    "text",
    ["2,5\N{NO-BREAK SPACE}%", "в\N{NO-BREAK SPACE}году", "CO2-эквивалент", "Неужели?", "+7"],
)
def test_what_editors_write_is_no_problem(data_copy, text):
    def edit(frame):
        frame.loc[0, "name_ru"] = text

    change(data_copy, "metals", edit)
    assert kzdata.check() == []


def test_a_day_of_another_century(data_copy):
    def edit(frame):
        frame.loc[0, "deadline"] = pd.Timestamp("2924-12-31")

    change(data_copy, "plant_targets", edit)
    (problem,) = kzdata.check()
    assert (problem.rule, problem.expected) == ("range", "1990-01-01 … 2100-12-31")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,a", "//a.example", None])
def test_only_an_address_of_the_web_becomes_a_link(url):
    assert linked("a", url) == "a"
    assert 'href="https://a.example"' in linked("a", "https://a.example")
