"""The process that draws, and how it is spoken to. It loads nothing of the server."""

import io
import json
import signal
import struct
import sys
from typing import IO

from dashboard.fonts import FOLDER

LENGTH = struct.Struct(">Q")  # each message is its length and as many bytes
COLOURS = 256  # of a PNG: flat colours and the edges of letters; a fifth of the bytes


def send(stream: IO[bytes], message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
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
        corner = (0, 0, 1, 1)
        palette, paper = fewer.getpalette() or [], 3 * fewer.crop(corner).tobytes()[0]
        palette[paper : paper + 3] = drawn.crop(corner).tobytes()
        fewer.putpalette(palette)
        fewer.save(out, "PNG")
        return out.getvalue()

    def pdf(svg: str) -> bytes:
        return vl_convert.svg_to_pdf(svg)

    return {"chart": chart, "png": png, "pdf": pdf}


def main() -> None:
    """Answer task after task until the server has gone.

    A signal to server and pen alike must not take a picture from the server while that comes to
    its end in good order.
    """
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.SIG_IGN)
    tasks = _tasks()
    # The first chart takes half a second longer than all that follow.
    tasks["chart"]({"data": {"values": []}, "mark": "rect"})
    with sys.stdin.buffer as asked, sys.stdout.buffer as told:
        while True:
            try:
                task, *given = json.loads(receive(asked))
            except EOFError:
                return
            try:
                answer = b"\0" + tasks[task](*given)
            except Exception as error:  # whatever it is, the asker is told, and the next served
                answer = b"\1" + f"{task}: {error}".encode()
            send(told, answer)


if __name__ == "__main__":
    main()
