"""Everything that readers see, before and after a change of the data, compared."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from dashboard.addresses import PAGES, Choices
from dashboard.figures import FIGURES, FigureRequest, FigureSpec, Tables, codes, default
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.key_figures import HEADLINE_TABLES
from dashboard.i18n import Words, words_of
from dashboard.store import ALWAYS_NEEDED
from kzdata import TABLES
from publishing.review import visible
from publishing.review.impact import PARTS, Effect, Progress
from publishing.review.visible import Shown

# The tables whose rows are the codes of a choice.
NAMED_BY = {"region": "regions", "place": "places"}
MOST_WALKED = 3  # of the years that change, in so many every region is looked at


@dataclass(frozen=True)
class Comparison:
    """The tables before and after, the names of those that differ, and for whom it is told."""

    before: Tables
    after: Tables
    tables: Set[str]
    words: Words
    day: date

    def concerns(self, *names: str) -> bool:
        return not self.tables.isdisjoint(names)

    def view(self, choices: Choices | None = None) -> FigureRequest:
        return FigureRequest(self.words, self.day, **(choices or {}))


def effects(
    before: Tables, after: Tables, language: str, day: date, progress: Progress | None = None
) -> list[Effect]:
    """Claims, headlines and figures that readers will see otherwise, in this order.

    Only what needs a table that differs is made. Of a figure with choices every view is told; the
    usual one comes first.
    """
    change = Comparison(before, after, differing(before, after), words_of(language), day)
    return [
        *_claims(change),
        *_headlines(change),
        *_figures(change, progress or _nobody),
    ]


def lost(
    before: Tables, after: Tables, language: str, day: date, progress: Progress | None = None
) -> list[Effect]:
    """What can be shown before a change and no more after it: headlines, and views of figures.

    So is a figure that has nothing left to tell. Costs less than `effects`: only what fails after
    the change is made of the state before as well.
    """
    change = Comparison(before, after, differing(before, after), words_of(language), day)
    found = [effect for effect in _headlines(change) if "lost" in effect.changed]
    kinds = _concerned(change)
    for done, kind in enumerate(kinds):
        (progress or _nobody)(done, len(kinds))
        for chosen in _one_by_one(change, kind):
            view = change.view(chosen)
            if not visible.tells(visible.figure(kind.id, after, view)) and (
                _offered(chosen, before) and visible.tells(visible.figure(kind.id, before, view))
            ):
                found += [replace(e, changed=("lost",)) for e in _figure(change, kind, chosen)]
    return found


def _one_by_one(change: Comparison, kind: FigureSpec) -> Iterator[Choices]:
    """The usual view of a figure, and every code of each of its choices beside the usual others."""
    usual = {name: default(name, change.after) for name in kind.choices}
    yield usual
    if change.concerns(*kind.tables):
        for name in kind.choices:
            yield from (
                usual | {name: code} for code in codes(name, change.after) if code != usual[name]
            )


def _nobody(done: int, total: int) -> None:
    """Hears of progress where nobody asked."""


def differing(before: Tables, after: Tables) -> set[str]:
    """The names of the tables that are not the same in both."""
    return {
        name
        for name in {*before, *after}
        if name not in before or name not in after or not before[name].equals(after[name])
    }


def _claims(change: Comparison) -> Iterator[Effect]:
    """Those with another verdict first."""
    if not change.concerns(*RECORD_TABLES, *ALWAYS_NEEDED):
        return
    old, new = (visible.claims(tables, change.view()) for tables in (change.before, change.after))
    if old is None or new is None:
        whole: Shown = {"title": change.words("page.claims.title"), "answer": None}
        yield from _compared("claim", "verdicts", "claims", old and whole, new and whole)
        return
    found = [
        effect
        for claim in {**new, **old}
        for page in [(new.get(claim) or old[claim])["page"]]
        for effect in _compared("claim", "verdicts", page, old.get(claim), new.get(claim), "gone")
    ]
    yield from sorted(found, key=lambda e: ("verdict" not in e.changed, PAGES.index(e.page)))


def _headlines(change: Comparison) -> Iterator[Effect]:
    if not change.concerns(*HEADLINE_TABLES):
        return
    region = default("region", change.after)
    view = change.view({"region": region})
    old, new = (visible.leading(tables, view) or {} for tables in (change.before, change.after))
    for figure in {**old, **new}:
        yield from _compared("headline", figure, PAGES[0], old.get(figure), new.get(figure))


def _concerned(change: Comparison) -> list[FigureSpec]:
    """The figures that need a table that differs."""
    return [kind for kind in FIGURES.values() if change.concerns(*kind.tables, *ALWAYS_NEEDED)]


def _figures(change: Comparison, progress: Progress) -> Iterator[Effect]:
    kinds = _concerned(change)
    for done, kind in enumerate(kinds):
        progress(done, len(kinds))
        yield from _views(change, kind)
    progress(len(kinds), len(kinds))


def _views(change: Comparison, kind: FigureSpec) -> Iterator[Effect]:
    """The views of a figure that differ.

    The first choice of two only points at something in what the other one shows. So it is walked
    through only where that shows a difference, and not in more than MOST_WALKED of them.
    """
    usual = {name: default(name, change.after) for name in kind.choices}
    if not kind.choices or not change.concerns(*kind.tables):
        yield from _figure(change, kind, usual)
        return
    first, *others = kind.choices
    walked = 0
    for combination in product(*(_codes(change, name) for name in others)):
        chosen = usual | dict(zip(others, combination, strict=True))
        found = list(_figure(change, kind, chosen))
        yield from found
        if not others or (found and walked < MOST_WALKED):
            walked += 1
            for code in _codes(change, first)[1:]:
                yield from _figure(change, kind, chosen | {first: code})


def _codes(change: Comparison, name: str) -> list[str | int]:
    """The codes of a choice in either state, the usual one first."""
    usual = default(name, change.after)
    return list(dict.fromkeys((usual, *codes(name, change.after), *codes(name, change.before))))


def _figure(change: Comparison, kind: FigureSpec, chosen: Choices) -> Iterator[Effect]:
    view = change.view(chosen)
    old, new = (
        visible.figure(kind.id, tables, view) if _offered(chosen, tables) else None
        for tables in (change.before, change.after)
    )
    ended = "lost" if _offered(chosen, change.after) else "gone"
    said = ", ".join(_said(change, name, code) for name, code in chosen.items())
    yield from _compared("figure", kind.id, kind.page, old, new, ended, chosen, said)


def _offered(chosen: Choices, tables: Tables) -> bool:
    return all(code in codes(name, tables) for name, code in chosen.items())


def _said(change: Comparison, name: str, code: str | int) -> str:
    """What a code of a choice is called."""
    if name == "town":
        return change.words.code("place", str(code))
    if name in NAMED_BY:
        table = TABLES[NAMED_BY[name]]
        for tables in (change.after, change.before):
            if table.name not in tables:
                continue
            names = tables[table.name].set_index(table.key[0])[change.words.own("name")]
            if code in names:
                return str(names[code])
    return str(code)


def _compared(
    kind: str,
    figure: str,
    page: str,
    old: Shown | None,
    new: Shown | None,
    ended: str = "lost",
    choices: Choices | None = None,
    view: str = "",
) -> Iterator[Effect]:
    """The effect, if there is a difference; what is in no state is none."""
    changed: tuple[str, ...]
    if (shown := new or old) is None:
        return
    if old is None or new is None:
        changed = (ended,) if new is None else ("new",)
    else:
        changed = tuple(part for part in PARTS if old.get(part) != new.get(part))
    if changed:
        yield Effect(
            kind=kind,
            figure=figure,
            page=page,
            title=shown["title"],
            answer_before=old["answer"] if old else None,
            answer_after=new["answer"] if new else None,
            changed=changed,
            choices=choices or {},
            view=view,
        )
