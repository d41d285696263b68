"""The language in which every command of the project speaks, its usage and its help among it.

That of `--lang`, else that of the terminal if it is one of ours, else English, as commands do.
"""

import argparse
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from dashboard.i18n.messages import say
from kzdata.schema import LANGUAGES

USUAL = "en"
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")

# What argparse says, and the sentence for it; whatever else it may say stays English.
SENTENCES = {
    "usage: ": "call.usage",
    "%(prog)s: error: %(message)s\n": "call.error",
    "argument %(argument_name)s: %(message)s": "call.argument",
    "positional arguments": "call.positional",
    "options": "call.options",
    "show this help message and exit": "call.help",
    "the following arguments are required: %s": "call.required",
    "unrecognized arguments: %s": "call.unrecognized",
    "invalid choice: %(value)r (choose from %(choices)s)": "call.choice",
    "invalid %(type)s value: %(value)r": "call.number",
    "expected one argument": "call.one",
    "expected at least one argument": "call.at_least_one",
    "ambiguous option: %(option)s could match %(matches)s": "call.ambiguous",
    "ignored explicit argument %r": "call.no_value",
}


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """The first language of `LANGUAGE` that is ours, else the one of the locale, else English."""
    locale = next(filter(None, map(environment.get, LOCALES)), "")
    wishes = [*environment.get("LANGUAGE", "").split(":"), locale]
    codes = (re.split(r"[_.@-]", wish)[0].lower() for wish in wishes)
    return next((code for code in codes if code in LANGUAGES), USUAL)


def parsed(
    make: Callable[[str], argparse.ArgumentParser], arguments: Sequence[str] | None
) -> argparse.Namespace:
    """What a command is asked, by the parser that `make` makes in the language of the call.

    Ends the process with 2, as argparse does, for a call that is wrong.
    """
    language = asked_language(arguments)
    with argparse_in(language):
        return make(language).parse_args(arguments)


def asked_language(arguments: Sequence[str] | None) -> str:
    """The language that a call names, wherever in it, else that of the terminal."""
    only = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    only.add_argument("--lang", default="")
    try:
        named = only.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:  # it ends with --lang
        named = ""
    return named if named in LANGUAGES else terminal_language()


@contextmanager
def argparse_in(language: str) -> Iterator[None]:
    """Meanwhile argparse speaks a language; it has no other way to be given one but files."""
    of_argparse = vars(argparse)
    before = of_argparse["_"]

    def told(message: str | None) -> str | None:
        if message is None or message not in SENTENCES:
            return message
        return say(SENTENCES[message], language) + message[len(message.rstrip()) :]

    of_argparse["_"] = told
    try:
        yield
    finally:
        of_argparse["_"] = before
