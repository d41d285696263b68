"""Figures that became part of another one: their addresses, links and short codes lead there."""

MERGED = {"guidelines": "city_dust", "per_head": "intensity", "per_product": "intensity"}


def current(id: str) -> str:
    """The figure that an id stands for today."""
    return MERGED.get(id, id)


def former(id: str) -> tuple[str, ...]:
    """The ids of the figures that became part of one."""
    return tuple(old for old, new in MERGED.items() if new == id)
