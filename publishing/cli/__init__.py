"""The command `kzdata`: one module a verb."""

from publishing.cli.command import main

__all__ = ["main"]
