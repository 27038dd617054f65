"""A seed goes in, formulas over the whole table of functions come out, with points to test at."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from precise import Outside, derivatives

from symdescent.calculus.formula import FUNCTIONS
from symdescent.errors import FormulaError
from symdescent.language import Node, parse
from symdescent.language.names import REDUCTIONS

NAMES = ("x", "y", "z")
ATTEMPTS = 30
TABLE = [name for name in FUNCTIONS if name not in REDUCTIONS or name in ("norm", "dot")]
SPECIAL = {  # functions whose domain a random argument would miss: what stands in their brackets
    "acosh": "1.2 + ({})^2",
    "asin": "sin({})/2",
    "acos": "({0})/(1 + ({0})^2)",
    "atanh": "0.9*cos({})",
    "log": "0.3 + ({})^2",
    "sqrt": "abs({}) + 0.1",
    "log10": "exp(({})/4)",
    "log2": "2 + sin({})",
}
ARITIES = {"atan2": 2, "min": 3, "max": 3, "norm": 3, "dot": 4, "hypot": 2}
SHAPES = (
    "({}) + ({})",
    "({}) - ({})",
    "({})*({})",
    "({})/({})",
    "({})^2 + {}",
    "({})^3 - {}",
    "1/({}) + {}",
    "(0.5 + ({})^2)^({}/7)",
    "where({} < {}, sin({}), {})",
    "piecewise(({}, {} > 1), ({}, {} <= 0.5), (x^2, True))",
)


@dataclass(frozen=True)
class Case:
    """A formula and a point of floats inside its domain, away from kinks."""

    text: str
    tree: Node
    point: dict[str, float]


def leaf(dice, names):
    name = dice.choice(names)
    return dice.choice((name, name, f"{dice.randint(1, 9)}/4*{name}", f"({name} - 0.7)", "1.3"))


def grown(dice, depth, names):
    """A random formula of at most the given depth."""
    if depth == 0:
        return leaf(dice, names)
    if dice.random() < 0.4:
        return call(dice, dice.choice(TABLE), depth, names)
    shape = dice.choice(SHAPES)
    return shape.format(*[grown(dice, depth - 1, names) for _ in range(shape.count("{}"))])


def call(dice, function, depth, names):
    """A call of the function, its arguments one level less deep."""
    if function == "root":
        return f"root({grown(dice, depth - 1, names)}, {dice.choice((3, 5, 7))})"
    count = ARITIES.get(function, 1)
    arguments = [grown(dice, depth - 1, names) for _ in range(count)]
    if function in SPECIAL and dice.random() < 0.8:
        arguments = [SPECIAL[function].format(*arguments)]
    return f"{function}({', '.join(arguments)})"


def located(dice, text, names):
    """The case of a text, or None where no point was found or the text is refused."""
    try:
        tree = parse(text).tree
    except FormulaError:
        return None
    for _ in range(ATTEMPTS):
        point = {name: dice.uniform(-3, 3) for name in names}
        try:
            derivatives(tree, point, names)
        except (Outside, ValueError, OverflowError):
            continue
        return Case(text, tree, point)
    return None


class Cases(Sequence):
    """`count` cases, drawn when they are first looked at; the functions of the table take turns as
    the outermost one."""

    def __init__(self, count, seed):
        self.count, self.dice, self.found = count, random.Random(seed), []

    def __len__(self):
        return self.count

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(self.count))]
        if not 0 <= place < self.count:
            raise IndexError(place)
        while len(self.found) <= place:
            self.draw()
        return self.found[place]

    def draw(self):
        """One more formula, kept where a point is found for it."""
        dice = self.dice
        function = TABLE[len(self.found) % len(TABLE)]
        names = NAMES[: dice.randint(1, 3)]
        text = call(dice, function, dice.randint(2, 3), names)
        if dice.random() < 0.5:
            text = f"{leaf(dice, names)}*{text} + {leaf(dice, names)}"
        case = located(dice, text, names)
        self.found += [case] if case else []


def cases(count, seed=20_261_122):
    """`count` random formulas, always the same of a seed."""
    return Cases(count, seed)
