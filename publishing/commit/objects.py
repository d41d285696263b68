"""Files of tables are kept, each under the digest of its bytes, before a version names them."""

from pathlib import Path

from dashboard import atomic_file
from kzdata.versions.objects import digest_of, is_whole, object_of


def keep(folder: Path, content: bytes) -> str:
    """Keep the bytes of a table's file; returns their digest."""
    digest = digest_of(content)
    path = object_of(folder, digest)
    if not is_whole(path):
        atomic_file.put(path, content)
    return digest
