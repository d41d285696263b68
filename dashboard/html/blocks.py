"""Each part of a page as HTML, read from the store."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from html import escape

import pandas as pd

from dashboard import page_contents, store
from dashboard.addresses import Choices, contact, sheet_path, view_path
from dashboard.figures import title_of
from dashboard.figures.sources import said_published, sources_said
from dashboard.html import figure_card, method
from dashboard.html.ask_links import asked_of_claim
from dashboard.html.changelog import changes
from dashboard.html.chart import chart_of
from dashboard.html.follow import to_follow
from dashboard.html.name_index import names
from dashboard.html.names import named
from dashboard.html.report import Reported, report_fold
from dashboard.html.reports import reports_told
from dashboard.html.view import Place
from dashboard.i18n.descriptions import rows_in_words
from dashboard.i18n.numbers import unbroken
from dashboard.render.formats import FORMS
from dashboard.render.town_sheet import PAPERS
from kzdata import TABLES
from kzdata.schema.columns import TOWNS
from kzdata.schema.places import SOURCE_KINDS

# What another choice may change, another width or setting; all other parts stay as they are.
CHANGING = (
    page_contents.Show,
    page_contents.Choose,
    page_contents.Towns,
    page_contents.Follow,
    page_contents.Sheet,
)


def part(block: page_contents.Block, place: Place) -> str:
    """A part of a page as HTML; most are made once for a page, a day and a state of the data."""
    if isinstance(block, CHANGING):
        return html_of(block, place)
    place = replace(place, choices={}, width=Place.width)
    number = page_contents.CONTENTS[place.page].index(block) + 1
    file = f"parts/{_kind(place)}/{place.language}/{place.page}.{number}.html"
    apart = store.elsewhere(place.site, place.server)
    return store.made(file, place.day, lambda: html_of(block, place), store.TEXT, apart)


def _kind(place: Place) -> str:
    """Pages whose links stay among those of the same kind."""
    return "lite" if place.lite else "live"


@singledispatch
def html_of(block: page_contents.Block, place: Place) -> str:
    """A part of a page as HTML; what its data do not allow is said in its place."""
    raise TypeError(f"no HTML for {block!r}")


@html_of.register
def _heading(block: page_contents.Heading, place: Place) -> str:
    id = f' id="{block.id}"' * bool(block.id)
    return f'<h2 class="group"{id}>{escape(place.words(block.key))}</h2>'


@html_of.register
def _text(block: page_contents.Text, place: Place) -> str:
    return f"<p>{escape(place.words(block.key))}</p>"


@html_of.register
def _figure(block: page_contents.Show, place: Place) -> str:
    id = block.figure
    head, foot, table = figure_parts(id, place)
    chart = chart_of(id, place) if foot else ""
    beside = (
        f'<div class="head">{head}</div>{chart}<div class="foot">{foot}</div>' if foot else head
    )
    return f'<section class="card" id="card-{id}">{beside}{table}</section>'


def figure_parts(id: str, place: Place) -> tuple[str, str, str]:
    """A figure's head, foot and table; the last two are empty where its data are faulty."""
    taken = store.chosen(id, place.choices)
    file = f"cards/{_kind(place)}/{place.language}/{store.stem(id, taken)}.html"

    def make() -> tuple[str, ...]:
        return _figure_parts(id, place, taken, store.snapshot().version)

    apart = store.elsewhere(place.site, place.server)
    head, foot, table = store.made(file, place.day, make, store.TEXTS, apart)
    return head, foot, table


def _figure_parts(id: str, place: Place, taken: Mapping, version: str) -> tuple[str, str, str]:
    words = place.words
    try:
        figure = store.figure(id, place.language, place.day, **taken).figure
    except store.Unavailable:
        return figure_card.missing(title_of(id, words, taken.get("town", "")), id, words), "", ""
    cited = store.cited(figure.sources, place.language)
    foot = figure_card.foot(figure, cited, place, taken, version)
    return figure_card.head(figure), foot, figure_card.table(figure, words)


@html_of.register
def _choose(block: page_contents.Choose, place: Place) -> str:
    """A choice as links, in a fold that says what is chosen."""
    words, offered = place.words, store.codes(block.name).values()
    chosen = place.choices.get(block.name, "")
    if not offered:
        return ""
    links = "".join(
        f"<li>{_option(said, place.link(place.page, **{**place.choices, block.name: code}))}</li>"
        if code != chosen
        else f'<li aria-current="true">{escape(said)}</li>'
        for code in offered
        for said in [store.choice_name(block.name, code, place.language)]
    )
    label = escape(words(f"ui.{block.name}"))
    return (
        f'<div class="choice"><p>{label}</p><details class="fold" id="choose-{block.name}">'
        f"<summary>{escape(store.choice_name(block.name, chosen, place.language))}</summary>"
        f'<ul class="options">{links}</ul></details></div>'
    )


def choice_list(name: str, place: Place) -> str:
    """A choice as the browser's own list, for a page whose script tells when another is taken.

    It does not say what is chosen, which the script takes from the address: so it stays the same
    when another is taken, and stays on the page with whoever is using it.
    """
    options = "".join(
        f'<option value="{escape(str(code))}">'
        f"{escape(store.choice_name(name, code, place.language))}</option>"
        for code in store.codes(name).values()
    )
    if not options:
        return ""
    label, id = escape(place.words(f"ui.{name}")), f"choice-{name}"
    return (
        f'<div class="choice list"><p><label for="{id}">{label}</label></p>'
        f'<select id="{id}" data-choice="{name}" autocomplete="off">{options}</select></div>'
    )


def _option(said: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(said)}</a>'


@html_of.register
def _headlines(block: page_contents.Headlines, place: Place) -> str:
    try:
        lines = store.headlines_of(place.language, place.day)
    except store.Unavailable:
        return figure_card.unavailable(place.words)
    return (
        '<div class="headlines">'
        + "".join(
            f'<p class="headline {line.role}"><a href="#{line.figure}">'
            f"<strong>{escape(line.number)}</strong> <span>{escape(line.text)}</span></a></p>"
            for line in lines
        )
        + "</div>"
    )


@html_of.register
def _towns(block: page_contents.Towns, place: Place) -> str:
    words, chosen = place.words, place.choices["town"]
    links = "".join(
        f'<strong aria-current="page">{escape(name)}</strong>'
        if town == chosen
        else f'<a href="{escape(place.link("town", town=town))}">{escape(name)}</a>'
        for town in TOWNS
        for name in [words.code("place", town)]
    )
    title = escape(words("page.town.title"))
    return f'<nav class="towns" aria-label="{title}">{links}</nav>'


@html_of.register
def _more(block: page_contents.More, place: Place) -> str:
    words = place.words
    links = "".join(
        f"<li>{_option(words(f'page.{page}.question'), place.link(page))}</li>"
        for page in block.pages
    )
    return f'<h2 class="group">{escape(words("ui.more"))}</h2><ul class="more">{links}</ul>'


@html_of.register
def _claims(block: page_contents.Claims, place: Place) -> str:
    try:
        rows = store.claims(place.language, place.day)
    except store.Unavailable:
        return figure_card.unavailable(place.words)
    told = (_claim(row, place) for row in rows[rows["page"] == block.page].itertuples())
    return f'<div class="claims">{"".join(told)}</div>'


def _claim(row, place: Place) -> str:
    """A claim with verdict, arithmetic and both sources."""
    stated = (row.source_id, row.second_source_id, *row.record_source_ids.split())
    cited = store.cited(tuple(s for s in stated if isinstance(s, str)), place.language)
    note = f" {escape(unbroken(row.note))}." if isinstance(row.note, str) else ""
    shown = f"{row.verdict_said}. {row.arithmetic}"
    view = place.site + view_path("claims", place.language, {}, f"claim-{row.claim_id}")
    about = Reported(row.text, shown, view)
    rule = escape(place.link("method", figure=f"verdict-{row.verdict}"))
    return (
        f'<div class="claim {row.verdict}" id="claim-{row.claim_id}"><p>{escape(row.text)}</p>'
        f'<p><strong><a href="{rule}">{escape(row.verdict_said)}</a>.</strong> '
        f"{escape(row.arithmetic)}{note}</p>"
        f'<p class="small">{sources_said(figure_card.linked_sources(cited), place.words)}</p>'
        f"{asked_of_claim(row.claim_id, row.text, place)}"
        f"{report_fold(about, place, f'report-claim-{row.claim_id}')}</div>"
    )


@html_of.register
def _statements(block: page_contents.Statements, place: Place) -> str:
    words = place.words
    try:
        store.snapshot().need(*store.ALWAYS_NEEDED, "statements")
    except store.Unavailable:
        return figure_card.unavailable(words)
    rows = store.snapshot().tables["statements"]
    rows = rows[rows["topic"] == block.topic].sort_values("position")
    said = "".join(f"<li>{escape(unbroken(text))}</li>" for text in rows[words.own("text")])
    links = figure_card.linked_sources(store.cited(tuple(rows["source_id"]), place.language))
    return f'<ul class="said">{said}</ul><p class="small">{sources_said(links, words)}</p>'


@html_of.register
def _sources(block: page_contents.Sources, place: Place) -> str:
    words, tables = place.words, store.snapshot().tables
    if "sources" not in tables:
        return figure_card.unavailable(words)
    rows = tables["sources"].sort_values(["kind", "source_id"], key=_by_kind)
    told = "".join(_source(row, place) for _, row in rows.iterrows())
    return f'<p>{escape(words("ui.licence_note"))}</p><ul class="sources">{told}</ul>'


def _source(source: pd.Series, place: Place) -> str:
    words = place.words
    url, note = source["url"], source[words.own("note")]
    known = [
        source[words.own("publisher")],
        said_published(source, words),
        words.code("source_kind", source["kind"]),
        words("ui.licence", text=words.code("licence", source["licence"])),
        *([] if isinstance(url, str) else [words("ui.no_address")]),
    ]
    title = figure_card.linked(source[words.own("title")], url if isinstance(url, str) else None)
    tail = f"<br>{escape(unbroken(note))}." if isinstance(note, str) else ""
    about = f'<p class="small">{escape("; ".join(known))}.{tail}</p>'
    return f'<li id="source-{source["source_id"]}">{title}{about}</li>'


def _by_kind(column: pd.Series) -> pd.Series:
    """Kinds in the order of their declaration, official statistics first."""
    return column.map(SOURCE_KINDS.index) if column.name == "kind" else column


@html_of.register
def _datasets(block: page_contents.Datasets, place: Place) -> str:
    words, tables, version = place.words, store.snapshot().tables, store.snapshot().version
    told = []
    for name, table in TABLES.items():
        called = escape(table.title[place.language])
        title = f'<strong id="data-{name}" itemprop="name">{called}</strong>'
        about = f'{title} (<code itemprop="identifier">{name}</code>)'
        if name not in tables:
            told.append(f"<li>{about}: {escape(words('ui.broken_table'))}</li>")
            continue
        rows = escape(words.plural("count.rows", len(tables[name])))
        files = "".join(_download(name, form, place) for form in FORMS)
        told.append(
            f'<li itemscope itemtype="https://schema.org/Dataset">{about}: {rows}.<br>'
            f'<span class="small" itemprop="description">'
            f"{escape(rows_in_words(table, place.language))}</span>"
            f'<meta itemprop="version" content="{version}"><p class="actions">{files}</p></li>'
        )
    return f'<ul class="datasets">{"".join(told)}</ul>'


def _download(name: str, form: str, place: Place) -> str:
    """One file of a dataset, as search engines for data read it."""
    kind = FORMS[form].partition(";")[0]
    return (
        '<span itemprop="distribution" itemscope itemtype="https://schema.org/DataDownload">'
        f'<meta itemprop="encodingFormat" content="{kind}"><a itemprop="contentUrl" '
        f'href="/open/{name}.{form}?lang={place.language}" '
        f"{named(form, f'data-{name}')}>"
        f"{form.upper()}</a></span>"
    )


@html_of.register
def _changes(block: page_contents.Changes, place: Place) -> str:
    return changes(place)


@html_of.register
def _reports(block: page_contents.Reports, place: Place) -> str:
    return reports_told(place)


@html_of.register
def _edition(block: page_contents.Edition, place: Place) -> str:
    words, version = place.words, store.snapshot().version
    cite = words(
        "ui.cite_text", title=words("app.title"), version=version, day=words.day(place.day)
    )
    return f"<p>{escape(words('ui.version', version=version))}</p><p>{escape(cite)}</p>"


@html_of.register
def _follow(block: page_contents.Follow, place: Place) -> str:
    return to_follow(place)


@html_of.register
def _sheet(block: page_contents.Sheet, place: Place) -> str:
    """No heading of its own: it is the way to take along what stands above."""
    links = "".join(
        f'<li><a href="{sheet_path(str(place.choices["town"]), paper)}">'
        f"{escape(place.words('sheet.link', paper=paper.upper()))}</a></li>"
        for paper in PAPERS
    )
    return f'<ul class="more">{links}</ul>'


@html_of.register
def _report(block: page_contents.Report, place: Place) -> str:
    """A page must not ask for what nobody would get."""
    words, to = place.words, contact()
    if not to:
        return ""
    heading, text = escape(words("ui.report")), escape(words("ui.report_text"))
    return f'<h2 class="group">{heading}</h2><p>{text} {method.linked_contact(to)}</p>'


# Parts that take nothing but the place where they stand.
for _block, _made in {
    page_contents.States: method.states,
    page_contents.Verdicts: method.verdicts,
    page_contents.Tolerances: method.tolerances,
    page_contents.Bases: method.bases,
    page_contents.Runner: method.runner,
    page_contents.Glossary: method.glossary,
    page_contents.Names: names,
}.items():
    html_of.register(_block, lambda block, place, made=_made: made(place))


def is_usual(place: Place) -> bool:
    """Whether a page is shown as nobody has chosen anything there."""
    return place.choices == wished_choices(place.page, {})


def wished_choices(page: str, wishes: Mapping[str, str]) -> Choices:
    """The choices of a page, each as wished or, where that is nonsense, its default."""
    return {
        name: store.codes(name).get(wishes.get(name, ""), store.default(name))
        for name in page_contents.choices_of(page)
    }
