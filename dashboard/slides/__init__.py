"""The meeting kit: slides, handout and offline copy of one choice of figures, one data version."""
