"""How a derivative is found by hand, line by line and rule by rule."""
