"""What pages are made of: language and choices that live in the address, figures, claims, texts."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
import streamlit as st

from dashboard import shelf
from dashboard.clock import today
from dashboard.exports import FORMS, beneath
from dashboard.figures import CHOICES, FIGURES, Figure, cell, codes, default, look
from dashboard.figures.sources import said_published
from dashboard.fonts import font_faces
from dashboard.i18n import DEFAULT_LANGUAGE, Words, wished_language, words_of
from dashboard.pages import address_of_site, view_path
from kzdata import Table
from kzdata.datasets.columns import TOWNS
from kzdata.datasets.places import SOURCE_KINDS


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


def begin(said: Words) -> None:
    """What comes before anything is seen: the style sheet, the language, the way past the links."""
    skip = f'<a class="skip" href="#question">{escape(said("ui.skip"))}</a>'
    chart = said("ui.chart")
    english = {"visualization": chart, "group mark container": chart, "Open": said("ui.open")}
    spoken = json.dumps(english, ensure_ascii=False)
    script = TELL.replace("LANGUAGE", said.language).replace("WORDS", spoken)
    st.html(f"{_style()}<script>{script}</script>{skip}", unsafe_allow_javascript=True)


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
def _style() -> str:
    sheet = (Path(__file__).parent.parent / "pages" / "style.css").read_text(encoding="utf-8")
    dark = "\n".join(look.dark_rules(".stVegaLiteChart"))
    return (
        f"<style>{font_faces()}\n:root {{ {look.variables(look.LIGHT)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n"
        f":root {{ {look.variables(look.DARK)} }}\n{dark}\n}}\n{sheet}</style>"
    )


def print_foot(page: str) -> None:
    """What a printed page says at its end: where it is from, and of which data."""
    said = words()
    tables, address = shelf.snapshot().tables, st.query_params
    choices = {
        name: address[name]
        for name in CHOICES
        if address.get(name) in map(str, codes(name, tables))
    }
    address = site() + view_path(page, said.language, choices)
    version = said("card.stamp", version=shelf.snapshot().version, day=said.day(today()))
    # At the foot of every sheet where the browser can do that, and at the end of the last in any.
    foot = json.dumps(f"{address} · {version}", ensure_ascii=False).replace("<", "")
    st.html(
        f"<style>@page {{ @bottom-left {{ content: {foot}; font: 8pt sans-serif }} "
        "@bottom-right { content: counter(page); font: 8pt sans-serif } }</style>"
        f'<p class="print-only">{escape(said("ui.address", address=address))}<br>'
        f"{escape(version)}</p>"
    )


def choose(name: str, label: str, said: Callable[[object], str]) -> object:
    """A choice among codes that lives in the address; nonsense there falls back to the default."""
    tables = shelf.snapshot().tables
    offered, fallback = codes(name, tables), default(name, tables)
    if not offered:
        return fallback
    by_text = {str(code): code for code in offered}
    key, seen = f"choice.{name}", f"address.{name}"
    in_address = st.query_params.get(name)
    # The address wins when it was changed by something else than this choice: a link, "back".
    if key not in st.session_state or in_address != st.session_state.get(seen):
        st.session_state[key] = by_text.get(in_address, fallback)
    chosen = st.selectbox(label, offered, format_func=said, key=key)
    st.query_params[name] = str(chosen)
    st.session_state[seen] = str(chosen)
    return chosen


def region_names() -> dict[str, str]:
    """What each region is called in the visitor's language; nothing if its data are faulty."""
    tables = shelf.snapshot().tables
    if "regions" not in tables:
        return {}
    return tables["regions"].set_index("region_id")[words().own("name")].to_dict()


def taken_from_address(name: str) -> str:
    """A choice that links make: of the address, else of this visit; nonsense is the default."""
    tables, key = shelf.snapshot().tables, f"taken.{name}"
    wishes = (st.query_params.get(name), st.session_state.get(key))
    offered = codes(name, tables)
    chosen = next((wish for wish in wishes if wish in offered), default(name, tables))
    st.session_state[key] = st.query_params[name] = chosen
    return chosen


def head(page: str) -> None:
    """The question that a page answers."""
    st.title(words()(f"page.{page}.question"), anchor="question")


def show(id: str, **choices) -> None:
    """One figure as a card: question, answer, chart, what stands beneath it, ways to take it."""
    said = words()
    with st.container(key=f"card-{id}"):
        try:
            figure, chart = shelf.figure(id, said.language, today(), **choices)
        except shelf.Unavailable:
            st.header(said(f"{id}.title", **_named(choices, said)), anchor=id)
            st.warning(said("ui.unavailable"))
            return
        with st.container(key=f"head-{id}"):
            st.header(figure.title, anchor=id)
            st.markdown(f"**{_plain(figure.answer)}**")
        if chart is not None:
            st.vega_lite_chart(spec=chart, theme=None, width="stretch", key=f"chart.{id}")
        with st.container(key=f"foot-{id}"):
            st.markdown(_foot(figure, said))
            st.html(_actions(figure, choices, said))
            with st.expander(said("ui.cite_figure")):
                st.markdown(_plain(_citation(figure, choices, said)))
        with st.container(key=f"table-{id}"), st.expander(said("ui.table")):
            table(figure, said)


def _named(choices: dict, said: Words) -> dict[str, str]:
    """What a title names, where the figure itself could not be made."""
    return {"town": said.code("place", choices["town"])} if "town" in choices else {}


def _foot(figure: Figure, said: Words) -> str:
    cited = shelf.cited(figure.sources, said.language)
    refers, basis, *_ = beneath(figure, cited, said)
    small = [_plain(refers), _plain(basis)]
    if cited:
        small.append(said("ui.sources", text=source_links(figure.sources, said)))
    notes = [f"- {_plain(note)}" for note in figure.notes]
    return "\n".join(notes) + "\n\n" + "  \n".join(f":small[{line}]" for line in small)


def _actions(figure: Figure, choices: dict, said: Words) -> str:
    """Quiet links: the figure's files, and the address of just this view."""
    taken = shelf.chosen(figure.id, choices)
    query = "?" + urlencode(taken) if taken else ""
    base = f"/figures/{said.language}/{figure.id}"
    links = "".join(
        f'<a href="{escape(f"{base}.{form}{query}")}" download>{form.upper()}</a>'
        for form in FORMS
        if form != "json"
    )
    view = escape(view_path(FIGURES[figure.id].page, said.language, taken, figure.id))
    return (
        f'<p class="actions"><span>{escape(said("ui.download"))}</span>{links}'
        f'<a href="{view}">{escape(said("ui.link"))}</a></p>'
    )


def _citation(figure: Figure, choices: dict, said: Words) -> str:
    taken = shelf.chosen(figure.id, choices)
    return said(
        "cite.figure",
        title=figure.title,
        site=said("app.title"),
        address=site() + view_path(FIGURES[figure.id].page, said.language, taken, figure.id),
        version=shelf.snapshot().version,
        day=said.day(today()),
        sources="; ".join(c.said for c in shelf.cited(figure.sources, said.language)),
    )


def site() -> str:
    """Where the dashboard stands."""
    return address_of_site(urlsplit(st.context.url or "").netloc)


def headlines() -> None:
    """The few numbers of the first screen, each leading to its figure."""
    said = words()
    try:
        lines = shelf.headlines_of(said.language, today())
    except shelf.Unavailable:
        st.warning(said("ui.unavailable"))
        return
    st.html(
        '<div class="headlines">'
        + "".join(
            f'<p class="headline {line.role}"><a href="#{line.figure}">'
            f"<strong>{escape(line.number)}</strong> <span>{escape(line.text)}</span></a></p>"
            for line in lines
        )
        + "</div>"
    )


def towns(chosen: str | None = None) -> None:
    """The way to each town."""
    said = words()
    with st.container(horizontal=True, key="towns"):
        if chosen is None:
            st.html(f"<p>{escape(said('page.town.title'))}</p>", width="content")
        for town in TOWNS:
            name = said.code("place", town)
            if town == chosen:
                st.markdown(f"**{name}**", width="content")
            else:
                query = {"lang": said.language, "town": town}
                st.page_link("town.py", label=name, query_params=query)


def more(*pages: str) -> None:
    """The way on: other pages by the questions that they answer."""
    said = words()
    st.header(said("ui.more"), anchor=False)
    with st.container(key="more"):
        for page in pages:
            query = {"lang": said.language}
            label = said(f"page.{page}.question")
            st.page_link(f"{page}.py", label=label, query_params=query)


def table(figure: Figure, said: Words) -> None:
    """A figure's table with numbers and days as this language writes them.

    On a phone each row stands as a list of titled cells; the roles keep it a table for those who
    listen.
    """
    titles = [escape(column.title) for column in figure.columns]
    numeric = [' class="number"' * (c.kind in ("number", "signed")) for c in figure.columns]
    head = "".join(f'<th scope="col" role="columnheader">{title}</th>' for title in titles)
    rows = "".join(
        '<tr role="row">'
        + "".join(
            f'<td role="cell" data-title="{title}"{kind}>{escape(cell(value, column, said))}</td>'
            for title, kind, value, column in zip(titles, numeric, row, figure.columns, strict=True)
        )
        + "</tr>"
        for row in figure.table.itertuples(index=False)
    )
    st.html(
        f'<table role="table" class="figure"><caption>{escape(figure.title)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def source_links(source_ids: Iterable[str], said: Words) -> str:
    """Sources by publisher and date, each linked to its address; `/sources` has the titles."""
    cited = shelf.cited(tuple(source_ids), said.language)
    return "; ".join(_linked(source.said, source.url) for source in cited)


def _linked(text: str, url: object) -> str:
    if not isinstance(url, str):
        return _plain(text)
    return f"[{_plain(text)}]({quote(url, safe=URL_SIGNS)})"


# What may stand in an address and means nothing to Markdown.
URL_SIGNS = "%/:?#@!$&'*+,;=~-._"


def claims(page: str) -> None:
    """The claims of one page with verdict, arithmetic and both sources."""
    said = words()
    try:
        rows = shelf.claims(said.language, today())
    except shelf.Unavailable:
        st.warning(said("ui.unavailable"))
        return
    with st.container(key=f"claims-{page}"):
        for row in rows[rows["page"] == page].itertuples():
            _claim(row, said)


def _claim(row, said: Words) -> None:
    stated = (row.source_id, row.second_source_id, *row.record_source_ids.split())
    links = source_links((s for s in stated if isinstance(s, str)), said)
    note = f" {_plain(row.note)}." if isinstance(row.note, str) else ""
    with st.container(border=True, key=f"claim-{row.verdict}-{row.claim_id}"):
        st.markdown(
            f"{_plain(row.text)}\n\n"
            f"**{_plain(row.verdict_said)}.** "
            f"{_plain(row.arithmetic)}{note}\n\n"
            f":small[{said('ui.sources', text=links)}]"
        )


def statements(topic: str, title: str) -> None:
    """What was said on a topic, in the order told, with its source."""
    said = words()
    st.header(title, anchor=False)
    try:
        shelf.snapshot().need(*shelf.ALWAYS_NEEDED, "statements")
    except shelf.Unavailable:
        st.warning(said("ui.unavailable"))
        return
    rows = shelf.snapshot().tables["statements"]
    rows = rows[rows["topic"] == topic].sort_values("position")
    st.markdown("\n".join(f"- {_plain(text)}" for text in rows[said.own("text")]))
    links = source_links(rows["source_id"], said)
    st.markdown(f":small[{said('ui.sources', text=links)}]")


def sources(rows: pd.DataFrame) -> None:
    """Every source with its kind, licence and note, in the order of publishers."""
    said = words()
    lines = []
    for _, source in rows.sort_values(["kind", "source_id"], key=_by_kind).iterrows():
        note = source[said.own("note")]
        known = [
            _plain(source[said.own("publisher")]),
            said_published(source["published"], said),
            said.code("source_kind", source["kind"]),
            said("ui.licence", text=said.code("licence", source["licence"])),
            *([] if isinstance(source["url"], str) else [said("ui.no_address")]),
        ]
        title = _linked(source[said.own("title")], source["url"])
        tail = f"  \n  :small[{_plain(note)}.]" if isinstance(note, str) else ""
        lines.append(f"- {title}  \n  :small[{'; '.join(known)}.]{tail}")
    st.markdown("\n".join(lines))


def _by_kind(column: pd.Series) -> pd.Series:
    """Kinds in the order of their declaration, official statistics first."""
    return column.map(SOURCE_KINDS.index) if column.name == "kind" else column


def dataset(table: Table) -> None:
    """A dataset's title, size and downloads, or that it did not pass the check."""
    said, tables = words(), shelf.snapshot().tables
    title = f"**{_plain(table.title[said.language])}** (`{table.name}`)"
    if table.name not in tables:
        st.markdown(f"{title}: {said('ui.broken_table')}")
        return
    rows = said.plural("count.rows", len(tables[table.name]))
    csv, parquet = (f"/open/{table.name}.{kind}" for kind in ("csv", "parquet"))
    st.markdown(f"{title}: {rows} · [CSV]({csv}) · [Parquet]({parquet})")


def _plain(text: str) -> str:
    """A text of the data or the catalogues, with nothing in it that Markdown would read."""
    for sign in "\\`*_[]$~<>:&":
        text = text.replace(sign, f"\\{sign}")
    return text
