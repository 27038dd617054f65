"""The truth about formulas chosen to lead astray, worked out by hand."""

from decimal import Decimal

import pytest
import sympy
from exact_oracle import complaint
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    acos,
    asin,
    atan,
    cos,
    exp,
    log,
    pi,
    sin,
    sqrt,
    symbols,
    tanh,
)

from symdescent.proofs import Kind, Minimum, Problem, ladder
from symdescent.proofs.steps import Why

X, Y, Z = symbols("x y z", real=True)
T, S, K = Symbol("t", real=True), Symbol("s", real=True), Symbol("k", integer=True)
HALF = Rational(1, 2)
QUICK = [rung for rung in ladder.RUNGS if not rung.name.startswith("branch, ")]


def problem_of(formula, box=None, variables=None):
    formula = sympy.sympify(formula)
    variables = variables or tuple(sorted(formula.free_symbols, key=str))
    ends = box or [(None, None)] * len(variables)
    exact = tuple(tuple(None if e is None else sympy.sympify(e) for e in pair) for pair in ends)
    return Problem(formula, variables, exact)


def solve(formula, box=None, variables=None):
    return ladder.settle(problem_of(formula, box, variables))


ATTAINED = [
    ((X - 4) ** 2 / 2, 0, [(4,)]),
    ((X + Y - 1) ** 2 + 2, 2, [(1 - T, T)]),
    ((1 + X**2) ** (1 + X**2), 1, [(0,)]),
    ((X**2 + Y**2 - 4) ** 2, 0, [(2 * cos(T), 2 * sin(T))]),
    ((X**2 + 4 * Y**2 - 2 * X) ** 2 + 1, 1, [(1 + cos(T), sin(T) / 2)]),
    ((4 - X**2 - Y**2 - Z**2) ** 2, 0, [(2 * cos(S) * cos(T), 2 * cos(S) * sin(T), 2 * sin(S))]),
    ((X - Y) ** 2 + (X + Y + Z) ** 2, 0, [(-T, -T, 2 * T)]),
    (X**4 - 3 * X**3 + 2, Rational(-1675, 256), [(Rational(9, 4),)]),
    ((X**2 - 2) ** 2 * (X**2 - 3) ** 2, 0, [(-sqrt(3),), (-sqrt(2),), (sqrt(2),), (sqrt(3),)]),
    (X / (1 + X**2), -HALF, [(-1,)]),
    (Abs(X**2 - 2) + X, -sqrt(2), [(-sqrt(2),)]),
    (Abs(X - 1) + Abs(X + 2), 3, [(T,)]),
    (Max(X, 1 - X), HALF, [(HALF,)]),
    (Min(X**2, (X - 1) ** 2 - 1), -1, [(1,)]),
    (Piecewise((X**2, X < 1), (X - 3, True)), -2, [(1,)]),
    (X - sqrt(X), Rational(-1, 4), [(Rational(1, 4),)]),
    (sqrt(X - 1) + X, 1, [(1,)]),
    (X * log(X), -exp(-1), [(exp(-1),)]),
    (-X * exp(-X), -exp(-1), [(1,)]),
    (X * sqrt(4 - X**2), -2, [(-sqrt(2),)]),
    (exp(X) - X, 1, [(0,)]),
    (2 * exp(X) + exp(-X), 2 * sqrt(2), [(log(sqrt(2) / 2),)]),
    (cos(X) * cos(4 * X), -1, [(2 * pi * K + pi,)]),
    (sin(X) + cos(X), -sqrt(2), [(2 * pi * K - 3 * pi / 4,)]),
    (1 / (2 + cos(X)), Rational(1, 3), [(2 * pi * K,)]),
    (X**4 + Y**4 - 4 * X * Y, -2, [(-1, -1), (1, 1)]),
    (X**4 - X**2 + Y**2, Rational(-1, 4), [(-sqrt(2) / 2, 0), (sqrt(2) / 2, 0)]),
    (X**2 * Y**2, 0, [(0, T), (T, 0)]),
    ((X * Y - 1) ** 2, 0, [(T, 1 / T)]),
    (exp(X) + exp(Y) - X - Y, 2, [(0, 0)]),
    (exp(X - Y) + exp(Y - X), 2, [(T, T)]),
    (log(exp(X) + exp(-X) + exp(Y) + exp(-Y)), log(4), [(0, 0)]),
    (X**2 + sqrt(X**2 + 1) + exp(Y) - Y, 2, [(0, 0)]),
    (asin(X), -pi / 2, [(-1,)]),
    (3 - 2 * asin(2 * X), 3 - pi, [(HALF,)]),
    (acos(X) + Y**2, 0, [(1, 0)]),
    (2 + 3 * exp(X**4 + Y**4 - 4 * X * Y), 2 + 3 * exp(-2), [(-1, -1), (1, 1)]),
    (log(X**4 + Y**4 - 4 * X * Y + 3), 0, [(-1, -1), (1, 1)]),
    (sqrt(X**4 + Y**4 - 4 * X * Y + 2) - 1, -1, [(-1, -1), (1, 1)]),
    (-tanh(1 - X**2 - Y**4), -tanh(1), [(0, 0)]),
]


@pytest.mark.slow_beyond(22)
@pytest.mark.parametrize(("formula", "value", "points"), ATTAINED, ids=str)
def test_attained(formula, value, points):
    found = solve(formula)
    assert found.kind is Kind.GLOBAL
    assert sympy.expand(found.value - value) == 0
    assert set(found.points) == {tuple(map(sympy.sympify, p)) for p in points}
    assert found.complete
    assert found.proof and complaint(problem_of(formula), found) == ""


TRAPS = [  # other systems lose these critical points, or the pole; values by scipy
    (
        4 * X**2 - Rational(21, 10) * X**4 + X**6 / 3 + X * Y - 4 * Y**2 + 4 * Y**4,
        "-1.03162845348987735",
        2,
    ),
    (X**4 + Y**4 - 4 * X * Y + X, "-3.04387011575101", 1),
    (X**2 + 1 / X**2, "2", 2),
]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(("formula", "value", "count"), TRAPS, ids=str)
def test_traps(formula, value, count):
    found = solve(formula)
    assert found.kind is Kind.GLOBAL and found.complete and len(found.points) == count
    assert abs(sympy.N(found.value, 30) - sympy.Float(value, 30)) < Rational(1, 10**9)


BOXED = [
    (X**2, [(1, 2)], 1, [(1,)]),
    (X**2, [(-1, None)], 0, [(0,)]),
    (X**2, [(None, -3)], 9, [(-3,)]),
    (X**2 - 2 * X, [(0, 1)], -1, [(1,)]),
    (-X, [(None, 3)], -3, [(3,)]),
    (X**3, [(-2, 2)], -8, [(-2,)]),
    (X, [(2, 2)], 2, [(2,)]),
    (exp(X), [(2, 2)], exp(2), [(2,)]),
    (1 / X, [(1, 4)], Rational(1, 4), [(4,)]),
    (X * exp(-X), [(0, None)], 0, [(0,)]),
    (X + 1 / X, [(0, None)], 2, [(1,)]),
    (X**2 + Y**2, [(1, 2), (None, None)], 1, [(1, 0)]),
    (X**2 + Y, [(None, None), (0, 5)], 0, [(0, 0)]),
    (X * log(X), [(1, 2)], 0, [(1,)]),
    (-(X**2), [(-1, 1)], -1, [(-1,), (1,)]),
]


@pytest.mark.parametrize(("formula", "box", "value", "points"), BOXED, ids=str)
def test_in_a_box(formula, box, value, points):
    found = solve(formula, box)
    assert (found.kind, found.value) == (Kind.GLOBAL, value)
    assert set(found.points) == {tuple(map(sympy.sympify, p)) for p in points}


UNBOUNDED = [
    X**3,
    -(X**2),
    X**2 - Y**2,
    X * Y,
    2 * X + 3,
    1 / X,
    X**2 / (X - 1),
    (X**2 - 1) ** 2 / (X - 1),
    log(X),
    log(X) / X,
    X - exp(X),
    sin(X) + X / 10,
    X * Y * Z,
    X**2 + Y**2 + Z**2 + X * Y * Z,
    sin(X + Y) + (X - Y) ** 2 - 3 * X / 2 + 5 * Y / 2 + 1,
    Max(X, Y),
    (X * Y) ** 3 + 1,
    -log(1 + X**2 * Y**2),
    -sqrt(X**2 + Y**2 - X * Y + 7),
]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("formula", UNBOUNDED, ids=str)
def test_unbounded(formula):
    found = ladder.strongest(solve(formula), _last(formula))
    assert found.kind is Kind.UNBOUNDED
    assert found.points == () and found.value is None and found.proof


def _last(formula):
    *_, found = ladder.climb(problem_of(formula), rungs=QUICK)
    return found


NOT_ATTAINED = [
    (1 / X**2, 0),
    (1 / (1 + X**2), 0),
    (exp(X), 0),
    (tanh(X), -1),
    ((X * Y - 1) ** 2 + X**2, 0),
    (log(1 + exp(-X - Y)) + log(1 + exp(-X + Y)), 0),
    (Piecewise(((X - 1) ** 2, X < 0), (2 + X, True)), 1),
    (exp(X) + Y**2, 0),
    (exp(X * Y), 0),
    (exp(-(X**2)), 0),
    (1 + 2 * exp(-(X**2) - X * Y), 1),
    (-atan(X**2 + X * Y), -pi / 2),
    (log(1 + exp(X * Y)), 0),
]


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize(("formula", "value"), NOT_ATTAINED, ids=str)
def test_not_attained(formula, value):
    found = _last(formula)
    assert (found.kind, found.value, found.points) == (Kind.NOT_ATTAINED, value, ())


TEMPTING = [
    (X**2 + (1 / log(X)) ** 2, None),  # 1/log(0) is no number, though sympy says 0
    (sqrt(X**3 - X**2) + X, None),  # defined at 0, alone
    (sqrt(X) * sqrt(Y), None),  # on y = x it looks like x
    (sin(2 * X) / sin(X), None),  # not defined where it would be -2
    (1 / (log(1 / (X**3 - X)) * Abs(X)), [(1, 1)]),
    (log(X**4 + Y**4 - 4 * X * Y), None),  # its inner part has a minimum below 0
    (sqrt(X**4 + Y**4 - 4 * X * Y + 1), None),
    (X**X, None),  # (-1)^(-1) is lower than all of x > 0
    (X**X, [(-2, 3)]),
]
ALLOWED = {
    TEMPTING[1][0]: (Kind.GLOBAL, 0),
    TEMPTING[2][0]: (Kind.GLOBAL, 0),
    TEMPTING[3][0]: (Kind.NOT_ATTAINED, -2),
    TEMPTING[6][0]: (Kind.GLOBAL, 0),
}


@pytest.mark.long_beyond(3)
@pytest.mark.slow
@pytest.mark.parametrize(("formula", "box"), TEMPTING, ids=str)
def test_no_haste(formula, box):
    answers = ladder.climb(problem_of(formula, box), rungs=QUICK)
    *_, found = Minimum(Kind.UNDECIDED), *answers
    claim = (found.kind, found.value)
    assert found.kind not in ladder.FINAL or claim == ALLOWED.get(formula)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        (X**2 * Y**2 * (X**2 + Y**2 - 1), Kind.LOCAL),
        (X**4 * Y - X**2 * Y**2 + sin(X * Y) + Y**4 * X**2, Kind.STATIONARY),
    ],
)
def test_weaker_words(formula, kind):
    answers = [m.kind for m in ladder.climb(problem_of(formula))]
    assert answers[:1] == [kind] or Kind.UNBOUNDED in answers


def test_words_for_no_answer():
    (found,) = ladder.climb(problem_of(X**2 + sin(X)), rungs=QUICK[:9])
    (why,) = found.reasons
    assert why.kind is Why.ROOT_WITHOUT_NAME
    assert why.given == {"function": (2 * X + cos(X),), "near": (Decimal("-0.450184"),)}
    assert Why.BOX_EMPTY in [r.kind for r in solve(X, [(3, 2)]).reasons]


def test_idle_variables_are_free():
    found = solve(X**2, [(None, None), (0, 5)], (X, T))
    assert found.points == ((Integer(0), Symbol("s", real=True)),)
    assert found.parameters == {"s": "0 <= s <= 5"}


def test_a_hundred_variables():
    names = symbols("x0:100", real=True)
    squares = [(a - b) ** 2 + (a - 1) ** 2 for a, b in zip(names, names[1:], strict=False)]
    found = solve(sympy.Add(*squares), variables=names)
    assert found.points == ((Integer(1),) * 100,) and found.value == 0


@pytest.mark.slow
def test_near_ties_are_told_apart():
    tilted = (X**2 - 2) ** 2 * (X**2 - 3) ** 2 + X / 10**9
    found = solve(tilted)
    assert len(found.points) == 1
    assert abs(sympy.N(found.points[0][0], 30) + sqrt(3)) < Rational(1, 10**8)
