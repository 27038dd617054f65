"""A descent as a script of its own: what a student would write for Python or for a framework."""
