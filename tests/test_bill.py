"""The bill of materials names licences as the packages themselves do."""

import runpy

from conftest import ROOT

bill = runpy.run_path(str(ROOT / ".ci" / "bill.py"))


def test_a_component_gets_the_licence_that_its_package_names():
    listed = {"components": [{"name": "pandas", "version": "3", "description": "line 1: pandas"}]}
    (component,) = bill["with_licences"](listed)["components"]
    assert component["version"] == "3"
    assert "BSD" in str(component["licenses"])
    assert "description" not in component


def test_a_package_that_is_not_here_has_no_licence_invented():
    (component,) = bill["with_licences"]({"components": [{"name": "no-such"}]})["components"]
    assert component == {"name": "no-such"}
