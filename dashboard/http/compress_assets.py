"""Packs what our pages need of Streamlit, once, in the set-up.

`python -m dashboard.http.compress_assets`
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from secrets import token_hex

from dashboard.file_access import make_folder, write
from dashboard.http.encoded_response import pack
from dashboard.http.icon_font import cut, named
from dashboard.http.middleware.static_assets import FOLDER, ICONS, cut_file, side_files
from dashboard.http.streamlit_scripts import needed

BEST = 11  # of brotli: what takes seconds here is sent a thousand times


def main(static: Path, folder: Path = FOLDER) -> None:
    """Pack into a folder and take out of it what another Streamlit has left there."""
    names = needed(static)
    make_folder(folder)
    # Packing leaves Python's lock alone, so threads are enough to keep every processor at work.
    with ThreadPoolExecutor() as pool:
        packed = list(pool.map(lambda name: _pack(static / name, folder), names))
    written = {*chain.from_iterable(packed), *_cut(static, names, folder)}
    for path in set(folder.iterdir()) - written:
        path.unlink()
    total = sum(path.stat().st_size for path in written)
    print(f"{len(names)} files packed, {total / 1e6:.1f} MB in {folder}")


def _pack(file: Path, folder: Path) -> list[Path]:
    body = file.read_bytes()
    sides = side_files(body, folder)
    return [_write(sides[coding], data) for coding, data in pack(body, BEST).items()]


def _cut(static: Path, names: tuple[str, ...], folder: Path) -> Iterator[Path]:
    icons = named((static / name).read_text(encoding="utf-8") for name in names)
    for whole in static.glob(ICONS):
        yield _write(cut_file(whole, folder), cut(whole.read_bytes(), icons))


def _write(path: Path, data: bytes) -> Path:
    """Write a file so that it is there as a whole or not at all."""
    draft = path.with_name(f"{path.name}.{token_hex(4)}")
    write(draft, data)
    return draft.replace(path)


if __name__ == "__main__":
    # Found without importing it: Streamlit takes a second to load.
    if (found := find_spec("streamlit")) is None or found.origin is None:
        raise SystemExit("Streamlit is not installed: `make run` installs it.")
    main(Path(found.origin).parent / "static")
