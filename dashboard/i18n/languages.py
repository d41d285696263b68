"""Which languages there are, and which one a visitor wishes."""

from kzdata.schema import LANGUAGES

DEFAULT_LANGUAGE = "kk"
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
# What people write for a language: the code of the country, or the longer codes of ISO 639.
ALSO = {"kz": "kk", "kaz": "kk", "rus": "ru", "eng": "en"}


def wished_language(*wishes: str | None, accepted: str | None = None) -> str:
    """The first wish that is a language, else the first that the browser accepts, else Kazakh.

    A wish may name the language as in `kz`, `KK` or `kk-KZ`. `accepted` is the header
    Accept-Language; a language of weight 0 is refused there, not wished.
    """
    named = [part.partition(";") for part in (accepted or "").split(",")]
    accepts = [name for name, _, weight in named if weight.strip() != "q=0"]
    codes = (named_language(wish) for wish in (*wishes, *accepts) if wish)
    return next(filter(None, codes), DEFAULT_LANGUAGE)


def named_language(tag: str) -> str | None:
    """The language that a tag such as `ru`, `KZ` or `kk-Cyrl-KZ` names, if it is one of ours."""
    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    code = ALSO.get(code, code)
    return code if code in LANGUAGES else None
