"""Every source and dataset, downloads, how to cite, how to report an error."""

from dashboard import ui

ui.page("sources")
