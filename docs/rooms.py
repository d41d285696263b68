"""Draw the rooms and the arrows between them into docs/architecture.md, from the imports.

`make rooms` writes the picture; the tests compare it with the imports, so it is never out of date.
"""

import re
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PICTURE = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)
PACKAGES = ("publishing", "dashboard", "kzdata")
# Two commands stand below what they call, and are left out of the picture as of the contracts.
UPWARD = {
    ("kzdata.__main__", "publishing.cli.command"),
    ("dashboard.slides.command", "publishing.remote"),
}


def picture() -> str:
    """The picture as Mermaid's text: a box a package, a line a room, an arrow for any import.

    An arrow is left out where a way over other rooms leads to the same room.
    """
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    arrows = {
        (_room(module), _room(used))
        for module in graph.modules
        for used in graph.find_modules_directly_imported_by(module)
        if (module, used) not in UPWARD and module not in PACKAGES and _room(module) != _room(used)
    }
    lines = ["flowchart TB"]
    for package in PACKAGES:
        rooms = sorted({r for arrow in arrows for r in arrow if r.startswith(f"{package}.")})
        lines.append(f"    subgraph {package}")
        lines += [f"        {room}[{room.rpartition('.')[2]}]" for room in rooms]
        lines.append("    end")
    return "\n".join([*lines, *(f"    {a} --> {b}" for a, b in sorted(_needed(arrows)))]) + "\n"


def _room(module: str) -> str:
    """The folder or module, just below its package, that a module belongs to."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 else module


def _needed(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    below: dict[str, set[str]] = {}
    for upper, lower in arrows:
        below.setdefault(upper, set()).add(lower)

    def reached(room: str, seen: set[str]) -> set[str]:
        for next_room in below.get(room, set()) - seen:
            seen.add(next_room)
            reached(next_room, seen)
        return seen

    return {
        (upper, lower)
        for upper, lower in arrows
        if not any(lower in reached(other, set()) for other in below[upper] - {lower})
    }


if __name__ == "__main__":
    PAGE.write_text(PICTURE.sub(lambda _: picture(), PAGE.read_text(encoding="utf-8")))
