"""A version gets onto the disk: written beside, published by one rename, or not at all."""
