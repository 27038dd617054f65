"""Whether two lines of a derivation are equal: proved, checked numerically, or not."""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Set
from enum import StrEnum
from itertools import islice, pairwise
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, mpf
from sympy import Expr, Symbol

from symdescent.calculus.accurate_evaluation import KINKED, is_small
from symdescent.calculus.formula import Formula, express
from symdescent.calculus.gradient import gradient
from symdescent.calculus.multiprecision import values
from symdescent.calculus.steps.derivation_steps import StepLine, Steps, body
from symdescent.language.notation import Chain, Combined, Over, Pending, Raised, Written

POINTS: Final = 5
TRIES: Final = 60
CLOSE: Final = mpf(10) ** -30
DIGITS: Final = (50, 200)
PROVABLE: Final = 150  # operations; a longer difference is only checked at points
EXPANDED: Final = 600  # terms that multiplying out may make
SEED: Final = 30
SIZES: Final = (3.0, 1.0, 9.0)
WAVES: Final = (sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh)


class Agreement(StrEnum):
    """How far two lines are known to be equal."""

    PROVED = "proved"  # exactly, by rewriting one into the other
    CHECKED = "checked"  # to 30 digits at POINTS points
    DIFFERENT = "different"  # at one point at least
    UNKNOWN = "unknown"  # too large, or defined at none of the points tried


def agreement(before: StepLine, after: StepLine, formula: Formula) -> Agreement:
    """Whether a line equals the one before it, wherever both are defined."""
    first, second = (body(value(line.written, formula.names)) for line in (before, after))
    if is_proved(first, second):
        return Agreement.PROVED
    if not (is_small(first) and is_small(second)):
        return Agreement.UNKNOWN
    return at_points(first, second)


def agreements(steps: Steps, formula: Formula) -> tuple[Agreement, ...]:
    """For every line but the first, whether it equals the one before it."""
    return tuple(agreement(a, b, formula) for a, b in pairwise(steps.lines))


def value(written: Written, names: Mapping[str, Expr]) -> Expr:
    """The expression of a line; `names` as in Formula.names."""
    node: Any = written
    tell = VALUES.get(type(node))
    return tell(node, names) if tell else express(node, names)


def of_pending(node: Pending, names: Mapping[str, Expr]) -> Expr:
    (found,) = gradient(value(node.operand, names), [names[node.variable]])
    return found


def of_chain(node: Chain, names: Mapping[str, Expr]) -> Expr:
    return sp.Mul(*[value(factor, names) for factor in node.factors])


def of_combined(node: Combined, names: Mapping[str, Expr]) -> Expr:
    return sp.Add(*[(1 if plus else -1) * value(term, names) for plus, term in node.terms])


def of_over(node: Over, names: Mapping[str, Expr]) -> Expr:
    return value(node.top, names) / value(node.bottom, names)


def of_raised(node: Raised, names: Mapping[str, Expr]) -> Expr:
    return value(node.base, names) ** value(node.exponent, names)


VALUES: Final[dict[type, Callable[[Any, Mapping[str, Expr]], Expr]]] = {
    Pending: of_pending,
    Chain: of_chain,
    Combined: of_combined,
    Over: of_over,
    Raised: of_raised,
}


def is_proved(first: Expr, second: Expr) -> bool:
    """Whether the difference vanishes when it is multiplied out over one denominator."""
    gap = first - second
    if gap == 0:
        return True
    smooth = without_kinks(gap)
    return sp.count_ops(smooth) <= PROVABLE and any(map(vanishes, spellings(smooth)))


def without_kinks(gap: Expr) -> Expr:
    """The difference with a letter for each sign, choice and absolute value: equal ones alike."""
    steps = {node: (1 + sp.sign(node.args[0])) / 2 for node in gap.atoms(sp.Heaviside)}
    told = gap.xreplace(steps)
    turned = {node: -sp.sign(-node.args[0]) for node in told.atoms(sp.sign) if is_turned(node)}
    told = told.xreplace(turned)
    return told.xreplace({node: sp.Dummy(real=True) for node in told.atoms(*KINKED)})


def is_turned(node: Expr) -> bool:
    """Whether sign(-u) stands where sign(u) would be as good."""
    return bool(node.args[0].could_extract_minus_sign())


def spellings(gap: Expr) -> Iterator[Expr]:
    """The difference as it is, and in exponentials, where all that waves is a fraction of them."""
    yield gap
    if gap.has(*WAVES):
        yield gap.rewrite(WAVES, sp.exp)


def vanishes(gap: Expr) -> bool:
    top = sp.numer(sp.together(gap))
    return bool(top == 0) or (terms(top) <= EXPANDED and sp.expand(top) == 0)


def terms(node: Expr) -> int:
    """At most how many terms multiplying out makes."""
    if node.is_Add:
        return sum(map(terms, node.args))
    if node.is_Mul:
        return math.prod(map(terms, node.args))
    if node.is_Pow and node.exp.is_Integer and node.exp > 0:
        count, power = terms(node.base), int(node.exp)
        return 1 if count == 1 else math.comb(count + power - 1, power)
    return 1


def at_points(first: Expr, second: Expr) -> Agreement:
    """Both lines at random points; only those count where both are real numbers."""
    symbols = first.free_symbols | second.free_symbols
    compared = (are_near(first, second, point) for point in points(symbols))
    found = list(islice((near for near in compared if near is not None), POINTS))
    if not all(found):
        return Agreement.DIFFERENT
    return Agreement.CHECKED if len(found) >= POINTS else Agreement.UNKNOWN


def points(symbols: Set[Symbol]) -> Iterator[dict[Symbol, float]]:
    """TRIES points, near to zero and farther away."""
    dice = random.Random(SEED)
    for place in range(TRIES):
        size = SIZES[place % len(SIZES)]
        yield {symbol: dice.uniform(-size, size) for symbol in sorted(symbols, key=str)}


def are_near(first: Expr, second: Expr, point: Mapping[Symbol, float]) -> bool | None:
    """Whether both are the same to 30 digits, with more digits where some are lost on the way."""
    near = None
    for digits in DIGITS:
        a, b = values((first, second), point, digits)
        if not (isfinite(a) and isfinite(b)):
            return None
        near = bool(abs(a - b) <= CLOSE * max(1, abs(a), abs(b)))
        if near:
            return True
    return near
