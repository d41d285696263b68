"""`/open/openapi.json` holds: what it names is there, and is answered as it says."""

import json
import re

import pytest
import schemathesis
from browser import fetch
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection

import kzdata
from dashboard.figures import FIGURES
from dashboard.render.download import FORMS as EXPORTS
from dashboard.render.formats import FORMS
from kzdata import TABLES
from kzdata.schema.model import LANGUAGES

load_all_checks()


@pytest.fixture
def api(own_server):
    return schemathesis.openapi.from_url(f"{own_server}/open/openapi.json")


def test_every_address_answers_as_it_is_described(api):
    """Status, type, methods; a choice that means nothing may be left unread, as the pages do."""
    tried = set()
    # A deck takes seconds to make; what is asked of it is tried in test_addresses.py.
    for found in api.exclude(path_regex="^/deck/").get_all_operations():
        operation = found.ok()

        @settings(max_examples=20, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE))
        def answers(case):
            case.call_and_validate(excluded_checks=[negative_data_rejection])
            tried.add(case.path)

        answers()
    untried = {"/deck/{language}.{form}", "/open/openapi.json"}  # the latter by Schemathesis itself
    assert tried == set(api.raw_schema["paths"]) - untried


def test_it_names_all_that_there_is(server):
    status, headers, body = fetch(f"{server}/open/openapi.json")
    assert (status, headers.get_content_type()) == (200, "application/json")
    assert headers["access-control-allow-origin"] == "*"
    told = json.loads(body)
    versions = [str(entry.number) for entry in kzdata.log(kzdata.data_folder())]
    assert offered(told, "/open/{dataset}.{form}") == {
        "dataset": [*TABLES],
        "form": [*FORMS],
        "version": versions,
    }
    figure = offered(told, "/figures/{language}/{figure}.{form}")
    assert figure["language"] == [*LANGUAGES]
    assert figure["figure"] == [*FIGURES]
    assert figure["form"] == [*EXPORTS]
    index = json.loads(fetch(f"{server}/figures/index.json")[2])
    for name, codes in index["choices"].items():
        assert figure[name] == list(map(str, codes))
    status, again, _ = fetch(f"{server}/open/openapi.json", **{"if-none-match": headers["etag"]})
    assert status == 304


def offered(told, path):
    parameters = told["paths"][path]["get"]["parameters"]
    found = {each["name"]: each["schema"].get("enum") for each in parameters}
    assert set(re.findall(r"{(\w+)}", path)) <= set(found)
    return {name: codes for name, codes in found.items() if name != "lang"}


def test_the_live_page_leads_to_it(server):
    assert b'rel="service-desc" href="/open/openapi.json"' in fetch(server)[2]
