"""What the README and the documents say exists."""

import re
import sys

from conftest import ROOT

from publishing.cli.command import main

sys.path.insert(0, str(ROOT / "docs"))

import rooms
from pictures import tour

DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
}
README = DOCUMENTS["README.md"]
EVERY = "\n".join(DOCUMENTS.values())


def test_every_make_target_exists():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", EVERY)) <= targets


def test_every_file_and_folder_exists():
    named = set(re.findall(r"`((?:[a-z0-9_]+/)+(?:[\w.]+)?|[A-Za-z]+\.(?:py|lock))`", EVERY))
    assert len(named) > 40
    ours = tuple(path.name for path in ROOT.iterdir())
    named = {name for name in named if name.startswith(ours) and "NAME" not in name}
    lost = [name for name in named if not (ROOT / name).exists()]
    assert not lost
    for picture in re.findall(r"\]\((docs/[^)]+)\)", README):
        assert (ROOT / picture).exists(), picture


def test_the_picture_of_rooms_is_drawn_from_the_imports():
    drawn = rooms.PICTURE.search(DOCUMENTS["architecture.md"])[0]
    assert drawn == rooms.picture(), "run make rooms"


def test_the_tour_is_of_the_pages_as_they_are():
    assert (ROOT / "docs" / "tour.md").read_text(encoding="utf-8") == tour(), "run make pictures"
    for name in re.findall(r'src="([^"]+)"', tour()):
        assert (ROOT / "docs" / name).exists(), name


def test_every_command_is_one(capsys):
    for command in set(re.findall(r"`kzdata (list|show \w+|check)", README)):
        assert main(command.split()) == 0
    assert capsys.readouterr().out


def test_nothing_names_an_index_host():
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--hash=sha256:" in lock
