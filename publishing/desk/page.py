"""The page itself, which Streamlit runs: three tasks, each a few steps one below the other.

All that it does it asks of publishing/; what it says stands in the catalogues of the command.
"""

import base64
import hashlib
import json
import logging
from collections.abc import Callable, Hashable, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import streamlit as st

from dashboard.i18n.differences import say_difference
from dashboard.i18n.languages import OWN_NAMES, named_language
from dashboard.i18n.messages import count, say
from dashboard.i18n.numbers import moment
from dashboard.i18n.versions import say_entry, say_set_aside, say_table
from dashboard.render.workbook import MOST_ROWS
from kzdata import clock
from kzdata.current import standing
from kzdata.schema import LANGUAGES, TABLES
from kzdata.schema.problems import BadTable, Grade
from kzdata.versions.find import UnknownVersion
from kzdata.versions.log import latest, log
from kzdata.versions.shape import reshaped_in
from publishing.commit.change import MOST_TEXT
from publishing.commit.failures import FAILURES, say_failure, say_shut_out
from publishing.commit.publish import NotWritten, Outdated
from publishing.desk import told
from publishing.desk.handed_in import Twice, by_table, kept
from publishing.desk.plan import Memory, Plan, plan_of_files, plan_of_way_back
from publishing.desk.server import MOST_MB, Desk
from publishing.intake import tables_of
from publishing.review.alike import Alike
from publishing.review.pictures import pictures
from publishing.review.sentences import say_effects
from publishing.table_files import FORMS, edition_of, table_file, tables_workbook

HERE = Path(__file__).parent
TASKS = ("hand_in", "go_back", "take_out")
MOST_VERSIONS = 30  # of the log, the newest
MOST_CHANGES = 20  # rows of each kind that are told
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

state = st.session_state


def page(desk: Desk) -> None:
    """All of the page."""
    language = named_language(st.query_params.get("lang", "")) or desk.language
    st.set_page_config(page_title=say("desk.title", language), layout="wide")
    st.html(HERE / "desk.css")
    said = {
        "language": language,
        "browse": say("desk.browse", language),
        "remove": say("desk.remove", language, file="{file}"),
        "skip": say("desk.skip", language),
        "closed": say("desk.closed", language),
    }
    script = (HERE / "desk.js").read_text().replace("SAID", json.dumps(said))
    st.html(
        f"<style>:root {{ --browse: '{said['browse']}' }}</style><script>{script}</script>",
        unsafe_allow_javascript=True,
    )
    if not desk.admits(st.query_params.get("key", "")):
        st.html("".join(told.note(say("desk.no_key", each), "fault") for each in LANGUAGES))
        return
    try:
        _at_desk(desk, language)
    except Exception:
        logging.getLogger("publishing.desk").exception("a step of the desk failed")
        st.html(told.note(say("desk.failed", language), "fault"))


def _at_desk(desk: Desk, language: str) -> None:
    title, languages = st.columns([3, 2], vertical_alignment="bottom")
    title.html(f"<h1>{say('desk.title', language)}</h1>")
    with languages:
        st.radio(
            say("desk.language", language),
            LANGUAGES,
            index=LANGUAGES.index(language),
            format_func=OWN_NAMES.__getitem__,
            horizontal=True,
            key="language",
            on_change=_speak,
        )
    last = latest(desk.folder)
    key = "desk.standing" if last else "desk.unversioned"
    known = {"number": last.number, "version": last.version} if last else {}
    st.html(told.note(say(key, language, folder=desk.folder, **known)))
    memory = _memory()
    for kind, text in memory.told:
        st.html(told.note(text, kind))
    memory.told = []
    task = st.radio(
        say("desk.task", language),
        TASKS,
        index=TASKS.index(memory.task or TASKS[0]),
        format_func=lambda each: say(f"desk.task.{each}", language),
        horizontal=True,
        key=f"task {language}",  # a choice is kept by its label, which another language has not
    )
    memory.task = task
    {"hand_in": _hand_in, "go_back": _go_back, "take_out": _take_out}[task](desk, language)


def _memory() -> Memory:
    if "memory" not in state:
        state.memory = Memory()
    return cast(Memory, state.memory)


def _speak() -> None:
    st.query_params["lang"] = state.language


def _hand_in(desk: Desk, language: str) -> None:
    uploaded = st.file_uploader(
        say("desk.files", language, most=MOST_MB),
        accept_multiple_files=True,
        key=f"files {_memory().round}",
    )
    st.html(told.note(say("desk.safe", language)))
    try:
        # A file that was mended takes the place of the one before it.
        newest = {file.name: file for file in uploaded}.values()
        paths = [kept(desk.room, file.name, file.getvalue()) for file in newest]
    except OSError as error:
        st.html(told.note(say_failure(NotWritten(error), language), "fault"))
        return
    named = [(path, _table_asked(path, language)) for path in paths]
    try:
        files = by_table(named)
    except Twice as twice:
        about = {"first": twice.first.name, "second": twice.second.name, "table": twice.table}
        st.html(told.note(say("check.twice", language, **about), "fault"))
        return
    if not files or len(set(files.values())) < len(set(paths)):
        return
    _look_at(
        desk,
        language,
        ("files", *((name, str(path)) for name, path in files.items())),
        lambda: plan_of_files(desk.folder, files, language, clock.today()),
    )


def _table_asked(path: Path, language: str) -> str | None:
    """The table that a person names for a file where that is not plain."""
    if tables_of(path):
        return None
    names, known = [*TABLES], _memory().tables
    named = st.selectbox(
        say("desk.which", language, file=told.plain(path.name)),
        names,
        index=names.index(known[path]) if path in known else None,
        placeholder=say("desk.which_none", language),
        format_func=lambda name: say_table(name, language),
        key=f"table of {path} {language}",
    )
    if named:
        known[path] = named
    return named


def _go_back(desk: Desk, language: str) -> None:
    versions, memory = log(desk.folder), _memory()
    if not versions:
        st.html(told.note(say("log.none", language)))
        return
    by_number = {entry.number: entry for entry in versions}
    st.button(say("desk.undo", language), on_click=_go, args=(None, None), key="undo")
    of_version, of_table, look = st.columns([2, 3, 2], vertical_alignment="bottom")
    number = of_version.selectbox(
        say("desk.back_to", language),
        [*reversed(by_number)],
        format_func=lambda n: f"{n} · {moment(by_number[n].at, language)}",
    )
    names = [None, *(n for n in TABLES if n in by_number[number].digests)]
    name = of_table.selectbox(
        say("desk.back.table", language), names, format_func=_titled(language)
    )
    look.button(say("desk.back.look", language), on_click=_go, args=(name, number), key="look")
    if memory.back:
        asked, to = memory.back
        _look_at(
            desk,
            language,
            ("back", asked, to),
            lambda: plan_of_way_back(desk.folder, asked, to, language, clock.today()),
        )
    st.html(told.note(say("desk.log", language), heading=True))
    for at in range(len(versions) - 1, max(-1, len(versions) - 1 - MOST_VERSIONS), -1):
        entry, earlier = versions[at], versions[at - 1] if at else None
        first, *rest = say_entry(entry, reshaped_in(desk.folder, earlier, entry), language)
        st.html(told.nested([first, *(f"  {line}" for line in rest)]))


def _go(name: str | None, number: int | None) -> None:
    memory = _memory()
    memory.back = (name, number)
    memory.forget()


def _titled(language: str) -> Callable[[str | None], str]:
    return lambda name: say_table(name, language) if name else say("desk.all_tables", language)


def _take_out(desk: Desk, language: str) -> None:
    stands, memory = standing(desk.folder), _memory()
    there = [name for name in TABLES if name in stands.frames]
    if not there:
        st.html(told.note(say("log.none", language)))
        return
    names = [None, *there]
    name = st.selectbox(say("desk.back.table", language), names, format_func=_titled(language))
    forms = FORMS[:1] if name is None else FORMS
    form = st.radio(
        say("desk.form", language),
        forms,
        format_func=lambda each: say(f"desk.form.{each[1:]}", language),
        horizontal=True,
    )
    wanted = (name, form, language, stands.version)
    if st.button(say("desk.prepare", language), type="primary"):
        rows = max(len(stands.frames[each]) for each in ([name] if name else there))
        if form == ".xlsx" and rows > MOST_ROWS:
            said = say("export.too_long", language, most=MOST_ROWS, rows=rows)
            st.html(told.note(said, "fault"))
            return
        with st.spinner(say("desk.preparing", language)):
            if name is None:
                content = tables_workbook([TABLES[n] for n in there], stands, language)
            else:
                content = table_file(
                    TABLES[name],
                    stands.frames[name],
                    edition_of(stands, name),
                    form,
                    language,
                    stands.frames,
                )
        memory.out = (wanted, content)
    if memory.out and memory.out[0] == wanted:
        file = f"{name or 'kzdata'}{form}"
        label = say("desk.download", language, file=file)
        st.download_button(label, memory.out[1], file, on_click="ignore", type="primary")


def _look_at(desk: Desk, language: str, what: Hashable, make: Callable[[], Plan]) -> None:
    """Show a change, all that is found about it, and the way to publish it."""
    memory, last = _memory(), latest(desk.folder)
    version = last.number if last else 0
    # Of another version by now, it is still what was looked at: to publish it is refused then.
    # What could not be published anyway is looked at anew.
    asked = (what, language, clock.today())
    plan = memory.plan if memory.asked == asked else None
    if plan and (plan.refused or not plan.changes) and memory.version != version:
        plan = None
    if plan is None:
        memory.forget()
        with st.spinner(say("desk.rehearsing", language)):
            try:
                plan = make()
            except BadTable as bad:
                st.html(told.findings_table(bad.problems, language))
                return
            except UnknownVersion:
                st.html(told.note(say("rollback.nowhere", language), "fault"))
                return
        memory.plan, memory.asked, memory.version = plan, asked, version
    _tell_back(plan, language)
    _tell_findings(plan, language)
    if plan.refused:
        st.html(told.note(say("desk.refused", language), "fault"))
        return
    if not plan.changes:
        said = "rollback.same" if plan.back else "update.same"
        st.html(told.note(say(said, language), "good"))
        return
    _tell_changes(plan, language)
    answers = _answers(plan, language)
    _offer(desk, plan, answers, language)


def _tell_back(plan: Plan, language: str) -> None:
    if plan.back is None:
        return
    to = plan.back.to
    said = [say("rollback.to", language, number=to.number, time=moment(to.at, language))]
    if plan.back.gone:
        tables = ", ".join(say_table(each, language) for each in plan.back.gone)
        said.append(say("rollback.later", language, number=to.number, tables=tables))
    st.html("".join(told.note(each) for each in said))


def _tell_findings(plan: Plan, language: str) -> None:
    st.html(told.note(say("desk.found", language), heading=True))
    refused = {each.file for each in plan.findings if each.grade is Grade.ERROR}
    others = refused - {each.file for each in plan.candidates}
    for each in plan.candidates:
        if each.file not in refused and not others:
            about = {"file": each.file, "title": each.table.title[language]}
            about |= {"table": each.table.name, "rows": str(len(each.rows))}
            st.html(told.note(say("check.fits", language, **about), "good"))
    if not plan.findings:
        st.html(told.note(say("desk.nothing_found", language), "good"))
        return
    st.html(told.note(told.counted(plan.findings, language)))
    st.html(told.findings_table(plan.findings, language))
    for file in plan.marked_files:
        if file.cells:
            st.html(told.note(say("desk.cells", language, file=file.path.name)) + file.cells)
        name = f"{file.path.stem}-{say('mark.fault', language).lower()}.xlsx"
        label = say("desk.marked", language, file=told.plain(file.path.name))
        key = f"marked {file.path}"
        st.download_button(label, file.workbook, name, XLSX, key=key, on_click="ignore")


def _tell_changes(plan: Plan, language: str) -> None:
    st.html(told.note(say("desk.rows", language), heading=True))
    for found in plan.preview.differences:
        lines = say_difference(found, language, frames=plan.preview.after, most=MOST_CHANGES)
        title = f"{found.table.title[language]} ({found.table.name})"
        st.html(told.note(title) + told.nested(lines))
    st.html(told.note(say("desk.effects", language), heading=True))
    with st.spinner(say("desk.looking", language)):
        effects = plan.effects
    if effects is None:
        st.html(told.note(count("effect.long", plan.preview.rows, language)))
        return
    st.html(told.nested(say_effects(effects, language)))
    if any(effect.kind == "figure" for effect in effects):
        if st.button(say("desk.draw", language)):
            with st.spinner(say("desk.drawing", language)):
                _memory().drawn = _drawn(plan, language)
        for pair in _memory().drawn:
            st.html(f'<div class="desk-pair">{"".join(pair)}</div>')


def _drawn(plan: Plan, language: str) -> list[Sequence[str]]:
    """The figures that change, before and after, as pictures that stand in the page."""
    by_figure: dict[str, list[str]] = {}
    before, after = plan.preview.before, plan.preview.after
    effects = plan.effects or ()
    titles = {effect.figure: effect.title for effect in effects}
    with TemporaryDirectory() as folder:
        made = pictures(effects, before, after, language, clock.today(), Path(folder))
        for path, is_drawn in made:
            figure, _, then = path.stem.rpartition("-")
            if not is_drawn:
                shown = told.note(say("effect.not_drawn", language, file=path.name), "fault")
            else:
                data = base64.b64encode(path.read_bytes()).decode()
                alt = say(f"effect.{then}", language, text=titles[figure])
                shown = f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}">'
            by_figure.setdefault(figure, []).append(shown)
    return list(by_figure.values())


def _answers(plan: Plan, language: str) -> list[bool]:
    """Whether each question is confirmed."""
    if not (questions := plan.questions):
        return []
    st.html(told.note(say("desk.questions", language), heading=True))
    st.html(told.note(say("desk.questions.about", language)))
    return [_confirmed(plan, question, language) for question in questions]


def _confirmed(plan: Plan, question: Alike, language: str) -> bool:
    """Whether a question is confirmed; another that only stands in its place is asked anew."""
    rule = say(f"log.question.{question.whole[0].rule}", language)
    where = told.plain(told.where(question, language))
    asked = repr((plan.basis, plan.back and plan.back.to.number, question))
    key = f"answer {hashlib.sha256(asked.encode()).hexdigest()} {language}"
    return st.checkbox(f"{say('desk.confirm', language, question=rule)} ({where})", key=key)


def _offer(desk: Desk, plan: Plan, answers: Sequence[bool], language: str) -> None:
    """Name, reason and the button; publishes when it is pressed and nothing is missing."""
    st.html(told.note(say("desk.publish", language), heading=True))
    memory = _memory()
    by = st.text_input(say("desk.by", language), memory.by, MOST_TEXT, key=f"by {memory.round}")
    memory.by = by
    key = f"reason {memory.round}"
    reason = st.text_input(say("desk.reason", language), max_chars=MOST_TEXT, key=key)
    st.html(told.note(say("desk.kept", language)))
    if not st.button(say("desk.publish.now", language), type="primary", key="publish"):
        return
    missing = [
        say(f"desk.missing.{name}", language)
        for name, given in (
            ("by", by.strip()),
            ("reason", reason.strip()),
            ("answers", all(answers)),
        )
        if not given
    ]
    if missing:
        st.html("".join(told.note(each, "fault") for each in missing))
        return
    with st.spinner(say("desk.publishing", language)):
        # Until it is done nothing here speaks to the page, which may be closed meanwhile.
        _publish(desk, plan, memory, by, reason, language)
    st.rerun()


def _publish(desk: Desk, plan: Plan, memory: Memory, by: str, reason: str, language: str) -> None:
    """Publish, and remember what is to be told of it."""
    try:
        entry = plan.publish(by, reason)
    except FAILURES as failure:
        if isinstance(failure, Outdated):
            memory.forget()  # it is looked at anew
        memory.told = [("fault", say_failure(failure, language))]
        return
    except BadTable as bad:
        memory.forget()
        memory.told = [("fault", told.lines(bad.problems, language))]
        return
    memory.done()
    if entry is None:
        memory.told = [("good", say("update.same", language))]
        return
    done = say("publish.done", language, number=entry.number, version=entry.version)
    memory.told = [("good", f"{done} {say('desk.next', language)}")]
    also = [*say_set_aside(entry, language), say_shut_out(desk.folder, language)]
    memory.told += [("question", line) for line in also if line]


if __name__ == "__main__":
    page(Desk.told())
