"""What the desk tells, as HTML without scripts: findings, marked cells, changes, versions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from html import escape
from io import BytesIO

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.i18n.differences import INDENT
from dashboard.i18n.messages import count, said_place, say, say_problem, say_rule
from kzdata.schema.problems import Grade, Problem, Question
from publishing.intake.mark import BELOW, COLOURS
from publishing.intake.sheet import AUTHOR
from publishing.review.alike import Alike, kinds, ranges

MOST_ROWS = 20  # marked rows of a sheet that are shown; the marked workbook has all
LONGEST_CELL = 60  # characters
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|~:$<>-])")
MIDNIGHT = time()  # at which a day stands in a cell
GRADES = {colour: grade for grade, colour in COLOURS.items()}


def plain(text: str) -> str:
    """A text for a label, none of whose signs is taken for Markdown."""
    return MARKDOWN.sub(r"\\\1", text)


def note(text: str, kind: str = "note", *, heading: bool = False) -> str:
    """A paragraph; `kind` is note, good, fault or question, which give it their colour."""
    role = ' role="alert"' if kind == "fault" else ' role="status"' if kind == "good" else ""
    tag = "h2" if heading else "p"
    return f'<{tag} class="desk-{kind}"{role}>{_lines(text)}</{tag}>'


def findings_table(findings: Sequence[Problem], language: str) -> str:
    """Faults first, then questions, then what was understood all the same; a row each."""
    said = {
        Grade.ERROR: say("mark.fault", language),
        Grade.QUESTION: say("mark.question", language),
        Grade.NOTE: "",
    }
    rows = []
    for grade in Grade:
        of_grade = [finding for finding in findings if finding.grade is grade]
        for alike in kinds(of_grade):
            texts = [(said_place(each, language), say_rule(each, language)) for each in alike.whole]
            texts += [("", more)] if (more := alike.say_more(language)) else []
            rows += [_row(grade, said[grade], *text) for text in texts]
    titles = (say("mark.kind", language), say("mark.cell", language), say("mark.remedy", language))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    return f'<table class="desk-table"><tr>{head}</tr>{"".join(rows)}</table>'


def counted(findings: Iterable[Problem], language: str) -> str:
    """How many faults and questions there are."""
    grades = [finding.grade for finding in findings]
    numbers = ((Grade.ERROR, "check.faults"), (Grade.QUESTION, "check.questions"))
    found = [(grades.count(grade), key) for grade, key in numbers]
    return " ".join(count(key, number, language) for number, key in found if number)


def where(alike: Alike, language: str) -> str:
    """Where a question was asked, in a few words."""
    first = alike.whole[0]
    if first.rule == Question.LOST_FIGURE:
        return first.found
    rows = ranges(each for each in (*alike.whole, *alike.more))
    place = said_place(replace(first, row=None), language)
    return f"{place}, {say('place.row', language, row=rows)}" if rows else place


def lines(findings: Iterable[Problem], language: str) -> str:
    """Findings in a line each."""
    return "\n".join(say_problem(finding, language) for finding in findings)


def nested(lines: Iterable[str]) -> str:
    """Lines that are set in by INDENT as lists within lists."""
    html, depth = [], 0
    for line in lines:
        text = line.lstrip(" ")
        level = (len(line) - len(text)) // len(INDENT) + 1
        html += ["<ul>"] * (level - depth) + ["</ul>"] * (depth - level)
        depth = level
        html.append(f"<li>{_lines(text)}</li>")
    return f'<div class="desk-lines">{"".join(html)}{"</ul>" * depth}</div>'


def marked_cells(workbook: bytes, heads: Mapping[str, int], language: str) -> str:
    """The rows of a workbook that `intake.mark` has marked, each cell as the person typed it.

    `heads` are the rows of titles by sheet, or that of the only sheet by an empty name. Empty where
    no cell is marked.
    """
    book = openpyxl.load_workbook(BytesIO(workbook))
    remedies = say("sheet.remedies", language)
    shown = {
        sheet.title: _sheet(sheet, heads.get(sheet.title) or heads.get("") or 1, language)
        for sheet in book.worksheets
        if sheet.title != remedies
    }
    found = {title: html for title, html in shown.items() if html}
    named = len(found) > 1
    return "".join(f"<p>{escape(t)}</p>" * named + html for t, html in found.items())


def _sheet(sheet: Worksheet, head_row: int, language: str) -> str:
    rows = {
        number: cells
        for number, cells in enumerate(sheet.iter_rows(), 1)
        if any(_grade(cell) for cell in cells)
    }
    if not rows:
        return ""
    columns = sorted({c for cells in rows.values() for c, cell in enumerate(cells) if _grade(cell)})
    # Whoever looks for a row knows it by its first cells.
    columns = sorted({0, 1, *columns} & set(range(sheet.max_column)))
    head = "".join(
        f'<th scope="col">{escape(_title(sheet, head_row, c + 1))}</th>' for c in columns
    )
    body = "".join(
        f'<tr><th scope="row">{number}</th>{"".join(_cell(cells[c]) for c in columns)}</tr>'
        for number, cells in list(rows.items())[:MOST_ROWS]
    )
    left = len(rows) - MOST_ROWS
    more = note(say("desk.row_cut", language, count=left)) if left > 0 else ""
    return (
        f'<div class="desk-wide" tabindex="0"><table class="desk-cells">'
        f"<tr><th></th>{head}</tr>{body}</table></div>{more}"
    )


def _title(sheet: Worksheet, row: int, column: int) -> str:
    """The letter of a column, and what stands at its head."""
    letter, head = get_column_letter(column), sheet.cell(row, column).value
    return f"{letter} · {head}" if head else letter


def _grade(cell: Cell | MergedCell) -> Grade | None:
    comment = cell.comment
    if comment is None or (comment.author != AUTHOR and BELOW not in comment.text):
        return None
    return GRADES.get(cell.fill.fgColor.rgb)


def _cell(cell: Cell | MergedCell) -> str:
    value = cell.value
    if isinstance(value, datetime) and value.time() == MIDNIGHT:
        value = value.date()
    grade, text = _grade(cell), "" if value is None else str(value)
    text = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
    if grade is None or cell.comment is None:
        return f"<td>{escape(text)}</td>"
    kind = "fault" if grade is Grade.ERROR else "question"
    return f'<td class="desk-{kind}" title="{escape(cell.comment.text)}">{escape(text)}</td>'


def _row(grade: Grade, *texts: str) -> str:
    kind = {Grade.ERROR: "fault", Grade.QUESTION: "question", Grade.NOTE: "note"}[grade]
    cells = "".join(f"<td>{_lines(text)}</td>" for text in texts)
    return f'<tr class="desk-{kind}">{cells}</tr>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
