"""The small language of formulas and rules: text read into trees, and trees written as text."""

from symdescent.language.sentences import assignments, demand_variable, is_latex, parse
from symdescent.language.textbook import pretty
from symdescent.language.tokens import DEFAULT, FROM_FILE, Limits
from symdescent.language.tree import Assignment, Node, Sentence
from symdescent.language.unparse import plain

__all__ = [
    "DEFAULT",
    "FROM_FILE",
    "Assignment",
    "Limits",
    "Node",
    "Sentence",
    "assignments",
    "demand_variable",
    "is_latex",
    "parse",
    "plain",
    "pretty",
]
