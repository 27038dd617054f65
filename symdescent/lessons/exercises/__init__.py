"""Exercises of six kinds, drawn by chance, with solutions and verified keys."""
