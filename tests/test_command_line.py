"""Every command speaks one language to whoever calls it, from its help to its last complaint."""

import argparse
import inspect
import re
from itertools import product

import pytest
from conftest import ROOT

import dashboard.edition.command as site
import dashboard.prerender.__main__ as web
import dashboard.slides.command as deck
import publishing.cli.command as tables
from dashboard.command_line import LOCALES, SENTENCES, terminal_language
from dashboard.i18n.messages import say
from kzdata.schema import LANGUAGES

COMMANDS = {"kzdata": tables.main, "site": site.main, "deck": deck.main, "web": web.main}
VERBS = {
    "list": [],
    "show": ["plants", "--rows", "1"],
    "check": [],
    "log": [],
    "export": ["plants", "--to", str(ROOT / "pyproject.toml")],
    "diff": ["plants"],
    "import": ["gold", "gold.csv", "--source", "nobody", "--to", "gold.xlsx"],
    "build": ["no-such-folder"],
    "update": ["plants"],
    "rollback": [],
    "upload": ["no-such-folder"],
    "desk": ["--port", "none"],
}
CYRILLIC = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")


@pytest.mark.parametrize(
    ("terminal", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "ru_KZ.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "KK_kz@cyrillic"}, "kk"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "kk_KZ.UTF-8", "LC_MESSAGES": "kk_KZ", "LC_ALL": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "kk"}, "kk"),
        ({"LANG": "ru_RU.UTF-8", "LANGUAGE": "de:kk_KZ:ru"}, "kk"),
        ({"LANG": "ru_RU.UTF-8", "LANGUAGE": "de:fr"}, "ru"),
        ({"LANG": "nonsense", "LANGUAGE": ":::"}, "en"),
    ],
)
def test_a_terminal_has_a_language(terminal, language):
    assert terminal_language(terminal) == language


def outcome(main, arguments, capsys):
    """What a call comes to: its status, what it prints, what it complains of."""
    try:
        status = main(list(arguments))
    except SystemExit as ended:
        status = ended.code
    return status, *capsys.readouterr()


@pytest.fixture
def terminal(monkeypatch):
    def speaks(language):
        for name in ("LANGUAGE", *LOCALES):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", f"{language}_KZ.UTF-8")

    return speaks


def test_the_verbs_of_this_module_are_all_that_there_are(capsys):
    told = outcome(tables.main, ["--help"], capsys)[1]
    assert set(re.findall(r"^    (\w+)", told, re.MULTILINE)) == VERBS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_meant_for_all_verbs_may_stand_anywhere(verb, language, terminal, capsys):
    """Before the verb or behind it, with a space or a sign, or in the terminal."""
    said = {}
    own, data = VERBS[verb], ["--data", str(ROOT / "data")]
    terminal(next(other for other in LANGUAGES if other != language))
    for lang in (["--lang", language], [f"--lang={language}"], ["--lan", language]):
        for call in (
            [*lang, *data, verb, *own],
            [*data, *lang, verb, *own],
            [*lang, verb, *data, *own],
            [*data, verb, *lang, *own],
            [verb, *lang, *data, *own],
            [verb, *own, *data, *lang],
        ):
            said[tuple(call)] = outcome(tables.main, call, capsys)
    terminal(language)
    said["terminal"] = outcome(tables.main, [verb, *own, *data], capsys)
    assert len(set(said.values())) == 1, said
    status, out, err = said["terminal"]
    assert status in (0, 2)
    assert bool(CYRILLIC.search(out.partition(",")[0] + err)) is (language != "en")


def test_of_two_languages_the_last_counts_and_of_two_folders(tmp_path, capsys):
    call = ["--lang", "ru", "--data", str(tmp_path), "list", "--lang", "kk"]
    status, out, _ = outcome(tables.main, [*call, "--data", str(ROOT / "data")], capsys)
    assert status == 0
    assert "жол" in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [*COMMANDS, *(f"kzdata {verb}" for verb in VERBS)])
def test_help_is_in_the_language_of_the_call(command, language, terminal, capsys):
    """To the last option; and nothing of it is said in another one."""
    name, *verb = command.split()
    terminal("en" if language != "en" else "ru")
    told = {
        outcome(COMMANDS[name], call, capsys)
        for call in (
            [*verb, "--lang", language, "--help"],
            [*verb, f"--lang={language}", "-h"],
            *([["--lang", language, *verb, "--help"]] if name == "kzdata" else []),
        )
    }
    terminal(language)
    told.add(outcome(COMMANDS[name], [*verb, "--help"], capsys))
    ((status, out, err),) = told
    assert (status, err) == (0, "")
    assert out.startswith(say("call.usage", language))
    described = re.sub(r"\s+", " ", out)
    for key in ("call.help", "call.options"):
        assert say(key, language) in described
    for other in set(LANGUAGES) - {language}:
        assert say("call.help", other) not in described
    for line in re.findall(r"^  (?:-\S|\w).*?\S  +(\S.*)$", out, re.MULTILINE):
        if line[0].isalpha() and not re.fullmatch(r"[A-Z]{3,4}\b.*|\W*", line):
            assert bool(CYRILLIC.search(line)) is (language != "en"), line


WRONG = {
    "call.required": ["diff"],
    "call.unrecognized": ["list", "--nothing"],
    "call.choice": ["lisst"],
    "call.number": ["show", "plants", "--rows", "few"],
    "call.one": ["export", "plants", "--to"],
    "call.at_least_one": ["update", "--yes"],
    "call.ambiguous": ["diff", "plants", "--fi", "--s", "1", "--", "--"],
    "call.no_value": ["update", "a", "b", "--yes=no"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", WRONG)
def test_a_call_that_cannot_be_read_is_answered_in_its_language(key, language, capsys):
    status, out, err = outcome(tables.main, ["--lang", language, *WRONG[key]], capsys)
    assert (status, out) == (2, "")
    beginning = say("call.error", language).partition("%(message)s")[0].replace("%(prog)s", "")
    assert beginning in err
    if key not in ("call.at_least_one", "call.ambiguous"):
        plain = re.sub(r"%\(?\w*\)?[sr]", "", say(key, language)).split(";")[0].strip(" :–")
        assert plain in err
    for other in set(LANGUAGES) - {language}:
        assert say("call.usage", other) not in err


@pytest.mark.parametrize("language", ["de", "", "kz"])
def test_a_language_that_is_none_is_refused_in_that_of_the_terminal(language, terminal, capsys):
    terminal("kk")
    for call in (["--lang", language, "list"], ["list", "--lang", language]):
        status, _, err = outcome(tables.main, call, capsys)
        assert status == 2
        assert err.startswith(say("call.usage", "kk"))


# What argparse says to whoever programs, or of what no command here has.
NEVER = re.compile(
    r"conflict|unknown parser|argument \"-\"|can't open|cannot merge|'required' is|invalid option"
    r"|dest= |mutually exclusive|cannot have multiple|subcommands|not allowed with|one of the arg"
    r"|at most one|unexpected option|is not callable|deprecated|%r is not|__call__"
)


def test_whatever_argparse_may_say_is_known():
    said = re.findall(r"""\b_\(\s*(['"])(.*?)\1\s*\)""", inspect.getsource(argparse))
    assert len(said) > 20
    said = {text.encode().decode("unicode_escape") for _, text in said}
    assert {text for text in said if not NEVER.search(text)} <= set(SENTENCES)
    for key, language in product(SENTENCES, LANGUAGES):
        held = set(re.findall(r"%\(?\w*\)?[sr]", say(SENTENCES[key], language)))
        assert held <= set(re.findall(r"%\(?\w*\)?[sr]", key))


def test_argparse_speaks_as_before_once_the_call_is_read(capsys):
    outcome(tables.main, ["--lang", "ru", "lisst"], capsys)
    with pytest.raises(SystemExit):
        argparse.ArgumentParser(prog="other").parse_args(["--help"])
    assert "show this help message and exit" in capsys.readouterr().out


def test_pages_are_made_beforehand_under_the_path_that_servers_name(tmp_path, monkeypatch):
    """However the folder is written: what is made is found by the whole of its path."""
    monkeypatch.chdir(tmp_path)
    for written in ("static", "./static", "other/../static", f"{tmp_path}/static", "static/"):
        assert web._parser("en").parse_args([written]).static == tmp_path / "static"
