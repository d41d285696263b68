"""Which languages there are, and which one a visitor wishes."""

from kzdata.datasets import LANGUAGES

DEFAULT_LANGUAGE = "kk"
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def wished_language(*wishes: str | None, accepted: str | None = None) -> str:
    """The first wish that is a language, else the first that the browser accepts, else Kazakh.

    `accepted` is the header Accept-Language; a language of weight 0 is refused there, not wished.
    """
    named = [part.strip().partition(";") for part in (accepted or "").split(",")]
    accepts = [name.split("-")[0].lower() for name, _, weight in named if weight.strip() != "q=0"]
    return next((w for w in (*wishes, *accepts) if w in LANGUAGES), DEFAULT_LANGUAGE)
