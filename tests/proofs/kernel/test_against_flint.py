"""Every operation of the kernel's arithmetic beside FLINT's `arb`, which shares no code with it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import sympy
from mpmath import mp, mpf
from sympy import Rational, Symbol

from symdescent.proofs.kernel.balls import CONSTANTS, RULES, Ball, ball, ball_at, fraction
from symdescent.proofs.kernel.box_intervals import RULES as BOX_RULES
from symdescent.proofs.kernel.box_intervals import Boxes
from symdescent.proofs.kernel.certificates import Unfollowed

flint = pytest.importorskip("flint", reason="python-flint is missing: pip install python-flint")
X, Y = Symbol("x", real=True), Symbol("y", real=True)
FINE = 600  # bits of the reference
QUICK, MANY = 300, 4000
DOMAINS = {"exp": 200.0, "sinh": 200.0, "cosh": 200.0, "asin": 1.0, "acos": 1.0, "sin": 1e7}
NEAREST = {
    "log": 1e-8,
    "half": 1e-8,
    "third": 1e-8,
    "minus_half": 1e-8,
    "two_thirds": 1e-8,
}  # arguments above 0
EXACT = {"Abs", "Max", "Min", "sign"}  # operations that round nothing


def arb_power(top, bottom=1):
    """x^(top/bottom); of a negative x for whole powers alone."""
    if bottom == 1:
        return lambda x: x**top
    exponent = flint.fmpq(top, bottom)  # exact: an arb would have the bits of today
    return lambda x: (exponent * x.log()).exp() if x > 0 else flint.arb.nan()


POWERS = {
    "square": (X**2, arb_power(2)),
    "cube": (X**3, arb_power(3)),
    "seventh": (X**7, arb_power(7)),
    "inverse": (1 / X, arb_power(-1)),
    "minus_two": (X**-2, arb_power(-2)),
    "half": (sympy.sqrt(X), arb_power(1, 2)),
    "third": (X ** Rational(1, 3), arb_power(1, 3)),
    "minus_half": (X ** Rational(-1, 2), arb_power(-1, 2)),
    "two_thirds": (X ** Rational(2, 3), arb_power(2, 3)),
    "sum": (X + Y, lambda x, y: x + y),
    "product": (X * Y, lambda x, y: x * y),
}
NAMED = ("exp log sin cos tan atan asin acos sinh cosh tanh asinh erf Abs Max Min").split()
REFERENCES = {"Abs": abs, "Max": lambda x, y: x.max(y), "Min": lambda x, y: x.min(y)}


def operation(name):
    """The expression in x (and y), and the same of arb."""
    if name in POWERS:
        return POWERS[name]
    node = getattr(sympy, name)(*((X, Y) if name in ("Max", "Min") else (X,)))
    return node, REFERENCES.get(name) or (lambda x: getattr(x, name)())


BALLS = [*NAMED, *POWERS]
BOXES = [n for n in NAMED if getattr(sympy, n) in BOX_RULES] + list(POWERS)


@dataclass(frozen=True)
class Case:
    """The ends of the arguments, those of the result, and numbers between the arguments' ends."""

    arguments: list[tuple[Fraction, Fraction]]
    result: tuple[object, object]
    samples: list[list[Fraction]]

    @property
    def is_thin(self):
        return all(low == high for low, high in self.arguments)


def drawn(made: random.Random, name: str) -> tuple[float, float]:
    """A middle of some size and half a width, often 0."""
    most = DOMAINS.get(name, DOMAINS["sin"] if name in ("cos", "tan") else 1e3)
    middle = min(10 ** made.uniform(-8, 7.1), most * made.random()) * made.choice([1, -1])
    width = made.choice([0.0, abs(middle) * 10 ** made.uniform(-14, -1), 10 ** made.uniform(-9, 0)])
    width = min(width, most - abs(middle)) if name in ("asin", "acos") else width
    if name in NEAREST:
        middle = max(abs(middle), NEAREST[name])
        width = min(width, middle / 4)
    return middle, width


def within(made: random.Random, ends: tuple[Fraction, Fraction]) -> list[Fraction]:
    low, high = ends
    return [low, high, low + (high - low) * Fraction(made.random())]


def ball_cases(name: str, count: int, seed: int = 1) -> Iterator[Case]:
    made, node = random.Random(f"{name}{seed}"), operation(name)[0]
    for _ in range(count):
        bits = made.choice([60, 90, 200])
        with mp.workprec(bits):
            seeds = {
                v: Ball(*map(mpf, drawn(made, name))) for v in sorted(node.free_symbols, key=str)
            }
            try:
                found = ball_at(node, seeds)
            except Unfollowed:
                continue
        arguments = [ends_of(b) for b in seeds.values()]
        yield Case(arguments, ends_of(found), [within(made, ends) for ends in arguments])


def ends_of(found: Ball) -> tuple[Fraction, Fraction]:
    middle, radius = fraction(found.middle), fraction(found.radius)
    return middle - radius, middle + radius


def box_cases(name: str, count: int, seed: int = 1) -> Iterator[Case]:
    made, node = random.Random(f"{name}{seed}"), operation(name)[0]
    letters = sorted(node.free_symbols, key=str)
    pairs = [[drawn(made, name) for _ in letters] for _ in range(count)]
    low = np.array([[m - w for m, w in row] for row in pairs])
    high = np.array([[m + w for m, w in row] for row in pairs])
    bottom, top = Boxes(letters, low, high).of(node)
    for i in range(count):
        rows = zip(low[i].tolist(), high[i].tolist(), strict=True)
        arguments = [(Fraction(a), Fraction(b)) for a, b in rows]
        result = float(bottom[i]), float(top[i])
        yield Case(arguments, result, [within(made, ends) for ends in arguments])


def as_arb(number):
    if isinstance(number, Fraction):
        return flint.arb(flint.fmpq(number.numerator, number.denominator))
    return flint.arb(number)


def outside(case: Case, reference) -> bool:
    """Whether a value lies outside of the result for certain."""
    low, high = map(as_arb, case.result)
    for point in zip(*case.samples, strict=True):
        value = reference(*map(as_arb, point))
        if value.is_finite() and (value < low or value > high):
            return True
    return False


@pytest.fixture(autouse=True)
def many_bits():
    before, flint.ctx.prec = flint.ctx.prec, FINE
    yield
    flint.ctx.prec = before


def violations(cases: Iterator[Case], name: str, least: int) -> list[Case]:
    reference, found, seen = operation(name)[1], [], 0
    for case in cases:
        seen += 1
        if outside(case, reference):
            found.append(case)
    assert seen >= least, f"{name}: {seen} arguments only"
    return found


@pytest.mark.parametrize("name", BALLS)
def test_balls_hold_the_values(name):
    assert violations(ball_cases(name, QUICK), name, QUICK // 2) == []


@pytest.mark.parametrize("name", BOXES)
def test_box_intervals_hold_the_values(name):
    assert violations(box_cases(name, QUICK), name, QUICK) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", BALLS)
def test_balls_hold_the_values_of_many(name):
    assert violations(ball_cases(name, MANY, 2), name, MANY // 2) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", BOXES)
def test_box_intervals_hold_the_values_of_many(name):
    assert violations(box_cases(name, MANY, 2), name, MANY) == []


def spoilt(case: Case, side: int) -> Case:
    """One end moved inwards by twice the slack, which is half the width for exact arguments."""
    end = case.result[0 if side > 0 else 1]
    return Case(case.arguments, (end, end), case.samples)


@pytest.mark.parametrize("cases", [ball_cases, box_cases], ids=["balls", "box intervals"])
@pytest.mark.parametrize("side", [-1, 1], ids=["low end", "high end"])
def test_an_end_wrong_by_twice_the_slack_is_seen(cases, side):
    for name in BALLS if cases is ball_cases else BOXES:
        if name not in EXACT:
            thin = [case for case in cases(name, 200) if case.is_thin]
            caught = [case for case in thin if outside(spoilt(case, side), operation(name)[1])]
            assert len(thin) > 10 and len(caught) > len(thin) / 2, (name, len(thin), len(caught))


@pytest.mark.parametrize("cases", [ball_cases, box_cases], ids=["balls", "box intervals"])
def test_exact_arguments_have_narrow_results(cases):
    """Else the tests above would tell nothing."""
    for name in BALLS if cases is ball_cases else BOXES:
        for case in cases(name, 200):
            low, high = case.result
            if case.is_thin and max(map(abs, case.arguments[0])) < 10**3:
                assert high - low <= 2.0**-38 * (1 + abs(low)), (name, case)


def test_no_operation_is_left_out():
    known = {getattr(sympy, name) for name in NAMED} | {sympy.Add, sympy.Mul}
    assert set(RULES) <= known
    assert set(BOX_RULES) <= known | {sympy.sign}  # whose values are -1, 0, 1


def test_constants():
    phi = (1 + flint.arb(5).sqrt()) / 2
    known = {sympy.pi: flint.arb.pi(), sympy.E: flint.arb.const_e(), sympy.GoldenRatio: phi}
    assert set(known) == set(CONSTANTS)
    for constant, value in known.items():
        for bits in range(30, 300, 7):
            low, high = map(as_arb, ends_of(ball(constant, bits)))
            assert low < value < high


def test_roots_of_polynomials():
    made = random.Random(3)
    for _ in range(40):
        numbers = [made.randint(-50, 50) for _ in range(made.randint(3, 7))] + [1]
        poly = sympy.Poly(numbers[::-1], X)
        if not poly.is_irreducible:
            continue
        known = sorted(
            (r.real for r, _ in flint.fmpz_poly(numbers).complex_roots() if r.imag == 0), key=float
        )
        assert len(known) == poly.count_roots()
        for index, value in enumerate(known):
            low, high = map(as_arb, ends_of(ball(sympy.CRootOf(poly, index), 120)))
            assert low < value < high
