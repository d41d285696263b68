"""A process of its own that draws: the converter holds Python's lock for as long as it works.

One picture takes up to a second; drawn in the server, it would stop every visitor for as long. The
process ends when the server does, whatever ends it, and is started anew when it has died. What it
says by itself is told in the server's log.
"""

import io
import json
import logging
import struct
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Thread
from typing import BinaryIO

from dashboard.fonts import FOLDER
from dashboard.monitoring import tell
from dashboard.monitoring.metrics import DRAWING_SECONDS

log = logging.getLogger(__name__)

LENGTH = struct.Struct(">Q")  # each message is its length and as many bytes
COLOURS = 256  # of a PNG: flat colours and the edges of letters; a fifth of the bytes


class NotDrawn(Exception):
    """The converter refused, or died of, what it was given."""


class Painter:
    """Draws in its process, one thing at a time; starts it when it is first needed."""

    def __init__(self):
        self._lock, self._process = Lock(), None

    def start(self) -> None:
        """Start the process, if none is alive, without waiting until it is ready."""
        with self._lock:
            self._alive()

    def draw(self, task: str, *given: object) -> bytes:
        """The answer of a task of TASKS; raises NotDrawn."""
        with self._lock:
            process = self._alive()
            try:
                with DRAWING_SECONDS.labels(task).time():
                    _send(process.stdin, json.dumps([task, *given]).encode())
                    state, *_ = answer = _receive(process.stdout)
            except (OSError, EOFError, ValueError) as error:
                process.kill()
                raise NotDrawn(f"{task}: the process that draws has died") from error
        if state:
            raise NotDrawn(answer[1:].decode())
        return answer[1:]

    def close(self) -> None:
        """End the process, if there is one, and wait until it has gone."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def _alive(self) -> subprocess.Popen:
        if self._process is not None and (status := self._process.poll()) is not None:
            self._end()
            tell(log, "painter_restarted", "the process that draws had died", status=status)
        if self._process is None:
            ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            self._process = subprocess.Popen([sys.executable, __file__], **ends)
            Thread(target=_repeat, args=[self._process.stderr], daemon=True).start()
        return self._process


def _repeat(said: BinaryIO) -> None:
    """Tell the log, line by line, what a process says."""
    with said:
        for line in said:
            tell(log, "painter_said", line.decode(errors="replace").rstrip())


def _send(stream, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def _receive(stream) -> bytes:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    message = stream.read(LENGTH.unpack(head)[0])
    if not message:
        raise EOFError
    return message


def _tasks() -> dict:
    """What can be drawn: names to functions of what `draw` was given."""
    import vl_convert
    from PIL import Image

    vl_convert.register_font_directory(str(FOLDER))

    def chart(spec: dict) -> bytes:
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()

    def png(svg: str, scale: float) -> bytes:
        drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale))).convert("RGB")
        out = io.BytesIO()
        fast = Image.Quantize.FASTOCTREE
        fewer = drawn.quantize(COLOURS, method=fast, dither=Image.Dither.NONE)
        # The paper keeps its colour: on white paper one a shade darker shows as a box.
        palette, paper = fewer.getpalette(), 3 * fewer.getpixel((0, 0))
        palette[paper : paper + 3] = drawn.getpixel((0, 0))
        fewer.putpalette(palette)
        fewer.save(out, "PNG")
        return out.getvalue()

    def pdf(svg: str) -> bytes:
        return vl_convert.svg_to_pdf(svg)

    return {"chart": chart, "png": png, "pdf": pdf}


def main() -> None:
    """Answer task after task until the server has gone."""
    tasks = _tasks()
    # The first chart takes half a second longer than all that follow.
    tasks["chart"]({"data": {"values": []}, "mark": "rect"})
    with sys.stdin.buffer as asked, sys.stdout.buffer as told:
        while True:
            try:
                task, *given = json.loads(_receive(asked))
            except EOFError:
                return
            try:
                answer = b"\0" + tasks[task](*given)
            except Exception as error:  # whatever it is, the asker is told, and the next served
                answer = b"\1" + f"{task}: {error}".encode()
            _send(told, answer)


if __name__ == "__main__":
    main()
