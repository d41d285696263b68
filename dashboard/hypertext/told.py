"""What the live page tells the browser: language, and words for those who listen to it."""

import json
from functools import cache
from pathlib import Path

from dashboard.i18n import Words


def told_script(words: Words) -> str:
    """The script that says it, the same for every page of a language."""
    chart = words("ui.chart")
    english = {"visualization": chart, "group mark container": chart, "Open": words("ui.open")}
    spoken = json.dumps(english, ensure_ascii=False)
    return _script().replace("LANGUAGE", words.language).replace("WORDS", spoken)


@cache
def _script() -> str:
    return (Path(__file__).parent / "told.js").read_text(encoding="utf-8")
