"""Whole datasets leave in every form, described, comparable, and for the scripts of any site."""

import codecs
import http.client
import io
import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import duckdb_extension_httpfs
import numpy as np
import openpyxl
import pandas as pd
import pytest
import uvicorn
from browser import fetch, serving
from conftest import ROOT
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import kzdata
import kzdata.parquet
from dashboard import store
from dashboard.http.conditional import tag
from dashboard.http.routes.open_data import open_data
from dashboard.i18n import words_of
from dashboard.i18n.descriptions import column_in_words
from dashboard.i18n.messages import say
from dashboard.render.formats import FORMS, json_bytes
from dashboard.render.workbook import workbook
from kzdata.schema.model import LANGUAGES
from kzdata.schema.places import LICENCES

EXTENSIONS = Path(duckdb_extension_httpfs.__file__).parent / "extensions"
EVERY_FILE = [f"{name}.{form}" for name in kzdata.TABLES for form in FORMS] + ["datapackage.json"]


def ask(address, method="GET", **headers):
    """Status, headers and body of an address, by any method."""
    site = urlsplit(address)
    connection = http.client.HTTPConnection(site.netloc, timeout=20)
    connection.request(method, site.path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


@pytest.mark.parametrize("file", EVERY_FILE)
def test_every_file_comes_whole_once_and_then_only_when_it_changed(server, file):
    """By its tag, by its time, and as a question for the head alone."""
    address = f"{server}/open/{file}"
    status, headers, body = ask(address)
    assert (status, headers["content-type"]) == (200, FORMS[file.rpartition(".")[2]])
    assert headers["cache-control"] == "no-cache"
    assert int(headers["content-length"]) == len(body) > 0
    status, head, nothing = ask(address, "HEAD")
    assert (status, nothing) == (200, b"")
    assert (head["etag"], head["content-length"]) == (headers["etag"], headers["content-length"])
    for asked in (
        {"if-none-match": headers["etag"]},
        {"if-none-match": f'"old", W/{headers["etag"]}'},
        {"if-modified-since": headers["last-modified"]},
    ):
        status, again, nothing = ask(address, **asked)
        assert (status, nothing) == (304, b"")
        assert again["etag"] == headers["etag"]
    for asked in (
        {"if-none-match": '"old"', "if-modified-since": headers["last-modified"]},
        {"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
    ):
        assert ask(address, **asked)[0] == 200


def test_a_table_is_as_old_as_its_file(server):
    modified = parsedate_to_datetime(ask(f"{server}/open/plants.csv")[1]["last-modified"])
    file = (ROOT / "data" / "plants.parquet").stat().st_mtime
    assert modified == datetime.fromtimestamp(int(file), UTC)


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_every_form_holds_the_same_rows(server, tables, name):
    table, frame = kzdata.TABLES[name], tables[name]
    bodies = {form: fetch(f"{server}/open/{name}.{form}")[2] for form in FORMS}
    assert pd.read_parquet(io.BytesIO(bodies["parquet"])).shape == frame.shape
    assert not bodies["csv"].startswith(codecs.BOM_UTF8)
    dates = [column for column in table.columns if table.dtype(column) == "datetime64[ms]"]
    types = {c: table.dtype(c) for c in table.columns if c not in dates}
    csv = pd.read_csv(io.BytesIO(bodies["csv"]), dtype=types, parse_dates=dates)
    csv = csv.astype({column: table.dtype(column) for column in table.columns})
    pd.testing.assert_frame_equal(csv, frame)
    rows = json.loads(bodies["json"])["rows"]
    sheet = openpyxl.load_workbook(io.BytesIO(bodies["xlsx"])).worksheets[0]
    head, *cells = sheet.iter_rows(values_only=True)
    assert list(head) == list(table.columns)
    assert all(list(row) == list(head) for row in rows)
    assert len(rows) == len(cells) == len(frame)
    for row, of_sheet in zip(rows, cells, strict=True):
        for column, value, cell in zip(table.columns, row.values(), of_sheet, strict=True):
            if column in dates and cell is not None:
                assert isinstance(cell, datetime)
                cell = cell.date().isoformat()
            assert cell == value, (column, cell, value)


def test_json_says_what_it_holds(tables):
    table, frame = kzdata.TABLES["national_emissions"], tables["national_emissions"]
    told = json.loads(json_bytes(table, frame, "abc"))
    assert told["title"] == table.title
    assert (told["dataset"], told["data_version"]) == ("national_emissions", "abc")
    assert told["columns"][1] == {
        "name": "kt",
        "type": "number",
        "unit": "kt",
        "title": table.specs["kt"].title,
    }
    assert pd.DataFrame(told["rows"])["kt"].tolist() == frame["kt"].tolist()


def test_json_keeps_what_is_unknown_and_every_digit():
    table = kzdata.TABLES["benchmarks"]
    row = dict.fromkeys(table.columns) | {"leaders": 0.1 + 0.2}
    frame = pd.DataFrame([row]).astype({name: table.dtype(name) for name in table.columns})
    (told,) = json.loads(json_bytes(table, frame, "abc"))["rows"]
    assert told == row


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_explains_itself_in_the_language_asked_for(server, language):
    words, table = words_of(language), kzdata.TABLES["plant_targets"]
    _, _, body = fetch(f"{server}/open/plant_targets.xlsx?lang={language}")
    sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    parts = ("data", "columns", "about", "help", "lists")
    assert [sheet.title for sheet in sheets] == [say(f"sheet.{part}", language) for part in parts]
    data, columns, about, *_ = sheets
    assert not data.protection.sheet  # whoever reads it may sort it
    assert data.freeze_panes == columns.freeze_panes == "A2"
    explained = {row[0]: row[1:] for row in columns.iter_rows(min_row=2, values_only=True)}
    assert list(explained) == list(table.columns)
    said = column_in_words(table, "cut_percent", language)
    assert explained["cut_percent"] == (
        table.specs["cut_percent"].title[language],
        "percent",
        said,
    )
    text = "\n".join(str(cell) for row in about.iter_rows(values_only=True) for cell in row if cell)
    version = json.loads(fetch(f"{server}/healthz")[2])["version"]
    assert version in text
    assert table.title[language] in text
    assert words.code("licence", "not_stated") in text
    sources = kzdata.load("sources").set_index("source_id")
    for id in kzdata.load("plant_targets")["source_id"]:
        assert sources.loc[id, f"title_{language}"] in text


def test_a_workbook_is_in_kazakh_unless_told_otherwise(server):
    bodies = [
        fetch(f"{server}/open/plants.xlsx{query}")[2] for query in ("", "?lang=kk", "?lang=x")
    ]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+7 701", "-5", "@SUM(A1)", "{=1}", "http://a.example", "12", "a\x07b", "_x0041_"],
)
def test_a_cell_is_the_text_that_it_is(tables, text):
    """Neither a formula nor a link nor a number, and control characters harm nothing."""
    table = kzdata.TABLES["plants"]
    frame = tables["plants"].head(1).assign(name_en=text)
    time = datetime(2026, 1, 1, tzinfo=UTC)
    made = workbook(table, frame, "kk", "abc", time)
    assert made == workbook(table, frame, "kk", "abc", time)
    cell = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]["D2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert openpyxl.utils.escape.unescape(cell.value) == openpyxl.utils.escape.unescape(text)
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def judge(folder_or_address):
    """What the validator of Frictionless says: whether all is valid, and each error."""
    command = [sys.executable, "-m", "frictionless", "validate", "--json", folder_or_address]
    done = subprocess.run(command, capture_output=True, text=True)
    told = json.loads(done.stdout)
    errors = told["errors"] + [error for task in told["tasks"] for error in task["errors"]]
    return told["valid"], [(task["name"]) for task in told["tasks"]], errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_validator_accepts_the_package_and_all_data(server, language):
    judged = judge(f"{server}/open/datapackage.json?lang={language}")
    assert judged == (True, list(kzdata.TABLES), [])
    package = json.loads(fetch(f"{server}/open/datapackage.json?lang={language}")[2])
    assert package["version"] == json.loads(fetch(f"{server}/healthz")[2])["version"]
    for resource in package["resources"]:
        assert resource["title"] == kzdata.TABLES[resource["name"]].title[language]
        for file in (resource, *resource["alternatives"]):
            assert len(fetch(f"{server}/open/{file['path']}")[2]) == file["bytes"]


def test_the_validator_finds_what_breaks_the_package(server, tmp_path):
    """It does look: at bytes, bounds, codes, keys and references."""
    package = json.loads(fetch(f"{server}/open/datapackage.json")[2])
    for resource in package["resources"]:
        body = fetch(f"{server}/open/{resource['path']}")[2]
        (tmp_path / resource["path"]).write_bytes(body)
    found = set()
    emissions = next(r for r in package["resources"] if r["name"] == "regional_emissions")
    path = tmp_path / emissions["path"]
    head, first, *rest = path.read_text().splitlines()
    region, year, kt, borders, *others = first.split(",")
    broken = ",".join(["KZ-99", year, "-1", "rumour", *others])
    path.write_text("\n".join([head, broken, *rest, rest[0]]) + "\n")
    for said in ({}, {"bytes": path.stat().st_size, "hash": ""}):
        emissions.update(said)
        package_file = tmp_path / "datapackage.json"
        package_file.write_text(json.dumps(package))
        valid, _, errors = judge(str(package_file))
        assert not valid
        found |= {error["type"] for error in errors}
    assert {"byte-count", "constraint-error", "foreign-key", "primary-key"} <= found


def test_the_package_says_what_is_declared(server):
    package = json.loads(fetch(f"{server}/open/datapackage.json?lang=en")[2])
    resources = {resource["name"]: resource for resource in package["resources"]}
    schema = resources["regional_emissions"]["schema"]
    assert schema["primaryKey"] == list(kzdata.TABLES["regional_emissions"].key)
    assert {
        "fields": ["region_id"],
        "reference": {"resource": "regions", "fields": ["region_id"]},
    } in (schema["foreignKeys"])
    kt = next(field for field in schema["fields"] if field["name"] == "kt")
    assert kt["unit"] == "kt"
    assert kt["constraints"] == {"minimum": 0.0, "maximum": 10_000, "required": True}
    # A key of which a part may be empty is no primary key, and who may name the country besides
    # the regions names no region.
    assert "primaryKey" not in resources["air_quality"]["schema"]
    keys = resources["population"]["schema"]["foreignKeys"]
    assert [key["fields"] for key in keys] == [["source_id"]]
    assert "licenses" not in resources["plants"]
    licences = {source["licence"] for source in package["sources"]}
    assert {"pddl", "not_stated"} <= licences <= set(LICENCES)


@pytest.mark.parametrize("address", ["/open/plants.csv", "/open/nothing", "/figures/index.json"])
def test_the_scripts_of_any_site_may_read(server, address):
    for asked in ({}, {"origin": "https://other.example"}):
        headers = ask(server + address, **asked)[1]
        assert headers["access-control-allow-origin"] == "*"
        exposed = headers["access-control-expose-headers"].split(", ")
        assert {"etag", "content-range", "accept-ranges"} <= set(exposed)
    status, headers, body = ask(
        server + address,
        "OPTIONS",
        **{
            "origin": "https://other.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "range",
        },
    )
    assert (status, body, headers["access-control-allow-origin"]) == (204, b"", "*")
    assert "range" in headers["access-control-allow-headers"].split(", ")
    assert headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert ask(server + address, "POST")[0] == 405


def test_a_figure_too_is_for_any_site_and_has_a_time(server):
    status, headers, _ = ask(f"{server}/figures/en/limits.csv", origin="https://other.example")
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    known = {"if-modified-since": headers["last-modified"]}
    assert ask(f"{server}/figures/en/limits.csv", **known)[0] == 304


@pytest.mark.parametrize("address", ["/", "/plants", "/healthz", "/robots.txt", "/sitemap.xml"])
def test_pages_are_not_for_the_scripts_of_other_sites(server, address):
    headers = ask(server + address, origin="https://other.example")[1]
    assert "access-control-allow-origin" not in headers


def test_a_part_of_a_parquet_file_is_a_part_of_it(server):
    address, whole = (
        f"{server}/open/claims.parquet",
        (ROOT / "data" / "claims.parquet").read_bytes(),
    )
    status, headers, body = ask(address, range="bytes=-8")
    assert (status, body) == (206, whole[-8:])
    assert headers["content-range"] == f"bytes {len(whole) - 8}-{len(whole) - 1}/{len(whole)}"
    assert headers["accept-ranges"] == "bytes"
    assert ask(address, range="bytes=4-9")[2] == whole[4:10]
    beyond = ask(address, range=f"bytes={len(whole)}-")
    assert (beyond[0], beyond[1]["content-range"]) == (416, f"bytes */{len(whole)}")
    # The parts of two versions are never put together.
    held = {"range": "bytes=4-9", "if-range": headers["etag"]}
    assert ask(address, **held)[0] == 206
    assert ask(address, **held | {"if-range": '"old"'})[::2] == (200, whole)


@pytest.fixture
def afar():
    """A DuckDB that reads addresses, and fetches no extension for that."""
    (found,) = EXTENSIONS.glob(f"v{duckdb.__version__}/httpfs.duckdb_extension")
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as query:
        query.load_extension(str(found))
        yield query


def test_duckdb_queries_a_table_from_afar(server, afar, tables):
    """As the address is given, with nothing said about how."""
    told = afar.sql(
        f"from read_parquet('{server}/open/regional_emissions.parquet') select sum(kt), count(*)"
    ).fetchone()
    emissions = tables["regional_emissions"]
    assert told == (pytest.approx(emissions["kt"].sum()), len(emissions))
    joined = afar.sql(
        f"from '{server}/open/plant_targets.parquet' join '{server}/open/plants.parquet' "
        "using (plant_id) select count(*)"
    ).fetchone()
    assert joined == (len(tables["plant_targets"]),)


@contextmanager
def served(app):
    """An app on the loopback and the bytes that it has sent so far; it hears before it runs."""
    sent = []

    async def counting(scope, receive, send):
        async def count(message):
            sent.append(len(message.get("body", b"")) if scope["method"] != "HEAD" else 0)
            await send(message)

        await app(scope, receive, count)

    ear = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(counting, ws="none", lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [ear]})
    thread.start()
    yield f"http://127.0.0.1:{ear.getsockname()[1]}", sent
    server.should_exit = True
    thread.join()
    ear.close()


def test_who_asks_from_afar_is_sent_only_what_the_query_needs(data_copy, afar):
    """One column out of four, and the end of the file, which says where it lies."""
    table = kzdata.TABLES["population"]
    regions = kzdata.load("regions")["region_id"].drop_duplicates()
    days = pd.date_range("1990-01-01", periods=2_000, unit="ms")
    every = pd.MultiIndex.from_product([regions, days], names=["region_id", "day"])
    persons = np.random.default_rng(1).integers(1, 10**8, len(every))
    source = kzdata.load("sources")["source_id"].iloc[0]
    frame = pd.DataFrame(index=every).reset_index().assign(persons=persons, source_id=source)
    path = data_copy / "population.parquet"
    kzdata.parquet.write(table, frame.astype({"persons": "Int64"}), path)
    app = Starlette(routes=[Route("/open/{file:path}", open_data)])
    with served(app) as (address, sent):
        (number,) = afar.sql(
            f"from '{address}/open/population.parquet' select count(distinct region_id)"
        ).fetchone()
    assert number == len(regions)
    assert 0 < sum(sent) < path.stat().st_size / 10


@pytest.mark.parametrize("folder", ["data_copy", "data_with_history"])
def test_a_file_is_sent_in_the_bytes_of_its_tag(folder, request):
    """Whole and in parts, also after another file has been put in its place."""
    path = request.getfixturevalue(folder) / "plants.parquet"
    content, data = path.read_bytes(), store.snapshot()
    app = TestClient(Starlette(routes=[Route("/open/{file:path}", open_data)]))
    address, size = "/open/plants.parquet", len(content)
    with store.one_version():
        headers = app.get(address).headers
        path.write_bytes(content + b"another")
        whole = app.get(address)
        assert (whole.content, whole.headers["etag"]) == (content, tag(data.digests["plants"]))
        for asked, part in {
            "bytes=0-3": content[:4],
            "bytes=-8": content[-8:],
            f"bytes={size - 8}-{size + 99}": content[-8:],
            "bytes=4-": content[4:],
        }.items():
            got = app.get(address, headers={"range": asked})
            assert (got.status_code, got.content) == (206, part)
            assert got.headers["content-range"].endswith(f"/{size}")
        assert app.get(address, headers={"range": f"bytes={size}-"}).status_code == 416
        for held, status in ((headers["etag"], 206), ('"old"', 200)):
            asked = {"range": "bytes=0-3", "if-range": held}
            assert app.get(address, headers=asked).status_code == status


def test_a_file_that_became_another_is_not_sent_under_the_old_tag(data_copy):
    app = TestClient(Starlette(routes=[Route("/open/{file:path}", open_data)]))
    path = data_copy / "metals.parquet"
    kzdata.parquet.write(kzdata.TABLES["metals"], kzdata.load("metals").iloc[::-1], path)
    with store.one_version():
        path.write_bytes(b"another")
        assert app.get("/open/metals.parquet").status_code == 503


@pytest.mark.parametrize("file", ["nothing.csv", "plants.xls", "plants", "", "a/b.csv"])
def test_data_that_are_not_there_are_a_clear_404(server, file):
    status, headers, body = fetch(f"{server}/open/{file}")
    assert (status, headers.get_content_type()) == (404, "text/plain")
    for known in EVERY_FILE:
        assert f"/open/{known}\n".encode() in body


def test_data_that_did_not_pass_are_unavailable_and_left_out_of_the_package(tmp_path, data_copy):
    path = data_copy / "regions.parquet"
    path.write_bytes(path.read_bytes()[:300])
    with serving(tmp_path / "log", KZDATA_DIR=str(data_copy)) as address:
        for form in FORMS:
            status, headers, body = fetch(f"{address}/open/regions.{form}")
            assert (status, headers.get_content_type()) == (503, "text/plain")
            assert b"did not pass" in body
            assert fetch(f"{address}/open/plants.{form}")[0] == 200
        names = [n for n in kzdata.TABLES if n != "regions"]
        assert judge(f"{address}/open/datapackage.json") == (True, names, [])


def test_without_sources_nothing_can_be_cited(tmp_path, data_copy):
    (data_copy / "sources.parquet").unlink()
    with serving(tmp_path / "log", KZDATA_DIR=str(data_copy)) as address:
        assert fetch(f"{address}/open/datapackage.json")[0] == 503
        assert fetch(f"{address}/open/plants.xlsx")[0] == 503
        assert fetch(f"{address}/sitemap.xml")[0] == 200
