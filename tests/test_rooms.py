"""Imports go one way, and each room knows only what it must."""

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


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import kzdata", ("altair", "streamlit", "dashboard")),
        ("import dashboard.i18n", ("altair", "streamlit", "dashboard.figures")),
        ("import dashboard.figures", ("streamlit", "dashboard.ui", "dashboard.http")),
        ("import dashboard.figures", ("vl_convert", "dashboard.render")),
        (
            "import dashboard.render",
            ("vl_convert", "streamlit", "dashboard.store", "dashboard.http"),
        ),
        ("import dashboard.monitoring", ("pandas", "streamlit", "kzdata", "dashboard.store")),
        ("import dashboard.monitoring.logs", ("pandas", "streamlit", "kzdata")),
        # A process of its own, which is to be small.
        (
            "sys.path.insert(0, 'dashboard/render'); import worker_process",
            ("prometheus_client", "pandas", "dashboard.monitoring"),
        ),
        ("import publishing.intake", ("openpyxl", "xlsxwriter", "streamlit")),
        ("import dashboard.page_contents", ("streamlit", "altair", "dashboard.store")),
        ("import dashboard.store", ("streamlit", "dashboard.html", "dashboard.http")),
        ("import dashboard.slides.downloads", ("streamlit", "dashboard.html", "dashboard.http")),
        # Who shows slides needs none of what makes files of them.
        ("import dashboard.http", ("pptx", "pypdf")),
        ("import publishing.review", ("vl_convert", "streamlit", "dashboard.html")),
        (
            "import dashboard.slides.questions",
            ("streamlit", "dashboard.html", "dashboard.ui", "dashboard.http"),
        ),
        ("import dashboard.html", ("streamlit", "dashboard.ui", "dashboard.http")),
        ("import dashboard.http", ("streamlit", "dashboard.ui")),
        ("import dashboard.edition.command", ("streamlit", "starlette", "dashboard.http")),
        ("import dashboard.ui", ("dashboard.http",)),
    ],
)
def test_a_room_loads_nothing_above_it(statement, forbidden):
    assert loaded(statement, *forbidden) == []


def importers(module):
    found = set()
    for path in [*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("*/**/*.py")]:
        place = path.relative_to(ROOT).as_posix()
        # A peer of the benchmark is written as others would write it.
        if place.startswith((".", "tests/", "build/", "bench/peers/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == module for name in names):
                found.add(place)
    return found


def test_streamlit_is_imported_only_by_pages_and_their_helper():
    rooms = {place.split("/")[0] for place in importers("streamlit")}
    assert rooms == {"app.py", "pages", "dashboard", "bench"}
    below = {p for p in importers("streamlit") if p.startswith(("dashboard", "bench"))}
    # The clients of the benchmark speak Streamlit's protocol.
    assert below == {"dashboard/ui.py", "bench/clients.py"}


def test_altair_is_imported_only_by_figures():
    assert {place.rpartition("/")[0] for place in importers("altair")} == {"dashboard/figures"}


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
