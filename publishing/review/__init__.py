"""What a change of the data does to claims, headlines and figures, before any reader sees it."""

from publishing.review.compare import effects, lost
from publishing.review.pictures import pictures

__all__ = ["effects", "lost", "pictures"]
