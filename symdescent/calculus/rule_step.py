"""One step of a descent as formulas: a rule for all coordinates, with a formula's gradient.

(x, memory, noise, free settings, t)  ->  (L, g, x', memory')
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import count
from typing import Any, Final, TypeAlias

import sympy as sp
from sympy import Dummy, Expr, Symbol

from symdescent.calculus.codegen import Assignments
from symdescent.calculus.formula import express
from symdescent.calculus.gradient import Derivation
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
from symdescent.optimizers.rule import Rule

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
class VectorisedRule:
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


STEP = Symbol("t", positive=True, integer=True)
COORDINATES = frozenset({"x", "g", "h", "noise"})  # what surely differs between coordinates


@dataclass(frozen=True)
class Update:
    """One step: `inputs` are the n coordinates, memory, noise (n, if used), free settings, then t.

    `outputs` are the value, the n slopes, the n next coordinates and the next memory, in terms of
    the inputs and of the intermediate `assignments`, which run first and in order. `first_memory`
    has a number, or the index of the coordinate whose start it is. `answer` says where in the
    state (x, memory) the rule's answer stands.
    """

    rule: Rule
    inputs: tuple[Symbol, ...]
    assignments: Assignments
    outputs: tuple[Expr, ...]
    first_memory: tuple[Fraction | int, ...]
    answer: slice
    noise: int = 0
    free: tuple[str, ...] = ()

    def memory_at(self, start: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """The first values of the memory for a start (n,)."""
        return tuple(start[m] if isinstance(m, int) else m for m in self.first_memory)


def fuse(
    derivation: Derivation,
    rule: Rule,
    blocks: Sequence[Block] | None = None,
    free: Sequence[str] = (),
) -> Update:
    """The rule for all coordinates, with the formula's own value and gradient.

    `blocks` are the coordinates that norms are taken over together (default: all of them). The
    settings in `free` become inputs, so that each of many walks can have its own.
    Nothing is substituted: every line gets symbols, so that the code stays as short as the
    formulas are. Raises FormulaError for a mistake in the rule's text, InputError for a setting
    that the rule does not have.
    """
    variables = derivation.formula.variables
    blocks = blocks or [tuple(range(len(variables)))]
    memory = remembered(rule, len(variables), blocks)
    inputs = freed(rule, free)
    names = given(derivation, rule, {**inputs, **memory})
    vectorised = VectorisedRule(names, blocks, elsewhere(derivation))
    value, slopes = begin(vectorised, derivation, rule)
    vectorised.run(rule.equations)
    carried: dict[str, Value] = {"x": variables, **memory}
    noise = flat([vectorised.known["noise"]]) if uses(rule, "noise") else []
    after = [vectorised.like(known, vectorised.known[name]) for name, known in carried.items()]
    return Update(
        rule,
        (*variables, *flat(memory.values()), *noise, *inputs.values(), STEP),
        vectorised.assignments,
        (value, *slopes, *flat(after)),
        first_values(rule, memory),
        place(carried, rule.answer),
        len(noise),
        tuple(free),
    )


def freed(rule: Rule, free: Sequence[str]) -> dict[str, Value]:
    """A symbol for each setting that has no value yet."""
    rule.with_settings(dict.fromkeys(free, Fraction(0)))  # InputError for a name it has not
    return {name: numbered("setting", i) for i, name in enumerate(free)}


def place(carried: dict[str, Value], name: str) -> slice:
    """Where a name stands among all that is carried to the next step."""
    names = list(carried)
    before = [carried[other] for other in names[: names.index(name)]]
    return slice(len(flat(before)), len(flat([*before, carried[name]])))


def remembered(rule: Rule, size: int, blocks: Sequence[Block]) -> dict[str, Value]:
    """A symbol for each number that the rule remembers."""
    spread = vectors(rule, len(blocks))
    kinds = {name: size if name in spread else 0 for name in rule.memory}
    fresh = (numbered("memory", i) for i in count())
    return {
        name: tuple(next(fresh) for _ in range(many)) if many else next(fresh)
        for name, many in kinds.items()
    }


def vectors(rule: Rule, blocks: int = 1) -> frozenset[str]:
    """The names of a rule that hold a number a coordinate: x, g, and what is made of them."""
    starts = {name for name, first in rule.memory.items() if first == "x"}
    return spread_names(rule.equations, COORDINATES | starts, blocks)


def given(derivation: Derivation, rule: Rule, others: dict[str, Value]) -> dict[str, Value]:
    """What the names of a rule stand for at the beginning of a step."""
    variables = derivation.formula.variables
    settings = {k: sp.Rational(v.numerator, v.denominator) for k, v in rule.settings.items()}
    noise = tuple(numbered("noise", i) for i in range(len(variables)))
    size = sp.Integer(len(variables))
    return {**settings, "x": variables, "t": STEP, "n": size, "noise": noise, **others}


def begin(vectorised: VectorisedRule, derivation: Derivation, rule: Rule) -> tuple[Expr, Each]:
    """Symbols for the value, the slopes and, where asked for, the Hessian's diagonal."""
    value = symbol(vectorised, derivation.formula.expression)
    slopes = tuple(symbol(vectorised, slope) for slope in derivation.gradient)
    vectorised.known |= {"L": value, "g": slopes}
    if uses(rule, "h"):
        diagonal = (row[i] for i, row in enumerate(derivation.hessian))
        vectorised.known["h"] = tuple(symbol(vectorised, entry) for entry in diagonal)
    return value, slopes


def symbol(vectorised: VectorisedRule, expression: Expr) -> Expr:
    made = numbered("line", len(vectorised.assignments))
    vectorised.assignments.append((made, expression))
    return made


def uses(rule: Rule, name: str) -> bool:
    return any(name in names(equation.tree) for equation in rule.equations)


def elsewhere(derivation: Derivation) -> dict[str, Elsewhere]:
    """The value and the gradient at another point, and the Hessian here times u."""
    variables, value = derivation.formula.variables, derivation.formula.expression

    def at(point: Each) -> dict[Symbol, Expr]:
        return dict(zip(variables, point, strict=True))

    def times(u: Each) -> Each:
        rows = derivation.hessian
        return tuple(sp.Add(*[a * b for a, b in zip(row, u, strict=True)]) for row in rows)

    return {
        "value": lambda point: value.xreplace(at(point)),
        "slope": lambda point: tuple(slope.xreplace(at(point)) for slope in derivation.gradient),
        "hessian_times": times,
    }


def first_values(rule: Rule, memory: dict[str, Value]) -> tuple[Fraction | int, ...]:
    firsts: list[Fraction | int] = []
    for name, value in memory.items():
        first, many = rule.memory[name], len(value) if isinstance(value, tuple) else 1
        firsts += range(many) if isinstance(first, str) else [first] * many
    return tuple(firsts)


def flat(values: Iterable[Value]) -> list[Expr]:
    """All expressions in one row."""
    return [e for value in values for e in (value if isinstance(value, tuple) else (value,))]
