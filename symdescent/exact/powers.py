"""A polynomial of one variable with letters in it goes in; the cases of its minimum come out.

The variable is shifted so that the second power from above goes (E. W. von Tschirnhaus, 1683); what
is left is decided where it is a sum of even powers, or of two powers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import sympy
from sympy import Expr, Pow, Rational, Symbol

from symdescent.exact.branches import (
    Branch,
    Case,
    Question,
    case,
    falling,
    polynomial,
    shortest,
    split,
    split_below,
    split_zero,
    undecided,
)
from symdescent.exact.problem import Kind, Minimum, ProofStep
from symdescent.exact.spelling import written
from symdescent.exact.squares import Form, quadratics

Numbers = Mapping[int, Expr]


def powers(question: Question, numbers: Numbers, branch: Branch) -> Iterator[Case]:
    """The cases of the sum of numbers[k]*x^k."""
    put = {k: shortest(branch.put(c)) for k, c in numbers.items()}
    put = {k: c for k, c in put.items() if c != 0}
    (x,) = question.variables
    degree = max(put, default=0)
    if degree <= 2 or question.late:
        whole = polynomial({(k,): c for k, c in put.items()}, (x,))
        yield from quadratics(Form(question, whole, (x,)), branch)
    elif degree % 2:
        yield from _odd(question, put, branch)
    else:
        yield from _even(question, put, branch)


def _odd(question: Question, numbers: dict[int, Expr], branch: Branch) -> Iterator[Case]:
    top = max(numbers)
    lower = {k: c for k, c in numbers.items() if k != top}
    for nonzero, inner in split_zero(numbers[top], branch):
        if nonzero:
            yield from _fall(question, numbers, inner, -numbers[top])
        else:
            yield from powers(question, lower, inner)


def _even(question: Question, numbers: dict[int, Expr], branch: Branch) -> Iterator[Case]:
    top = max(numbers)
    lower = {k: c for k, c in numbers.items() if k != top}
    for sign, inner in split(numbers[top], branch):
        if sign > 0:
            yield from _depressed(_shifted(question, numbers, inner), inner, frozenset())
        elif sign < 0:
            yield from _fall(question, numbers, inner, sympy.S.One)
        else:
            yield from powers(question, lower, inner)


def _fall(question: Question, numbers: Numbers, branch: Branch, direction: Expr) -> Iterator[Case]:
    (t,) = question.names(1)
    at = sympy.Add(*(c * (direction * t) ** k for k, c in numbers.items()))
    yield from falling(branch, [direction * t], at, t)


@dataclass(frozen=True)
class Shifted:
    """The sum of numbers[k]*y^k with y = x - shift; `degree` is even, numbers[degree] > 0."""

    x: Symbol
    shift: Expr
    numbers: dict[int, Expr]
    degree: int

    def without(self, power: int) -> "Shifted":
        """The same where that coefficient is 0."""
        return replace(self, numbers={k: c for k, c in self.numbers.items() if k != power})

    def put(self, branch: Branch) -> "Shifted":
        """The same with what the branch holds fast."""
        found = {k: shortest(branch.put(c)) for k, c in self.numbers.items()}
        kept = {k: c for k, c in found.items() if c != 0}
        return replace(self, shift=shortest(branch.put(self.shift)), numbers=kept)

    @property
    def lower(self) -> dict[int, Expr]:
        """The coefficients between the highest and the constant."""
        return {k: c for k, c in self.numbers.items() if 0 < k < self.degree}

    @property
    def constant(self) -> Expr:
        """The value at y = 0."""
        return self.numbers.get(0, sympy.S.Zero)


def _shifted(question: Question, numbers: dict[int, Expr], branch: Branch) -> Shifted:
    (x,) = question.variables
    found = {k: branch.put(c) for k, c in numbers.items()}
    degree = max(found)
    shift = sympy.cancel(-found.get(degree - 1, sympy.S.Zero) / (degree * found[degree]))
    moved = sympy.Poly(sum(c * (x + shift) ** k for k, c in found.items()), x)
    made = {key[0]: shortest(c) for key, c in moved.as_dict(native=False).items()}
    return Shifted(x, shortest(shift), {k: c for k, c in made.items() if c != 0}, degree)


def _depressed(form: Shifted, branch: Branch, known: frozenset[int]) -> Iterator[Case]:
    """`known`: the powers whose coefficients were split before."""
    form = form.put(branch)
    lower = form.lower
    if not lower:
        yield from _at_shift(form, branch)
    elif len(lower) == 1:
        yield from _two(form, branch)
    else:
        yield from _several(form, branch, known)


def _several(form: Shifted, branch: Branch, known: frozenset[int]) -> Iterator[Case]:
    odd = [k for k in form.lower if k % 2]
    power = next((k for k in (*odd, *form.lower) if k not in known), None)
    why = f"a polynomial of degree {form.degree - 1} with letters in it gives the minimisers"
    if power is None:
        decided = not odd
        yield from _at_shift(form, branch) if decided else undecided(branch, why)
    elif odd:
        for nonzero, inner in split_zero(form.numbers[power], branch):
            rest = form if nonzero else form.without(power)
            yield from _depressed(rest, inner, known | {power})
    else:
        for below, inner in split_below(form.numbers[power], branch):
            done = undecided(inner, why) if below else _depressed(form, inner, known | {power})
            yield from done


def _two(form: Shifted, branch: Branch) -> Iterator[Case]:
    """Two powers and a constant."""
    ((power, number),) = form.lower.items()
    if power % 2:
        for sign, inner in split(number, branch):
            yield from (
                _aside(form, inner, power, sign) if sign else _at_shift(form.without(power), inner)
            )
        return
    for below, inner in split_below(number, branch):
        yield from _aside(form, inner, power, 0) if below else _at_shift(form, inner)


def _at_shift(form: Shifted, branch: Branch) -> Iterator[Case]:
    """Even powers alone, no coefficient negative: least at y = 0."""
    form = form.put(branch)
    at, value = form.shift, form.constant
    words = "every power is even, no coefficient is negative, and the first is positive"
    steps = (
        ProofStep(words, _told(form)),
        ProofStep("so the least value is", f"L({written(at)}) = {written(value)}"),
    )
    yield from case(branch, Minimum(Kind.GLOBAL, ((at,),), value, steps, complete=True))


def _aside(form: Shifted, branch: Branch, power: int, sign: int) -> Iterator[Case]:
    """The least value beside y = 0: where y^(d - k) = -k c/(d a). `sign` of an odd power's c."""
    form = form.put(branch)
    ((_, number),) = form.lower.items()
    top, gap = form.degree, form.degree - power
    size = shortest((sign or -1) * number * power / (top * form.numbers[top]))
    away = Pow(size, Rational(1, gap))
    depth = (sign or -1) * number * (1 - Rational(power, top))
    value = form.constant - depth * Pow(size, Rational(power, gap))
    value = shortest(value) if power % gap == 0 else value
    points = [form.shift - away, form.shift + away] if sign == 0 else [form.shift - sign * away]
    turn = {0: "away from 0 on either side", 1: "to the left of 0", -1: "to the right of 0"}[sign]
    end = ProofStep("so the least value is", f"L({written(points[-1])}) = {written(value)}")
    steps = (*_slopes(form, power, size, turn), end)
    found = Minimum(Kind.GLOBAL, tuple((p,) for p in points), value, steps, complete=True)
    yield from case(branch, found)


def _slopes(form: Shifted, power: int, size: Expr, turn: str) -> tuple[ProofStep, ...]:
    y, top = _letter(form), form.degree
    bend = top * form.numbers[top] * y ** (top - power) + power * form.lower[power]
    factor = f"{written(y ** (power - 1))}*" if power > 1 else ""
    return (
        ProofStep("shifted, L has two powers and a constant", _told(form)),
        ProofStep("its slope is", f"dL/d{y.name} = {factor}({written(bend)})"),
        ProofStep(
            f"L falls until the slope changes its sign {turn}, and grows beyond",
            f"abs({y.name})^{top - power} = {written(size)}",
        ),
    )


def _letter(form: Shifted) -> Symbol:
    return Symbol("y" if form.x.name != "y" else "z", real=True)


def _told(form: Shifted) -> str:
    """L with the shift in it."""
    y = _letter(form)
    whole = polynomial({(k,): c for k, c in form.numbers.items()}, (y,))
    return f"L = {written(whole)} with {y.name} = {written(form.x - form.shift)}"
