"""What pages are made of: language and choices that live in the address, figures, claims, texts."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import shelf
from dashboard.figures import Figure, cell
from dashboard.i18n import DEFAULT_LANGUAGE, Words, wished_language, words_of
from kzdata import Table
from kzdata.datasets.places import SOURCE_KINDS

# All of Kazakhstan keeps one time, UTC+5, the whole year.
KAZAKHSTAN = timezone(timedelta(hours=5))

DEFAULTS = {"region": "KZ-35", "year": 2022}


def today() -> date:
    """The day in Kazakhstan; the one place where the dashboard reads the clock."""
    return datetime.now(KAZAKHSTAN).date()


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


def choose(name: str, label: str, codes: Sequence, said: Callable[[object], str]) -> object:
    """A choice among codes that lives in the address; nonsense there falls back to the default."""
    by_text = {str(code): code for code in codes}
    default = DEFAULTS[name] if DEFAULTS[name] in by_text.values() else codes[0]
    key, seen = f"choice.{name}", f"address.{name}"
    in_address = st.query_params.get(name)
    # The address wins when it was changed by something else than this choice: a link, "back".
    if key not in st.session_state or in_address != st.session_state.get(seen):
        st.session_state[key] = by_text.get(in_address, default)
    chosen = st.selectbox(label, codes, format_func=said, key=key)
    st.query_params[name] = str(chosen)
    st.session_state[seen] = str(chosen)
    return chosen


def head(page: str) -> None:
    """The question that a page answers."""
    st.title(words()(f"page.{page}.question"), anchor=False)


def show(id: str, **choices) -> None:
    """One figure: question, answer, chart, what it refers to, how it is known, sources, table."""
    said = words()
    try:
        figure, chart = shelf.figure(id, said.language, today(), **choices)
    except shelf.Unavailable:
        st.subheader(said(f"{id}.title"), anchor=id)
        st.warning(said("ui.unavailable"))
        return
    st.subheader(figure.title, anchor=id)
    st.markdown(f"**{_plain(figure.answer)}**")
    if chart is not None:
        st.vega_lite_chart(spec=chart, theme=None, width="stretch", key=f"chart.{id}")
    st.markdown("\n\n".join(_beneath(figure, said)))
    with st.expander(said("ui.table")):
        table(figure, said)


def _beneath(figure: Figure, said: Words) -> list[str]:
    basis = ", ".join(said.code("basis", code) for code in figure.basis)
    lines = [f"- {_plain(note)}" for note in figure.notes]
    lines = ["\n".join(lines)] if lines else []
    small = [
        _plain(said("ui.refers", text=figure.refers)),
        _plain(said("ui.basis", text=basis)),
    ]
    if figure.sources:
        small.append(said("ui.sources", text=source_links(figure.sources, said)))
    lines.append("  \n".join(f":small[{line}]" for line in small))
    return lines


def table(figure: Figure, said: Words) -> None:
    """A figure's table with numbers and days as this language writes them."""
    cells = {
        column.title: [cell(value, column, said) for value in figure.table[column.name]]
        for column in figure.columns
    }
    st.table(pd.DataFrame(cells).map(_plain), hide_index=True, border="horizontal")


def source_links(source_ids: Iterable[str], said: Words) -> str:
    """Sources by publisher and date, each linked to its address; `/sources` has the titles."""
    known = shelf.snapshot().tables["sources"].set_index("source_id")
    return "; ".join(
        _linked(f"{source[said.own('publisher')]}, {_published(source, said)}", source["url"])
        for source in (known.loc[id] for id in dict.fromkeys(source_ids) if id in known.index)
    )


def _linked(text: str, url: object) -> str:
    if not isinstance(url, str):
        return _plain(text)
    return f"[{_plain(text)}]({quote(url, safe=URL_SIGNS)})"


# What may stand in an address and means nothing to Markdown.
URL_SIGNS = "%/:?#@!$&'*+,;=~-._"


def _published(source, said: Words) -> str:
    when = source["published"]
    return said("ui.undated") if pd.isna(when) else said.day(when)


VERDICT_ICONS = {
    "agrees": ":material/check_circle:",
    "differs": ":material/error:",
    "contradiction": ":material/error:",
    "not_same_scope": ":material/rule:",
    "no_record": ":material/help:",
    "not_due": ":material/schedule:",
}


def claims(page: str) -> None:
    """The claims of one page with verdict, arithmetic and both sources."""
    said = words()
    try:
        rows = shelf.claims(said.language, today())
    except shelf.Unavailable:
        st.warning(said("ui.unavailable"))
        return
    for row in rows[rows["page"] == page].itertuples():
        stated = (row.source_id, row.second_source_id, *row.record_source_ids.split())
        links = source_links((s for s in stated if isinstance(s, str)), said)
        note = f" {_plain(row.note)}." if isinstance(row.note, str) else ""
        with st.container(border=True):
            st.markdown(
                f"{_plain(row.text)}\n\n"
                f"{VERDICT_ICONS[row.verdict]} **{_plain(row.verdict_said)}.** "
                f"{_plain(row.arithmetic)}{note}\n\n"
                f":small[{said('ui.sources', text=links)}]"
            )


def statements(topic: str, title: str) -> None:
    """What was said on a topic, in the order told, with its source."""
    said = words()
    st.subheader(title, anchor=False)
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
            _published(source, said),
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
