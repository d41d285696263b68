"""Plain routes beside the pages, the HTML that comes before them, and who is let in."""
