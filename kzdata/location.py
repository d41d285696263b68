"""A place elsewhere: its address, how it may be named to anybody, where its copy lies here."""

import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote

# What pyarrow opens and was tried; of the others it knows, nobody has seen how they fail.
SCHEMES = ("s3", "file")
ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
HIDDEN = "…"
NOT_YET = "nothing-fetched-yet"


class UnknownScheme(ValueError):
    """An address of a kind that is not read; `known` are those that are."""

    def __init__(self, scheme: str):
        self.scheme, self.known = scheme, tuple(f"{known}://" for known in SCHEMES)
        super().__init__(
            f"data cannot be read from {scheme}://…: expected is a folder, or an address that "
            f"begins with {' or '.join(self.known)}"
        )


@dataclass(frozen=True)
class Place:
    """An address; `said` is what may be shown of it, with nothing that opens anything."""

    address: str = field(repr=False)
    said: str
    root: Path

    @property
    def shown(self) -> Path:
        """The folder of the state that is shown; one that does not exist while there is none."""
        try:
            return self.root / os.readlink(self.root / "current")
        except OSError:
            return self.root / NOT_YET

    def without_secrets(self, text: str) -> str:
        """A text about the place, such as an error, without what opens it."""
        user = _parts(self.address)[1]
        known = [user, *user.split(":", 1), *map(os.environ.get, SECRETS)]
        text = text.replace(self.address, self.said)
        for secret in sorted(filter(None, known), key=len, reverse=True):
            text = text.replace(secret, HIDDEN).replace(unquote(secret), HIDDEN)
        return text


SECRETS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def is_elsewhere(named: str | Path) -> bool:
    """Whether a name is that of a place, and not of a folder."""
    return ADDRESS.match(str(named)) is not None


def place_at(address: str) -> Place:
    """The place of an address."""
    return _place(address, cache_folder())


def known(place: Place) -> Place:
    """The same place; raises UnknownScheme for one that nobody here can read."""
    scheme, _, _ = place.address.partition(":")
    if scheme.lower() not in SCHEMES:
        raise UnknownScheme(scheme)
    return place


@lru_cache(8)
def _place(address: str, cache: Path) -> Place:
    scheme, _, path, query = _parts(address)
    servers = parse_qs(query).get("endpoint_override", [])[:1]
    said = f"{scheme}://{path}" + "".join(f" ({server.rpartition('@')[2]})" for server in servers)
    # Not of what is said alone: a path that is shown from its last @ on is not the whole path.
    whole = re.sub(r"^[^/]*@", "", address.partition("://")[2].partition("?")[0])
    name = hashlib.sha256(" ".join([scheme, whole, *servers]).encode()).hexdigest()[:16]
    return Place(address, said, cache.absolute() / name)


def _parts(address: str) -> tuple[str, str, str, str]:
    """Scheme, what opens the place, what may be shown of it, settings.

    Cut by hand, for the slash of a key that nobody has quoted would show the key as part of a path.
    """
    scheme, _, rest = address.partition("://")
    place, _, query = rest.partition("?")
    user, _, path = place.rpartition("@")
    return scheme, user, path, query


def cache_folder() -> Path:
    """The folder named by KZDATA_CACHE, else this user's for what can be made or fetched again."""
    if named := os.environ.get("KZDATA_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kzdata"
