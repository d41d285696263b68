"""Addresses of the web that a reader could not open, though they begin like one."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from kzdata.schema.problems import Error, Rule

# An archive has the address of what it keeps within its own, behind one of these.
SECOND = re.compile(r"(?<![/=?&#:])https?://", re.IGNORECASE)
MARKS = re.compile(r"""[<>"`«»|{}\\]|\]\(""")
LOCAL = (".local", ".localhost", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp")


def rule_of_address(address: str) -> Rule | None:
    """The rule that an address breaks, if any."""
    if len(SECOND.findall(address)) > 1:
        return Error.ADDRESS_TWICE
    if MARKS.search(address):
        return Error.ADDRESS_MARKS
    return Error.LOCAL_ADDRESS if _is_local(address) else None


def _is_local(address: str) -> bool:
    """Whether an address leads nowhere but on the computer or in the network of its writer."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # brackets that do not match
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(LOCAL)
