"""What each page says, in the order in which it is read, wherever it is shown."""

from dataclasses import dataclass

from dashboard.addresses import PAGES
from kzdata.schema.promises import CLAIM_PAGES


@dataclass(frozen=True)
class Show:
    """A figure."""

    figure: str


@dataclass(frozen=True)
class Choose:
    """A choice that all figures after it take, as far as the next heading."""

    name: str


@dataclass(frozen=True)
class Heading:
    """The heading of a group, by its key in the catalogues; links may lead to its `id`."""

    key: str
    id: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph, by its key in the catalogues."""

    key: str


@dataclass(frozen=True)
class Claims:
    """The claims of one page, each with its verdict."""

    page: str


@dataclass(frozen=True)
class Statements:
    """What was said on a topic."""

    topic: str


@dataclass(frozen=True)
class States:
    """The states of promises, each with its rule and an example."""


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on claims, each with its rule and an example."""


@dataclass(frozen=True)
class Tolerances:
    """By how much a claim may differ from the record and agree."""


@dataclass(frozen=True)
class Bases:
    """The ways in which figures are known, with their colours."""


@dataclass(frozen=True)
class Runner:
    """Who runs the site, if that is known."""


@dataclass(frozen=True)
class Glossary:
    """Words of the site, each with a sentence."""


@dataclass(frozen=True)
class Names:
    """Every name of the site, with a field that filters them."""


@dataclass(frozen=True)
class Headlines:
    """The few numbers that are shown in large type."""


@dataclass(frozen=True)
class Towns:
    """The way from the page of a town to that of each other."""


@dataclass(frozen=True)
class More:
    """The way on: other pages by their questions."""

    pages: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """Every source."""


@dataclass(frozen=True)
class Datasets:
    """Every dataset with its downloads."""


@dataclass(frozen=True)
class Follow:
    """How to be told of changes: of the town or region that is chosen, of plants, of everything."""


@dataclass(frozen=True)
class Sheet:
    """The sheet of the town that is chosen, to be printed for a stairwell."""


@dataclass(frozen=True)
class Report:
    """To whom an error is reported, if that is known."""


@dataclass(frozen=True)
class Changes:
    """What changed and when, and which older state stands in for a faulty file."""


@dataclass(frozen=True)
class Reports:
    """What readers reported as wrong, and what became of it."""


@dataclass(frozen=True)
class Edition:
    """Which version of the data this is, and how to cite it."""


Block = (
    Show | Choose | Heading | Text | Claims | Statements | Headlines | Towns | More
    | Sources | Datasets | Changes | Reports | Edition | Follow | Sheet | Report
    | States | Verdicts | Tolerances | Bases | Runner | Glossary | Names
)  # fmt: skip


def _figures(*ids: str) -> tuple[Show, ...]:
    return tuple(Show(id) for id in ids)


def _claims_of_all() -> tuple[Block, ...]:
    pairs = ((Heading(f"page.{page}.title"), Claims(page)) for page in CLAIM_PAGES)
    return tuple(block for pair in pairs for block in pair)


CONTENTS: dict[str, tuple[Block, ...]] = {
    "overview": (
        Show("three_towns"),
        Headlines(),
        *_figures("overdue", "so2_line", "region_share", "verdicts", "unknowns"),
        More(PAGES[1:]),
    ),
    "town": (
        Towns(),
        *_figures("town_promises", "town_years", "town_air", "town_measured", "town_limits"),
        Sheet(),
        Follow(),
        More(("air", "plants", "regions")),
    ),
    "air": (
        Choose("place"),
        *_figures("so2_line", "post_cases", "so2_instruments"),
        Heading("ui.unchosen"),
        *_figures("blind_post", "post_grades", "post_peaks", "phenol", "mobile_so2", "so2_places"),
    ),
    "regions": (
        Choose("region"),
        *_figures("region_share"),
        Choose("year"),
        *_figures("region_ranking", "region_map", "intensity"),
        Heading("ui.unchosen"),
        *_figures("share_claim", "national_line", "country_index", "power", "two_publishers"),
        Heading("ui.claims_here"),
        Claims("regions"),
        Heading("ui.contributors"),
        Statements("contributor"),
        Heading("ui.sulphur_dioxide"),
        Statements("sulphur_dioxide"),
        Follow(),
    ),
    "plants": (
        *_figures("plant_targets", "temirtau_drift", "acid_plant", "measurements", "limits"),
        Heading("ui.air"),
        *_figures("city_dust", "city_air"),
        Heading("ui.said_of_temirtau"),
        Statements("temirtau"),
        Heading("ui.claims_here"),
        Claims("plants"),
        Follow(),
    ),
    "metals": (
        *_figures(
            "output", "growth", "doubling", "price_history", "prices", "value", "initiatives"
        ),
        Heading("ui.drivers"),
        Statements("driver"),
        Heading("ui.measures"),
        Statements("measure"),
        Heading("ui.context"),
        Statements("context"),
        Heading("ui.claims_here"),
        Claims("metals"),
    ),
    "benchmarks": (
        *_figures("goals", "records", "recycling", "greenhouse"),
        Heading("ui.recommendations"),
        Statements("recommendation"),
        Heading("ui.claims_here"),
        Claims("benchmarks"),
    ),
    "claims": (Text("ui.check_intro"), Show("verdicts"), *_claims_of_all()),
    "sources": (
        Show("sources_by_kind"),
        Heading("ui.all_sources"),
        Sources(),
        Heading("ui.datasets"),
        Text("ui.datasets_note"),
        Datasets(),
        Heading("ui.changes"),
        Changes(),
        Reports(),
        Follow(),
        Heading("ui.cite"),
        Edition(),
        Report(),
    ),
    "method": (
        Heading("method.promises", "states"),
        Text("method.promises_text"),
        States(),
        Heading("method.claims", "verdicts"),
        Text("method.claims_text"),
        Verdicts(),
        Heading("method.tolerances", "tolerances"),
        Text("method.tolerances_text"),
        Tolerances(),
        Heading("method.bases", "bases"),
        Text("method.bases_text"),
        Bases(),
        Heading("method.unknown", "unknown"),
        Text("note.not_published"),
        Text("method.unknown_text"),
        Heading("method.numbers", "numbers"),
        Text("method.rounding"),
        Text("method.population"),
        Text("method.whole_years"),
        Heading("method.owner", "owner"),
        Runner(),
        Heading("method.licence", "licence"),
        Text("method.licence_text"),
        Heading("method.privacy", "privacy"),
        Text("method.privacy_log"),
        Text("method.privacy_server"),
        Text("method.privacy_browser"),
        Heading("method.glossary", "glossary"),
        Glossary(),
    ),
    "index": (Text("index.intro"), Names()),
}

# The figure whose picture stands for a page that has none of its own.
PICTURED = {"method": "verdicts", "index": "so2_places"}


def choices_of(page: str) -> tuple[str, ...]:
    """The choices that a page offers."""
    towns = ("town",) if page == "town" else ()
    return towns + tuple(block.name for block in CONTENTS[page] if isinstance(block, Choose))


def figures_of(page: str) -> tuple[str, ...]:
    """The figures of a page in their order."""
    return tuple(block.figure for block in CONTENTS[page] if isinstance(block, Show))
