"""The template of the configuration, filled for a place."""

from collections.abc import Iterable
from pathlib import Path
from string import Template

from dashboard.addresses import PAGES, path
from deploy.nginx.front import Front
from deploy.nginx.sorry import away, slower
from kzdata.schema.model import LANGUAGES

TEMPLATE = Path(__file__).parent / "nginx.conf.in"
# A year; the other names of the host, which others may serve, are left alone.
STRICT = 'add_header Strict-Transport-Security "max-age=31536000" always;'
# What nginx says by itself is of the moment, and needs nothing but its own style.
OWN_WORDS = [
    "add_header Cache-Control no-store always;",
    "add_header Content-Security-Policy \"default-src 'none'; style-src 'unsafe-inline'\" always;",
]


class Filled(Template):
    """A template whose names stand in %{…}, for $ is nginx's own."""

    delimiter = "%"


def render(front: Front) -> str:
    """The whole nginx.conf of a place."""
    numbers = range(1, len(front.processes) + 1)
    strict = [STRICT] if front.tls else []
    return Filled(TEMPLATE.read_text(encoding="utf-8")).substitute(
        user=f"user {front.user};" if front.user else "",
        files=front.files,
        pid=front.pid,
        logs=front.logs,
        state=front.state,
        processes=_lines(4, (_group(front.processes, number) for number in numbers)),
        shares=_lines(8, _shares(len(front.processes))),
        known=_lines(8, (f"{number} {number};" for number in numbers)),
        remembered=_lines(8, (f'{number} "";' for number in numbers)),
        languages=_lines(8, (f'{language} "";' for language in LANGUAGES)),
        pages="|".join(path(page).lstrip("/") for page in PAGES),
        secure="; Secure" if front.tls else "",
        strangers=_lines(8, _strangers(front)),
        doors=_lines(4, _doors(front)),
        listen=_lines(8, _listen(front)),
        names=" ".join(front.names),
        port=f":{front.port}" if front.port else "",
        strict=_lines(8, strict),
        # A header that is added in a place hides those that are added around it.
        strict_again=_lines(12, strict),
        own_words=_lines(12, strict + OWN_WORDS),
        slower=_quoted(slower()),
        away=_quoted(away()),
    )


def _group(processes: tuple[str, ...], number: int) -> str:
    """A process with all others behind it; its connections end before it would end them itself."""
    servers = [
        f"server {process} max_fails=1 fail_timeout=5s{'' if here == number else ' backup'};"
        for here, process in enumerate(processes, 1)
    ]
    kept = ["keepalive 32;", "keepalive_timeout 4s;"]
    inside = _lines(4, [f"zone process_{number} 64k;", *servers, *kept])
    return f"upstream process_{number} {{\n{inside}\n}}"


def _shares(count: int) -> list[str]:
    shares = [f"{100 / count:.2f}% {number};" for number in range(1, count)]
    return [*shares, f"* {count};"]


def _strangers(front: Front) -> list[str]:
    if not front.tls:
        return [f"listen {address} default_server;" for address in front.listen]
    return [
        *(f"listen {address} default_server;" for address in front.tls.plain),
        *(f"listen {address} ssl http2 default_server;" for address in front.listen),
        "ssl_reject_handshake on;",
    ]


def _doors(front: Front) -> list[str]:
    """Who begins unencrypted is sent on; a certificate authority finds its proof."""
    if not front.tls:
        return []
    listen = [f"listen {address};" for address in front.tls.plain]
    inside = [
        *listen,
        f"server_name {' '.join(front.names)};",
        f"location /.well-known/acme-challenge/ {{ root {front.tls.challenges}; }}",
        "location / { return 301 https://$host$request_uri; }",
    ]
    return [f"server {{\n{_lines(4, inside)}\n}}"]


def _listen(front: Front) -> list[str]:
    if not front.tls:
        return [f"listen {address};" for address in front.listen]
    return [
        *(f"listen {address} ssl http2;" for address in front.listen),
        f"ssl_certificate {front.tls.folder}/fullchain.pem;",
        f"ssl_certificate_key {front.tls.folder}/privkey.pem;",
        # What Android 4.4 of 2013 speaks at the least.
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_session_cache shared:tls:10m;",
        "ssl_session_timeout 1d;",
        "ssl_session_tickets off;",
    ]


def _lines(depth: int, items: Iterable[str]) -> str:
    """Items one below the other, each line of them so deep."""
    lines = (line for item in items for line in item.splitlines())
    return "\n".join(" " * depth + line for line in lines)


def _quoted(text: str) -> str:
    """A text as it stands between single quotes; nginx has no way to write a dollar."""
    if "$" in text:
        raise ValueError("a text that nginx says cannot hold a dollar sign")
    return text.replace("\\", "\\\\").replace("'", "\\'")
