"""Every version of the data that was ever published: kept, numbered, and never changed again.

Beside the tables' files lies `history/`:

    objects/DIGEST.parquet   each file of a table that was ever published, named by its SHA-256
    000001.json …            one entry a version: who, when, why, and the digests of all tables
    pending.json             the entry of a version that is published and not yet in place
    lock                     held by whoever writes

A version is published by one rename, that of `pending.json` into place. Before it, everything that
the version needs lies on the disk already; after it, all tables are read from objects until their
files are in place and the entry has got its number. Whoever is killed at any moment leaves the old
state or the new one, and the next writer finishes or clears away what was begun.
"""
