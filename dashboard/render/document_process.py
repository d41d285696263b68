"""The process that sets one document and ends: what Typst remembers of it would never be freed."""

import sys
from functools import partial
from pathlib import Path

import typst

from dashboard.fonts import FOLDER


def main(template: str) -> None:
    """Write the PDF of a template and of the data that standard input brings, as `document` says.

    What keeps it from PDF/UA-1 is told on standard error. Raises TypstError.
    """
    # No font of the machine, so that every machine makes the same file. The few signs that ours
    # lacks are taken from those that come with Typst.
    set_ = partial(
        typst.compile,
        Path(template).read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)]),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        timestamp=0,  # the template names the day of its data
    )
    try:
        content = set_(pdf_standards="ua-1")
    except typst.TypstError as error:
        # The standard refuses a sign that no font has; the file is tagged all the same.
        content = set_()
        print(error, file=sys.stderr)
    assert isinstance(content, bytes)  # one file, and not a picture a page
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
