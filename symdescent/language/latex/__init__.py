"""LaTeX read as the tokens of the same formula in plain text."""
