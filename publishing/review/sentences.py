"""What readers see otherwise after a change of the data, in plain sentences."""

from collections.abc import Iterator, Sequence

from dashboard.i18n.messages import count, say
from publishing.review.impact import ENDS, Effect, of_figures

INDENT = "  "
MOST_ANSWERS, MOST_VIEWS = 3, 6  # of one figure: answers told in full, views named


def say_effects(effects: Sequence[Effect], language: str) -> list[str]:
    """Lines that say which claims, headlines and figures change, each before and after.

    Claims with another verdict come first. Of a figure with choices the views with another answer
    are told; the rest are named.
    """
    claims, leading = ([e for e in effects if e.kind == kind] for kind in ("claim", "headline"))
    judged = [claim for claim in claims if {"verdict", *ENDS} & {*claim.changed}]
    reworded = [claim for claim in claims if claim not in judged]
    lines = [
        *_part("effect.verdicts", [[claim] for claim in judged], language),
        *_part("effect.claims", [[claim] for claim in reworded], language),
        *_part("effect.headlines", [[headline] for headline in leading], language),
        *_part("effect.figures", list(of_figures(effects).values()), language),
    ]
    return lines or [say("effect.none", language)]


def _part(heading: str, things: Sequence[Sequence[Effect]], language: str) -> list[str]:
    if not things:
        return []
    told = [INDENT + line for views in things for line in _told(views, language)]
    return [count(heading, len(things), language), *told]


def _told(views: Sequence[Effect], language: str) -> Iterator[str]:
    full = [view for view in views if view.answer_changed][:MOST_ANSWERS] or views[:1]
    for effect in full:
        place = effect.figure if effect.kind == "figure" else effect.page
        place = f"{place}, {effect.view}" if effect.view else place
        yield say("effect.heading", language, title=effect.title, place=place)
        yield from (INDENT + line for line in _answers(effect, language))
    if rest := [view.view for view in views if view not in full]:
        named = "; ".join(rest[:MOST_VIEWS])
        if len(rest) > MOST_VIEWS:
            named += "; " + count("diff.more", len(rest) - MOST_VIEWS, language)
        yield INDENT + count("effect.views", len(rest), language, views=named)


def _answers(effect: Effect, language: str) -> Iterator[str]:
    for end in ENDS:
        if end in effect.changed:
            yield say(f"effect.{end}", language)
    if effect.answer_changed:
        if effect.answer_before is not None:
            yield say("effect.before", language, text=effect.answer_before)
        if effect.answer_after is not None:
            yield say("effect.after", language, text=effect.answer_after)
    elif effect.answer_after is not None:
        yield say("effect.stays", language, text=effect.answer_after)
    if parts := [part for part in effect.changed if part not in (*ENDS, "verdict", "answer")]:
        said = ", ".join(say(f"effect.part.{part}", language) for part in parts)
        yield say("effect.changed", language, parts=said)
