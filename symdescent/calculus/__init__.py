"""Formulas as sympy's expressions: derived, compiled, evaluated, and stepped by rules."""
