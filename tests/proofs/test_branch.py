"""Branch and bound against hand answers; planted errors must not come out as proofs."""

import gzip
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from exact_oracle import complaint
from sympy import Abs, Float, Integer, N, Rational, Symbol, cos, exp, pi, sin, sqrt, symbols
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from symdescent.calculus.critical_number import CriticalOf
from symdescent.messages.typed import typed
from symdescent.proofs import Kind, Minimum, Problem, codec, ladder
from symdescent.proofs.certify import assured
from symdescent.proofs.interval_arrays import Tape
from symdescent.proofs.rungs.branch_and_bound import _exact as exact_answer
from symdescent.proofs.rungs.branch_and_bound import basin, begin, domain_of, pave, within
from symdescent.proofs.steps import Step, Why, enclosed, reason

X, Y, Z = symbols("x y z", real=True)
HALF = Rational(1, 2)
FILE = Path(__file__).parents[1] / "reference" / "go_functions.json.gz"
CAMEL = 4 * X**2 - Rational(21, 10) * X**4 + X**6 / 3 + X * Y - 4 * Y**2 + 4 * Y**4
GOLDSTEIN = (1 + (X + Y + 1) ** 2 * (19 - 14 * X + 3 * X**2 - 14 * Y + 6 * X * Y + 3 * Y**2)) * (
    30 + (2 * X - 3 * Y) ** 2 * (18 - 32 * X + 12 * X**2 + 48 * Y - 36 * X * Y + 27 * Y**2)
)


def problem_of(formula, box=None):
    variables = tuple(sorted(formula.free_symbols, key=str))
    pairs = box or [(None, None)] * len(variables)
    ends = tuple(tuple(None if e is None else sympy.sympify(e) for e in p) for p in pairs)
    return Problem(formula, variables, ends)


EXACT = [
    (X**2 + X * Y + Y**2 - 3 * X, [(0, 1), (2, 3)], Rational(15, 4), [(HALF, 2)]),
    (X**2 + 3 * X * Y + Y**2, [(-1, 1), (-1, 2)], Rational(-5, 4), [(-1, Rational(3, 2))]),
    (X**2 + 3 * X * Y + Y**2, [(-1, 1), (-1, 1)], -1, [(-1, 1), (1, -1)]),
    (X * sin(X), [(0, 10)], 10 * sin(10), [(10,)]),
    (X * Y - X, [(0, 1), (Rational(1, 10), Rational(1, 3))], Rational(-9, 10), [(1, HALF / 5)]),
    (X**X, [(Rational(1, 10), 3)], exp(-exp(-1)), [(exp(-1),)]),
    (GOLDSTEIN, [(-2, 2), (-2, 2)], 3, [(0, -1)]),
    (
        sin(X + Y) + (X - Y) ** 2 - 3 * X / 2 + 5 * Y / 2 + 1,
        [(Rational(-3, 2), 4), (-3, 4)],
        -pi / 3 - sqrt(3) / 2,
        [(HALF - pi / 3, -HALF - pi / 3)],
    ),
    (X**2 + Y**2 * exp(X) - cos(X * Y), None, -1, [(0, 0)]),
    (
        X**2 * Y**2 * (X**2 + Y**2 - 1),
        None,
        Rational(-1, 27),
        [(a * sqrt(3) / 3, b * sqrt(3) / 3) for a in (-1, 1) for b in (-1, 1)],
    ),
]


@pytest.mark.slow_beyond(6)
@pytest.mark.parametrize(("formula", "box", "value", "points"), EXACT, ids=str)
def test_exact(formula, box, value, points):
    problem = problem_of(formula, box)
    found = within(problem, 30, afresh=True)
    assert found is not None and found.kind is Kind.GLOBAL, found
    assert sympy.expand(found.value - value) == 0 and found.complete
    assert set(found.points) == {tuple(map(sympy.sympify, p)) for p in points}
    assert complaint(problem, found) == ""
    assert codec.read_minimum(codec.write_minimum(found)) == found


LOCATED = [  # values and points to 30 digits by mpmath's findroot on the gradient
    (
        X**2 + sin(X),
        None,
        "-0.232465575158215636519902210087",
        [("-0.450183611294873573036538696763",)],
    ),
    (
        CAMEL,
        [(-3, 3), (-2, 2)],
        "-1.03162845348987735041636543715",
        [
            ("-0.0898420131003180624224905606220", "0.712656403020739633397265814228"),
            ("0.0898420131003180624224905606220", "-0.712656403020739633397265814228"),
        ],
    ),
    (
        sin(X) + sin(10 * X / 3),
        [(Rational(27, 10), Rational(15, 2))],
        "-1.89959934915211335200013656522",
        [("5.14573529025612795763312458535",)],
    ),
    (X**2 + sin(X) + Y**4 + Y**2, None, "-0.232465575158215636519902210087", None),
]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(("formula", "box", "value", "points"), LOCATED, ids=str)
def test_located(formula, box, value, points):
    """What has no short name is located: the digits are right, and the check accepts the boxes."""
    problem = problem_of(formula, box)
    found = within(problem, 10, afresh=True)
    assert found is not None and found.kind is Kind.GLOBAL and found.complete
    assert abs(N(found.value, 30) - Float(value, 30)) < Float("1e-27")
    if points is None:
        assert found.points[0][1] == 0 and isinstance(found.points[0][0], CriticalOf)
    else:
        assert len(found.points) == len(points)
        for mine, theirs in zip(found.points, points, strict=True):
            pairs = zip(mine, theirs, strict=True)
            assert all(abs(N(a, 30) - Float(b, 30)) < Float("1e-26") for a, b in pairs)
    assert codec.read_minimum(codec.write_minimum(found)) == found
    judged = assured(problem, found)
    assert judged.certificate is not None and judged.all_checked


@pytest.mark.parametrize(
    ("formula", "digits"),
    [
        (X**2 + sin(X), "-0.232465575158"),
        (10**20 * X**2 + sin(X), "-0.000000000000000000002"),
        ((X - 12345) ** 2 + sin(X), "-0.995844720513"),
    ],
    ids=str,
)
def test_what_is_told_of_a_located_point_is_true(formula, digits):
    """The digits of its value, and the width of the box that holds it."""
    found = within(problem_of(formula, None), 10, afresh=True)
    told = {step.rule: step for step in found.proof}
    _, formula = typed(told[Step.FIRST_DIGITS])
    assert formula.endswith(f") = {digits}...")
    assert abs(N(found.value, 30) - Float(digits, 30)) < Float("1e-11")
    [(low, high)] = found.points[0][0].box
    (width,) = map(Fraction, told[Step.ONLY_ZERO_IN_BOX].given["width"])
    assert width / 10 < high - low <= width


BRACKETED = [
    (Abs(X - Y) + Abs(X + Y) + exp(X) * Abs(Y - HALF) + X**2, [(-2, 2), (-2, 2)], None),
]


@pytest.mark.slow
@pytest.mark.parametrize(("formula", "box", "value"), BRACKETED, ids=str)
def test_bracket(formula, box, value):
    found = within(problem_of(formula, box), 5, afresh=True)
    assert found is not None and found.kind is Kind.UNDECIDED
    low, high = found.bracket
    assert low <= high and [r.kind for r in found.reasons] == [Why.ENCLOSED]
    if value is not None:
        assert low <= Rational(value) + Rational(1, 10**15) and Rational(value) <= high
        assert high - low < Rational(1, 10**6)
    assert codec.read_minimum(codec.write_minimum(found)) == found


def test_the_narrower_bracket_is_kept():
    ends = Rational(-3, 10), Rational(-1, 5)
    why = reason(Why.HESSIAN_OPEN), enclosed(*ends)
    best = Minimum(Kind.LOCAL, reasons=why, bracket=ends)
    narrow, late = (Rational(-1, 4), Rational(-1, 5)), (reason(Why.LATE),)
    other = Minimum(Kind.UNDECIDED, reasons=late, bracket=narrow)
    for one, two in ((best, other), (other, best)):
        kept = ladder.strongest(one, two)
        assert kept.kind is Kind.LOCAL and kept.bracket == other.bracket
        assert kept.reasons == (why[0], enclosed(*narrow))
    ends = Integer(-1), Integer(1)
    wide = replace(other, bracket=ends, reasons=(enclosed(*ends),))
    assert ladder.strongest(wide, best).bracket == best.bracket
    assert enclosed(*ends) not in ladder.strongest(wide, best).reasons


UNTOLD = [
    (exp(-X) + Y**2, None),  # not attained
    (X * exp(-(X**2)) - Y, None),  # unbounded
    (X**3 - Y, [(None, 0), (0, 1)]),  # falls where the box is open
    (Abs(X) + X**2 * Y**2, [(-1, 1), (-1, 1)]),  # a line of minimisers, with a kink
    (1 / X + Y**2, [(-1, 1), (-1, 1)]),  # a pole
    (sympy.log(X) + Y**2, [(0, 1), (-1, 1)]),  # falls towards an end
    ((X + Y - 1) ** 2 * (2 + sin(X)), [(0, 1), (0, 1)]),  # a line
]


@pytest.mark.slow
@pytest.mark.parametrize(("formula", "box"), UNTOLD, ids=str)
def test_nothing_final_is_said_where_there_is_no_such_minimum(formula, box):
    found = within(problem_of(formula, box), 1, afresh=True)
    assert found is None or found.kind is Kind.UNDECIDED
    if found is not None:
        assert found.bracket[0] <= 0 <= found.bracket[1] + Rational(1, 10**6)


@pytest.mark.slow
def test_a_search_is_gone_on_with():
    problem = problem_of(GOLDSTEIN, [(-2, 2), (-2, 2)])
    first = within(problem, 0.02, afresh=True)
    assert first is None or first.kind is Kind.UNDECIDED
    assert within(problem, 30).kind is Kind.GLOBAL
    assert within(problem, 30) is None
    assert within(problem, 30, afresh=True).kind is Kind.GLOBAL


def test_the_end_of_a_box_that_no_double_meets():
    third = Rational(1, 3)
    found = within(problem_of(X + Y**2, [(third, 1), (Rational(-1, 7), 1)]), 5, afresh=True)
    assert (found.value, found.points) == (third, ((third, Integer(0)),))


def settled(formula, box):
    problem = problem_of(formula, box)
    state = begin(Tape(problem.expression, problem.variables), domain_of(problem))
    pave(state, 10)
    assert state.done
    return problem, state


def test_planted_errors_are_refused():
    problem, state = settled(*EXACT[1][:2])
    assert exact_answer(problem, state).value == Rational(-5, 4)
    good = state.upper, state.basins
    state.upper = -1.3  # as if a point lower than the least had been seen
    assert exact_answer(problem, state) is None
    state.upper, state.basins = good[0], [replace(b, bound=-1.2) for b in good[1]]
    state.stuck = replace(state.stuck, bound=np.array([-1.2]))
    state.upper = -1.1
    assert exact_answer(problem, state) is None  # the named value is below every bound
    state.basins = [replace(b, low=b.centre, high=b.centre + 1e-9) for b in good[1]]
    moved = [replace(b, low=b.centre + 0.01, high=b.centre + 0.1) for b in good[1]]
    for wrong in (moved, []):
        state.upper, state.basins = good[0], wrong
        assert exact_answer(problem, state) is None  # the named point lies in no basin


def test_only_a_gradient_of_exactly_zero_counts():
    tilt = Rational(1, 10**40)
    found = within(problem_of(X**2 + Y**2 + X * Y + tilt * X, [(-1, 1), (-1, 1)]), 5, afresh=True)
    assert found.kind is Kind.UNDECIDED or found.points != ((Integer(0), Integer(0)),)


def test_a_basin_is_only_claimed_where_the_function_bends_up():
    def at(formula, point, box=None):
        problem = problem_of(formula, box)
        tape = Tape(problem.expression, problem.variables)
        return basin(tape, np.array(point), domain_of(problem))

    assert at(X**2 - Y**2, [0.0, 0.0]) is None
    assert at(X**4 + Y**2, [0.0, 0.0]) is None
    assert at(Abs(X) + Y**2, [0.0, 0.0]) is None
    assert at(X**2 - Y, [0.0, 1.0]) is None
    assert at(X**2 - Y, [0.0, 1.0], [(-1, 1), (0, 1)]) is not None  # pressed against an end
    assert at(X**2 - Y, [0.0, 1.0], [(-1, 1), (0, 2)]) is None


def entries():
    return {e["name"]: e for e in json.loads(gzip.decompress(FILE.read_bytes()))}


def public(entry):
    names = {name: Symbol(name, real=True) for name in entry["variables"]}
    steps = (*standard_transformations, rationalize)
    formula = parse_expr(entry["formula"], names, transformations=steps)
    box = tuple(tuple(Rational(str(e)) for e in pair) for pair in entry["box"])
    return Problem(formula, tuple(names.values()), box)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Adjiman", "Beale", "Branin02", "Problem07", "Ursem01", "Zirilli"]
)
def test_public_functions(name):
    entry = entries()[name]
    found = within(public(entry), 20, afresh=True)
    low, high = (found.value, found.value) if found.kind is Kind.GLOBAL else found.bracket
    wanted, slack = Float(entry["fmin"], 30), Float("1e-8")
    assert N(low, 30) - slack <= wanted <= N(high, 30) + slack
    assert N(high - low, 30) < Float("1e-5")
