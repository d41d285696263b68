"""Streamlit's icon font, cut down to the icons that Streamlit's own scripts name.

The whole font holds 4,000 icons in 375 KB, and every page fetches it for two arrows. An icon is
written as its name, which the font joins into one glyph; the cut keeps the letters of the names and
the glyphs that they are joined into.
"""

import io
import re
from collections.abc import Iterable

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NAME = re.compile(r":material/(\w+):")


def named(scripts: Iterable[str]) -> frozenset[str]:
    """The icons that scripts name: arrows of expanders and menus, signs of alerts and toasts."""
    return frozenset(name for script in scripts for name in NAME.findall(script))


def cut(font: bytes, names: Iterable[str]) -> bytes:
    """The font as WOFF2 with the icons of these names only; a name that it lacks is left out."""
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False)
    letters, joined = whole.getBestCmap(), _joined(whole)
    kept = set()
    for name in names:
        spelt = tuple(letters.get(ord(sign)) for sign in name)
        if spelt in joined:
            kept |= {*spelt, joined[spelt]}
    # Every name is spelt with the same few letters: following them would lead to every icon.
    options = Options(layout_closure=False, layout_features=["*"], hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=kept)
    subsetter.subset(whole)
    whole.flavor, out = "woff2", io.BytesIO()
    whole.save(out)
    return out.getvalue()


def _joined(font: TTFont) -> dict[tuple[str, ...], str]:
    """Which glyphs a font joins into which."""
    return {
        (first, *ligature.Component): ligature.LigGlyph
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
        for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items()
        for ligature in ligatures
    }
