"""What the live page tells the browser: language, words for listeners, what it waits for."""

import json
from functools import cache
from pathlib import Path

from dashboard.i18n import Words


def told_script(words: Words) -> str:
    """The script that says it, the same for every page of a language."""
    said = _script().replace("LANGUAGE", words.language)
    chart = words("ui.chart")
    english = {"visualization": chart, "group mark container": chart, "Open": words("ui.open")}
    sentences = {
        "lost": words("ui.lost"),
        "waits": words("ui.waits", shown="{shown}", chosen="{chosen}"),
        "now": words("ui.now_shown", chosen="{chosen}"),
    }
    return said.replace("WORDS", _js(english)).replace("SENTENCES", _js(sentences))


def _js(texts: dict[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False)


@cache
def marks_script() -> str:
    """The script by which marks answer; it has no words of its own and stays while a page does."""
    return (Path(__file__).parent / "marks.js").read_text(encoding="utf-8")


@cache
def _script() -> str:
    here = Path(__file__).parent
    return "".join(
        (here / name).read_text(encoding="utf-8") for name in ("page_script.js", "line.js")
    )
