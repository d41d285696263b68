"""What satellites saw: sulphur dioxide over a place by year, and how certain that is."""

import altair as alt
import pandas as pd

from dashboard.figures import chart_types, marks, theme
from dashboard.figures.figure import Column, Figure, FigureRequest, Tables, compose
from kzdata.schema.air import COMBINED

# Single years are uncertain, means of these less so: before and after 2008, and the latest.
FIRST_YEARS, NEXT_YEARS, LATEST = (2005, 2007), (2009, 2013), 3
# From this year on one instrument, TROPOMI, carries most of the weight; before it, less than this
# is near noise.
SURE_SINCE, NOISE_KT = 2018, 30
OTHER_VERSION_KT = 60  # by so much the first version of the catalogue differs at most

# Shape: frames to frames.


def seen(so2: pd.DataFrame, place: str) -> pd.DataFrame:
    """The combined estimate of a place by year: `kt`, `kt_sd`, and `low` and `high` one sd away."""
    rows = so2[(so2["place_id"] == place) & (so2["instrument"] == COMBINED)]
    return with_ends(rows).sort_values("year", ignore_index=True)


def with_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Estimates with their `low` and `high`, one standard deviation away."""
    return rows.assign(
        low=(rows["kt"] - rows["kt_sd"]).clip(lower=0).round(1),
        high=(rows["kt"] + rows["kt_sd"]).round(1),
    )


def mean_of(rows: pd.DataFrame, first: int, last: int) -> float | None:
    """The mean of the years from first to last in kt, to one digit; None if there are none."""
    kt = rows.loc[rows["year"].between(first, last), "kt"]
    return None if kt.empty else round(float(kt.mean()), 1)


# Figures.


def so2_line(tables: Tables, view: FigureRequest) -> Figure:
    words, place = view.words, place_of(tables, view)
    rows = seen(tables["satellite_so2"], view.place)
    due = _acid_plant(tables, view)
    return compose(
        "so2_line",
        view,
        answer=_said_line(rows, place[words.own("name")], words),
        chart=None if rows.empty else draw_line(rows, due, view),
        table=rows,
        columns=[
            Column("year", words("column.year"), "year"),
            Column("kt", words("column.kt_so2"), "number", 1),
            Column("kt_sd", words("column.kt_sd"), "number", 1),
            Column("low", words("column.low"), "number", 1),
            Column("high", words("column.high"), "number", 1),
        ],
        sources=[*rows["source_id"], *due["source_id"]],
        basis=rows["basis"] if len(rows) else ["unknown"],
        notes=[] if rows.empty else _line_notes(rows, place, due, view),
    )


def place_of(tables: Tables, view: FigureRequest) -> pd.Series:
    """The row of the chosen place."""
    places = tables["places"]
    return places[places["place_id"] == view.place].iloc[0]


def _acid_plant(tables: Tables, view: FigureRequest) -> pd.DataFrame:
    """When the acid plant of the place was due to start, as its capacity is told."""
    plants = tables["plants"]
    own = plants.loc[plants["town"] == view.place, "plant_id"]
    records = tables["plant_records"]
    return records[records["plant_id"].isin(own) & (records["measure"] == "acid_capacity")]


def _said_line(rows: pd.DataFrame, place: str, words) -> str:
    """Means of years before, after and now; only the latest year where one of them is unknown."""
    if rows.empty:
        return words("so2_line.none", place=place)
    last = int(rows["year"].max())
    spans = {"first": FIRST_YEARS, "next": NEXT_YEARS, "last": (last - LATEST + 1, last)}
    means = {name: mean_of(rows, *span) for name, span in spans.items()}
    known = {name: kt for name, kt in means.items() if kt is not None}
    if len(known) < len(means) or spans["last"][0] <= NEXT_YEARS[1]:
        row = rows.iloc[-1]
        kt = words.quantity(row["kt"], "kt", 1)
        return words("so2_line.latest", place=place, year=str(row["year"]), kt=kt)
    said = {name: words.quantity(kt, "kt", 1) for name, kt in known.items()}
    said |= {f"{k}_years": words("years", first=str(a), last=str(b)) for k, (a, b) in spans.items()}
    fallen = known["last"] < known["next"]
    trend = words("so2_line.less" if fallen else "so2_line.not_less", year=str(NEXT_YEARS[1]))
    return f"{words('so2_line.answer', place=place, **said)} {trend}"


def _line_notes(rows: pd.DataFrame, place: pd.Series, due: pd.DataFrame, view) -> list[str]:
    words, last = view.words, rows.iloc[-1]
    low, high = words.number(last["low"], 1), words.number(last["high"], 1)
    notes = [
        words("so2_line.only"),
        words("so2_line.band", year=str(last["year"]), low=low, high=high),
        words(
            "so2_line.noise",
            year=str(SURE_SINCE),
            kt=words.quantity(NOISE_KT, "kt"),
            other=words.quantity(OTHER_VERSION_KT, "kt"),
        ),
    ]
    if not pd.isna(place["latitude"]):
        where = {name: words.number(place[name]) for name in ("latitude", "longitude")}
        notes.insert(1, words("so2_line.place", place=place[words.own("name")], **where))
    if missing := _missing_years(rows, view):
        notes.append(words("so2_line.missing", years=words.years(missing)))
    return notes + [words("so2_line.due", year=str(year)) for year in due["year"]]


def _missing_years(rows: pd.DataFrame, view: FigureRequest) -> list[int]:
    """The years that are over and are not in the file."""
    return list(range(int(rows["year"].max()) + 1, view.day.year))


def draw_line(rows: pd.DataFrame, due: pd.DataFrame, view: FigureRequest) -> alt.LayerChart:
    """The line with its band; hollow where a value is near noise, a hollow box where none is."""
    words, missing = view.words, _missing_years(rows, view)
    noise = (rows["kt"] < NOISE_KT) & (rows["year"] < SURE_SINCE)
    drawn = rows.assign(
        said=[words.number(kt, 1) for kt in rows["kt"]],
        fill=pd.Series(theme.SATELLITE, index=rows.index).mask(noise, theme.PAPER),
        say=[
            words(
                "so2_line.say",
                year=str(r.year),
                kt=words.quantity(r.kt, "kt", 1),
                low=words.number(r.low, 1),
                high=words.number(r.high, 1),
            )
            for r in rows.itertuples()
        ],
    )
    last = max([*missing, int(rows["year"].max())])
    base = alt.Chart(drawn, height=290).encode(
        x=chart_types.year_axis(int(rows["year"].min()), last),
        y=chart_types.value_axis("kt", words("column.kt_so2"), rows["high"].max()),
    )
    band = base.mark_area(fillOpacity=0.25, color=theme.SATELLITE).encode(
        y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    points = base.mark_circle(size=44, opacity=1, strokeWidth=1.5).encode(
        fill=alt.Fill("fill:N", scale=None), stroke=alt.StrokeValue(theme.SATELLITE)
    )
    most, latest = drawn.loc[[rows["kt"].idxmax()]], drawn.tail(1)
    since = drawn[drawn["year"] >= SURE_SINCE].nlargest(1, "kt").drop(most.index, errors="ignore")
    signs = [(words("so2_line.key_band"), theme.SATELLITE, chart_types.SIGNS["square"])]
    if noise.any():
        near = words("so2_line.key_noise", year=str(SURE_SINCE), kt=words.quantity(NOISE_KT, "kt"))
        signs.append((near, theme.SATELLITE, chart_types.SIGNS["ring"]))
    absent = [_absent(missing, words("so2_line.not_in_file"))] if missing else []
    due_marks = [_due(int(year), words("so2_line.due_mark")) for year in due["year"]]
    return chart_types.layer(
        band,
        # Below the line, so that what is written at its end is not cut.
        *absent,
        *due_marks,
        base.mark_line(strokeWidth=2.5, color=theme.SATELLITE),
        points,
        *chart_types.written(
            base,
            chart_types.placed(most, align="left", dx=-4, dy=-14),
            chart_types.placed(since.drop(latest.index, errors="ignore"), dy=-14),
            chart_types.placed(
                latest.drop(most.index, errors="ignore"), align="right", dx=8, dy=-14
            ),
        ),
        *chart_types.key(signs),
        marks.years(drawn),
    )


def _absent(years: list[int], label: str) -> alt.LayerChart:
    """A hollow box over the years that nobody told, with the word."""
    box = {"first": years[0] - 0.5, "last": years[-1] + 0.5, "middle": sum(years) / len(years)}
    base = alt.Chart(pd.DataFrame([{**box, "label": label, "say": label}]))
    edge: chart_types.Parts = {"fill": theme.PAPER, "stroke": theme.UNKNOWN, "strokeDash": [4, 3]}
    return chart_types.layer(
        marks.answering(
            base.mark_rect(**edge).encode(
                x=alt.X("first:Q"), x2=alt.X2("last:Q"), y=alt.YValue(0), y2=alt.Y2Value("height")
            )
        ),
        base.mark_text(angle=270, fontSize=theme.SMALL_SIZE, color=theme.QUIET).encode(
            x=alt.X("middle:Q"), y=alt.YValue(145), text=alt.Text("label:N")
        ),
    )


def _due(year: int, label: str) -> alt.LayerChart:
    """A rule at a year in which something was due, with the word at its right."""
    base = alt.Chart(pd.DataFrame([{"year": year, "label": chart_types.broken(label, 24)}]))
    base = base.encode(x=alt.X("year:Q"))
    word = base.mark_text(
        align="left", baseline="top", dx=5, lineBreak="\n", lineHeight=15,
        fontSize=theme.SMALL_SIZE, color=theme.QUIET,
    )  # fmt: skip
    return chart_types.layer(
        base.mark_rule(color=theme.QUIET, strokeDash=[4, 4]),
        word.encode(y=alt.YValue(2), text=alt.Text("label:N")),
    )
