"""`kzdata import`: every form is read from an example in its layout, whole and damaged."""

import re
from datetime import date
from itertools import product

import pytest
from conftest import FIRST_EDITION, ROOT
from openpyxl import Workbook

import kzdata
from dashboard.i18n.messages import say, say_problem
from kzdata.schema import LANGUAGES, TABLES
from kzdata.schema.problems import Grade
from publishing import Change
from publishing.build import build
from publishing.cli.command import main
from publishing.cli.import_form import NAMING
from publishing.intake import check_candidates, read_candidate
from publishing.intake.forms import FORMS, Known
from publishing.intake.forms.merge import merged
from publishing.intake.forms.reading import read_form

EXAMPLES = ROOT / "tests" / "forms"  # a few published rows each, in the layout of the form
PERIOD = "2025-01-01/2025-12-31"

# Of each form: the source of its example, and a figure in it with another that it might become.
ABOUT = {
    "metal-output": ("bns-output-701608", "6706.0", "6707.0"),
    "population": ("bns-population-boy-2026", "1131353.0", "1131354.0"),
    "population-table": ("bns-population-2000-2023", "1134854", "1134855"),
    "sdg-11-6-1-1": ("kazstat-sdg-11-6-1-1", "56.0", "55.0"),
    "sdg-11-6-1-2": ("kazstat-sdg-11-6-1-2", "17.5", "17.6"),
    "sdg-12-5-1": ("kazstat-sdg-12-5-1", "40.03", "40.04"),
    "air-bulletin": ("kazhydromet-2025", "0,826", "0,827"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of data that holds what the factbook holds now."""
    made = tmp_path_factory.mktemp("published")
    build(ROOT / "data" / "factbook", made, Change("build", FIRST_EDITION))
    return made


@pytest.fixture(scope="module")
def published(folder):
    names = {*NAMING, "metals", *(form.table for form in FORMS.values())}
    return {name: kzdata.load(name, folder=folder) for name in names}


@pytest.fixture
def read(published, tmp_path):
    """What a text tells as a file of a form, and what was found in it."""

    def in_form(form, text):
        path = tmp_path / f"{form}.csv"
        path.write_text(text, encoding="utf-8")
        return read_file(form, path, published)

    return in_form


def read_file(form, path, published):
    days = [date.fromisoformat(day) for day in PERIOD.split("/")]
    known = Known(ABOUT[form][0], published, tuple(days) if FORMS[form].needs_period else None)
    return read_form(FORMS[form], path, known)


def example(form):
    return (EXAMPLES / f"{form}.csv").read_text(encoding="utf-8")


def with_first_heading(form, text):
    """The example with another heading above its first column."""
    first = re.escape(FORMS[form].layout.split(", ")[0].strip("…"))
    return re.sub(rf"^{first}(?=[;,])", text, example(form), count=1, flags=re.MULTILINE)


def faults(findings):
    return [(each.rule, each.row) for each in findings if each.grade is Grade.ERROR]


def test_every_form_has_an_example_and_a_table():
    assert {path.stem for path in EXAMPLES.iterdir()} == set(FORMS) == set(ABOUT)
    assert {form.table for form in FORMS.values()} <= set(TABLES)


@pytest.mark.parametrize("form", FORMS)
def test_an_example_tells_the_rows_that_are_published(form, read, published):
    """Its names, units, months and borders come to the very rows of the table."""
    table = TABLES[FORMS[form].table]
    reading, findings = read(form, example(form))
    assert faults(findings) == []
    change = merged(table, published[table.name], reading.told)
    assert (change.new, change.changed, change.same) == ((), (), len(reading.told))
    assert change.same > 1
    assert change.same + change.untold == len(published[table.name])


@pytest.mark.parametrize("form", FORMS)
def test_another_figure_changes_that_row_and_keeps_all_others(form, read, published):
    table, (_, old, new) = TABLES[FORMS[form].table], ABOUT[form]
    assert example(form).count(old) == 1
    reading, _ = read(form, example(form).replace(old, new))
    before = published[table.name]
    change = merged(table, before, reading.told)
    assert (len(change.new), len(change.changed)) == (0, 1)
    assert len(change.frame) == len(before)
    both = before.merge(change.frame, how="outer", indicator=True)
    assert both["_merge"].value_counts().to_dict() == {
        "both": len(before) - 1,
        "left_only": 1,
        "right_only": 1,
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_header_is_refused_and_says_what_it_met(form, read):
    reading, findings = read(form, with_first_heading(form, "Итого"))
    assert reading.told == []
    ((rule, _),) = faults(findings)
    assert rule == "other_form"
    for language in LANGUAGES:
        said = say_problem(findings[-1], language)
        assert "Итого" in said
        assert FORMS[form].layout in said


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_that_may_mean_two_things_is_not_guessed(form, read):
    _, figure, _ = ABOUT[form]
    _, findings = read(form, example(form).replace(figure, "12%"))
    assert [rule for rule, _ in faults(findings)] == ["percent_sign"]


DAMAGED = {
    ("metal-output", "national,GOLD", "Almaty,GOLD"): "unknown_name",
    ("metal-output", "Золото необработанное", "Золото обработанное"): "other_in_form",
    ("metal-output", "порошка, килограмм", "порошка, тысяча тонн"): "other_in_form",
    ("metal-output", "2022-04-01", "2022-04-15"): "other_in_form",
    ("metal-output", "2022-04-01", "04.2022"): "day_unfinished",
    ("metal-output", "2022-05-01,KRG", "2022-06-01,KRG"): "key",
    ("population", "2026-01-01,KRG,ALL", "2026-07-01,KRG,ALL"): "other_in_form",
    ("population", "ULT", "ULY"): "unknown_name",
    ("population-table", "Карагандинская", "КарагандинскаяУлытау"): "unknown_name",
    ("population-table", "Ұлытау;-;-;221426", "Ұлытау;-;-;"): "parted_region",
    ("population-table", "912300", ""): None,
    ("sdg-11-6-1-1", "PT,KZKAR,29", "KT,KZKAR,29"): "other_in_form",
    ("sdg-11-6-1-1", "2023,PT,KZULU,0.0", "2022,PT,KZKAR,54.6"): "parted_region",
    ("sdg-12-5-1", "2015", "2015/16"): "other_in_form",
    ("air-bulletin", "г. Балхаш", "г. Балхаж"): "unknown_name",
    ("air-bulletin", "г. Балхаш", "Всего"): "unknown_name",
    ("air-bulletin", "Диоксид серы", "Диоксид селена"): "unknown_name",
    ("air-bulletin", ";41;", ";1 376;"): "number_spaces",
}


def without_column(lines, sign):
    return [sign.join(line.split(sign)[:-1]) for line in lines]


# What happens to files on their way: what is left of the lines, with the sign between two cells.
ACCIDENTS = {
    "all rows twice": lambda lines, sign: [*lines, *lines[1:]],
    "a header in the middle": lambda lines, sign: [*lines[:-1], *lines[:3], lines[-1]],
    "the last column gone": without_column,
    "one more column": lambda lines, sign: [f"{line}{sign}7" for line in lines],
    "the last line cut": lambda lines, sign: [*lines[:-1], lines[-1][: len(lines[-1]) // 2]],
    "the first half alone": lambda lines, sign: lines[: len(lines) // 2 + 1],
    "no header": lambda lines, sign: lines[-3:],
    "nothing": lambda lines, sign: [],
    "a blank in each figure": lambda lines, sign: [
        re.sub(r"(\d)(\d{3})(?=$|[.,;])", r"\1 \2", line) for line in lines
    ],
    "letters for digits": lambda lines, sign: [line.replace("0", "О") for line in lines],
    "a line of the next table": lambda lines, sign: [*lines, sign.join("abc")],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_file_is_refused_or_tells_nothing_new(
    form, accident, encoding, read, published, tmp_path
):
    """No accident becomes a figure: what is read is what the whole file says, or is named."""
    text = example(form)
    sign = ";" if text.count(";") > text.count(",") else ","
    lines = ACCIDENTS[accident](text.splitlines(), sign)
    path = tmp_path / "damaged.csv"
    path.write_bytes("\n".join(lines).encode(encoding, "replace"))
    reading, findings = read_file(form, path, published)
    if faults(findings):
        for finding, language in product(findings, LANGUAGES):
            assert "damaged.csv" in say_problem(finding, language)
        return
    whole = [each.values for each in read(form, text)[0].told]
    assert reading.told
    assert [each.values for each in reading.told if each.values not in whole] == []


@pytest.mark.parametrize(("form", "old", "new"), DAMAGED)
def test_what_is_not_known_is_named(form, old, new, read):
    rule = DAMAGED[form, old, new]
    assert old in example(form)
    _, findings = read(form, example(form).replace(old, new))
    assert {found for found, _ in faults(findings)} == ({rule} if rule else set())


def test_what_does_not_go_into_the_table_is_counted_with_its_reason(read):
    assert read("metal-output", example("metal-output"))[0].left_out == {
        ("other_product", "COAL"): 1
    }
    assert read("population", example("population"))[0].left_out == {
        ("old_borders", "2008"): 1,
        ("part_of_people", "URBAN"): 1,
    }
    left = read("air-bulletin", example("air-bulletin"))[0].left_out
    assert {reason for reason, _ in left} == {"other_pollutant", "remark"}


def test_a_region_is_what_it_was_in_the_year(read):
    told = read("population-table", example("population-table"))[0].told
    found = {(row.values["day"].year, row.values["region_id"]) for row in told}
    assert {(2016, "KZ-YUZ"), (2017, "KZ-61"), (2017, "KZ-KAR"), (2023, "KZ-35")} <= found


def test_the_bureaus_table_is_read_from_a_workbook_as_well(tmp_path, published, read):
    book = Workbook()
    for line in example("population-table").splitlines():
        cells = (int(cell) if cell.isdecimal() else cell or None for cell in line.split(";"))
        book.active.append(list(cells))
    book.save(tmp_path / "book.xlsx")
    reading, findings = read_file("population-table", tmp_path / "book.xlsx", published)
    assert faults(findings) == []
    csv = read("population-table", example("population-table"))[0]
    assert [each.values for each in reading.told] == [each.values for each in csv.told]


@pytest.fixture
def call(folder, tmp_path, capsys):
    def called(form, text, *more, to="out.xlsx", language="en"):
        path = tmp_path / f"{form}.csv"
        path.write_text(text, encoding="utf-8")
        asked = ["import", form, str(path), "--to", str(tmp_path / to), "--lang", language]
        source = [] if "--source" in more else ["--source", ABOUT[form][0]]
        return main([*asked, "--data", str(folder), *source, *more]), *capsys.readouterr()

    return called


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_tells_what_it_understood(call, language, tmp_path):
    status, out, _ = call(
        "sdg-12-5-1",
        "Year,UNIT_MEASURE,Value\n2014,PT,23.0\n2021,PT,40\n2023,PT,30\n",
        language=language,
    )
    assert status == 0
    assert FORMS["sdg-12-5-1"].title[language] in out
    assert "industrial_recycled" in out
    assert say("import.rows", language, new=1, changed=1, same=1, untold=124) in out
    assert say("export.written", language, file=tmp_path / "out.xlsx") in out


def test_new_rows_that_may_be_left_out_on_purpose_are_named(call):
    _, out, _ = call("metal-output", example("metal-output").replace("KRG,STEEL", "PVL,STEEL"))
    assert "new – 1" in out
    assert "of a series that the table does not hold so far: steel KZ-55" in out
    moved = example("metal-output").replace("2022-04-01,KRG", "2022-06-01,KRG")
    _, out, _ = call("metal-output", moved)
    assert "may have been left out on purpose: copper KZ-35" in out


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_check_takes_the_file_as_it_is(call, ending, tmp_path, published):
    text = example("population").replace("1131353.0", "1131354.0")
    assert call("population", text, to=f"out{ending}")[0] == 0
    candidate = read_candidate(TABLES["population"], tmp_path / f"out{ending}")
    assert faults(check_candidates([candidate], published)) == []
    before = published["population"]
    assert len(candidate.frame) == len(before)
    assert len(candidate.frame.merge(before)) == len(before) - 1


def test_what_is_published_already_makes_no_file(call, tmp_path):
    status, out, _ = call("sdg-12-5-1", example("sdg-12-5-1"), language="ru")
    assert status == 0
    assert say("import.same", "ru") in out
    assert not (tmp_path / "out.xlsx").exists()


def test_bad_data_end_with_1_and_write_nothing(call, tmp_path):
    status, out, err = call("population", example("population").replace("KRG", "KRD"))
    assert status == 1
    assert "population.csv, row 3" not in err  # what is left out is not asked for its region
    assert "“KRD”" in err
    assert FORMS["population"].layout in out
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize(
    ("form", "more", "key"),
    [
        ("sdg-12-5-1", ["--source", "nobody"], "import.source"),
        ("sdg-12-5-1", ["--period", PERIOD], "import.period_needless"),
        ("air-bulletin", [], "import.period_needed"),
        ("air-bulletin", ["--period", "2025"], "import.period"),
        ("air-bulletin", ["--period", "2025-12-31/2025-01-01"], "import.period"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_call_ends_with_2(call, form, more, key, language):
    status, _, err = call(form, example(form), *more, language=language)
    assert status == 2
    said = {"form": form, "source": "nobody", "period": more[-1] if more else ""}
    assert err == f"{say(key, language, **said)}\n"


def test_an_unknown_form_lists_the_known_with_their_titles(tmp_path, capsys):
    asked = ["import", "gold", "x.csv", "--source", "x", "--to", "x.xlsx", "--lang", "kk"]
    assert main(asked) == 2
    told = capsys.readouterr().err
    for form in FORMS.values():
        assert f"{form.name} – {form.title['kk']}" in told
