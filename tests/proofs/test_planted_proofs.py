"""False proofs, each made from a true one by one change: none passes the check."""

from dataclasses import replace

import pytest
import sympy
from sympy import Abs, Integer, Max, Min, Piecewise, Rational, Symbol, cos, exp, log, pi, sin, sqrt

from symdescent.proofs import Kind, Minimum, Problem
from symdescent.proofs.kernel.certificates import (
    Approach,
    Bowl,
    Chart,
    Convex,
    Cover,
    Escape,
    Parts,
    Slopes,
    Squares,
    Summand,
    TermBounds,
)
from symdescent.proofs.kernel.check import check

X, Y, Z = sympy.symbols("x y z", real=True)
T, U, K = Symbol("t", real=True), Symbol("u", real=True), Symbol("k", integer=True)
FREE = (None, None)
HALF = Rational(1, 2)


def problem(formula, **box):
    formula = sympy.sympify(formula)
    variables = tuple(sorted(formula.free_symbols, key=str))
    ends = [box.get(v.name, FREE) for v in variables]
    exact = tuple(tuple(None if e is None else sympy.sympify(e) for e in pair) for pair in ends)
    return Problem(formula, variables, exact)


def at(value, *points, **more):
    points = tuple(tuple(map(sympy.sympify, p)) for p in points)
    return Minimum(Kind.GLOBAL, points, sympy.sympify(value), complete=True, **more)


def no_minimum(kind, value=None):
    return Minimum(kind, value=None if value is None else sympy.sympify(value))


BOWL = problem(X**2 - 2 * X * Y + 2 * Y**2 - 2 * Y)
LINE = problem((X + Y - 1) ** 2)
QUARTIC = problem(X**4 - 3 * X**3 + 2)
TIES = problem((X**2 - 2) ** 2)
KINK = problem(Abs(X**2 - 2) + X)
POLE = problem(X**2 / (X - 1))
BRANCH = problem(Piecewise((X**2, X < 1), (X - 3, True)))
WAVES = problem(X**2 + 2 * cos(Y) + Abs(Z) + 3)
SHAPE = problem(exp(X) + exp(Y) - X - Y)
ENTROPY = problem(X * log(X))
FALL = problem(-X * exp(-X))
SADDLE = problem(X**2 - Y**2)
DRIFT = problem(X / 10 + sin(X))
TAIL = problem(exp(X) + Y**2)
NEVER = problem((X * Y - 1) ** 2 + X**2)
NEVER_TERMS = TermBounds((("(x*y - 1)^2", "0"), ("x^2", "0")))
SUM = problem(X**4 - X**2 + Y**2)
SOS = problem(X**4 + Y**4 - 4 * X * Y)
TURN = problem(sin(X) + cos(X))
BOXED = problem(X**2 + Y**2, x=(1, 2))
KINKS = (("-8", "-7/5"), ("-1/2", "-1/2"), ("1/2", "1/2"), ("7/5", "8"))
LOW = (("-1", "-1"), ("0", "0"), ("1", "1"))
WAVE_TERMS = (("x^2", "0"), ("2*cos(y)", "-2"), ("abs(z)", "0"), ("3", "3"))
TAIL_TERMS = TermBounds((("exp(x)", "0"), ("y^2", "0")))
QUADRATIC_X = Chart((("-1", "-1/2"), ("0", "0"), ("1/2", "1")), "")
SOS_PARTS = (("1", "y^2 - 1"), ("2", "x - y"), ("1", "x^2 - 1"))

TRUE = {
    "bowl": (BOWL, at(-1, (1, 1)), Bowl((("1", "0"), ("-1", "1")), ("2", "2"))),
    "line": (
        LINE,
        at(0, (1 - T, T), parameters={"t": "any real number"}),
        Bowl((("1", "0"), ("1", "1")), ("2", "0")),
    ),
    "quartic": (
        QUARTIC,
        at(Rational(-1675, 256), (Rational(9, 4),)),
        Chart((("0", "0"), ("2", "4")), ""),
    ),
    "ties": (
        TIES,
        at(0, (-sqrt(2),), (sqrt(2),)),
        Chart((("-2", "-1"), ("0", "0"), ("1", "2")), ""),
    ),
    "kink": (
        KINK,
        at(-sqrt(2), (-sqrt(2),)),
        Chart((("-2", "-7/5"), ("1/2", "1/2"), ("7/5", "2")), ""),
    ),
    "pole": (
        POLE,
        no_minimum(Kind.UNBOUNDED),
        Chart((("0", "0"), ("1", "1"), ("2", "2")), ""),
    ),
    "branch": (BRANCH, at(-2, (1,)), Chart((("0", "0"), ("1", "1")), "")),
    "waves": (
        WAVES,
        at(1, (0, 2 * pi * K + pi, 0), parameters={"k": "any integer"}),
        TermBounds(WAVE_TERMS),
    ),
    "shape": (SHAPE, at(2, (0, 0)), Convex("rules")),
    "entropy": (ENTROPY, at(-exp(-1), (exp(-1),)), Convex("rules")),
    "fall": (FALL, at(-exp(-1), (1,)), Slopes("(x - 1)*exp(-x)", ("1",))),
    "saddle": (SADDLE, no_minimum(Kind.UNBOUNDED), Escape(("0", "t"), "1")),
    "drift": (DRIFT, no_minimum(Kind.UNBOUNDED), Escape(("-t",), "1")),
    "tail": (
        TAIL,
        no_minimum(Kind.NOT_ATTAINED, 0),
        Approach(TAIL_TERMS, ("-t", "0"), "1"),
    ),
    "never both": (
        NEVER,
        no_minimum(Kind.NOT_ATTAINED, 0),
        Approach(NEVER_TERMS, ("1/t", "t"), "1"),
    ),
    "sum": (
        SUM,
        at(Rational(-1, 4), (-sqrt(2) / 2, 0), (sqrt(2) / 2, 0)),
        Parts(
            (
                Summand("x^4 - x^2", "-1/4", QUADRATIC_X),
                Summand("y^2", "0", Bowl((("1",),), ("2",))),
            )
        ),
    ),
    "sos": (SOS, at(-2, (-1, -1), (1, 1)), Squares(SOS_PARTS)),
    "cover": (SOS, at(-2, (-1, -1), (1, 1)), Cover("2")),
    "turn": (
        TURN,
        at(-sqrt(2), (2 * pi * K - 3 * pi / 4,), parameters={"k": "any integer"}),
        Chart((("-5/2", "-2"), ("2/5", "1/2")), "tangent"),
    ),
    "boxed": (BOXED, at(1, (1, 0)), TermBounds((("x^2", "1"), ("y^2", "0")))),
}


@pytest.mark.parametrize("name", TRUE)
def test_the_true_proof_passes(name):
    asked, claim, shown = TRUE[name]
    told = check(asked, replace(claim, certificate=shown))
    assert told.accepted, told.reason


def another(name, **changed):
    """The true proof with another problem, claim or certificate."""
    asked, claim, shown = TRUE[name]
    asked = changed.pop("asked", asked)
    shown = changed.pop("shown", shown)
    return asked, replace(claim, **changed, certificate=shown)


def shifted(**box):
    return tuple(box.get(n, FREE) for n in "xyz")


ONE = Integer(1)
PLANTED = {
    # a changed coefficient of the formula, under the old proof
    "bowl: -3xy": another("bowl", asked=problem(X**2 - 3 * X * Y + 2 * Y**2 - 2 * Y)),
    "bowl: no linear term": another("bowl", asked=problem(X**2 - 2 * X * Y + 2 * Y**2)),
    "bowl: a cubic term": another("bowl", asked=problem(BOWL.expression + X**3)),
    "quartic: x^4 - 4x^3": another("quartic", asked=problem(X**4 - 4 * X**3 + 2)),
    "ties: tilted by 1e-9": another("ties", asked=problem(TIES.expression + X / 10**9)),
    "waves: 3 cos": another("waves", asked=problem(X**2 + 3 * cos(Y) + Abs(Z) + 3)),
    "sos: 5xy": another("sos", asked=problem(X**4 + Y**4 - 5 * X * Y)),
    "shape: 2y": another("shape", asked=problem(exp(X) + exp(Y) - X - 2 * Y)),
    "fall: another rate": another("fall", asked=problem(-X * exp(-2 * X))),
    "sum: coupled": another("sum", asked=problem(SUM.expression + X * Y)),
    "turn: 2 sin": another("turn", asked=problem(2 * sin(X) + cos(X))),
    "boxed: wider": another("boxed", asked=problem(X**2 + Y**2, x=(0, 2))),
    "boxed: no box": another("boxed", asked=problem(X**2 + Y**2)),
    "boxed: elsewhere": another("boxed", asked=problem(X**2 + Y**2, x=(3, 4))),
    "quartic: boxed away": another("quartic", asked=problem(QUARTIC.expression, x=(3, 5))),
    "branch: boxed away": another("branch", asked=problem(BRANCH.expression, x=(None, 0))),
    "drift: in a box": another("drift", asked=problem(DRIFT.expression, x=(-100, 100))),
    "saddle: in a box": another("saddle", asked=problem(SADDLE.expression, y=(-9, 9))),
    "pole: on one side": another("pole", asked=problem(POLE.expression, x=(2, None))),
    "tail: bounded below": another("tail", asked=problem(TAIL.expression, x=(0, None))),
    "never both: both": another("never both", asked=problem((X * Y - X) ** 2 + X**2)),
    "never both: within reach": another("never both", asked=problem((X * Y - 1) ** 2 + Y**2 + X)),
    "never both: another infimum": another("never both", value=Rational(-1, 10**9)),
    # a wrong value
    "bowl: value": another("bowl", value=Integer(-2)),
    "quartic: value": another("quartic", value=Rational(-1676, 256)),
    "ties: value": another("ties", value=Rational(1, 10**30)),
    "kink: value": another("kink", value=-sqrt(2) - Rational(1, 10**60)),
    "waves: value": another("waves", value=Integer(2)),
    "shape: value": another("shape", value=Rational(3, 2)),
    "entropy: value": another("entropy", value=Rational(-36787944117144, 10**14)),
    "tail: value below": another("tail", value=Integer(-1)),
    "tail: value above": another("tail", value=Rational(1, 10**20)),
    "sum: value": another("sum", value=Rational(-1, 5)),
    "none": another("bowl", value=None),
    # a wrong point
    "bowl: point": another("bowl", points=((ONE, ONE + Rational(1, 10**40)),)),
    "line: not on it": another("line", points=((1 - T, 2 * T),)),
    "quartic: the other zero of the slope": another("quartic", points=((Integer(0),),)),
    "ties: a missing point": another("ties", points=((sqrt(2),),)),
    "ties: one too many": another("ties", points=((-sqrt(2),), (sqrt(2),), (Integer(1),))),
    "kink: the other kink": another("kink", points=((sqrt(2),),)),
    "waves: half a turn": another("waves", points=((Integer(0), pi * K, Integer(0)),)),
    "waves: no range": another("waves", parameters={}),
    "entropy: not defined there": another("entropy", value=Integer(0), points=((Integer(-1),),)),
    "fall: point": another("fall", points=((Integer(2),),), value=-2 * exp(-2)),
    "a coordinate short": another("bowl", points=((ONE,),)),
    "no points": another("bowl", points=()),
    # a certificate with one thing changed
    "bowl: negative pivot": another("bowl", shown=Bowl((("1", "0"), ("-1", "1")), ("2", "-2"))),
    "bowl: other factor": another("bowl", shown=Bowl((("1", "0"), ("1", "1")), ("2", "2"))),
    "bowl: not triangular": another("bowl", shown=Bowl((("1", "1"), ("-1", "1")), ("2", "2"))),
    "bowl: too small": another("bowl", shown=Bowl((("1",),), ("2",))),
    "quartic: a missed break": another("quartic", shown=Chart((("2", "4"),), "")),
    "quartic: a break elsewhere": another("quartic", shown=Chart((("0", "0"), ("3", "4")), "")),
    "kink: a missed kink": another("kink", shown=Chart((("-2", "-1"), ("1/2", "1/2")), "")),
    "turn: not substituted": another("turn", shown=Chart((), "")),
    "turn: no such substitution": another("turn", shown=Chart((), "eval")),
    "waves: a bound too high": another(
        "waves", shown=TermBounds((*WAVE_TERMS[:1], ("2*cos(y)", "-1"), *WAVE_TERMS[2:]))
    ),
    "waves: a dropped term": another("waves", shown=TermBounds(WAVE_TERMS[1:])),
    "waves: a foreign letter": another("waves", shown=TermBounds((*WAVE_TERMS, ("w^2", "0")))),
    "sos: a negative weight": another("sos", shown=Squares((*SOS_PARTS, ("-1", "x"), ("1", "x")))),
    "sos: a square short": another("sos", shown=Squares(SOS_PARTS[:2])),
    "sos: an imaginary weight": another("sos", shown=Squares((("sqrt(-1)", "x"),))),
    "fall: sign of the slope": another("fall", shown=Slopes("(1 - x)*exp(-x)", ("1",))),
    "fall: no break": another("fall", shown=Slopes("(x - 1)*exp(-x)", ())),
    "saddle: upwards": another("saddle", shown=Escape(("t", "0"), "1")),
    "saddle: level": another("saddle", shown=Escape(("t", "t"), "1")),
    "saddle: a curve too short": another("saddle", shown=Escape(("t",), "1")),
    "drift: the wrong way": another("drift", shown=Escape(("t",), "1")),
    "tail: another way": another("tail", shown=Approach(TAIL_TERMS, ("t", "0"), "1")),
    "tail: not near": another("tail", shown=Approach(TAIL_TERMS, ("-t", "1"), "1")),
    "sum: a part with another value": another(
        "sum",
        shown=Parts(
            (
                Summand("x^4 - x^2", "-1/2", QUADRATIC_X),
                Summand("y^2", "1/4", Bowl((("1",),), ("2",))),
            )
        ),
    ),
    "sum: parts that share": another(
        "sum",
        shown=Parts((Summand("x^4", "0", QUADRATIC_X), Summand("y^2 - x^2", "-1/4", QUADRATIC_X))),
    ),
    "no certificate": another("bowl", shown=None),
    # a claim of another kind
    "attained, it is said": another("tail", kind=Kind.GLOBAL),
    "unbounded, it is said": another("quartic", kind=Kind.UNBOUNDED),
    "not attained, it is said": another("quartic", kind=Kind.NOT_ATTAINED),
    "bounded, it is said": another("pole", kind=Kind.NOT_ATTAINED, value=Integer(4)),
    # an unproved convexity, a domain that is not one piece
    "convex: a double well": (
        problem(X**4 - X**2),
        at(0, (0,), certificate=Convex("second derivatives")),
    ),
    "convex: a cosine": (problem(X**2 + 3 * cos(X)), at(3, (0,), certificate=Convex("rules"))),
    "convex: two halves": (
        problem(X**2 + 1 / X**2 + X / 100 - X / 100),
        at(2, (1,), certificate=Convex("second derivatives")),
    ),
    "convex: odd pole": (problem(X + 1 / X), at(2, (1,), certificate=Convex("rules"))),
    "convex: product": (problem(exp(X) * exp(-Y) * X), at(0, (0, 0), certificate=Convex("rules"))),
    "convex: root of a square": (
        problem(sqrt(X**2 * Y**2 + 1)),
        at(1, (0, 0), certificate=Convex("second derivatives")),
    ),
    "convex: a concave log": (problem(log(1 + X**2)), at(0, (0,), certificate=Convex("rules"))),
    "convex: at the edge of the box": (
        problem(exp(X), x=(-1, 1)),
        at(exp(1), (1,), certificate=Convex("rules")),
    ),
    "slopes: across a pole": (
        problem(1 / X, x=(-1, 1)),
        at(1, (1,), certificate=Slopes("-1/x^2", ("0",))),
    ),
    "slopes: a point by itself": (
        problem(X + sqrt(X**3 - X**2)),
        at(1, (1,), certificate=Slopes("1 + (3*x^2 - 2*x)/2*(x^3 - x^2)^(-1/2)", ("0", "1"))),
    ),
    "a jump at the end of a box": (
        problem(Piecewise((0, U <= 0), (U + 1, True)), u=(0, None)),
        at(1, (1,), certificate=Chart((("0", "0"),), "")),
    ),
    "a family over nothing": (
        problem(X**2 + 1),
        at(0, (T,), parameters={"t": "3 <= t <= 1"}, certificate=TermBounds((("x^2 + 1", "0"),))),
    ),
    "a family that is not real": (
        problem(X**2 + 1),
        at(0, (T,), parameters={"t": "any number"}, certificate=TermBounds((("x^2 + 1", "0"),))),
    ),
    "cover: only a local minimum": (
        problem(X**4 + X**2 * Y + Y**2 - X**2),
        at(0, (0, 0), certificate=Cover("2")),
    ),
    "cover: the higher of two": (
        problem((X**2 - 1) ** 2 + X / 10 + Y**2 + Y**4),
        at(Rational(1, 10), (1, 0), certificate=Cover("2")),
    ),
    "cover: one of two": (
        SOS,
        at(-2, (1, 1), certificate=Cover("2")),
    ),
    "cover: value": (SOS, at(-3, (-1, -1), (1, 1), certificate=Cover("2"))),
    "cover: not bounded below": (
        problem(X**4 - 3 * X**2 * Y**2 + Y**4),
        at(0, (0, 0), certificate=Cover("2")),
    ),
    "cover: no radius": (SOS, at(-2, (-1, -1), (1, 1), certificate=Cover("1/4"))),
    "cover: in a box": (
        problem(SOS.expression, x=(0, None)),
        at(-2, (1, 1), certificate=Cover("2")),
    ),
    "max for min": (
        problem(Min(X, 1 - X)),
        at(HALF, (HALF,), certificate=Chart((("1/2", "1/2"),), "")),
    ),
    "min for max": (
        problem(Max(X, 1 - X)),
        Minimum(Kind.UNBOUNDED, certificate=Escape(("-t",), "1")),
    ),
    "no value where the point is": (
        problem(Piecewise((X**2, X > 0))),
        at(0, (0,), certificate=Chart((("0", "0"),), "")),
    ),
    "an empty box": (
        problem(X**2, x=(2, 1)),
        at(0, (0,), certificate=TermBounds((("x^2", "0"),))),
    ),
}


def test_there_are_enough():
    assert len(PLANTED) >= 60


@pytest.mark.slow_beyond(89)
@pytest.mark.parametrize("name", PLANTED)
def test_a_false_proof_is_refused(name):
    asked, claim = PLANTED[name]
    told = check(asked, claim)
    assert not told.accepted and told.reason
    assert "broke off" not in told.reason
