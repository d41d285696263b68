"""What live pages are made of: language and choices that live in the address, and the page."""

import json
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from dashboard import shelf
from dashboard.contents import CONTENTS, Choose, Show
from dashboard.figures import CHOICES
from dashboard.hypertext import (
    OWN_NAMES,
    Place,
    figure_parts,
    foot,
    part,
    said_choice,
    site_name,
    stamp,
    style,
)
from dashboard.i18n import DEFAULT_LANGUAGE, LANGUAGES, Words, wished_language, words_of
from dashboard.pages import PAGES, address_of_site
from kzdata.clock import today


def language() -> str:
    """The language of the address, else of this visit, else of the browser, else Kazakh.

    Whatever the address said, it says the language afterwards, so that it can be sent on.
    """
    chosen = wished_language(
        st.query_params.get("lang"),
        st.session_state.get("language"),
        accepted=st.context.headers.get("accept-language"),
    )
    st.session_state["language"] = chosen
    # Written even when it stands there already: Streamlit runs the script with the query of a link
    # to the same page, but leaves the old one in the browser's address.
    st.query_params["lang"] = chosen
    return chosen


def words() -> Words:
    return words_of(st.session_state.get("language", DEFAULT_LANGUAGE))


def place(page: str, **choices: object) -> Place:
    """Where the visitor is."""
    return Place(page, words().language, today(), site(), choices)


def site() -> str:
    """Where the dashboard stands."""
    return address_of_site(urlsplit(st.context.url or "").netloc)


# The frame of every page.


def begin(said: Words) -> None:
    """What comes before anything is seen: the style sheet, the language, the way past the links."""
    skip = f'<a class="skip" href="#question">{escape(said("ui.skip"))}</a>'
    chart = said("ui.chart")
    english = {"visualization": chart, "group mark container": chart, "Open": said("ui.open")}
    spoken = json.dumps(english, ensure_ascii=False)
    script = TELL.replace("LANGUAGE", said.language).replace("WORDS", spoken)
    sheets = f"<style>{style()}{_own_style()}</style>"
    st.html(f"{sheets}<script>{script}</script>{skip}", unsafe_allow_javascript=True)


# Streamlit leaves the language of the document as it was when the address was opened; it has words
# in English, and so has Vega, that only those hear who listen to a page; and a chart is to be told
# as one picture by its description, whatever lies inside. Charts that are drawn late push away what
# a link led to; until the reader moves, the page goes after it.
TELL = """
{
const SPOKEN = WORDS;
document.documentElement.lang = 'LANGUAGE';
window.spoken?.disconnect();
const say = () => {
  for (const name of ['aria-label', 'aria-roledescription'])
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const english = element.getAttribute(name);
      if (english in SPOKEN) element.dataset[name === 'aria-label' ? 'label' : 'role'] = english;
      const said = SPOKEN[element.dataset[name === 'aria-label' ? 'label' : 'role']];
      if (said && said !== english) element.setAttribute(name, said);
    }
  for (const drawn of document.querySelectorAll('[role=graphics-document] > svg')) {
    drawn.setAttribute('aria-hidden', true);
    drawn.parentElement.setAttribute('role', 'img');
  }
  if (window.sought) document.getElementById(window.sought)?.scrollIntoView();
};
if (window.sought === undefined) {
  window.sought = location.hash.slice(1);
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(act, () => { window.sought = ''; }, {once: true, capture: true});
}
window.spoken = new MutationObserver(say);
const watched = ['aria-label', 'aria-roledescription'];
window.spoken.observe(
  document.body, {childList: true, subtree: true, attributes: true, attributeFilter: watched});
say();
}
"""


@cache
def _own_style() -> str:
    return (Path(__file__).parent.parent / "pages" / "style.css").read_text(encoding="utf-8")


def masthead(page: st.Page) -> None:
    """The name of the site, and the languages beside it."""
    said = words()
    with st.container(horizontal=True, key="masthead"):
        st.html(site_name(place(PAGES[0])))
        with st.container(horizontal=True, key="languages", width="content"):
            for code in LANGUAGES:
                if code == said.language:
                    st.html(f"<strong>{OWN_NAMES[code]}</strong>", width="content")
                    continue
                query = {**st.query_params.to_dict(), "lang": code}
                st.page_link(page, label=OWN_NAMES[code], query_params=query)


def links() -> None:
    """The way to every page."""
    said = words()
    with st.container(horizontal=True, key="pages"):
        for name in PAGES:
            label = said(f"page.{name}.title")
            st.page_link(f"{name}.py", label=label, query_params={"lang": said.language})


def end(page: str) -> None:
    """The foot, which paper has at the end of every sheet where the browser can do that."""
    choices = {
        name: shelf.codes(name)[wish]
        for name, wish in st.query_params.items()
        if name in CHOICES and wish in shelf.codes(name)
    }
    here = place(page, **choices)
    stamped = f"{here.site}{here.link(page, **choices)} · {stamp(here)}"
    sheet = json.dumps(stamped, ensure_ascii=False).replace("<", "")
    st.html(
        f"<style>@page {{ @bottom-left {{ content: {sheet}; font: 8pt sans-serif }} "
        "@bottom-right { content: counter(page); font: 8pt sans-serif } }</style>"
        f'<footer class="end">{foot(here)}</footer>'
    )


# The page.


def page(name: str) -> None:
    """A page from its question to its last part, as it is declared in dashboard.contents."""
    said = words()
    choices = {"town": _taken_from_address("town")} if name == "town" else {}
    # What needs no Streamlit goes along in one piece: every message costs its sending.
    plain = [f'<h1 id="question">{escape(said(f"page.{name}.question"))}</h1>']
    for block in CONTENTS[name]:
        if isinstance(block, LIVING) and plain:
            st.html("".join(plain))
            plain.clear()
        match block:
            case Show(figure):
                _show(figure, place(name, **choices))
            case Choose(choice):
                choices[choice] = _choose(choice, name)
            case _:
                plain.append(part(block, place(name, **choices)))
    if plain:
        st.html("".join(plain))


LIVING = Show | Choose


def _show(id: str, here: Place) -> None:
    """One figure as a card: its words as HTML, its chart alive."""
    head, foot, table = figure_parts(id, here)
    with st.container(key=f"card-{id}"):
        st.html(f'<div class="head">{head}</div>')
        if not foot:
            return
        made = shelf.figure(id, here.language, here.day, **here.choices)
        if made.living is not None:
            told = made.figure.description
            st.vega_lite_chart(
                spec=made.living, theme=None, width="stretch", key=f"chart.{id}", alt=told
            )
        st.html(f'<div class="foot">{foot}</div>{table}')


def _choose(name: str, page: str) -> object:
    """A choice among codes that lives in the address; nonsense there falls back to the default."""
    here, fallback = place(page), shelf.default(name)
    by_text = shelf.codes(name)
    offered = list(by_text.values())
    if not offered:
        return fallback
    key, seen = f"choice.{name}", f"address.{name}"
    in_address = st.query_params.get(name)
    # The address wins when it was changed by something else than this choice: a link, "back".
    if key not in st.session_state or in_address != st.session_state.get(seen):
        st.session_state[key] = by_text.get(in_address, fallback)
    # Streamlit's tester calls this long after the run, so it must not depend on the visit.
    names = {code: said_choice(name, code, here) for code in offered}
    chosen = st.selectbox(words()(f"ui.{name}"), offered, format_func=names.get, key=key)
    st.query_params[name] = str(chosen)
    st.session_state[seen] = str(chosen)
    return chosen


def _taken_from_address(name: str) -> str:
    """A choice that links make; nonsense in the address is the default."""
    wish = st.query_params.get(name)
    chosen = wish if wish in shelf.codes(name) else shelf.default(name)
    st.query_params[name] = chosen
    return chosen
