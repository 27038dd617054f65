"""Figures as plain data: axes, and marks that say what they are, never how they look."""
