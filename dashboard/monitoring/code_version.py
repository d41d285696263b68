"""Which code runs: by the commit if its name was given, else by what the files hold."""

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHOWN = 12  # characters of a commit or a digest


@cache
def code_version() -> str:
    """The version of the package and, behind a plus, `GIT_COMMIT` or a digest of the code.

    Where the service runs there may be neither git nor a repository; two processes with the same
    digest run the same code all the same.
    """
    commit = os.environ.get("GIT_COMMIT", "").strip()
    return f"{version('kazakhstan-air-and-metals')}+{(commit or digest(ROOT))[:SHOWN]}"


def digest(root: Path) -> str:
    """The digest of all that a checkout runs and shows: code, texts, styles, scripts, fonts."""
    found = hashlib.sha256()
    files = [root / "app.py"]
    for folder in ("pages", "dashboard", "kzdata", "publishing"):
        files += (root / folder).rglob("*.*")
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        found.update(f"{path.relative_to(root).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
