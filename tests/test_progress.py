"""What takes longer than a second says how far it has come."""

from dashboard.i18n.messages import say
from publishing.cli import progress


def test_nothing_is_said_of_what_is_done_at_once(capsys):
    with progress.progress("update.progress", "kk") as tell:
        tell(1, 3)
    assert capsys.readouterr().err == ""


def test_what_takes_longer_is_told_line_by_line_in_the_chosen_language(capsys, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    with progress.progress("update.progress", "kk") as tell:
        tell(1, 3)
        tell(2, 3)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [say("update.progress", "kk", done=n, total=3) for n in (1, 2)]
