"""What RFC 4287 wants of a feed, as far as ours use it: as RELAX NG, for lxml."""

from lxml import etree


def element(name, inside):
    return f'<element name="{name}">{inside}</element>'


def either(*values):
    return f"<choice>{''.join(f'<value>{value}</value>' for value in values)}</choice>"


def attribute(name, inside):
    return f'<attribute name="{name}">{inside}</attribute>'


FILLED = '<data type="string"><param name="minLength">1</param></data>'
LANGUAGE = '<data type="language"/>'
TIME = '<data type="dateTime"><param name="pattern">.+(Z|[+\\-]\\d\\d:\\d\\d)</param></data>'
NAME_FOR_GOOD = '<data type="anyURI"><param name="pattern">urn:uuid:[0-9a-f\\-]{36}</param></data>'
LINK = element(
    "link",
    attribute("href", '<data type="anyURI"><param name="minLength">1</param></data>')
    + f"<optional>{attribute('rel', either('self', 'alternate'))}</optional>"
    + f"<optional>{attribute('hreflang', LANGUAGE)}</optional>",
)
SHARED = (
    element("id", NAME_FOR_GOOD) + element("title", FILLED) + element("updated", TIME)
    + f"<oneOrMore>{LINK}</oneOrMore>"
)  # fmt: skip
CONTENT = element("content", attribute("type", either("html")) + FILLED)
ENTRY = element("entry", f"<interleave>{SHARED}{element('published', TIME)}{CONTENT}</interleave>")
FEED = element(
    "feed",
    attribute("xml:lang", LANGUAGE)
    + f"<interleave>{SHARED}{element('author', element('name', FILLED))}"
    + f"{element('subtitle', FILLED)}<zeroOrMore>{ENTRY}</zeroOrMore></interleave>",
)
ATOM = etree.RelaxNG(
    etree.fromstring(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom" '
        'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
        f"<start>{FEED}</start></grammar>"
    )
)
