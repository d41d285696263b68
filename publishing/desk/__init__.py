"""The page for updates: files handed in, looked at and published in a browser of this computer."""
