"""What a change of the data does to claims, headlines and figures, before any reader sees it."""

from .compare import effects, lost
from .pictures import pictures

__all__ = ["effects", "lost", "pictures"]
