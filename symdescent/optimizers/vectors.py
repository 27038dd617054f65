"""Which names of a rule stand for vectors, one number a coordinate, and which for one number."""

from typing import Any, Final

from symdescent.language.tree import Call, Name
from symdescent.language.walking import exchanged, names
from symdescent.optimizers.rule import Rule

COORDINATES: Final = frozenset({"x", "g", "h", "noise"})
NUMBERS: Final = frozenset(
    "norm dot sum mean rms max_over norm_all dot_all sum_all value".split()
)  # one made of all coordinates
VECTORS: Final = frozenset({"slope", "hessian_times"})
ONE, EACH = "#number", "#vector"  # no name of a rule has a #


def vectors(rule: Rule) -> frozenset[str]:
    """The names that are vectors: x, g, and what is made of them coordinate by coordinate."""
    known = COORDINATES | {name for name, first in rule.memory.items() if first == "x"}
    while True:
        lines = rule.equations
        found = known | {line.name for line in lines if not known.isdisjoint(read(line.tree))}
        if found == known:
            return known
        known = found


def read(tree: Any) -> set[str]:
    """The names that a tree takes coordinate by coordinate."""
    parts = names(exchanged(tree, _whole))
    return {"x" if name == EACH else name for name in parts if name != ONE}


def _whole(node: Any) -> Name | None:
    """What a call makes of all coordinates together, under a name of its own."""
    if not isinstance(node, Call) or node.function not in NUMBERS | VECTORS:
        return None
    return Name(EACH if node.function in VECTORS else ONE, node.start, node.end)
