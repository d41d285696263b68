"""Slides that any form can take, whatever somebody wrote into the data."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from dashboard.render.svg import printable
from dashboard.slides.model import Slide

Value = TypeVar("Value")

LONGEST = 500  # letters; on no slide there is room for more


def sound(slide: Slide) -> Slide:
    """The same slide without control characters; texts without an end are cut."""
    clean = replace(_clean(slide), chart=slide.chart)
    texts = {name: _ended(getattr(clean, name)) for name in ("title", "answer", "refers", "short")}
    return replace(clean, **texts, lines=tuple(map(_ended, clean.lines)))


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value


def _ended(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
