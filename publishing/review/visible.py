"""What readers see of a claim, a headline, a figure: the parts of it that can be compared."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from dashboard.figures import (
    FIGURES,
    Figure,
    FigureRequest,
    Tables,
    cited,
    headlines,
    judged,
    plain,
    specification,
)

# By the parts of publishing.review.impact; every one has a title and an answer.
Shown = Mapping[str, Any]  # each part as its kind has it: a text, a table, a chart


Asked = ParamSpec("Asked")
Seen = TypeVar("Seen")


def _or_nothing(make: Callable[Asked, Seen]) -> Callable[Asked, Seen | None]:
    """What the data do not allow is not shown; that it is lost is what the asker wants to know."""

    @wraps(make)
    def guarded(*asked: Asked.args, **named: Asked.kwargs) -> Seen | None:
        try:
            return make(*asked, **named)
        except Exception:  # whatever it is, the dashboard would leave a gap there as well
            return None

    return guarded


@_or_nothing
def figure(id: str, tables: Tables, view: FigureRequest) -> Shown | None:
    """A figure, or None if it cannot be made."""
    made = FIGURES[id].build(tables, view)
    return {
        "title": made.title,
        "answer": made.answer,
        "chart": _drawn(made),
        "table": [
            [plain(value, column) for column, value in zip(made.columns, row, strict=True)]
            for row in made.table.itertuples(index=False)
        ],
        "notes": (made.refers, made.basis, made.notes),
        "sources": cited(made.sources, tables["sources"], view.words),
    }


def tells(found: Shown | None) -> bool:
    """Whether a figure could be made and its data told it anything."""
    return found is not None and bool(found["table"]) and found["notes"][1] != ("unknown",)


def _drawn(made: Figure) -> Shown | None:
    """The chart without its description, which repeats title, answer and table."""
    if made.chart is None:
        return None
    spec = specification(made.chart)
    return {name: part for name, part in spec.items() if name != "description"}


@_or_nothing
def claims(tables: Tables, view: FigureRequest) -> Mapping[str, Shown] | None:
    """Every claim by its code, with the `page` it stands on; None if none can be judged."""
    return {
        row.claim_id: {
            "page": row.page,
            "title": row.text,
            "verdict": row.verdict,
            "answer": f"{row.verdict_said} – {row.arithmetic}",
            "notes": "" if row.note != row.note else row.note,
            "sources": cited(
                (row.source_id, row.second_source_id, *row.record_source_ids.split()),
                tables["sources"],
                view.words,
            ),
        }
        for row in judged(tables, view).itertuples()
    }


@_or_nothing
def leading(tables: Tables, view: FigureRequest) -> Mapping[str, Shown] | None:
    """The headlines of the first page by the figure that each is taken from."""
    title = view.words("page.overview.title")
    return {
        headline.figure: {"title": title, "answer": f"{headline.number} – {headline.text}"}
        for headline in headlines(tables, view)
    }
