"""The configuration of nginx, made of one template for every place where it serves."""

from deploy.nginx.front import Front, Tls, public, trial
from deploy.nginx.render import render

__all__ = ["Front", "Tls", "public", "render", "trial"]
