"""The shell of every page: language, titles and addresses, and one version of the data."""

import streamlit as st

from dashboard import store, ui
from dashboard.addresses import PAGES
from dashboard.html import title
from dashboard.i18n import words_of

language = ui.language()
words = words_of(language)
pages = {
    name: st.Page(
        f"{name}.py",
        title=words(f"page.{name}.title"),
        url_path="" if name == "overview" else name,
        default=name == "overview",
    )
    for name in PAGES
}
# Hidden, because Streamlit's own links would drop the language from the address; ours are plain
# links, whose pages are read before any script of theirs has come.
page = st.navigation(list(pages.values()), position="hidden")
name = next(name for name, one in pages.items() if one is page)

with store.one_version():
    here = ui.place(name)
    st.set_page_config(page_title=title(here), page_icon="pages/icon.svg", layout="wide")
    page.run()
