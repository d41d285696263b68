"""Letters that ask for what nobody published: whom, by which law, and what they may not hold."""

import io
import re
from datetime import date
from html import escape
from itertools import product

import pytest
from browser import findings, fits, needs_browser
from docx import Document
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

import kzdata
from dashboard import store
from dashboard.addresses import ask_path
from dashboard.figures.claims import unknown_counts
from dashboard.figures.figure import FigureRequest
from dashboard.http.routes import ROUTES
from dashboard.i18n import words_of
from dashboard.letters import GROUPS, as_text, gaps, letters
from dashboard.letters.law import open_years, place_of
from dashboard.render.letter_docx import of_letter
from dashboard.store import ask
from kzdata import clock
from kzdata.schema.model import LANGUAGES

pytestmark = pytest.mark.usefixtures("pages_of_the_book")

DAY = date(2026, 11, 29)

# What was read in the texts of the law, each sentence as it stands there; the language it was read
# in, or none where only the content is known. By act number and article.
READ = {
    "code-17-1": ("400-VI", "17(1)", None, ""),
    "code-17-2": (
        "400-VI",
        "17(2)",
        "ru",
        "Экологическая информация является общедоступной и не подлежит ограничению и "
        "засекречиванию.",
    ),
    "code-18-2": (
        "400-VI",
        "18(2)",
        "ru",
        "Никто не вправе требовать от заявителя … представления обоснования своей "
        "заинтересованности",
    ),
    "code-18-3-4": (
        "400-VI",
        "18(3)4)",
        "ru",
        "физические и юридические лица – в части обладаемой ими экологической информации",
    ),
    "code-19-2": ("400-VI", "19(2)", None, ""),
    "code-20-1": ("400-VI", "20(1)", None, ""),
    "code-20-3": (
        "400-VI",
        "20(3)",
        "ru",
        "Информация о количественных и качественных показателях эмиссий в окружающую среду не "
        "может быть признана коммерческой или иной охраняемой законом тайной.",
    ),
    "code-20-5": ("400-VI", "20(5)", None, ""),
    "code-22-7": ("400-VI", "22(7)", None, ""),
    "code-22-13": ("400-VI", "22(13)", None, ""),
    "code-184-2-9": (
        "400-VI",
        "184(2)9)",
        "ru",
        "обеспечивать доступ общественности к программам производственного экологического "
        "контроля и отчетным данным",
    ),
    "code-202-7": (
        "400-VI",
        "202(7)",
        "ru",
        "в экологическом разрешении устанавливаются годовые лимиты на выбросы, выраженные в "
        "тоннах в год, для каждого стационарного источника и объектов I и II категорий в целом",
    ),
    "access-11-1": ("401-V", "11(1)", "ru", "Информация по запросу предоставляется бесплатно."),
    "access-11-2": (
        "401-V",
        "11(2)",
        "ru",
        "По запросу предоставляется любая информация, за исключением информации с ограниченным "
        "доступом.",
    ),
    "appc-63-2": ("350-VI", "63(2)", None, ""),
    "appc-64-2": ("350-VI", "64(2)", "ru", "Отказ в приеме обращения запрещается."),
    "appc-65-1": ("350-VI", "65(1)", None, ""),
    "appc-76-1": (
        "350-VI",
        "76(1)",
        "ru",
        "пятнадцать рабочих дней со дня регистрации обращения",
    ),
    "appc-89-2": ("350-VI", "89(2)", None, ""),
    "appc-91-2": ("350-VI", "91(2)", None, ""),
    "appc-92-1": ("350-VI", "92(1)", None, ""),
    "appc-93-2": ("350-VI", "93(2)", None, ""),
    "appc-99": (
        "350-VI",
        "99",
        "ru",
        "Срок рассмотрения жалобы составляет двадцать рабочих дней со дня регистрации жалобы",
    ),
}
TERMS = {
    "code-22-13": (15, "month"),
    "appc-65-1": (3, "working_day"),
    "appc-76-1": (15, "working_day"),
    "appc-92-1": (3, "month"),
    "appc-99": (20, "working_day"),
}
ADOPTED = {"400-VI": "2021-01-02", "401-V": "2015-11-16", "350-VI": "2020-06-29"}
EDITIONS = {"400-VI": "2021-12-27", "401-V": "2024-04-25", "350-VI": None}
# The bodies by their official names, as they were verified.
NAMES = {
    "ecology-ministry": (
        "Қазақстан Республикасы Экология және табиғи ресурстар министрлігі",
        "Министерство экологии и природных ресурсов Республики Казахстан",
    ),
    "ecology-committee": (
        "Экологиялық реттеу және бақылау комитеті",
        "Комитет экологического регулирования и контроля",
    ),
    "karaganda-ecology": (
        "Қарағанды облысы бойынша экология департаменті",
        "Департамент экологии по Карагандинской области",
    ),
    "kazhydromet": ("«Қазгидромет» РМК", "РГП «Казгидромет»"),
    "statistics-bureau": (
        "Қазақстан Республикасы Стратегиялық жоспарлау және реформалар агенттігінің Ұлттық "
        "статистика бюросы",
        "Бюро национальной статистики Агентства по стратегическому планированию и реформам "
        "Республики Казахстан",
    ),
    "karaganda-akimat": ("Қарағанды облысының әкімдігі", "Акимат Карагандинской области"),
    "qarmet": ("«Qarmet» АҚ", "АО «Qarmet»"),
    "kazakhmys-smelting": (
        "«Kazakhmys Smelting (Қазақмыс Смэлтинг)» ЖШС",
        "ТОО «Kazakhmys Smelting (Казахмыс Смэлтинг)»",
    ),
}


def asked(tables, language, day=DAY):
    return letters(tables, FigureRequest(words_of(language), day))


@pytest.fixture(scope="module")
def all_letters(book):
    return {language: asked(book, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES))


def test_the_law_is_what_was_read_and_nothing_else(book):
    laws = book["laws"].set_index("law_id")
    assert set(laws.index) == set(READ)
    for law_id, (number, where, quoted, sentence) in READ.items():
        row = laws.loc[law_id]
        paragraph = "" if row["paragraph"] is None or row.isna()["paragraph"] else row["paragraph"]
        point = "" if row.isna()["point"] else f"{row['point']})"
        found = f"{row['article']}" + (f"({paragraph})" if paragraph else "") + point
        assert (row["number"], found) == (number, where), law_id
        assert (None if row.isna()["quoted"] else row["quoted"]) == quoted, law_id
        if quoted:
            assert row[f"sentence_{quoted}"] == sentence, law_id
        term = None if row.isna()["term"] else (row["term"], row["term_unit"])
        assert term == TERMS.get(law_id), law_id
        assert str(row["adopted"].date()) == ADOPTED[number]
        edition = None if row.isna()["edition"] else str(row["edition"].date())
        assert edition == EDITIONS[number]


def test_bodies_are_named_as_they_were_verified(book):
    bodies = book["bodies"].set_index("body_id")
    official = bodies[bodies["name_given"] == "official"]
    assert {id: (row["name_kk"], row["name_ru"]) for id, row in official.iterrows()} == NAMES


@pytest.mark.parametrize("kind", ["ministry", "department", "statistics", "industry"])
def test_each_duty_is_that_of_one_body(book, kind):
    assert (book["bodies"]["kind"] == kind).sum() == 1


def test_every_gap_that_the_figure_counts_has_letters(book):
    view = FigureRequest(words_of("en"), DAY)
    counts = unknown_counts(book, view).set_index("what")["count"]
    assert set(GROUPS) == set(counts.index)
    found = [gap.group for gap in gaps(book, view)]
    for group in ("promises_overdue", "claims_without_record"):
        assert found.count(group) == counts[group]
    assert found.count("plants_unmeasured") == counts["plants_unmeasured"] + 1  # and all of them
    for group in ("base_years", "regions_in_last_year", "years_without_regions"):
        assert found.count(group) == 1


def test_languages_hold_the_same_letters(all_letters):
    kk, ru, en = ([(x.id, x.form, len(x.parts)) for x in all_letters[k]] for k in LANGUAGES)
    assert kk == ru == en
    assert len({id for id, *_ in kk}) == len(kk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_names_a_body_and_only_articles_of_the_table(book, all_letters, language):
    words = words_of(language)
    names = set(book["bodies"][words.own("name")])
    told = {place_of(row, words) for _, row in book["laws"].iterrows()}
    acts = set(book["laws"][words.own("act")])
    own = book["laws"][book["laws"]["quoted"] == language]
    quoted = {text.rstrip(".") for text in own[words.own("sentence")]}
    for letter in all_letters[language]:
        assert letter.body in names
        assert letter.body in next(p.text for p in letter.parts if p.kind == "to")
        cited = [part.text for part in letter.parts if part.kind == "law"]
        assert cited
        for text in cited:
            place, _, sentence = text.partition(": ")
            assert place in told
            assert sentence.startswith("«") == (sentence.strip("«»") in quoted), text
        for part in letter.parts:
            assert part.kind != "act" or any(part.text.startswith(act) for act in acts)


NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_letter_is_in_the_data(book, all_letters, language):
    """Among what the tables hold: days and years, sizes, articles, terms, counts of rows."""
    words = words_of(language)
    known = set()
    for name in (
        "laws", "bodies", "plants", "plant_targets", "projects", "initiatives", "claims",
        "sources", "regional_emissions", "national_emissions",
    ):  # fmt: skip
        for column in book[name]:
            for value in book[name][column].dropna().unique():
                known |= set(NUMBER.findall(str(value)))
                if hasattr(value, "year"):
                    stamp = f"{words.day(value)} {words.deadline(value, 'quarter')}"
                    known |= set(NUMBER.findall(stamp))
                elif isinstance(value, int | float):
                    known.add(words.number(value))
    view = FigureRequest(words, DAY)
    counts = unknown_counts(book, view)["count"]
    known |= set(map(str, counts)) | set(map(str, open_years(book["laws"], DAY)))
    known |= {str((book["regions"]["until"].isna()).sum())}
    for letter in all_letters[language]:
        for part in letter.parts:
            if part.kind == "ask":
                continue  # looked at below: years only
            for number in NUMBER.findall(part.text):
                assert number in known, (letter.id, part.text)
        for part in letter.parts:
            if part.kind == "ask":
                assert set(NUMBER.findall(part.text)) <= known, part.text


def test_years_are_asked_once_the_law_has_opened_them(book):
    """Fifteen months after a year it is to be open: not a day before."""
    laws = book["laws"]
    assert open_years(laws, date(2026, 3, 31)) == (2021, 2023)
    assert open_years(laws, date(2026, 4, 1)) == (2021, 2024)
    assert open_years(laws, date(2027, 3, 31)) == (2021, 2024)


PHONE = re.compile(r"\+7|\(\d{3}\)|\d{3}[- ]\d{2}[- ]\d{2}")
STREET = re.compile(r"(?i)\b(?:ул\.|көшесі|проспект|даңғылы|street|avenue|кабинет|а/я)")
PERSON = re.compile(r"\b[А-ЯӘҒҚҢӨҰҮҺІ]\. ?[А-ЯӘҒҚҢӨҰҮҺІ]\.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_person_phone_or_address_of_a_body_is_named(all_letters, language):
    for letter in all_letters[language]:
        for pattern in (PHONE, STREET, PERSON):
            assert not pattern.search(re.sub(r"https?://\S+", "", as_text(letter))), letter.id
        assert "@" not in as_text(letter)


BLAME = re.compile(
    r"(?i)просроч|не выполн|нарушил|кешік(?!тірілмей)|орындамад|бұзды|overdue|broke|failed|why"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_accuses_nobody(all_letters, language):
    words = words_of(language)
    for letter in all_letters[language]:
        assert not BLAME.search(as_text(letter)), letter.id
        assert words("ask.notice") not in as_text(letter)  # that is for whoever sends it


KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
# Russian words that Kazakh has not; letters of Kazakh names of bodies and sources stay.
RUSSIAN = re.compile(r"\b(?:и|в|на|с|для|или|о|об|по|от|за|статья|пункт|года?|письмо|прошу)\b")


def test_kazakh_letters_hold_no_russian_and_russian_no_kazakh(all_letters):
    for letter in all_letters["kk"]:
        assert not RUSSIAN.search(as_text(letter)), letter.id
    for letter in all_letters["ru"]:
        text = as_text(letter).replace("Kazakhmys Smelting (Казахмыс Смэлтинг)", "")
        assert not KAZAKH.search(text), letter.id
    for letter in all_letters["en"]:
        assert not re.search("[\u0400-\u04ff]", as_text(letter)), letter.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_a_text_and_a_document_say_the_same(client, language):
    there = store.letters(language, clock.today())
    for id in list(there)[::7]:
        html = client.get(ask_path(language, id)).text
        page = re.search('<article class="letter[^>]*>.*?</article>', html, re.DOTALL)[0]
        told = client.get(ask_path(language, id, "txt")).text
        document = Document(io.BytesIO(client.get(ask_path(language, id, "docx")).content))
        in_document = [paragraph.text for paragraph in document.paragraphs]
        assert [line for line in told.split("\n") if line] == in_document
        for part in there[id].parts:
            assert part.text in told
            assert escape(part.text) in page


def test_the_same_letter_gives_the_same_document(all_letters):
    letter = all_letters["kk"][0]
    assert of_letter(letter) == of_letter(letter)


def test_answers_are_known_again_and_refused_in_the_reader_s_language(client):
    for address in ("/ask/kk", "/ask/ru/plant-temirtau-works", "/ask/ru/plant-temirtau-works.docx"):
        first = client.get(address)
        assert first.status_code == 200
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for address, said in (
        ("/ask/ru/nothing", "Такого письма нет"),
        ("/ask/kk/nothing.txt", "Мұндай хат жоқ"),
        ("/ask/en/plant-temirtau-works.exe", "There is no such letter"),
        ("/ask/xx", "/ask/kk"),
    ):
        lost = client.get(address)
        assert lost.status_code == 404
        assert said in lost.text
    moved = client.get("/ask/kz/plant-temirtau-works", follow_redirects=False)
    assert moved.headers["location"] == "/ask/kk/plant-temirtau-works"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_runs_nothing_and_fetches_nothing_of_others(client, language):
    for id in ("", *store.letters(language, clock.today())):
        answer = client.get(ask_path(language, id))
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert not re.search(r"<(?:script|form|iframe|img|input)\b", answer.text)
        assert not re.search(r'(?:src|action)="', answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_linked_from_what_is_not_published(client, language):
    """From the figures of promises, plants and unknowns, and from each claim without a record."""
    there = store.letters(language, clock.today())
    requests = [id for id, letter in there.items() if letter.form == "request"]
    pages = {page: client.get(f"/lite/{language}/{page}").text for page in ("", "plants", "metals")}
    pages["claims"] = client.get(f"/lite/{language}/claims").text
    for id in requests:
        group = there[id].gap.group
        page = {"promises_overdue": "", "plants_unmeasured": "plants"}.get(group)
        if group == "claims_without_record":
            page = "claims"
        address = ask_path(language, id) if page is not None else ask_path(language, group=group)
        assert f'href="{address}"' in pages[page or ""], id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_offered_where_the_law_is_not_there(client, book, language, monkeypatch):
    def none(*_):
        raise store.Unavailable("laws")

    monkeypatch.setattr(store, "letters", none)
    ask._kept.cache_clear()  # else they were made by another test
    assert client.get(f"/ask/{language}").status_code == 503
    assert client.get(f"/ask/{language}/plant-temirtau-works").status_code == 503


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_prints_on_one_sheet(chromium, client, language):
    page = chromium.new_page()
    page.route("**/*", lambda route: served(route, client))
    for id in store.letters(language, clock.today()):
        page.goto(f"http://127.0.0.1{ask_path(language, id)}")
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert len(sheets) == 1, id
        assert [round(float(side) / 72 * 25.4) for side in sheets[0].mediabox[2:]] == [210, 297]
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST) / 96 * 72 >= 7.9, id
    page.close()


# The height of the smallest letters of a letter as it is printed, in pixels.
SMALLEST = """() => {
    const zoom = Number(getComputedStyle(document.querySelector('.page')).zoom)
    const all = [...document.querySelectorAll('.letter :is(p, li, h1, h2)')]
    return Math.min(...all.map(one => parseFloat(getComputedStyle(one).fontSize))) * zoom
}"""


def served(route, client):
    answer = client.get(route.request.url.removeprefix("http://127.0.0.1"))
    headers = {k: v for k, v in answer.headers.items() if not k.startswith("content-en")}
    headers.pop("content-length", None)
    route.fulfill(status=answer.status_code, headers=headers, body=answer.content)


@needs_browser
@pytest.mark.parametrize(("language", "width"), list(product(LANGUAGES, (360, 1280))))
def test_pages_are_easy_for_everybody(chromium, client, language, width):
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, bypass_csp=True, java_script_enabled=True
    )
    page = context.new_page()
    page.route("**/*", lambda route: served(route, client))
    for id in ("", "plant-temirtau-works", "promise-green-metallurgy-complaint"):
        page.goto(f"http://127.0.0.1{ask_path(language, id)}")
        fits(page)
        assert findings(page) == {}
    context.close()


def test_tables_of_letters_pass_their_check(first_edition):
    assert not [p for p in kzdata.check(first_edition) if p.table in ("laws", "bodies")]
