"""A session: formulas and settings that stay, from line to line."""
