"""For which learning rates a rule converges on a quadratic, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sympy as sp
from sympy import Expr, Poly, Symbol

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import Update, fuse
from symdescent.errors import SymdescentError
from symdescent.language import parse
from symdescent.optimizers.rule import Algorithm, Rule

S, Z = Symbol("s", real=True), Symbol("z")
BEND = Symbol("bend", positive=True)  # lambda
MOST_STATE = 6  # numbers that a rule carries from step to step
MOST_LINES = 60
Pairs = tuple[tuple[str, Any], ...]
Form = dict[Symbol, Expr]  # a linear form: the coefficient of each number of the state


@dataclass(frozen=True)
class Modes:
    """How a rule treats one mode of a quadratic: z^d + ... with coefficients in s = eta lambda.

    `coefficients`: the highest first, as polynomials in S. `limit`: it converges for 0 < s < limit
    (oo: for every rate), None where for no small rate.
    """

    coefficients: tuple[Expr, ...]
    limit: Expr | None

    @property
    def is_symmetric(self) -> bool:
        """Whether the radius at s and at limit - s is the same, and grows away from the middle.

        So it is where z^2 + trace z + constant has a trace alone that depends on s, linearly, and
        where z + trace is all there is: the radius then grows with the size of the trace.
        """
        trace, *rest = self.coefficients[1:]
        linear = sp.degree(trace, S) == 1 and trace.subs(S, 0) == -trace.subs(S, self.limit)
        return len(rest) < 2 and linear and not any(c.has(S) for c in rest)

    def at(self, s: Fraction) -> tuple[Fraction, ...]:
        """The coefficients at one s, exactly."""
        put = sp.Rational(s.numerator, s.denominator)
        values = (c.subs(S, put) for c in self.coefficients)
        return tuple(Fraction(int(v.p), int(v.q)) for v in values)


@lru_cache(maxsize=64)
def found_modes(text: str, settings: Pairs, memory: Pairs) -> Modes | None:
    matrix = step_matrix(Rule("", text, dict(settings), dict(memory)))
    coefficients = characteristic(matrix) if matrix else None
    if coefficients is None:
        return None
    return Modes(coefficients, limit(coefficients))


def modes(rule: Rule | Algorithm) -> Modes | None:
    """The modes of a rule that is linear with constant settings, whose rate is lr; else None.

    None too where the rate and the curvature act otherwise than by their product, and where a
    point without slope is no place of rest, as under weight decay; or where the answer is another
    than the point.
    """
    if isinstance(rule, Algorithm) or "lr" not in rule.settings or rule.answer != "x":
        return None
    if len(rule.memory) >= MOST_STATE:
        return None
    fixed = {name: value for name, value in rule.settings.items() if name != "lr"}
    settings = {**fixed, "lr": Fraction(1)}
    return found_modes(rule.text, tuple(settings.items()), tuple(rule.memory.items()))


def with_free_rate(rule: Rule, rate: Fraction = Fraction(1)) -> Rule:
    """The rule with its rate among what it remembers, so that one compiled step serves all."""
    settings = {name: value for name, value in rule.settings.items() if name != "lr"}
    memory = {**rule.memory, "lr": rate}
    return replace(rule, settings=MappingProxyType(settings), memory=MappingProxyType(memory))


def step_matrix(rule: Rule) -> list[list[Expr]] | None:
    """The matrix of a step on (x, memory) for L = BEND x^2/2, the rate a symbol S/BEND."""
    if len(rule.text.split("\n")) > MOST_LINES:
        return None
    formula = build(parse("x"))
    [x] = formula.variables
    bowl = Derivation(replace(formula, expression=BEND * x**2 / 2), (BEND * x,))
    try:
        update = fuse(bowl, with_free_rate(rule))
    except SymdescentError:
        return None
    return None if update.noise else linear(update)


def linear(update: Update) -> list[list[Expr]] | None:
    """The coefficients of each next number in those of now; None where it is not linear."""
    *state, rate, _ = update.inputs
    known = Lines({symbol: {symbol: sp.S.One} for symbol in state}, {rate: S / BEND})
    for symbol, expression in update.assignments:
        known.take(symbol, expression)
    *after, last = update.outputs[2:]
    forms = [known.form(expression) for expression in after]
    if None in forms or last.xreplace(known.numbers) != S / BEND:
        return None
    return [[form.get(symbol, sp.S.Zero) for symbol in state] for form in forms if form is not None]


@dataclass(frozen=True)
class Lines:
    """What the symbols of a step stand for: linear forms in the state (None: no such), numbers."""

    forms: dict[Symbol, Form | None]
    numbers: dict[Symbol, Expr]

    def take(self, symbol: Symbol, expression: Expr) -> None:
        """One more line."""
        if any(used in self.forms for used in expression.free_symbols):
            self.forms[symbol] = self.form(expression)
        else:
            self.numbers[symbol] = expression.xreplace(self.numbers)

    def form(self, expression: Expr) -> Form | None:
        """The expression as a linear form with constant coefficients, without a constant."""
        put = expression.xreplace(self.numbers)
        used = [symbol for symbol in put.free_symbols if symbol in self.forms]
        total: Form = {}
        for symbol in used:
            slope, inner = sp.diff(put, symbol), self.forms[symbol]
            if inner is None or slope.free_symbols - {S, BEND}:
                return None
            for name, factor in inner.items():
                total[name] = total.get(name, sp.S.Zero) + slope * factor
        rest = put.xreplace(dict.fromkeys(used, sp.S.Zero))
        return total if sp.expand(rest) == 0 else None


def characteristic(matrix: Sequence[Sequence[Expr]]) -> tuple[Expr, ...] | None:
    """The coefficients of det(z - M), which must be polynomials in S alone with z = 1 at S = 0."""
    whole = sp.Matrix(matrix).charpoly(Z)
    found = tuple(sp.cancel(c) for c in whole.all_coeffs())
    plain = all(c.is_polynomial(S) and c.free_symbols <= {S} for c in found)
    rational = plain and all(Poly(c, S).domain in (sp.ZZ, sp.QQ) for c in found)
    rests = rational and sp.Add(*found).subs(S, 0) == 0
    return tuple(map(sp.expand, found)) if rests else None


def limit(coefficients: Sequence[Expr]) -> Expr | None:
    """The end of the interval 0 < s < limit in which all zeros lie inside the unit circle.

    A zero crosses the circle only where p(1), p(-1) or the product of all 1 - z_i z_j vanishes.
    """
    upwards = coefficients[::-1]
    ends = (
        sp.Add(*upwards),
        sp.Add(*[c * (-1) ** i for i, c in enumerate(upwards)]),
        products(upwards),
    )
    if any(sp.expand(end) == 0 for end in ends):
        return None
    roots = [r for end in ends for r in sp.real_roots(Poly(end, S)) if r.is_positive]
    first = min(roots, key=lambda r: sp.Float(r.evalf(30)), default=sp.oo)
    half = sp.Rational(1) if first is sp.oo else sp.Rational(str(sp.Float(first / 2, 8)))
    inside = shrinks([Fraction(int(v.p), int(v.q)) for v in (c.subs(S, half) for c in upwards)])
    return first if inside else None


def products(upwards: Sequence[Expr]) -> Expr:
    """The product of 1 - z_i z_j over all pairs of zeros of a_0 + a_1 z + ... + z^d.

    It is a determinant of the coefficients (E. I. Jury 1974, Inners and Stability, chapter 2).
    """
    size = len(upwards) - 2
    if size < 1:
        return sp.S.One

    def entry(i: int, j: int) -> Expr:
        high = upwards[size + 1 - (j - i)] if j >= i else sp.S.Zero
        low = upwards[i + j - size + 1] if i + j >= size - 1 else sp.S.Zero
        return high - low

    return sp.expand(sp.Matrix(size, size, entry).det(method="berkowitz"))


def shrinks(upwards: Sequence[Fraction]) -> bool:
    """Whether all zeros of a_0 + a_1 z + ... lie inside the unit circle, by exact reduction."""
    now = list(upwards)
    while len(now) > 1:
        first, last = now[0], now[-1]
        if abs(first) >= abs(last):
            return False
        pairs = zip(now[1:], now[-2::-1], strict=True)
        now = [last * high - first * low for high, low in pairs]
    return True
