"""Whether what a person says of a formula is right, by proof where it can be, and the mistake."""
