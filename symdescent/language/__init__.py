"""Text goes in, trees come out, and back: the small language of formulas and rules."""

from symdescent.language.latex import is_latex
from symdescent.language.limits import DEFAULT, FROM_FILE, Limits
from symdescent.language.rules import assignments
from symdescent.language.sentences import demand_variable, parse
from symdescent.language.spelling import plain
from symdescent.language.textbook import pretty
from symdescent.language.tree import Assignment, Node, Sentence

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
