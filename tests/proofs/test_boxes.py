"""The check by boxes: its intervals against mpmath, true proofs, and false ones that it refuses."""

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Abs, Integer, Max, N, Rational, cos, exp, log, sin, sqrt, symbols

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs import Kind, Minimum, Problem, minimum
from symdescent.proofs.certify import assured
from symdescent.proofs.kernel.box_intervals import Boxes as Ranges
from symdescent.proofs.kernel.box_intervals import field_of
from symdescent.proofs.kernel.certificates import Boxes, Level, Refusal
from symdescent.proofs.kernel.check import check
from symdescent.proofs.kernel.claim import demand_criticals
from symdescent.proofs.kernel.exact_values import expression
from symdescent.proofs.proof_text import text
from symdescent.proofs.symmetry import symmetry

X, Y = symbols("x y", real=True)
FREE = (None, None)
NODES = [
    X * Y - X**3 / 7 + Y**-2,
    exp(X / 3) * sin(3 * Y) - cos(X * Y),
    log(2 + X) * sqrt(Y + 4) + sympy.atan(X - Y),
    sympy.tan(X / 5) + sympy.sinh(Y) - sympy.cosh(X) + sympy.tanh(X * Y),
    sympy.asin(X / 7) * sympy.acos(Y / 9) + (X**2 + 1) ** Rational(-3, 2),
    Abs(X - Y) * (X + 2) ** Rational(2, 3) - Max(X, Y**2).rewrite(Abs),
]


@pytest.mark.parametrize("node", NODES, ids=str)
def test_intervals_hold_the_values(node):
    """At random points of random boxes, with 40 digits from mpmath."""
    made = random.Random(3)
    corners = np.array([[made.uniform(-1.8, 1.5) for _ in range(2)] for _ in range(60)])
    widths = np.array([[10 ** made.uniform(-9, 0) for _ in range(2)] for _ in range(60)])
    found = Ranges((X, Y), corners, corners + widths).of(node)
    function = sympy.lambdify((X, Y), node, "mpmath")
    tight = 0
    for i in range(60):
        values = []
        for _ in range(5):
            shares = [Fraction(made.random()) for _ in range(2)]
            at = [
                Fraction(c) + s * Fraction(w)
                for c, w, s in zip(corners[i], widths[i], shares, strict=True)
            ]
            with mpmath.workdps(40):
                values.append(function(*(mpmath.mpf(a.numerator) / a.denominator for a in at)))
        assert all(found[0][i] <= v <= found[1][i] for v in values), (node, corners[i], widths[i])
        tight += np.isfinite(found[1][i] - found[0][i]) and widths[i].max() < 1e-5
    assert tight > 5


def test_the_slopes_of_kinks_are_right():
    field = field_of(Problem(Abs(X - Abs(Y)) + Max(X, Y), (X, Y), (FREE, FREE)))
    at = np.array([[2.0, -1.0], [-3.0, -1.0], [0.5, 4.0]])
    for slope, wanted in zip(field.slopes, ([2, -1, -1], [1, 0, 2]), strict=True):
        low, high = Ranges((X, Y), at, at).of(slope)
        assert np.all(low <= wanted) and np.all(high >= wanted) and np.all(high - low < 1e-9)


def proved(formula, box=None):
    variables = tuple(sorted(formula.free_symbols, key=str))
    ends = box or [FREE] * len(variables)
    pairs = tuple(tuple(None if e is None else sympy.sympify(e) for e in pair) for pair in ends)
    problem = Problem(formula, variables, pairs)
    return problem, assured(problem, minimum(problem, 10))


WELLS = 4 * X**2 - Rational(21, 10) * X**4 + X**6 / 3 + X * Y - 4 * Y**2 + 4 * Y**4
WAVED = X**2 + sin(3 * X) + exp(Y) - Y * X / 3 + Y**2 / 9
SHOWN = {
    "camel": (WELLS, [(-3, 3), (-2, 2)]),
    "waves": (WAVED, [(-3, 3), (-3, 3)]),
    "edge": (X**2 + 3 * X * Y + cos(Y), [(Rational(1, 3), 2), (-1, 1)]),
}


@cache
def shown(name):
    """The problem and its true proof."""
    return proved(*SHOWN[name])


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", SHOWN)
def test_true_proofs_are_accepted(name):
    problem, found = shown(name)
    assert isinstance(found.certificate, Boxes)
    told = check(problem, found)
    assert told.accepted and told.complete


def certified(found, **changes):
    return replace(found, certificate=replace(found.certificate, **changes))


def shifted(found, by):
    """Every located coordinate taken from a box that lies elsewhere."""

    def moved(c):
        box = tuple((low + by, high + by) for low, high in c.box)
        return CriticalOf(c.function, c.letters, box, c.index)

    points = tuple(
        tuple(moved(c) if isinstance(c, CriticalOf) else c for c in p) for p in found.points
    )
    return replace(found, points=points)


def other_function(found):
    points = tuple(
        tuple(
            CriticalOf(c.function + c.letters[0] / 10**40, c.letters, c.box, c.index) for c in point
        )
        for point in found.points
    )
    swaps = dict(zip(sum(found.points, ()), sum(points, ()), strict=True))
    return replace(found, points=points, value=found.value.xreplace(swaps))


def twice_the_row(row):
    middle = [(Rational(a) + Rational(b)) / 2 for a, b in zip(row[::2], row[1::2], strict=True)]
    return tuple(str(c + s * 2) for c in middle for s in (-1, 1))


def left_out(found):
    mine = found.certificate
    return replace(
        found, points=found.points[:1], certificate=Boxes(mine.bowls[:1], mine.images[:1])
    )


def bowls(found, change):
    return certified(found, bowls=change(found.certificate.bowls))


def reading(problem, expression):
    return replace(problem, expression=expression)


FALSE = {
    "a minimiser left out": ("camel", lambda p, m: (p, left_out(m))),
    "a bowl left out": ("camel", lambda p, m: (p, bowls(m, lambda b: b[:1]))),
    "bowls exchanged": ("camel", lambda p, m: (p, bowls(m, lambda b: b[::-1]))),
    "a bowl that is not convex": (
        "camel",
        lambda p, m: (p, bowls(m, lambda b: tuple(map(twice_the_row, b)))),
    ),
    "a symmetry that is none": (
        "camel",
        lambda p, m: (p, certified(m, images=((), ("x", "-y")))),
    ),
    "a symmetry that leads elsewhere": (
        "camel",
        lambda p, m: (p, certified(m, images=((), ("x", "y")))),
    ),
    "a changed coefficient": ("camel", lambda p, m: (reading(p, WELLS + X**4 / 10**9), m)),
    "another sign": ("camel", lambda p, m: (reading(p, WELLS - 2 * X * Y), m)),
    "a smaller value": (
        "camel",
        lambda p, m: (p, replace(m, value=m.value - Rational(1, 10**50))),
    ),
    "a larger value": (
        "camel",
        lambda p, m: (p, replace(m, value=m.value + Rational(1, 10**50))),
    ),
    "another box": (
        "camel",
        lambda p, m: (replace(p, box=((-9, Rational(-1, 2)), (-2, 2))), m),
    ),
    "a digit changed": ("waves", lambda p, m: (p, shifted(m, Fraction(1, 10**30)))),
    "a critical point of another function": ("waves", lambda p, m: (p, other_function(m))),
    "the end of the box moved": (
        "edge",
        lambda p, m: (replace(p, box=((Rational(1, 4), Integer(2)), p.box[1])), m),
    ),
    "an unknown domain": ("waves", lambda p, m: (reading(p, WAVED + log(X + 2)), m)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FALSE)
def test_false_proofs_are_refused(name):
    of, falsify = FALSE[name]
    problem, wrong = falsify(*shown(of))
    told = check(problem, wrong)
    assert not told.accepted and told.reason


def test_a_local_minimum_is_no_global_one():
    """The higher well of a quartic, with a good bowl: the boxes do not come to an end."""
    problem = Problem(X**4 / 4 - X**2 / 2 + X / 10, (X,), (FREE,))
    root = sympy.CRootOf(10 * X**3 - 10 * X + 1, 2)
    point, value = (root,), problem.expression.xreplace({X: root})
    bowl = (("3/4", "5/4"),)
    lying = Minimum(Kind.GLOBAL, (point,), value, certificate=Boxes(bowl, ((),)))
    assert not check(problem, lying).accepted
    honest = Minimum(Kind.LOCAL, (point,), value, certificate=Level(bowl))
    assert check(problem, honest).accepted
    assert not check(problem, replace(honest, certificate=Level(((),)))).accepted


def test_what_only_tends_to_its_infimum_is_refused():
    problem = Problem(exp(-X) + Y**2, (X, Y), (FREE, FREE))
    lying = Minimum(Kind.GLOBAL, ((Integer(0), Integer(0)),), Integer(1))
    shown = Boxes((("-1", "1", "-1", "1"),), ((),))
    assert not check(problem, replace(lying, certificate=shown)).accepted


def test_a_level_point_is_level():
    problem = Problem(X**2 - Y**2, (X, Y), (FREE, FREE))
    saddle = Minimum(
        Kind.STATIONARY, ((Integer(0), Integer(0)),), Integer(0), certificate=Level(((),))
    )
    assert check(problem, saddle).accepted
    steep = replace(saddle, points=((Integer(0), Integer(1)),), value=Integer(-1))
    assert not check(problem, steep).accepted
    least = replace(saddle, kind=Kind.LOCAL, certificate=Level((("-1", "1", "-1", "1"),)))
    assert not check(problem, least).accepted


def test_a_located_number_says_what_it_is():
    [(c,)] = proved(X**2 + sin(X))[1].points
    assert c.digits == "-0.450183611294" and str(c) == "-0.450183611294..."
    assert c.is_negative and c.is_real and not c.free_symbols
    assert abs(N(2 * c + cos(c), 40)) < 1e-34
    assert expression(text(c), ()) == c
    demand_criticals(c)
    wide = CriticalOf(c.function, c.letters, ((Fraction(-1), Fraction(1)),), 0)
    for wrong in (
        wide,
        CriticalOf(c.function, c.letters, ((Fraction(1), Fraction(2)),), 0),
        CriticalOf(c.function * Y, c.letters, c.box, 0),
        CriticalOf(c.function, (X, Y), c.box, 0),
    ):
        with pytest.raises(Refusal):
            demand_criticals(wrong)


@pytest.mark.parametrize(
    "inner", ["0", "0, x^2", "5, x^2, x, 0, 1", "0, x^2, 3, 0, 1", "a, x, x, 0, 1"]
)
def test_text_that_is_no_located_number(inner):
    with pytest.raises(Refusal):
        expression(f"CriticalOf({inner})", ())


def test_symmetries():
    function = sin(X) * cos(Y) + (X - Y) ** 2
    seen = symmetry(
        function, (X, Y), (Integer(1), Integer(2)), (1 + 2 * sympy.pi, 2 + 2 * sympy.pi)
    )
    assert seen is not None and seen.images == (X + 2 * sympy.pi, Y + 2 * sympy.pi)
    assert symmetry(function, (X, Y), (Integer(1), Integer(2)), (Integer(2), Integer(1))) is None
    assert symmetry(X * Y, (X, Y), (Integer(1), Integer(2)), (Integer(-2), Integer(-1))) is not None
