"""The live page: where the visitor is, as the address says, and what stands there."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from dashboard import shelf
from dashboard.contents import CONTENTS, Choose, Show
from dashboard.hypertext import (
    Place,
    figure_parts,
    foot,
    head,
    part,
    question,
    said_choice,
    stamp,
    style,
    wished_choices,
)
from dashboard.i18n import Words, wished_language
from dashboard.pages import address_of_site
from kzdata.clock import today


def language() -> str:
    """The language of the address, else of the browser, else Kazakh.

    Whatever the address said, it says the language afterwards, so that it can be sent on.
    """
    accepted = st.context.headers.get("accept-language")
    chosen = wished_language(st.query_params.get("lang"), accepted=accepted)
    st.query_params["lang"] = chosen
    return chosen


def place(page: str) -> Place:
    """Where the visitor is, as the address says; where it says nonsense, it is set right."""
    choices = wished_choices(page, st.query_params)
    st.query_params.update({name: str(code) for name, code in choices.items()})
    site = address_of_site(urlsplit(st.context.url or "").netloc)
    return Place(page, language(), today(), site, choices)


def page(name: str) -> None:
    """A page from its head to its foot, as it is declared in dashboard.contents."""
    here = place(name)
    _begin(here.words)
    # What needs no Streamlit goes along in one piece: every message costs its sending.
    plain = [head(here), question(here)]
    for block in CONTENTS[name]:
        if isinstance(block, Show | Choose) and plain:
            st.html("".join(plain))
            plain.clear()
        match block:
            case Show(figure):
                _show(figure, here)
            case Choose(choice):
                _choose(choice, here)
            case _:
                plain.append(part(block, here))
    st.html("".join(plain) + _end(here))


def _begin(said: Words) -> None:
    """What comes before anything is seen: the style sheet, and what is told to the browser."""
    chart = said("ui.chart")
    english = {"visualization": chart, "group mark container": chart, "Open": said("ui.open")}
    spoken = json.dumps(english, ensure_ascii=False)
    script = TELL.replace("LANGUAGE", said.language).replace("WORDS", spoken)
    sheets = f"<style>{style()}{_own_style()}</style>"
    st.html(f"{sheets}<script>{script}</script>", unsafe_allow_javascript=True)


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


def _end(here: Place) -> str:
    """The foot, which paper has at the end of every sheet where the browser can do that."""
    stamped = f"{here.site}{here.link(here.page, **here.choices)} · {stamp(here)}"
    sheet = json.dumps(stamped, ensure_ascii=False).replace("<", "")
    return (
        f"<style>@page {{ @bottom-left {{ content: {sheet}; font: 8pt sans-serif }} "
        "@bottom-right { content: counter(page); font: 8pt sans-serif } }</style>"
        f'<footer class="end">{foot(here)}</footer>'
    )


def _show(id: str, here: Place) -> None:
    """One figure as a card: its words as HTML, its chart alive."""
    above, below, table = figure_parts(id, here)
    with st.container(key=f"card-{id}"):
        st.html(f'<div class="head">{above}</div>')
        if not below:
            return
        made = shelf.figure(id, here.language, here.day, **here.choices)
        if made.living is not None:
            told = made.figure.description
            st.vega_lite_chart(
                spec=made.living, theme=None, width="stretch", key=f"chart.{id}", alt=told
            )
        st.html(f'<div class="foot">{below}</div>{table}')


def _choose(name: str, here: Place) -> None:
    """A choice among codes that lives in the address."""
    offered = list(shelf.codes(name).values())
    if not offered:
        return
    key, chosen = f"choice.{name}", here.choices[name]
    index = offered.index(chosen)
    # The address was changed by something else than this choice: a link, "back".
    if st.session_state.get(key, chosen) != chosen:
        st.session_state[key], index = chosen, 0
    # Streamlit's tester calls this long after the run, so it must not depend on the visit.
    names = {code: said_choice(name, code, here) for code in offered}
    picked = st.selectbox(
        here.words(f"ui.{name}"),
        offered,
        index=index,
        format_func=names.get,
        key=key,
        on_change=_to_address,
        args=(name,),
    )
    # The session was lost with its process: what is picked first after that comes to one that does
    # not know what stood there before, and so takes it for no change.
    if picked != chosen:
        _to_address(name)
        st.rerun()


def _to_address(name: str) -> None:
    """A choice was made: the address says it before the page is run, so that all of it agrees."""
    st.query_params[name] = str(st.session_state[f"choice.{name}"])
