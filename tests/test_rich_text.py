"""A text of several parts is read as its reader sees it, or as a text with a footnote."""

import pytest

from publishing.intake.cells import Raised
from publishing.intake.rich_text import Run, read_runs


def up(text):
    return Run(text, "superscript")


def down(text):
    return Run(text, "subscript")


@pytest.mark.parametrize(
    ("runs", "read"),
    [
        ([Run("Балхаш"), Run("ский")], "Балхашский"),
        ([Run("µg/m"), up("3")], "µg/m³"),
        ([Run("площадь, км"), up("2"), Run(" всего")], "площадь, км² всего"),
        ([Run("выбросы CO"), down("2")], "выбросы CO2"),
        ([Run("40.9"), up("1")], Raised("40.9¹", "40.9")),
        ([Run("40.9"), down("1")], Raised("40.9¹", "40.9")),
        ([Run("1 234,5 "), up("2)")], Raised("1 234,5 ²)", "1 234,5")),
        ([Run("Балхаш"), up("*"), Run(" завод")], Raised("Балхаш* завод", "Балхаш завод")),
        ([up("12.5")], "¹².⁵"),
    ],
)
def test_parts_of_a_text(runs, read):
    assert read_runs(runs) == read
