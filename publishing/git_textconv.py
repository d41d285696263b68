"""A Parquet file as lines of text, for `git diff`: git runs this file by its path.

It reads with pyarrow alone and imports nothing of the package: it starts twice for every file.
"""

import io
import re
import sys
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # what would break a line, or steer


def lines(path: str) -> Iterator[str]:
    """The columns with their types, then a line for each row, sorted; unknown values left out."""
    file = pq.ParquetFile(path)
    yield "# " + ", ".join(f"{field.name} {field.type}" for field in file.schema_arrow)
    yield from sorted(_line(row) for part in file.iter_batches() for row in part.to_pylist())


def _line(row: dict[str, object]) -> str:
    return "  ".join(f"{name}={_said(value)}" for name, value in row.items() if value is not None)


def _said(value: object) -> str:
    return BREAKS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), str(value))


def main(path: str) -> None:
    """Print the lines; a file that cannot be read is one line, for git gives up on a failure."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        for line in lines(path):
            print(line)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        print(f"# cannot be read as Parquet: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
