"""Why a place elsewhere is not shown as it is, in sentences."""

from dashboard.i18n import numbers
from dashboard.i18n.messages import say
from kzdata.source import Source


def say_source(source: Source, language: str) -> list[str]:
    """What is shown in place of what the place holds, and why; nothing where all is as usual."""
    if not source.trouble:
        return []
    why = say(f"place.why.{source.trouble}", language)
    if source.seen is None:
        said = say("place.nothing", language, place=source.place, why=why)
    else:
        time = numbers.moment(source.seen, language)
        said = say("place.instead", language, place=source.place, why=why, time=time)
    return [said, *filter(None, [source.detail])]
