"""`kzdata update`, `log`, `rollback`: rehearsed, asked, all or none, told in three languages."""

import io
import os
import pty
from datetime import datetime, timedelta

import pandas as pd
import pytest
from conftest import ROOT

import kzdata
from dashboard.i18n.messages import say_problem
from kzdata import TABLES, clock
from kzdata.parquet import write
from kzdata.schema import LANGUAGES
from kzdata.schema.problems import Problem, Question
from publishing.cli.command import main


@pytest.fixture
def handed_in(data_with_history, tmp_path):
    """Puts a changed table into a folder of files that were handed in; returns its path."""
    folder = tmp_path / "handed_in"
    folder.mkdir()

    def put(name, edit, form="parquet"):
        frame = kzdata.load(name)
        edited = edit(frame)
        path = folder / f"{name}.{form}"
        new = frame if edited is None else edited
        if form == "csv":
            new.to_csv(path, index=False)
        else:
            write(TABLES[name], new, path)
        return str(path)

    return put


@pytest.fixture
def said(capsys):
    """What was printed since it was asked last, with plain spaces: the output, the complaints."""

    def read():
        return [text.replace("\N{NO-BREAK SPACE}", " ") for text in capsys.readouterr()]

    return read


def dearer(prices):
    prices.loc[prices["metal_id"] == "copper", "usd_per_kg"] = 9.5


def copper():
    prices = kzdata.load("metal_prices").set_index("metal_id")["usd_per_kg"]
    return prices["copper"]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_table_is_published_from_a_file(handed_in, said, form):
    call = ["update", "metal_prices", handed_in("metal_prices", dearer, form), "--yes"]
    assert main([*call, "--by", "A. B.", "--reason", "Newer price"]) == 0
    assert copper() == 9.5
    entry = kzdata.latest(kzdata.data_folder())
    assert (entry.action, entry.by, entry.reason) == ("update", "A. B.", "Newer price")
    assert entry.changes == {"metal_prices": (0, 0, 1)}
    out = said()[0]
    assert "was USD 8.294/kg, now USD 9.5/kg" in out
    assert f"Version 2 ({entry.version}) is published." in out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Ештеңе өзгермейді"),
        ("ru", "Ничего не меняется"),
        ("en", "Nothing would change"),
    ],
)
def test_where_nothing_would_change_no_version_is_published(handed_in, capsys, language, said):
    file = handed_in("metals", lambda frame: frame.iloc[::-1])
    assert main(["update", "metals", file, "--yes", "--lang", language]) == 0
    assert said in capsys.readouterr().out
    assert len(kzdata.log(kzdata.data_folder())) == 1


def test_tables_that_need_each_other_are_published_from_one_folder(handed_in, tmp_path, capsys):
    """The new plant would be unknown without the table of plants, and is refused alone."""

    def target(frame):
        row = frame.iloc[[0]].assign(target_id="new-2026", plant_id="new-plant")
        return pd.concat([frame, row])

    targets = handed_in("plant_targets", target)
    handed_in("plants", lambda f: pd.concat([f, f.iloc[[0]].assign(plant_id="new-plant")]), "csv")
    assert main(["update", "plant_targets", targets, "--yes"]) == 1
    assert "“new-plant”" in capsys.readouterr().err
    assert main(["update", str(tmp_path / "handed_in"), "--yes"]) == 0
    assert set(kzdata.latest(kzdata.data_folder()).changes) == {"plants", "plant_targets"}


def test_several_tables_are_published_all_or_none(handed_in, data_with_history, capsys):
    def ruin(frame):
        frame.loc[0, "tonnes"] = -1.0

    good = handed_in("metal_prices", dearer)
    bad, before = handed_in("metal_output", ruin), files(data_with_history)
    assert main(["update", "metal_prices", good, "metal_output", bad, "--yes"]) == 1
    assert "metal_output.parquet, row 1" in capsys.readouterr().err
    assert files(data_with_history) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_that_vanishes_is_refused_even_with_yes(handed_in, capsys, language):
    file = handed_in("plant_targets", lambda f: f[f["target_id"] != "balkhash-2023"])
    for call in (["check", file], ["update", "plant_targets", file, "--yes"]):
        assert main([*call, "--lang", language]) == 1
        said = capsys.readouterr().err
        assert "balkhash-2023" in said
        assert "plant_targets.parquet" in said
    assert len(kzdata.log(kzdata.data_folder())) == 1


def test_a_promise_leaves_after_its_outcome_was_published(handed_in):
    def withdrawn(frame):
        at = frame["target_id"] == "balkhash-2023"
        frame.loc[at, "outcome"] = "withdrawn"
        frame.loc[at, "outcome_source_id"] = "baq-2025-11-13"

    assert main(["update", "plant_targets", handed_in("plant_targets", withdrawn), "--yes"]) == 0
    file = handed_in("plant_targets", lambda f: f[f["target_id"] != "balkhash-2023"])
    assert main(["update", "plant_targets", file, "--yes"]) == 0


@pytest.mark.parametrize("content", [None, b"x"])
def test_what_can_no_longer_be_held_against_its_version_is_refused(
    handed_in, data_with_history, capsys, content
):
    digest = kzdata.latest(data_with_history).digests["plant_targets"]
    kept = data_with_history / "history" / "objects" / f"{digest}.parquet"
    kept.unlink() if content is None else kept.write_bytes(content)
    assert kzdata.survey()[1] == []  # the file is still the one that was published
    targets = kzdata.load("plant_targets")
    fewer = targets[targets["target_id"] != "balkhash-2023"]
    write(TABLES["plant_targets"], fewer, data_with_history / "plant_targets.parquet")
    (problem,) = kzdata.survey()[1]
    assert (problem.table, problem.rule) == ("plant_targets", "damaged_object")
    assert "plant_targets" not in kzdata.standing().frames
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]) == 1
    assert kept.name in capsys.readouterr().err
    assert len(kzdata.log(data_with_history)) == 1


def test_an_outcome_of_a_day_to_come_is_refused(handed_in, capsys, monkeypatch):
    def met(frame):
        at = frame["target_id"] == "balkhash-2023"
        told = ["met_declared", pd.Timestamp("2026-11-23"), "vlast-53415"]
        frame.loc[at, ["outcome", "outcome_day", "outcome_source_id"]] = told

    file = handed_in("plant_targets", met)
    day = datetime(2026, 11, 22, 12, tzinfo=clock.KAZAKHSTAN)
    for call in (["check", file], ["update", "plant_targets", file, "--yes"]):
        monkeypatch.setattr(clock, "now", lambda: day)
        assert main(call) == 1
        assert "found 2026-11-23" in capsys.readouterr().err
    monkeypatch.setattr(clock, "now", lambda: day + timedelta(days=1))
    assert main(["update", "plant_targets", file, "--yes"]) == 0


def test_a_question_does_not_refuse(handed_in, capsys):
    def later(frame):
        frame.loc[frame["target_id"] == "balkhash-2023", "deadline"] = pd.Timestamp("2027-12-31")

    call = ["update", "plant_targets", handed_in("plant_targets", later), "--yes"]
    assert main([*call, "--reason", "A slip"]) == 0
    assert "has passed, and is now moved to" in capsys.readouterr().err


def test_a_reason_longer_than_the_log_takes_is_refused_before_anything_is_done(handed_in, said):
    def dearer(frame):
        frame.loc[0, "usd_per_kg"] += 1

    file = handed_in("metal_prices", dearer)
    for option in ("--reason", "--by"):
        assert main(["update", "metal_prices", file, "--yes", option, "x" * 501]) == 2
        complaint = said()[1]
        assert f"The text of {option} is too long: 501 characters" in complaint
        assert "500 at most" in complaint
    assert len(kzdata.log(kzdata.data_folder())) == 1


QUESTION_ANSWERED = {
    "kk": "«Иә» деп жауап берілген сұрақтар: уәде азайтылған",
    "ru": "На вопросы дан ответ «да»: обещание стало меньше",
    "en": "Questions answered with yes: a promise made smaller",
}


def test_a_script_answers_questions_only_with_a_reason_and_the_log_keeps_both(handed_in, said):
    def less(frame):
        frame.loc[frame["target_id"] == "balkhash-2023", "cut_percent"] = 30.0

    call = ["update", "plant_targets", handed_in("plant_targets", less), "--yes"]
    for reason in ([], ["--reason", " "]):
        assert main([*call, *reason]) == 2
        assert "--reason" in said()[1]
    assert len(kzdata.log(kzdata.data_folder())) == 1
    assert main([*call, "--reason", "A slip"]) == 0
    assert kzdata.log(kzdata.data_folder())[-1].answered == ("lowered_promise",)
    for language, line in QUESTION_ANSWERED.items():
        said()
        assert main(["log", "--lang", language]) == 0
        told = said()[0]
        assert line in told
        assert told.count(line.partition(":")[0]) == 1


def test_a_rollback_takes_no_promise_out_unasked(handed_in, said):
    def more(frame):
        at = frame["target_id"] == "temirtau-2019"
        frame.loc[at, ["outcome", "outcome_source_id"]] = ["missed", "baq-2025-11-13"]
        return pd.concat([frame, frame.iloc[[0]].assign(target_id="new-2026")])

    assert main(["update", "plant_targets", handed_in("plant_targets", more), "--yes"]) == 0
    said()
    assert main(["rollback", "plant_targets", "--yes"]) == 2
    complaints = said()[1]
    assert "new-2026" in complaints
    assert "the published outcome of the promise “temirtau-2019”" in complaints
    assert "--reason" in complaints
    assert len(kzdata.log(kzdata.data_folder())) == 2
    assert main(["rollback", "plant_targets", "--yes", "--reason", "Too early"]) == 0
    entry = kzdata.latest(kzdata.data_folder())
    assert entry.answered == ("leaving_promise", "outcome_taken_back")


def test_a_build_over_a_history_goes_the_way_of_an_update(handed_in, said):
    source = str(ROOT / "data" / "factbook")
    assert main(["build", source]) == 0
    assert "Nothing would change" in said()[0]
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]) == 0
    said()
    assert main(["build", source]) == 2  # there is nobody to ask
    assert "was USD 9.5/kg, now USD 8.294/kg" in said()[0]
    assert copper() == 9.5
    assert main(["build", source, "--yes"]) == 0
    assert kzdata.latest(kzdata.data_folder()).action == "build"
    assert copper() != 9.5


def test_a_build_holds_the_questions_of_an_update(handed_in, said):
    def longer(frame):
        frame.loc[frame["target_id"] == "balkhash-2023", "cut_percent"] = 50.0

    assert main(["update", "plant_targets", handed_in("plant_targets", longer), "--yes"]) == 0
    assert main(["build", str(ROOT / "data" / "factbook"), "--yes"]) == 2
    assert "plant_targets.csv, row 9" in said()[1]
    assert kzdata.latest(kzdata.data_folder()).number == 2


def test_an_update_tells_which_file_made_way_for_what_was_found(handed_in, data_with_history, said):
    prices = kzdata.load("metal_prices")
    dearer(prices)
    write(TABLES["metal_prices"], prices, data_with_history / "metal_prices.parquet")
    (data_with_history / "plants.parquet").write_bytes(b"x")
    file = handed_in("metal_growth", lambda frame: frame.iloc[1:])
    assert main(["update", "metal_growth", file, "--yes"]) == 0
    out = said()[0]
    assert out.count("made way") == 1
    assert "(plants)" in out
    assert [e.action for e in kzdata.log(data_with_history)] == ["build", "found", "update"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("kk", "Жұмыс үзілді."), ("ru", "Работа прервана."), ("en", "Broken off.")],
)
@pytest.mark.parametrize("where", ["update.read_candidate", "update.publish", "confirm.say"])
def test_whoever_breaks_off_reads_one_sentence(
    handed_in, monkeypatch, said, where, language, sentence
):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    file = handed_in("metal_prices", dearer)
    monkeypatch.setattr(f"publishing.cli.{where}", interrupt)
    call = ["update", "metal_prices", file, "--yes", "--lang", language]
    assert main(call) == 130
    err = said()[1]
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_without_a_terminal_nobody_is_asked_and_nothing_published(handed_in, monkeypatch, said):
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer)]) == 2
    out, err = said()
    assert "Add --yes" in err
    assert "now USD 9.5/kg" in out
    assert "“What do the metals cost?”" in out  # and what readers would see
    assert copper() != 9.5


@pytest.mark.parametrize(
    ("answer", "status", "published"),
    [("да\n", 0, True), ("нет\n", 1, False), ("\n", 1, False), ("\x04", 1, False)],
)
def test_on_a_terminal_one_question_is_asked(
    handed_in, monkeypatch, said, answer, status, published
):
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    with os.fdopen(theirs) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        file = handed_in("metal_prices", dearer)
        assert main(["update", "metal_prices", file, "--lang", "ru"]) == status
    os.close(ours)
    assert said()[0].count("Опубликовать? (да/нет)") == 1
    assert (copper() == 9.5) == published


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["metals"], "in turn"),
        (["metals", "nowhere.csv"], "no file “nowhere.csv”"),
        (["metal", "nowhere.csv"], "no table “metal”"),
        (["metals", __file__, "plants"], "in turn"),
        (["metals", __file__, "metals", __file__], "Give one file for a table"),
        ([str(ROOT / "docs" / "tour")], "cannot be read as a table"),
    ],
)
def test_a_wrong_call_is_said_and_exits_with_2(data_with_history, capsys, call, said):
    assert main(["update", *call]) == 2
    assert said in capsys.readouterr().err


def test_a_file_of_no_table_in_the_folder_is_not_passed_over(handed_in, tmp_path, capsys):
    handed_in("metal_prices", dearer)
    (tmp_path / "handed_in" / "plant_target.csv").write_text("a,b\n1,2\n")
    assert main(["update", str(tmp_path / "handed_in"), "--yes"]) == 2
    assert "plant_target.csv" in capsys.readouterr().err
    assert copper() != 9.5


LOG = {
    "kk": [
        "3-нұсқа · {first} · 2026 ж. 22 қараша, 15:00 · 1-нұсқаға қайту",
        "Металдардың бағасы (metal_prices): 1 жол өзгерді",
        "Жариялаған: A. B.",
        "Себебі: Newer price",
        "1-нұсқа · {first} · 2026 ж. 22 қараша, 15:00 · CSV файлдарынан құрылды",
    ],
    "ru": [
        "Версия 3 · {first} · 22 ноября 2026 г., 15:00 · возврат к версии 1",
        "Цены на металлы (metal_prices): изменена 1 строка",
        "Кто опубликовал: A. B.",
        "Причина: Newer price",
        "Версия 1 · {first} · 22 ноября 2026 г., 15:00 · создана из файлов CSV",
    ],
    "en": [
        "Version 3 · {first} · 22 November 2026, 15:00 · back to version 1",
        "Prices of metals (metal_prices): 1 row changed",
        "Published by: A. B.",
        "Reason: Newer price",
        "Version 1 · {first} · 22 November 2026, 15:00 · built from CSV files",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_tells_every_version_the_newest_first(handed_in, said, monkeypatch, language):
    first = kzdata.latest(kzdata.data_folder())
    monkeypatch.setattr("kzdata.clock.now", lambda: first.at)
    call = ["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]
    assert main([*call, "--by", "A. B.", "--reason", "Newer price"]) == 0
    assert main(["rollback", "metal_prices", "--yes"]) == 0
    said()
    assert main(["log", "--lang", language]) == 0
    told = said()[0]
    places = [told.index(line.format(first=first.version)) for line in LOG[language]]
    assert places == sorted(places)


def test_the_log_of_a_table_tells_what_touched_it(handed_in, capsys):
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]) == 0
    capsys.readouterr()
    assert main(["log", "metals"]) == 0
    assert "Version 2" not in capsys.readouterr().out
    assert main(["log", "metal"]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_begins_with_what_was_put_in_by_hand(data_with_history, capsys, language):
    prices = kzdata.load("metal_prices")
    dearer(prices)
    write(TABLES["metal_prices"], prices, data_with_history / "metal_prices.parquet")
    (data_with_history / "plants.parquet").write_bytes(b"")
    assert main(["log", "--lang", language]) == 0
    above = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert [line for line in above if "(plants)" in line]
    assert [line for line in above if "(metal_prices)" in line]


def test_a_damaged_history_is_said_and_exits_with_1(data_with_history, capsys):
    (data_with_history / "history" / "000001.json").write_text("{}")
    assert main(["log"]) == 1
    assert "history/000001.json: " in capsys.readouterr().err
    assert main(["check"]) == 1


def test_rollback_tells_what_changes_and_where_nothing_does(handed_in, data_with_history, said):
    before = files(data_with_history)
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]) == 0
    assert main(["rollback", "metal_prices", "1", "--yes"]) == 0
    assert files(data_with_history) == before
    assert "was USD 9.5/kg, now USD 8.294/kg" in said()[0]
    assert main(["rollback", "--all", "1", "--yes"]) == 0
    assert "so no version is published" in said()[0]
    assert main(["rollback", "--all", "2", "--yes"]) == 0
    assert copper() == 9.5


@pytest.mark.parametrize(
    "call",
    [[], ["--all", "1", "2"], ["metals", "9"], ["metal"], ["metals", "1", "--all"], ["metals"]],
)
def test_a_rollback_to_nowhere_exits_with_2(data_with_history, capsys, call):
    assert main(["rollback", *call, "--yes"]) == 2
    assert capsys.readouterr().err


def test_an_older_state_is_exported(handed_in, tmp_path):
    assert main(["update", "metal_prices", handed_in("metal_prices", dearer), "--yes"]) == 0
    for as_of, price in (("1", "8.294"), ("2", "9.5")):
        path = tmp_path / f"{as_of}.csv"
        assert main(["export", "metal_prices", "--to", str(path), "--as-of", as_of]) == 0
        assert f"copper,{price}," in path.read_text(encoding="utf-8-sig")
    path = tmp_path / "1.xlsx"
    assert main(["export", "metal_prices", "--to", str(path), "--as-of", "1"]) == 0


def without_dust(frame):
    """The air without the fine dust of towns, so that its figure has nothing to show."""
    return frame[(frame["measure"] != "pm25") | (frame["place"] == "guideline")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_that_could_no_longer_be_shown_is_asked_about(handed_in, capsys, language):
    """By check, diff and update alike; --yes and a reason do not answer for it, its name does."""
    file = handed_in("air_quality", without_dust)
    question = say_problem(
        Problem(
            "air_quality",
            "air_quality.parquet",
            Question.LOST_FIGURE,
            found="?",
            expected="city_dust",
        ),
        language,
    ).partition("?")[2]
    assert main(["check", file, "--lang", language]) == 1
    assert question in capsys.readouterr().err
    assert main(["diff", "air_quality", file, "--lang", language]) == 0
    assert question in capsys.readouterr().err
    update = ["update", "air_quality", file, "--yes", "--reason", "Not of here", "--lang", language]
    assert main(update) == 2
    said = capsys.readouterr().err
    assert question in said
    assert "--lose city_dust" in said
    assert main([*update, "--lose", "goals"]) == 2
    assert main([*update, "--lose", "city_dust", "--lose", "goals"]) == 2
    assert len(kzdata.log(kzdata.data_folder())) == 1
    assert main([*update, "--lose", "city_dust"]) == 0
    assert kzdata.latest(kzdata.data_folder()).answered == ("lost_figure",)
    # What was lost is there again with the former rows, and nothing is asked about that.
    capsys.readouterr()
    back = ["rollback", "air_quality", "--yes", "--lang", language]
    assert main([*back, "--lose", "city_dust"]) == 2
    assert main(back) == 0


def test_a_way_back_that_loses_a_figure_asks_as_well(handed_in, data_with_history, capsys):
    file = handed_in("air_quality", without_dust)
    update = ["update", "air_quality", file, "--yes", "--reason", "Not of here"]
    assert main([*update, "--lose", "city_dust"]) == 0
    assert main(["rollback", "air_quality", "--yes"]) == 0
    capsys.readouterr()
    back = ["rollback", "air_quality", "2", "--yes", "--reason", "Back"]
    assert main(back) == 2
    assert "--lose city_dust" in capsys.readouterr().err
    assert main([*back, "--lose", "city_dust"]) == 0


def test_figures_are_looked_at_only_where_rows_are_others(handed_in, monkeypatch):
    monkeypatch.setattr("publishing.review.compare._headlines", lambda change: 1 / 0)
    assert main(["check", handed_in("air_quality", lambda frame: frame)]) == 0
