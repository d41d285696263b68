"""The live page: where the visitor is, as the address says, and what stands there."""

import json
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import store
from dashboard.addresses import address_of_site
from dashboard.html import (
    Place,
    answer_line,
    choice_list,
    figure_parts,
    foot,
    head,
    part,
    question,
    stamp,
    style,
    told_script,
    wished_choices,
)
from dashboard.i18n import Words, wished_language
from dashboard.monitoring.metrics import RUN_SECONDS
from dashboard.page_contents import CONTENTS, Choose, Show
from kzdata.clock import today


def language() -> str:
    """The language of the address, else of the browser, else Kazakh.

    Whatever the address said, it says the language afterwards, so that it can be sent on.
    """
    accepted = st.context.headers.get("accept-language")
    chosen = wished_language(st.query_params.get("lang"), accepted=accepted)
    _set_right(lang=chosen)
    return chosen


def place(page: str) -> Place:
    """Where the visitor is, as the address says; where it says nonsense, it is set right."""
    choices = wished_choices(page, st.query_params)
    _set_right(**{name: str(code) for name, code in choices.items()})
    return Place(page, language(), today(), address_of_site(_host()), choices)


def _set_right(**wanted: str) -> None:
    """Have the address say what is shown, if it does not: told again, it might undo the next step.

    By the time the browser hears of it, its reader may have gone on to somewhere else.
    """
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)


def _host() -> str:
    """The host as the browser has it; what it says there need not be an address at all."""
    with suppress(ValueError):
        return urlsplit(st.context.url or "").netloc
    return ""


def page(name: str) -> None:
    """A page from its head to its foot, as it is declared in dashboard.page_contents."""
    with RUN_SECONDS.labels(name).time():
        _page(name)


def _page(name: str) -> None:
    here = place(name)
    _begin(here.words)
    # What needs no Streamlit goes along in one piece: every message costs its sending.
    plain = [head(here), question(here)]
    for block in CONTENTS[name]:
        if isinstance(block, Show | Choose) and plain:
            _html("".join(plain))
            plain.clear()
        match block:
            case Show(figure):
                _show(figure, here)
            case Choose(choice):
                if offered := choice_list(choice, here):
                    _html(offered)
            case _:
                plain.append(part(block, here))
    _html("".join(plain) + _end(here))


class _Html(str):
    """HTML that Streamlit takes as it is: in a text it looks for lines to dedent, at each run."""

    def _repr_html_(self) -> str:
        return str(self)


def _html(text: str, **options: bool) -> None:
    st.html(_Html(text), **options)


def _begin(said: Words) -> None:
    """What comes before anything is seen: the style sheet, and what is told to the browser."""
    sheets = f"<style>{style()}{_own_style()}</style>"
    _html(f"{sheets}<script>{told_script(said)}</script>", unsafe_allow_javascript=True)


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
        _html(f'<div class="head"{_shown(id, here)}>{above}</div>')
        if not below:
            return
        line = ""
        if chart := _chart(id, here):
            line = answer_line(id, here)
            st.vega_lite_chart(
                spec=chart.spec, theme=None, width="stretch", key=f"chart.{id}", alt=chart.label
            )
        _html(f'{line}<div class="foot">{below}</div>{table}')


def _shown(id: str, here: Place) -> str:
    """Of which of the page's choices a figure is, for line.js; nothing if it takes none."""
    taken = {k: v for k, v in store.chosen(id, here.choices).items() if k in here.choices}
    return f' data-shown="{escape(urlencode(taken))}"' if taken else ""


def _chart(id: str, here: Place) -> store.Living | None:
    """The chart of a figure; None if there is none, or none can be made: the words stand alone."""
    with suppress(store.Unavailable):
        return store.living(id, here.language, here.day, **here.choices)
    return None
