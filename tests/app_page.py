"""A page as a test sees it: run by Streamlit's own tester, read as one text."""

import re
from html import unescape

import pyarrow as pa
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from dashboard.addresses import PAGES

TIMEOUT = 60
TAG = re.compile(r"<(style|script).*?</\1>|<[^>]*>", re.DOTALL)


def open_page(page, **address):
    """Open an address of the dashboard afresh and return the page."""
    app = AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=TIMEOUT)
    if page != PAGES[0]:
        # The tester knows only pages below the main script, and must have run it once.
        app.run()
        app.switch_page(f"{page}.py")
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def every_page(**address):
    """One visit that goes through all pages: each page's name and the page."""
    app = open_page(PAGES[0], **address)
    yield PAGES[0], app
    for page in PAGES[1:]:
        app.switch_page(f"{page}.py")
        for name, value in address.items():
            app.query_params[name] = value
        yield page, app.run()


def inside(app, tag):
    """The texts of all tags of a kind, such as `h2` or `p class="unavailable"`, in their order."""
    name = tag.split()[0]
    bodies = "\n".join(element.proto.body for element in app.get("html"))
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{name}>", bodies, re.DOTALL)
    return [unescape(TAG.sub("", text)) for text in found]


def text_of(app):
    """Everything that a page says in words: texts, tables, labels of charts; spaces made plain."""
    said = [
        element.value
        for kind in ("title", "header", "subheader", "markdown", "caption", "warning")
        for element in app.get(kind)
    ]
    for element in app.get("html"):
        said.append(unescape(TAG.sub("\n", element.proto.body)))
    for chart in app.get("vega_lite_chart"):
        said.append(chart.proto.spec)
        for dataset in chart.proto.datasets:
            rows = pa.ipc.open_stream(dataset.data.data).read_all().to_pandas()
            # Labels are broken into lines to fit a phone.
            said += [str(cell).replace("\n", " ") for cell in rows.to_numpy().ravel()]
    joined = "\n".join(said).replace("\\", "")
    return joined.replace("\N{NO-BREAK SPACE}", " ")
