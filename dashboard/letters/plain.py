"""A letter as a text to copy."""

from dashboard.letters.letter import Letter

LINE, BOX = "______________________________", "[  ]"
LONG = 3500  # letters of a text that needs small type to stay on one sheet
APART = ("title", "head", "note")  # an empty line stands before these


def written(letter: Letter) -> list[tuple[str, str]]:
    """Each part by its kind as it is written where nothing but letters can be set."""
    told, number = [], 0
    for part in letter.parts:
        number = number + 1 if part.kind == "ask" else 0
        text = {
            "blank": f"{part.text}: {LINE}",
            "ask": f"{number}) {part.text}",
            "choice": f"{BOX} {part.text}",
            "line": f"– {part.text}",
            "law": f"– {part.text}",
        }.get(part.kind, part.text)
        told.append((part.kind, text))
    return told


def is_long(letter: Letter) -> bool:
    """Whether a letter fills its sheet."""
    return len(as_text(letter)) > LONG


def as_text(letter: Letter) -> str:
    """The letter in lines; what the pen fills in is a line of its own."""
    return "\n".join("\n" * (kind in APART) + text for kind, text in written(letter)) + "\n"
