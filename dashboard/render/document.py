"""Documents of words and pictures as tagged PDF: a template of Typst and the data it is given."""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from dashboard.fonts import FACE
from dashboard.monitoring import tell
from dashboard.monitoring.metrics import DRAWING_SECONDS
from dashboard.render.worker import NotDrawn

log = logging.getLogger(__name__)

PROCESS = Path(__file__).with_name("document_process.py")


def pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """The document that `template` makes of `data` and the `font`, which it reads as JSON.

    The same data give the same bytes. Raises NotDrawn.
    """
    told = json.dumps({"font": FACE, **data}, ensure_ascii=False).encode()
    with DRAWING_SECONDS.labels("document").time():
        made = subprocess.run(
            [sys.executable, PROCESS, template], input=told, capture_output=True, check=False
        )
    said = made.stderr.decode(errors="replace").strip()
    if made.returncode:
        raise NotDrawn(f"{template.name}: {said}")
    if said:
        tell(log, "document_not_accessible", said, template=template.name)
    return made.stdout
