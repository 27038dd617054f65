"""The lines of a rule and what its names stand for go in, assignments for all coordinates come out.

A name stands for one expression (a number shared by all coordinates) or for one a coordinate.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, Final, TypeAlias

import sympy as sp
from sympy import Dummy, Expr, Symbol

from symdescent.language.tree import (
    Assignment,
    Call,
    Name,
    Node,
    Piecewise,
    Power,
    Product,
    Sum,
    exchanged,
    names,
)
from symdescent.symbolic.formula import express

Each = tuple[Expr, ...]
Value: TypeAlias = Expr | Each
Block = tuple[int, ...]
Elsewhere: TypeAlias = Callable[[Each], Value]


def norm(u: Each) -> Expr:
    return sp.sqrt(sp.Add(*[x**2 for x in u]))


def mean(u: Each) -> Expr:
    return sp.Add(*u) / len(u)


@cache
def numbered(kind: str, i: int) -> Symbol:
    """The symbol of that number, the same one for every rule: sympy then recalls what it knows."""
    return Dummy(f"{kind}{i}", real=True)


BY_BLOCK: Final[dict[str, Callable[..., Expr]]] = {
    "norm": norm,
    "dot": lambda u, v: sp.Add(*[a * b for a, b in zip(u, v, strict=True)]),
    "sum": lambda u: sp.Add(*u),
    "mean": mean,
    "rms": lambda u: sp.sqrt(mean(tuple(x**2 for x in u))),
    "max_over": lambda u: sp.Max(*u),
}
OVER_ALL: Final = {f"{name}_all": BY_BLOCK[name] for name in ("norm", "dot", "sum")}
REDUCTIONS: Final = {**BY_BLOCK, **OVER_ALL}
SCALARS: Final = frozenset({*OVER_ALL, "value"})  # one number, not one for each block
SHARED: Final = (Sum, Product, Power, Call)  # what is worth a name of its own
ELSEWHERE: Final = frozenset({"slope", "value", "hessian_times"})  # what `elsewhere` works out


@dataclass
class Lockstep:
    """Runs the lines for all coordinates at once, noting every line as assignments.

    `blocks`: the coordinates that reductions are taken over together, as the tensors of a
    framework are; `elsewhere`: the gradient, the value at another point, the Hessian times u.
    """

    known: dict[str, Value]
    blocks: Sequence[Block]
    elsewhere: Mapping[str, Elsewhere]
    assignments: list[tuple[Symbol, Expr]] = field(default_factory=list)
    fresh: "count[int]" = field(default_factory=count)

    @property
    def size(self) -> int:
        """How many coordinates there are."""
        return sum(map(len, self.blocks))

    def run(self, equations: Sequence[Assignment]) -> None:
        """One line after the other; each name stands for its newest value."""
        for equation in equations:
            self.known[equation.name] = self.noted(self.value(equation.tree))

    def value(self, tree: Node) -> Value:
        """What a tree stands for, reductions first."""
        plain = exchanged(tree, self.reduced)
        if not self.differs(plain):
            return express(plain, self.used(plain))
        plain = exchanged(plain, self.shared)
        used = self.used(plain)
        return tuple(express(plain, at(used, i)) for i in range(self.size))

    def used(self, tree: Any) -> dict[str, Any]:
        """What the names in a tree stand for."""
        return {name: self.known[name] for name in names(tree)}

    def differs(self, tree: Any) -> bool:
        """Whether a tree stands for one expression a coordinate."""
        return any(isinstance(value, tuple) for value in self.used(tree).values())

    def shared(self, node: Any) -> Any:
        """What all coordinates share, as a new name: sympy then meets a plain symbol n times.

        A choice stays whole, since only the branch that holds may be worked out.
        """
        if isinstance(node, Piecewise):
            return node
        if not isinstance(node, SHARED) or self.differs(node):
            return None
        return self.renamed(node, self.noted(express(node, self.used(node))))

    def reduced(self, node: Any) -> Name | None:
        """A reduction as a new name that stands for its value."""
        if not isinstance(node, Call) or node.function not in (*REDUCTIONS, *ELSEWHERE):
            return None
        arguments = [self.spread(self.value(a)) for a in node.arguments]
        if node.function in ELSEWHERE:
            point = self.spread(self.noted(arguments[0]))
            value = self.elsewhere[node.function](point)
        elif node.function in SCALARS:
            value = REDUCTIONS[node.function](*arguments)
        else:
            value = self.over_blocks(REDUCTIONS[node.function], arguments)
        return self.renamed(node, self.noted(value))

    def renamed(self, node: Any, value: Value) -> Name:
        """A new name in place of a node, which stands for that value."""
        name = f"#{next(self.fresh)}"
        self.known[name] = value
        return Name(name, node.start, node.end)

    def over_blocks(self, reduce: Callable[..., Expr], arguments: Sequence[Each]) -> Value:
        """The reduction of each block, for each of its coordinates; one value for one block."""
        values = [reduce(*[tuple(u[i] for i in block) for u in arguments]) for block in self.blocks]
        if len(values) == 1:
            return values[0]
        by_coordinate = {i: v for block, v in zip(self.blocks, values, strict=True) for i in block}
        return tuple(by_coordinate[i] for i in range(self.size))

    def spread(self, value: Value) -> Each:
        """One expression a coordinate."""
        return value if isinstance(value, tuple) else (value,) * self.size

    def like(self, pattern: Value, value: Value) -> Value:
        """The value, one expression a coordinate where the pattern is."""
        return self.spread(value) if isinstance(pattern, tuple) else value

    def noted(self, value: Value) -> Value:
        """The value under symbols of its own, so that nothing is written out twice."""
        if isinstance(value, tuple):
            return tuple(self.note(expression) for expression in value)
        return self.note(value)

    def note(self, expression: Expr) -> Expr:
        if not expression.args:
            return expression
        symbol = numbered("line", len(self.assignments))
        self.assignments.append((symbol, expression))
        return symbol


def at(values: Mapping[str, Value], i: int) -> dict[str, Expr]:
    """What the names stand for at one coordinate."""
    return {name: v[i] if isinstance(v, tuple) else v for name, v in values.items()}


def spread_names(
    equations: Sequence[Assignment], spread: frozenset[str], blocks: int
) -> frozenset[str]:
    """Which assigned names hold a value a coordinate, given those that surely do."""
    found = spread
    while True:
        more = found | {e.name for e in equations if depends(e.tree, found, blocks)}
        if more == found:
            return found
        found = more


def depends(tree: Node, spread: frozenset[str], blocks: int) -> bool:
    """Whether a value differs between coordinates: reductions over one block make it one."""

    def single(node: Any) -> Name | None:
        if not isinstance(node, Call) or node.function not in (*REDUCTIONS, *ELSEWHERE):
            return None
        differs = node.function not in SCALARS and (node.function in ELSEWHERE or blocks > 1)
        return Name("x" if differs else "", node.start, node.end)

    return not spread.isdisjoint(names(exchanged(tree, single)))
