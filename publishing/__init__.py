"""What a maintainer does: hand in a file, see what it would change, publish it, go back."""

from publishing.commit.change import Change
from publishing.commit.install import Unfinished
from publishing.commit.lock import Locked
from publishing.commit.publish import NotWritten, Outdated, publish
from publishing.commit.rollback import rollback

__all__ = ["Change", "Locked", "NotWritten", "Outdated", "Unfinished", "publish", "rollback"]
