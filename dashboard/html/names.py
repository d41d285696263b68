"""How a part of a figure is called by those who listen."""


def named(part: str, whole: str) -> str:
    """Attributes that have a part called by its own words and those of the whole, by its id.

    "PNG" alone is on a page many times.
    """
    own = f"{part}-{whole}"
    return f'id="{own}" aria-labelledby="{own} {whole}"'
