"""Every page as an editor reads it: no slip of assembled sentences, no code, no gap unfilled."""

import re
from html.parser import HTMLParser

import pytest

from dashboard.addresses import PAGES
from dashboard.html import Place, lite_page, wished_choices
from kzdata import TABLES
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

SLIPS = {
    "a full stop that stands twice": r"\.\.(?!\.)",
    "a dash before a sign": r"[–—]\s[−+]",
    "a space before a full stop or a comma": r"\w\s[.,;:](?=\s|$)",
    "a dash for nothing, after a colon": r":\s–(?=$|;)",
    "a gap that was not filled": r"\{\w*\}",
    "a code": r"(?<![\w/.?&=#-])[a-z0-9]+(?:_[a-z0-9]+)+\b",
    "what no reader calls nothing": r"\b(?:nan|None|NaT|<NA>)\b",
}
INLINE = ("b", "strong", "em", "i", "span", "sub", "sup", "abbr", "tspan")
# Datasets are named as their files are called, and addresses are no text.
LEFT_OUT = re.compile(
    r"\b(?:{})\b|https?://\S+".format("|".join(name for name in TABLES if "_" in name))
)


class Read(HTMLParser):
    """What a page says, a block each: also what is spoken alone."""

    def __init__(self, html):
        super().__init__()
        self.said, self.spoken, self._silent = [""], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style")
        self.spoken += [value for name, value in attrs if name == "aria-label" and value]
        if tag not in INLINE:
            self.said.append("")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")
        if tag not in INLINE:
            self.said.append("")

    def handle_data(self, data):
        if not self._silent:
            self.said[-1] += data


def slips(html):
    read = Read(html)
    blocks = {LEFT_OUT.sub("", block.strip()) for block in (*read.said, *read.spoken)}
    return [
        f"{what}: {block!r}"
        for block in sorted(blocks)
        for what, slip in SLIPS.items()
        if re.search(slip, block)
    ]


@pytest.mark.usefixtures("pages_of_the_book")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_free_of_slips(page, language):
    choices = wished_choices(page, {})
    html = lite_page(Place(page, language, today(), "http://site", choices, lite=True))
    assert not slips(html), "\n".join(slips(html))


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p>6 <b>мая</b> 2026 г..</p>", "a full stop that stands twice"),
        ("<p>изменение – −7 %</p>", "a dash before a sign"),
        ("<p>stat.gov.kz . Копия</p>", "a space before a full stop or a comma"),
        ('<svg aria-label="CO, 2022: –"></svg>', "a dash for nothing, after a colon"),
        ("<p>на {value}</p>", "a gap that was not filled"),
        ("<p>Көрсеткіш: permitted_limit</p>", "a code"),
        ("<td>nan</td>", "what no reader calls nothing"),
    ],
)
def test_a_slip_is_seen(html, what):
    assert [slip.partition(":")[0] for slip in slips(html)] == [what]
