"""What a browser may do with an answer: a Content-Security-Policy for each kind of it.

Inline scripts and styles of ours are allowed by their hashes, computed from the very HTML that is
sent: whatever else might find its way into a page is not run.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)

# What nobody needs: a frame around it, a form in it, another base of its links.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
OUR_FRAMES = "frame-ancestors 'self'"

# Files: should one ever be opened as a page, it can do nothing. Whatever names no policy gets this.
FILE = f"{NOTHING}; frame-ancestors 'none'; sandbox"

# Pictures to embed anywhere. An SVG brings its typeface and its style sheet along.
PICTURE = f"{NOTHING}; style-src 'unsafe-inline'; font-src data:; frame-ancestors *; sandbox"


def still(html: str) -> str:
    """The policy of a page without scripts."""
    return (
        f"{NOTHING}; style-src{_hashes(html, 'style')}; font-src 'self'; img-src 'self' data:; "
        f"{OUR_FRAMES}"
    )


def answering(html: str) -> str:
    """The policy of a page whose only script has the marks of its chart answer."""
    return f"{still(html)}; script-src{_hashes(html, 'script')}"


def framed(html: str) -> str:
    """The policy of a page that may stand in a frame of any other."""
    return answering(html).replace(OUR_FRAMES, "frame-ancestors *")


def slides(html: str) -> str:
    """The policy of the slides, whose typeface is in the page and whose files are fetched."""
    return (
        f"{NOTHING}; script-src{_hashes(html, 'script')}; style-src{_hashes(html, 'style')}; "
        f"font-src data:; img-src 'self' data:; connect-src 'self'; {OUR_FRAMES}"
    )


def live(html: str, later: Iterable[str], site: str) -> str:
    """The policy of a live page; `later` are inline scripts that come by the websocket.

    Charts need no 'unsafe-eval': Streamlit has Vega read its expressions, not compile them; and
    where WebAssembly is refused, its protobuf counts without. Styles do need 'unsafe-inline':
    Streamlit and our own HTML write `<style>` elements as they go. One font of Streamlit's lies in
    its style sheet as data, and is fetched whether it is used or not.
    Chrome before 71 and Safari before 16 do not take a websocket for 'self', so where the site is
    known, it is named.
    """
    scripts = _hashes(html, "script") + "".join(map(_hash, later))
    socket = f" {re.sub('^http', 'ws', site)}" if site else ""
    return (
        f"{NOTHING}; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
        f"font-src 'self' data:; img-src 'self' data:; connect-src 'self'{socket}; "
        f"manifest-src 'self'; {OUR_FRAMES}"
    )


def _hashes(html: str, tag: str) -> str:
    found = dict.fromkeys(text for name, text in INLINE.findall(html) if name == tag)
    return "".join(map(_hash, found)) or " 'none'"


def _hash(text: str) -> str:
    return f" 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
