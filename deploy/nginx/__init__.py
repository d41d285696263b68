"""The configuration of nginx, made of one template for every place where it serves."""

from .front import Front, Tls, public, trial
from .render import render

__all__ = ["Front", "Tls", "public", "render", "trial"]
