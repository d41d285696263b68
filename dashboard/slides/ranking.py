"""A long ranking as a slide of a talk shows it: the largest, one's own, and the sum of the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.figures import Figure
from dashboard.figures.theme import CONTEXT, INK, QUIET, RECORD
from dashboard.fonts import STACK
from dashboard.i18n import Words
from dashboard.render.svg import lines

# Figures that rank what can be summed: the column that ranks, its unit.
RANKED = {"region_ranking": ("kt", "kt")}
LARGEST = 5
TYPE, BAR, LEADING, GAP = 13, 7, 1.2, 5  # of a row, in points


@dataclass(frozen=True)
class Bar:
    """A row of a ranking; `own` is the one that the slide is about, `rest` a sum of others."""

    name: str
    value: float
    own: bool = False
    rest: bool = False


def shortened(
    rows: Sequence[tuple[str, float]], own: str, rest: Callable[[int], str]
) -> tuple[Bar, ...]:
    """The largest of some rows, one's own where it is not among them, and the sum of all others.

    `rows` are names and values, the largest first; `rest` names a sum of so many others.
    """
    shown = [at for at, (name, _) in enumerate(rows) if at < LARGEST or name == own]
    others = [value for at, (_, value) in enumerate(rows) if at not in shown]
    bars = [Bar(*rows[at], own=rows[at][0] == own) for at in shown]
    if others:
        bars.append(Bar(rest(len(others)), sum(others), rest=True))
    return tuple(bars)


def ranking(figure: Figure, own: str, words: Words) -> tuple[Bar, ...]:
    """The bars of a figure that ranks; none for another."""
    if figure.id not in RANKED:
        return ()
    column, _ = RANKED[figure.id]
    known = figure.table.dropna(subset=[column]).sort_values(column, ascending=False)
    rows = list(zip(known["name"], known[column].astype(float), strict=True))
    return shortened(rows, own, lambda count: words("deck.others", count=words.number(count)))


def ranking_svg(bars: Sequence[Bar], unit: str, words: Words, width: float, height: float) -> str:
    """Bars as a picture of that size, each with its name and its value above it.

    Empty where they do not fit.
    """
    most = max(bar.value for bar in bars)
    parts, y = [], 0.0
    for bar in bars:
        said = f"{bar.name}: {words.quantity(bar.value, unit, 1)}"
        told = lines(said, TYPE, 600 if bar.own else 400, width)
        for line in told:
            y += TYPE * LEADING
            parts.append(
                f'<text x="0" y="{y - 3:g}" font-size="{TYPE}" '
                f'font-weight="{600 if bar.own else 400}" fill="{INK}">{escape(line)}</text>'
            )
        fill = f'fill="{RECORD if bar.own else CONTEXT}"'
        if bar.rest:  # no member of the ranking, and so no full bar
            fill = f'fill="none" stroke="{QUIET}"'
        long = max(1.0, bar.value / most * (width - 1))
        parts.append(f'<rect x="0.5" y="{y:.4g}" width="{long:.4g}" height="{BAR}" {fill}/>')
        y += BAR + GAP
    if y - GAP > height:
        return ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{y:g}" '
        f"viewBox=\"0 0 {width:g} {y:g}\" font-family='{STACK}'>{''.join(parts)}</svg>"
    )
