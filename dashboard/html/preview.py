"""What search engines and messengers read of a page: what it is, where it stands, its picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from dashboard.addresses import Choices, figure_path
from dashboard.figures import Figure
from dashboard.render.message_card import SIZE

LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}


@dataclass(frozen=True)
class Picture:
    """The picture that is shown with a link: its whole address, and what it shows in words.

    `size` is its width and height in pixels.
    """

    address: str
    shows: str
    size: tuple[int, int]


def picture_of(figure: Figure, language: str, site: str, taken: Choices) -> Picture | None:
    """The card of a figure, which has `taken` choices; none where the site's place is unknown."""
    address = site + figure_path(language, figure.id, "card.png", taken)
    return Picture(address, figure.label, SIZE) if site else None


@dataclass(frozen=True)
class Preview:
    """A view as it is shown where somebody links to it; title, summary and picture are of one.

    `addresses` are those of the view by language, and for `ANYONE`; whole ones only where it is
    known where the site stands.
    """

    language: str
    site: str
    title: str
    summary: str
    addresses: Mapping[str, str]
    picture: Picture | None = None

    @property
    def tags(self) -> str:
        """The tags for the head of the page."""
        own, summary = self.addresses[self.language], escape(self.summary)
        links = "".join(
            f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
            for language, address in self.addresses.items()
        )
        shared = {
            "type": "website",
            "site_name": self.site,
            "title": self.title,
            "description": self.summary,
            "locale": LOCALES[self.language],
        }
        if not own.startswith("/"):
            shared["url"] = own
        if self.picture:
            shared["image"], shared["image:alt"] = self.picture.address, self.picture.shows
            shared["image:width"], shared["image:height"] = map(str, self.picture.size)
        return (
            f'<meta name="description" content="{summary}">'
            f'<link rel="canonical" href="{escape(own)}">{links}'
            + "".join(f'<meta property="og:{k}" content="{escape(v)}">' for k, v in shared.items())
        )
