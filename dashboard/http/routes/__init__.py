"""What is answered at each address beside the pages."""

from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Route

from dashboard.figures import MERGED
from dashboard.http.middleware.cors import OpenToAll
from dashboard.http.routes.ask import ask_start, letter_file, letter_list
from dashboard.http.routes.crawlers import robots, sitemap
from dashboard.http.routes.figure_page import embedded, merged, oembed, one_figure, short_code
from dashboard.http.routes.figures import figure_file, figure_index
from dashboard.http.routes.follow import follow
from dashboard.http.routes.fonts import font
from dashboard.http.routes.health import health
from dashboard.http.routes.lite import lite, lite_start
from dashboard.http.routes.open_data import open_data
from dashboard.http.routes.openapi import openapi
from dashboard.http.routes.sheet import sheet
from dashboard.http.routes.slides import deck_file, present

# What is public to be read by anybody's scripts as well, as a Route takes it.
TO_ALL: dict[str, Any] = {
    "methods": ["GET", "HEAD", "OPTIONS"],
    "middleware": [Middleware(OpenToAll)],
}

ROUTES = [
    Route("/healthz", health),
    Route("/fonts/{file}", font),
    Route("/robots.txt", robots),
    Route("/sitemap.xml", sitemap),
    Route("/open/openapi.json", openapi, **TO_ALL),
    Route("/open/{file:path}", open_data, **TO_ALL),
    *(
        Route(f"/{folder}/{{language}}/{old}{form}", merged, **TO_ALL)
        for old in MERGED
        for folder, form in (("figure", ""), ("embed", ""), ("figures", ".{form}"))
    ),
    Route("/figures/index.json", figure_index, **TO_ALL),
    Route("/figures/{language}/{file}", figure_file, **TO_ALL),
    Route("/figure/{language}/{figure}", one_figure),
    Route("/embed/{language}/{figure}", embedded),
    Route("/t/{code}", short_code),
    Route("/oembed", oembed, **TO_ALL),
    Route("/follow/{language}/{file:path}", follow, **TO_ALL),
    Route("/sheet/{file}", sheet),
    Route("/ask/", ask_start),
    Route("/ask/{language}", letter_list),
    Route("/ask/{language}/{file}", letter_file),
    Route("/present", present),
    Route("/deck/{file}", deck_file),
    Route("/lite/", lite_start),
    Route("/lite/{language}/", lite),
    Route("/lite/{language}/{page}", lite),
]
