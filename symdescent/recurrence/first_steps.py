"""The first steps of a rule with all numbers put in, as they are computed by hand.

x_1 = 14 - 1/10 (14 - 4) = 13: each line of the rule for each coordinate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.errors import FormulaError
from symdescent.language import DEFAULT
from symdescent.language.constants import constant_value
from symdescent.language.notation import Indexed, Relation
from symdescent.language.tree import Assignment, Name, Negative, Node, Number, exchanged, names
from symdescent.optimizers.rule import Rule

SHOWN: Final = 3  # steps
LONGEST: Final = 40  # bits of a number in a line that is to be read
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Computed:
    """One line with its numbers: `name`_step = `tree` = `value`.

    `name`: of a coordinate; of what else the rule computes, with the coordinate where there are
    several (v, or v_x); or of a slope (g, or g_x). `of`: what the rule calls it, x for a
    coordinate; `along`: the coordinate where there are several.
    """

    name: str
    step: int
    tree: Node
    value: Fraction
    of: str = "x"
    along: str = ""

    @property
    def written(self) -> Relation:
        """The line as mathematics; a number that only stands there is not written twice."""
        left = Indexed(Name(self.name, 0, 0), number(Fraction(self.step)))
        value = number(self.value)
        middle = () if self.tree == value else (self.tree,)
        return Relation((left, *middle, value), ("=",) * (1 + len(middle)))


class NotReadable(Exception):
    """A line that is no rational arithmetic of one coordinate, or whose numbers are long."""


def first_steps(
    derivation: Derivation, rule: Rule, iterates: Sequence[Point], count: int = SHOWN
) -> tuple[Computed, ...]:
    """The lines of the first steps, step by step and coordinate by coordinate.

    `iterates`: the exact ones, the start first (k, n), which the lines must arrive at. Empty where
    a line needs more than rational arithmetic, or all coordinates at once (a norm), or is long.
    """
    if len(iterates) <= count:
        return ()
    work = Work(derivation, rule)
    work.begin(iterates[0])
    try:
        return tuple(line for k in range(count) for line in work.step(k, iterates))
    except NotReadable:
        return ()


@dataclass
class Work:
    """What the names of a rule stand for, coordinate by coordinate."""

    derivation: Derivation
    rule: Rule
    known: list[dict[str, Fraction]] = field(default_factory=list)

    @property
    def coordinates(self) -> list[str]:
        """The names of the variables."""
        return [str(x.name) for x in self.derivation.formula.variables]

    def begin(self, start: Point) -> None:
        """The first values of the memory, and the settings."""
        for x in start:
            memory = {k: x if isinstance(v, str) else v for k, v in self.rule.memory.items()}
            self.known.append({**self.rule.settings, **memory, "n": Fraction(len(start)), "x": x})

    def step(self, k: int, iterates: Sequence[Point]) -> list[Computed]:
        """The lines of step k + 1, all of them from the point before it."""
        here = dict(zip(self.coordinates, iterates[k], strict=True))
        slopes = [tree(slope) for slope in self.derivation.gradient]
        lines = [
            line
            for i, slope in enumerate(slopes)
            for line in self.along(i, k + 1, put(slope, here))
        ]
        arrived = tuple(known["x"] for known in self.known)
        if arrived != iterates[k + 1]:
            raise NotReadable
        return lines

    def along(self, i: int, step: int, slope: Node) -> list[Computed]:
        """The lines of one coordinate; its slope has one of its own where it is used twice."""
        known, lines = self.known[i], list[Computed]()
        known |= {"g": value_of(slope), "t": Fraction(step)}
        used = [name for e in self.rule.equations for name in names(e.tree) if name == "g"]
        inline = slope if len(used) == 1 else None
        if len(used) > 1:
            lines.append(self.computed("g", i, step, slope))
        for equation in self.rule.equations:
            lines.append(self.line(equation, i, step, inline))
            known[equation.name] = lines[-1].value
        return lines

    def line(self, equation: Assignment, i: int, step: int, slope: Node | None) -> Computed:
        shown = put(equation.tree, self.known[i], {"g": slope} if slope else {})
        return self.computed(equation.name, i, step, shown)

    def computed(self, name: str, i: int, step: int, shown: Node) -> Computed:
        along = self.coordinates[i] if len(self.coordinates) > 1 else ""
        return Computed(self.named(name, i), step, shown, value_of(shown), name, along)

    def named(self, name: str, i: int) -> str:
        """The coordinate itself, or a name with the coordinate where there are several."""
        if name == "x":
            return self.coordinates[i]
        return name if len(self.coordinates) == 1 else f"{name}_{self.coordinates[i]}"


NO_TREES: Final[Mapping[str, Node]] = {}


def put(node: Node, values: Mapping[str, Fraction], trees: Mapping[str, Node] = NO_TREES) -> Node:
    """The tree with numbers, or other trees, in the place of names."""
    given = {**{name: number(value) for name, value in values.items()}, **trees}

    def exchange(part: Node) -> Node | None:
        return given.get(part.name) if isinstance(part, Name) else None

    found: Node = exchanged(node, exchange)
    return found


def number(value: Fraction) -> Node:
    size = Number(abs(value), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def value_of(node: Node) -> Fraction:
    """The exact value of a tree of numbers."""
    try:
        value = constant_value(node, "", DEFAULT)
    except FormulaError:
        raise NotReadable from None
    if not isinstance(value, Fraction):
        raise NotReadable
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST:
        raise NotReadable
    return value
