"""Slides that any form can take, whatever somebody wrote into the data."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from dashboard.render.svg import printable
from dashboard.slides.model import Slide

LONGEST = 500  # letters; on no slide there is room for more


def sound(slide: Slide) -> Slide:
    """The same slide without control characters; texts without an end are cut."""
    clean: Slide = replace(_clean(slide), chart=slide.chart)
    return replace(
        clean,
        title=_ended(clean.title),
        answer=_ended(clean.answer),
        refers=_ended(clean.refers),
        short=_ended(clean.short),
        lines=tuple(map(_ended, clean.lines)),
    )


def _clean(value: Any) -> Any:
    """The same, whatever it is, with clean texts."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value


def _ended(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
