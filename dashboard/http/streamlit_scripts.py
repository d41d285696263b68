"""Which of Streamlit's own scripts our pages need, read from the scripts themselves.

Streamlit's front end is split into hundreds of scripts. Its HTML names those that start it; those
that draw an element are fetched when the first such element arrives, and only then it shows which
others they import. What is announced beforehand comes at once.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)

# What every page of ours is made of, by the names of the scripts that draw it before their hash; in
# the order in which it is drawn.
ELEMENTS = ("Html", "ArrowVegaLiteChart")

NAMED_SCRIPT = re.compile(r'(?:src|href)="\./(static/js/[^"]+\.js)"')
NAMED_SHEET = re.compile(r'href="\./(static/css/[^"]+\.css)"')
PRELOAD = re.compile(r'<link\s+rel="(?:module)?preload"[^>]*>\s*')
# What a script cannot start without; `import("./x.js")` is fetched when it is wanted, if ever.
IMPORTED = re.compile(r"""\b(?:from|import)\s*["']\./([^"']+\.js)["']""")


@cache
def scripts(static: Path) -> tuple[str, ...]:
    """The scripts that every page fetches, in their order, as paths below Streamlit's folder.

    The first one first; those that start Streamlit before those that draw elements. What is not
    found is left out and logged: then a script comes later, but it comes.
    """
    named = NAMED_SCRIPT.findall(_html(static))
    if not named:
        log.warning("Streamlit's page names no scripts: %s", static)
    starting = list(_with_imports(static, named))
    drawing = _drawing(static, starting)
    return *starting[:1], *_in_turn(static, starting[1:]), *drawing


def sheets(static: Path) -> tuple[str, ...]:
    """The style sheets that Streamlit's page names, as paths below its folder."""
    return tuple(NAMED_SHEET.findall(_html(static)))


def needed(static: Path) -> tuple[str, ...]:
    """Every script and style sheet that our pages fetch."""
    return *scripts(static), *sheets(static)


def without_preloads(html: str) -> str:
    """Streamlit's page without what it announces itself: some scripts, and a font not in use."""
    return PRELOAD.sub("", html)


def preloads(names: Iterable[str]) -> str:
    """The links by which a page announces scripts."""
    return "".join(f'<link rel="modulepreload" crossorigin href="./{name}">' for name in names)


def _html(static: Path) -> str:
    return (static / "index.html").read_text(encoding="utf-8")


def _drawing(static: Path, known: Iterable[str]) -> list[str]:
    """The scripts that draw the elements, without those known, element after element.

    The largest one first of all: it is on its way as long as all others.
    """
    seen = set(known)
    turns: list[str] = []
    for element in ELEMENTS:
        with_imports = _with_imports(static, _of_element(static, element))
        new = [name for name in with_imports if name not in seen]
        seen.update(new)
        turns += _in_turn(static, new)
    largest = max(turns, key=lambda name: (static / name).stat().st_size, default=None)
    return sorted(turns, key=lambda name: name != largest)


@cache
def _of_element(static: Path, element: str) -> tuple[str, ...]:
    """The script that draws an element, whatever hash its name carries."""
    files = sorted((static / "static" / "js").glob(f"{element}.*.js"))
    found = [path.name for path in files if re.fullmatch(rf"{element}\.[\w-]+\.js", path.name)]
    if not found:
        log.warning("Streamlit has no script that is called %s", element)
    return tuple(f"static/js/{name}" for name in found)


def _with_imports(static: Path, names: Iterable[str]) -> Iterator[str]:
    """Scripts, then what they import, then what those import, each once."""
    seen, wave = set(), list(names)
    while wave:
        seen.update(wave)
        yield from wave
        imports = (name for script in wave for name in _imports(static / script))
        wave = [name for name in dict.fromkeys(imports) if name not in seen]


def _in_turn(static: Path, names: Iterable[str]) -> Iterator[str]:
    """Scripts so that the large ones fill the line while the small ones wait for their answers.

    A browser fetches few at a time. Next is the largest one left as long as the share of bytes that
    have had their turn is below the share of scripts, else the smallest one left.
    """
    sizes = {name: (static / name).stat().st_size for name in names}
    left, done = sorted(sizes, key=lambda name: (-sizes[name], name)), 0
    for number in range(len(sizes)):
        name = left.pop(0 if done * len(sizes) <= number * sum(sizes.values()) else -1)
        done += sizes[name]
        yield name


@cache
def _imports(script: Path) -> tuple[str, ...]:
    beside = (script.with_name(name) for name in IMPORTED.findall(script.read_text("utf-8")))
    return tuple(f"static/js/{path.name}" for path in beside if path.is_file())
