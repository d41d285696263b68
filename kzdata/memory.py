"""How Arrow gets memory, which it decides when it is first imported."""

import os
import sys

NAME = "ARROW_DEFAULT_MEMORY_POOL"

# Of its ways this one gives back most of what a long table needed, and is the quickest where
# several threads read. Elsewhere Arrow may not have it, and says so at each start. Whoever named
# one already keeps it; and other programs that this one starts decide for themselves.
if sys.platform == "linux" and NAME not in os.environ:
    os.environ[NAME] = "jemalloc"
    import pyarrow as pa

    pa.default_memory_pool()
    del os.environ[NAME]
