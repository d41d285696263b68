"""`/sheet/…`: a sheet of paper on a town for a stairwell, as PDF."""

from itertools import product

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, sheet_path
from dashboard.http.encoded_response import answer, of_edition, ready
from dashboard.i18n import wished_language, words_of
from dashboard.render.town_sheet import PAPERS
from kzdata import clock
from kzdata.schema.columns import TOWNS

PDF = "application/pdf"
SHEETS = {sheet_path(*asked): asked for asked in product(TOWNS, PAPERS)}


def sheet(request: Request) -> Response:
    """The sheet of a town; 404 with all that there are, 503 if their data are faulty."""
    words = words_of(wished_language(accepted=request.headers.get("accept-language")))
    vary = {"vary": "accept-language"}
    if (asked := SHEETS.get(request.url.path)) is None:
        text = "\n".join((words("sheet.unknown"), *SHEETS))
        return PlainTextResponse(f"{text}\n", 404, vary)
    site = address_of_site(request.headers.get("host", ""))
    try:
        with store.one_version():
            made = of_edition(
                sheet_path(*asked).removeprefix("/"),
                day := clock.today(),
                PDF,
                lambda: ready(store.sheet_file(*asked, day, site), PDF),
                store.elsewhere(site),
            )
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", 503, vary)
    return answer(made, request.scope, {"cache-control": "no-cache"})
