"""The shell of every page: language, navigation, the page itself, and the foot."""

import streamlit as st

from dashboard import ui
from dashboard.clock import today
from dashboard.i18n import LANGUAGES, words_of
from dashboard.pages import PAGES

OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

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
# Hidden, because Streamlit's own links would drop the language from the address.
page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(
    page_title=f"{page.title} – {words('app.title')}", page_icon="pages/icon.svg", layout="wide"
)

ui.begin(words)
with st.container(horizontal=True, key="masthead"):
    st.html(
        f'<p class="site">{words("app.title")}<small>{words("app.tagline")}</small></p>',
    )
    with st.container(horizontal=True, key="languages", width="content"):
        for code in LANGUAGES:
            if code == language:
                st.markdown(f"**{OWN_NAMES[code]}**", width="content")
                continue
            st.page_link(
                page,
                label=OWN_NAMES[code],
                query_params={**st.query_params.to_dict(), "lang": code},
            )
with st.container(horizontal=True, key="pages"):
    for name in PAGES:
        st.page_link(
            pages[name],
            label=words(f"page.{name}.title"),
            query_params={"lang": language},
        )

page.run()

st.divider()
st.caption(f"{words('ui.footer')} {words('ui.today', day=words.day(today()))}")
ui.print_foot(page.url_path or PAGES[0])
