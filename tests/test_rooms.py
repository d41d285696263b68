"""What a room loads, where the clock is read, what files are called."""

import ast
import subprocess
import sys

import pytest
from conftest import LONGEST, ROOT


def loaded(statement, *modules):
    """Which of `modules` a fresh process has loaded after a statement."""
    code = f"import sys\n{statement}\nprint([m for m in {modules!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return ast.literal_eval(done.stdout)


# Which room may import which stands in pyproject.toml; here is what must not be loaded at all.
@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import kzdata", ("altair", "streamlit", "openpyxl", "xlsxwriter", "dashboard")),
        ("import publishing.cli", ("altair", "streamlit", "vl_convert", "openpyxl", "pptx")),
        ("import publishing.intake", ("altair", "openpyxl", "xlsxwriter", "streamlit")),
        ("import publishing.review.compare", ("vl_convert", "streamlit")),
        ("import dashboard.i18n", ("altair", "streamlit")),
        ("import dashboard.figures", ("streamlit", "vl_convert")),
        ("import dashboard.render.download", ("vl_convert", "streamlit")),
        ("import dashboard.monitoring", ("pandas", "streamlit", "kzdata")),
        # A process of its own, which is to be small.
        (
            "sys.path.insert(0, 'dashboard/render'); import worker_process",
            ("prometheus_client", "pandas", "dashboard.monitoring"),
        ),
        (
            "sys.path.insert(0, 'dashboard/render'); import document_process",
            ("prometheus_client", "pandas", "vl_convert", "dashboard.monitoring"),
        ),
        ("import dashboard.page_contents", ("streamlit", "altair")),
        ("import dashboard.store", ("streamlit",)),
        # Who shows slides needs none of what makes files of them.
        (
            "import dashboard.http",
            ("streamlit", "pptx", "typst", "docx", "feedgen", "icalendar", "lxml"),
        ),
        ("import dashboard.edition.command", ("streamlit", "starlette")),
    ],
)
def test_a_room_loads_nothing_heavy_that_it_does_not_need(statement, forbidden):
    assert loaded(statement, *forbidden) == []


def test_the_clock_is_read_in_one_place_only():
    readers = []
    for path in [*ROOT.glob("*/**/*.py"), ROOT / "app.py"]:
        place = path.relative_to(ROOT).as_posix()
        if place.startswith((".", "tests/", "build/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow"):
                owner = getattr(node.value, "id", "")
                if owner != "clock":
                    readers.append(place)
    assert set(readers) == {"kzdata/clock.py"}


def test_no_file_is_called_utils():
    names = {path.stem for path in ROOT.glob("[!.]*/**/*.py")}
    assert not names & {"utils", "helpers", "common", "misc"}


def test_tests_that_are_begun_first_are_there():
    assert [name for name in LONGEST if not (ROOT / "tests" / f"{name}.py").exists()] == []
