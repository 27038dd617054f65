"""A study and how it is to be told: what every section of the document needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import Update
from symdescent.exact.critical import CriticalPoints
from symdescent.language.notation import Bold, Function, Indexed, Nabla, Slope, Starred, Written
from symdescent.language.tree import Name, Node, Sum, exchanged, names
from symdescent.numeric.run import Run
from symdescent.studies import Study
from symdescent.worked.blocks import Text
from symdescent.worked.numbers import number
from symdescent.worked.words import Part, say

FEW: Final = 3  # variables that are written out as coordinates
INDEX: Final = Name("k", 0, 0)
NEXT: Final = Sum((INDEX, number(1)), 0, 0)


@dataclass(frozen=True)
class Wishes:
    """How a document is to be told; `command`: what made it; `title`, `label`: a person's own."""

    language: str = "en"
    detail: str = "normal"
    rounding: str = "half-up"
    title: str = ""
    label: str = ""
    command: str = ""


@dataclass(frozen=True, eq=False)
class Telling:
    """A study, its step as formulas (None: there is none), its critical points where known."""

    study: Study
    wishes: Wishes
    update: Update | None
    critical: CriticalPoints | None = None

    def say(self, key: str, **parts: Part) -> Text:
        """A sentence in the document's language."""
        return say(self.wishes.language, key, **parts)

    @property
    def run(self) -> Run:
        return self.study.run

    @property
    def names(self) -> tuple[str, ...]:
        return self.study.run.names

    @property
    def title(self) -> str:
        """The name of the function."""
        return self.study.setting.formula.title

    @property
    def is_long(self) -> bool:
        """Whether there are too many variables to write their coordinates out."""
        return len(self.names) > FEW

    @property
    def whole(self) -> Node:
        """The formula as it was typed, or with its parameters' values put in."""
        formula = self.study.setting.formula
        typed = formula.sentence.tree
        return typed if set(names(typed)) <= set(self.names) else tree(formula.expression)

    @property
    def is_vector(self) -> bool:
        """Whether there are several variables, so that the point is a vector."""
        return len(self.names) > 1

    @property
    def point(self) -> Written:
        """The variable; of several, the point by its letter, a bold x."""
        return Bold("x") if self.is_vector else self.variables[0]

    @property
    def variables(self) -> tuple[Written, ...]:
        return tuple(Name(name, 0, 0) for name in self.names)

    def indexed(self, index: Node) -> Written:
        """x_k, bold where it is the point of several variables."""
        return Indexed(self.point, index)

    def places(self, index: Node) -> list[Written]:
        """x_k, y_k: the coordinates."""
        return [Indexed(name, index) for name in self.variables]

    @property
    def starred(self) -> Written:
        return Starred(self.point)

    @property
    def zero(self) -> Written:
        """Nought, which of several variables is a vector."""
        return Bold("0") if self.is_vector else number(0)

    def function(self, *arguments: Written, primes: int = 0) -> Function:
        """L at arguments, or at its variables where these are few."""
        own = (self.point,) if self.is_long else self.variables
        return Function(self.title, arguments or own, primes)

    def gradient(self, *arguments: Written) -> Written:
        """L'(x) of one variable, the gradient of several."""
        if len(self.names) == 1:
            return self.function(*arguments, primes=1)
        return Nabla(self.function(*arguments))

    def slope(self, place: int) -> Written:
        """L'(x), or the partial derivative with respect to one of several variables."""
        if len(self.names) == 1:
            return self.function(primes=1)
        return Slope(self.title, (self.names[place],))

    def put(self, expression: Expr, values: Sequence[Written]) -> Any:
        """An expression with something else in the place of each variable."""
        return put(tree(expression), dict(zip(self.names, values, strict=True)))


def put(node: Node, values: dict[str, Written]) -> Any:
    """A tree with something else in the place of names."""
    return exchanged(node, lambda n: values.get(n.name) if isinstance(n, Name) else None)
