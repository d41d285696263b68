"""Take the pictures of the README from the running dashboard: `make pictures`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from playwright.sync_api import sync_playwright
from test_browser import CHROMIUM, FLAGS, serving, settled

HERE = Path(__file__).parent
# File name, page, language, window: what a resident sees first, and what a hall sees.
PICTURES = (
    ("phone-kk", "overview", "kk", {"width": 360, "height": 740}),
    ("desk-ru", "plants", "ru", {"width": 1000, "height": 740}),
)


def main() -> None:
    """Serve the dashboard, take every picture, stop."""
    log = HERE / "pictures.log"
    with serving(log) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, page, language, window in PICTURES:
            tab = browser.new_page(viewport=window, device_scale_factor=1.5)
            tab.goto(f"{address}/{'' if page == 'overview' else page}?lang={language}")
            settled(tab, page, language)
            tab.screenshot(path=HERE / f"{name}.png")
        browser.close()
    log.unlink()


if __name__ == "__main__":
    main()
