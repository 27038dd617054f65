"""A Derivation and a Rule go in, an Update comes out: one step of a descent as formulas.

(x, memory, noise, free settings, t)  ->  (L, g, x', memory')
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import sympy as sp
from sympy import Expr, Symbol

from symdescent.language.tree import names
from symdescent.optimizers.rule import Rule
from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.lockstep import (
    Block,
    Each,
    Elsewhere,
    Lockstep,
    Value,
    numbered,
    spread_names,
)
from symdescent.symbolic.writing import Assignments

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
    lockstep = Lockstep(names, blocks, elsewhere(derivation))
    value, slopes = begin(lockstep, derivation, rule)
    lockstep.run(rule.equations)
    carried: dict[str, Value] = {"x": variables, **memory}
    noise = flat([lockstep.known["noise"]]) if uses(rule, "noise") else []
    after = [lockstep.like(known, lockstep.known[name]) for name, known in carried.items()]
    return Update(
        rule,
        (*variables, *flat(memory.values()), *noise, *inputs.values(), STEP),
        lockstep.assignments,
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


def begin(lockstep: Lockstep, derivation: Derivation, rule: Rule) -> tuple[Expr, Each]:
    """Symbols for the value, the slopes and, where asked for, the Hessian's diagonal."""
    value = symbol(lockstep, derivation.formula.expression)
    slopes = tuple(symbol(lockstep, slope) for slope in derivation.gradient)
    lockstep.known |= {"L": value, "g": slopes}
    if uses(rule, "h"):
        diagonal = (row[i] for i, row in enumerate(derivation.hessian))
        lockstep.known["h"] = tuple(symbol(lockstep, entry) for entry in diagonal)
    return value, slopes


def symbol(lockstep: Lockstep, expression: Expr) -> Expr:
    made = numbered("line", len(lockstep.assignments))
    lockstep.assignments.append((made, expression))
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
