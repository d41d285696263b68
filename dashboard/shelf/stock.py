"""Where finished things lie on disk, so that a server finds them when it starts."""

from pathlib import Path

import kzdata
from dashboard.pages import contact
from kzdata import stock

DASHBOARD = Path(__file__).parent.parent
ROOMS = (DASHBOARD, DASHBOARD.parent / "pages", Path(kzdata.__file__).parent)


def open_stock(writing: bool = False) -> stock.Stock | None:
    """From now on this process takes what is finished from disk; None if it cannot."""
    return stock.open_stock(stock.makers(ROOMS, contact()), writing)
