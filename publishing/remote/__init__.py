"""Data that lie elsewhere: copied whole into a folder here, from which alone they are read.

A place is an address such as `s3://bucket/data`. What was fetched of it lies in the cache folder:

    states/LISTING/   the place as it once was, named by the digest of its listing
    pool/FILE         each file of these states, named by path, size, time and tag; linked from them
    current           a link to the state that is shown
    seen.json         when the place was last looked at, and what came of it
    lock              held by whoever looks

A state is fetched by a process of its own, which ends in time whatever the place does, and counts
only if the place looked the same after as before. It is shown by one rename, that of `current`,
and only if it is good to be shown: `judged.py`. Whoever is killed leaves the state that was shown
before, and files in the pool that the next one need not fetch again.
"""

from publishing.remote.poll import keep_mirrored
from publishing.remote.sync import fetch

__all__ = ["fetch", "keep_mirrored"]
