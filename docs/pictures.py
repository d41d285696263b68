"""Take the pictures of the README and the tour from the running dashboard: `make pictures`."""

import io
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import CHROMIUM, DESK, FLAGS, PHONE, fetch, serving, settled
from PIL import Image
from playwright.sync_api import sync_playwright

from dashboard.addresses import PAGES, path
from dashboard.figures import FIGURES, FigureRequest
from dashboard.i18n import words_of
from kzdata import data_folder, survey

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)  # on which no question depends
COLOURS = 96  # enough for flat colours and the edges of letters; a quarter of the bytes


def main() -> None:
    """Serve the dashboard, take every page on a phone and at a desk, write the tour, stop."""
    (HERE / "tour").mkdir(exist_ok=True)
    log = HERE / "pictures.log"
    with serving(log) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for page in PAGES:
            for language, window, sharp in (("kk", PHONE, 2), ("ru", DESK, 1.5)):
                tab = browser.new_page(viewport=window, device_scale_factor=sharp)
                tab.goto(f"{address}{path(page)}?lang={language}")
                settled(tab, page, language)
                save(tab.screenshot(), f"{page}-{language}")
                tab.close()
        browser.close()
        # The address in the picture is that of `make run`, not of the port taken here.
        figure = fetch(f"{address}/figures/kk/region_share.png", host="127.0.0.1:8501")[2]
        save(figure, "taken-away")
    log.unlink()
    (HERE / "tour.md").write_text(tour(), encoding="utf-8")


def save(picture: bytes, name: str) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    image.save(HERE / "tour" / f"{name}.png", optimize=True)


def tour() -> str:
    """The tour in Markdown: each page with its question, its figures and its two pictures."""
    words, tables = words_of("en"), survey(data_folder())[0]
    parts = [
        "# A tour of the pages\n",
        "Each page on a phone in Kazakh and at a desk in Russian, as `make pictures` took it.\n",
    ]
    for page in PAGES:
        questions = [
            f"- {kind.build(tables, FigureRequest(words, DAY)).title}"
            for kind in FIGURES.values()
            if kind.page == page
        ]
        title = words(f"page.{page}.title")
        parts += [
            f"## {title}: `{path(page)}`\n",
            f"{words(f'page.{page}.question')}\n",
            "\n".join(questions) + "\n",
            f'<img src="tour/{page}-kk.png" alt="{title} on a phone, in Kazakh" width="240"> '
            f'<img src="tour/{page}-ru.png" alt="{title} at a desk, in Russian" width="640">\n',
        ]
    parts += [
        "## A figure taken away\n",
        "Every figure can be taken along as PNG, SVG, PDF, CSV and JSON; the picture says by\n"
        "itself what it shows, of which day, and from where.\n",
        '<img src="tour/taken-away.png" alt="A figure as a picture, in Kazakh" width="360">\n',
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    main()
