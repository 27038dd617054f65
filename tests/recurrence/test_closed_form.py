"""Closed forms of affine iterations: against loops by hand, mpmath, and facts from elsewhere."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

import symdescent
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.optimizers.catalogue import find
from symdescent.recurrence.affine_map import affine_map
from symdescent.recurrence.closed_form import Behaviour, Geometric, K, Turning
from symdescent.recurrence.eigenmodes import checked, closed_form
from symdescent.recurrence.steps_to_tolerance import NEVER, steps_to_tolerance
from tests.recurrence.quadratics import case

SEEDS = range(100)
UNREADABLE = (
    21  # of the hundred: cubic eigenvalues, nested roots, a number of the first steps alone
)
BOWL = "(17x^2 - 24x*y + 10y^2)/2"
Z, BEND = sp.Symbol("z"), sp.Symbol("bend")


def step(text, rule, **settings):
    given = {name: Fraction(value) for name, value in settings.items()}
    return fuse(derive(build(parse(text))), rule.with_settings(given))


def form(text, start, rule=GRADIENT_DESCENT, **settings):
    return closed_form(step(text, rule, **settings), tuple(map(Fraction, start)))


def of_case(given):
    rule = find(given.rule, "torch").rule
    settings = {"momentum": given.beta} if "momentum" in rule.settings else {}
    return form(given.text, given.start, rule, lr=given.rate, **settings)


def rational(value):
    return sp.Rational(value.numerator, value.denominator)


@pytest.mark.long_beyond(30)
@pytest.mark.slow_beyond(16)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_quadratic_against_the_loop_by_hand(seed):
    given = case(seed)
    found = of_case(given)
    if found is None:
        assert is_unreadable(given)
        return
    walked = given.iterates(31)
    assert list(found.first(31)) == walked
    assert [found.at(k) for k in (0, 1, 17, 30)] == [walked[k] for k in (0, 1, 17, 30)]
    assert found.checked >= 31
    hessian = sp.Matrix([[rational(x) for x in row] for row in given.hessian])
    for mode in found.modes:
        stretched = hessian * sp.Matrix(mode.direction) - mode.eigenvalue * sp.Matrix(
            mode.direction
        )
        assert stretched.expand() == sp.zeros(given.n, 1) and any(mode.direction)
    assert all(told_at(found, k) == shown(walked[k]) for k in (0, 5, 30))


def told_at(found, k):
    """What is printed, in 50 digits."""
    with mpmath.workdps(50):
        whole = [sp.lambdify(K, x, "mpmath")(mpmath.mpf(k)) for x in found.expressions]
        return [float(x) for x in whole]


def shown(point):
    return [pytest.approx(float(x), rel=1e-14, abs=1e-14) for x in point]


def is_unreadable(given):
    """Whether a zero of the whole step needs more than square roots, or 0 is one more than once."""
    hessian = sp.Matrix([[rational(x) for x in row] for row in given.hessian])
    beta, s = rational(given.beta), rational(given.rate) * BEND
    step = {
        "gradient descent": Z - 1 + s,
        "momentum": Z**2 - (1 + beta - s) * Z + beta,
        "Nesterov momentum": Z**2 - (1 + beta) * (1 - s) * Z + beta * (1 - s),
    }[given.rule]
    whole = sp.resultant(hessian.charpoly(BEND).as_expr(), step, BEND)
    factors = sp.Poly(whole, Z).factor_list()[1]
    return any(f.degree() > 2 or (f.as_expr() == Z and many > 1) for f, many in factors)


@pytest.mark.slow
def test_how_many_have_no_readable_form():
    assert sum(of_case(case(seed)) is None for seed in SEEDS) == UNREADABLE


def test_the_heavy_ball_with_rational_roots():
    """4 + (40/3)(4/5)^k - (10/3)(1/2)^k."""
    rule = find("momentum").rule
    found = form("1/2*(x-4)^2", [14], rule, lr="1/10", momentum="2/5")
    [mode] = found.modes
    assert found.fixed == (4,) and mode.direction == (1,)
    assert mode.terms == (
        Geometric(sp.Rational(40, 3), sp.Rational(4, 5)),
        Geometric(sp.Rational(-10, 3), sp.Rational(1, 2)),
    )
    assert found.factor == sp.Rational(4, 5)


def test_the_exercise_in_two_variables():
    """2(3,4)(19/20)^k + (-4,3)(-3/10)^k."""
    found = form(BOWL, [2, 11], lr="1/20")
    assert [(m.eigenvalue, m.direction, m.behaviour) for m in found.modes] == [
        (1, (3, 4), Behaviour.MONOTONE),
        (26, (-4, 3), Behaviour.OSCILLATING),
    ]
    assert [m.terms for m in found.modes] == [
        (Geometric(sp.Integer(2), sp.Rational(19, 20)),),
        (Geometric(sp.Integer(1), sp.Rational(-3, 10)),),
    ]
    assert found.fixed == (0, 0)


def test_complex_roots_turn():
    """z^2 - (9/5) z + 9/10 = 0: size sqrt(9/10), cos theta = (9/10)/sqrt(9/10)."""
    found = form("1/2*(x-4)^2", [14], find("momentum").rule, lr="1/10", momentum="9/10")
    [mode] = found.modes
    [turn] = mode.terms
    size = sp.sqrt(sp.Rational(9, 10))
    assert isinstance(turn, Turning) and mode.behaviour is Behaviour.ROTATING
    assert (turn.size, turn.cosine, turn.sine) == (size, size, sp.sqrt(sp.Rational(1, 10)))
    assert (turn.cosine_part, turn.sine_part) == (10, 0)
    other = (
        form("1/2*x^2", [3], find("nesterov").rule, lr="1/10", momentum="9/10").modes[0].terms[0]
    )
    phased = other.amplitude * other.size**K * sp.cos(K * other.theta + other.phase)
    for k in range(6):
        assert float(phased.subs(K, k)) == pytest.approx(float(other.expression.subs(K, k)))


def test_a_double_root():
    """(z - 1/2)^2: beta = 1/4 and s = 1/4; from 1: 1, 3/4, ... = (1 + k/2)/2^k."""
    found = form("1/2*x^2", [1], find("momentum").rule, lr="1/4", momentum="1/4")
    [mode] = found.modes
    half = sp.Rational(1, 2)
    assert mode.roots == (half, half)
    assert mode.terms == (Geometric(sp.Integer(1), half), Geometric(half, half, 1))
    assert found.at(1) == (Fraction(3, 4),)


BEHAVIOURS = [
    ("1/2*x^2", "1/2", 1, Behaviour.MONOTONE, True),
    ("1/2*x^2", "1", 1, Behaviour.MONOTONE, True),
    ("1/2*x^2", "3/2", 1, Behaviour.OSCILLATING, True),
    ("1/2*x^2", "2", 1, Behaviour.OSCILLATING, False),
    ("1/2*x^2", "3", 1, Behaviour.DIVERGING, False),
    ("1/2*x^2", "3", 0, Behaviour.AT_REST, True),
    ("pi/2*x^2", "1/4", 1, Behaviour.MONOTONE, True),
    ("pi/2*x^2", "1/2", 1, Behaviour.OSCILLATING, True),
    ("pi/2*x^2", "1", 1, Behaviour.DIVERGING, False),
    ("pi/2*x^2", "1", 0, Behaviour.AT_REST, True),
]


@pytest.mark.parametrize("text, rate, start, behaviour, converges", BEHAVIOURS)
def test_what_a_mode_does(text, rate, start, behaviour, converges):
    found = form(text, [start], lr=rate)
    assert found.modes[0].behaviour is behaviour
    assert found.converges == converges


def test_a_mode_that_turns_may_grow():
    """z^2 - z + 5/4: the sizes are sqrt(5)/2."""
    rule = Rule("mine", "y = x - last - lr*g\nlast = x*5/4\nx = y", {"lr": 0}, {"last": "x"})
    [mode] = form("x^2 + 0*x", [1], rule).modes
    assert mode.behaviour is Behaviour.DIVERGING and mode.factor == sp.sqrt(5) / 2
    assert isinstance(mode.terms[0], Turning)


def test_a_flat_direction_keeps_its_start():
    found = form("(x+y-1)^2", [2, 11], lr="1/20")
    flat, steep = found.modes
    assert (flat.eigenvalue, flat.terms, flat.behaviour) == (0, (), Behaviour.AT_REST)
    assert found.fixed == (-4, 5) and found.is_stationary
    assert steep.direction == (1, 1) and steep.roots == (sp.Rational(4, 5),)


def test_equal_eigenvalues_are_one_mode():
    found = form("x^2 + y^2 + z^2", [1, 2, -3], lr="1/4")
    [mode] = found.modes
    assert (mode.multiplicity, mode.direction) == (3, (1, 2, -3))


def test_the_golden_section():
    found = form("x^2 + x*y", [1, 0], lr="1/4")
    assert [m.eigenvalue for m in found.modes] == [1 - sp.sqrt(2), 1 + sp.sqrt(2)]
    assert found.modes[0].behaviour is Behaviour.DIVERGING and not found.converges


OWN = {
    "half of the last step": ("y = x + (x - last)/2 - lr*g\nlast = x\nx = y", {"last": "x"}, True),
    "weights decay": ("x = x - lr*(g + x/10)", {}, False),
    "a push": ("x = x - lr*g + 1", {}, False),
    "the slope ahead": ("x = x - lr*slope(x - lr*g)", {}, True),
    "a memory that starts elsewhere": ("b = b/2 + g\nx = x - lr*b", {"b": Fraction(1)}, True),
    "two memories": ("a = a/2 + g\nb = b/3 + a\nx = x - lr*b", {"a": Fraction(0), "b": 0}, True),
    "a rate in the memory": ("rate = lr/2\nx = x - rate*g", {}, True),
}


@pytest.mark.parametrize("name", OWN)
def test_a_rule_of_ones_own(name):
    text, memory, stationary = OWN[name]
    first = {k: v if isinstance(v, str) else Fraction(v) for k, v in memory.items()}
    rule = Rule("mine", text, {"lr": Fraction(1, 20)}, first)
    found = form("x^2 + x*y + y^2 - 3y", [2, 11], rule)
    if name == "two memories":  # a cubic for each mode
        assert found is None
        return
    assert found.checked >= 31 and found.is_stationary == stationary
    assert found.at(0) == (2, 11)


NONE = {
    "a quartic": ("x^4 + y^2", GRADIENT_DESCENT),
    "a kink": ("abs(x) + y^2", GRADIENT_DESCENT),
    "no place to rest": ("x^2 + y", GRADIENT_DESCENT),
    "nothing bends": ("0*x + 0*y + 3", GRADIENT_DESCENT),
    "irrational numbers": ("sqrt(2)*x^2 + y^2", GRADIENT_DESCENT),
    "a high power": ("(x + y)^40", GRADIENT_DESCENT),
    "Adam": ("x^2 + y^2", find("adam").rule),
    "signs": ("x^2 + y^2", find("signsgd").rule),
    "a mean as the answer": ("x^2 + y^2", find("averaged sgd").rule),
    "a rate that falls": ("x^2 + y^2", Rule("mine", "x = x - lr/t*g", {"lr": Fraction(1, 9)})),
    "noise": ("x^2 + y^2", Rule("mine", "x = x - lr*g + noise", {"lr": Fraction(1, 9)})),
    "clipping": ("x^2 + y^2", Rule("mine", "x = x - lr*g/max(1, norm(g))", {"lr": Fraction(1)})),
    "coordinates mixed": ("x^2 + 3y^2", Rule("mine", "x = x - mean(g)/9", {"lr": Fraction(1)})),
    "one's own curvature": ("x^2 + x*y + 5y^2", Rule("mine", "x = x - g/(9 + h)", {})),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_not_affine_mode_by_mode_has_none(name):
    text, rule = NONE[name]
    assert closed_form(step(text, rule), (Fraction(3), Fraction(1))) is None


ALONE = {
    "noise": "x = x - lr*g + noise",
    "the step": "x = x - lr*g/t",
    "a whole number": "x = x - lr*floor(g)",
    "a sign": "x = x - lr*sign(g)",
    "a cap": "x = x - lr*min(g, 1)",
}


@pytest.mark.parametrize("text", ["x^2 + x", "pi*x^2 + x"])
@pytest.mark.parametrize("name", ALONE)
def test_what_is_not_affine_in_one_variable_has_none(name, text):
    rule = Rule("mine", ALONE[name], {"lr": Fraction(1, 9)})
    assert closed_form(step(text, rule), (Fraction(3),)) is None


def test_a_box_an_algorithm_and_a_schedule_have_none():
    for given in ({"box": "0<=x<=9"}, {"optimizer": "bfgs"}, {"schedule": "cosine:T=9"}):
        assert symdescent.study("x^2 + y^2", start="1,2", steps=9, **given).closed is None
    assert symdescent.study("x^2 + y^2", start="1,2", steps=9).closed is not None


def planted(found):
    """The form with one thing wrong in it."""
    mode = found.modes[0]
    term = mode.terms[0]
    wrong = [
        replace(term, coefficient=term.coefficient + sp.Rational(1, 1000)),
        replace(term, root=term.root + sp.Rational(1, 1000)),
        replace(term, power=1),
    ]
    for other in wrong:
        yield replace(found, modes=(replace(mode, terms=(other,)), *found.modes[1:]))
    yield replace(found, modes=found.modes[1:])
    yield replace(found, fixed=(found.fixed[0] + 1, *found.fixed[1:]))
    yield replace(found, modes=(replace(mode, direction=(sp.Integer(3), sp.Integer(5))),))


def test_a_wrong_form_is_not_given():
    update = step(BOWL, GRADIENT_DESCENT, lr="1/20")
    start = (Fraction(2), Fraction(11))
    found = closed_form(update, start)
    whole = affine_map(update)
    assert checked(found, whole, update, start) == found
    assert [checked(other, whole, update, start) for other in planted(found)] == [None] * 6


@pytest.mark.long_beyond(20)
@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize("seed", range(0, 100, 3))
@pytest.mark.parametrize("tolerance", [Fraction(1, 10), Fraction(1, 10**4)])
def test_counts_against_a_loop_by_hand(seed, tolerance):
    given = case(seed)
    found = of_case(given)
    if found is None:
        return
    counted = steps_to_tolerance(found, tolerance)
    fixed = [Fraction(int(x.p), int(x.q)) for x in found.fixed]
    walked = given.iterates(800)
    within = [
        sum((x - c) ** 2 for x, c in zip(p, fixed, strict=True)) <= tolerance**2 for p in walked
    ]
    if not found.converges:
        assert counted.settled is None
        return
    settled = next(k + 1 for k in range(799, -2, -1) if k < 0 or not within[k])
    if settled < 800:
        assert (counted.first, counted.settled) == (within.index(True), settled)
    else:
        assert counted.settled > 800 or counted == NEVER


def test_a_count_on_the_edge_is_settled_by_exact_numbers():
    """(1/2)^k (3, 4) is 5/2^k away: within 5/1024 at k = 10 exactly, and not a hair less."""
    found = form("x^2 + y^2", [3, 4], lr="1/4")
    assert steps_to_tolerance(found, Fraction(5, 1024)).settled == 10
    assert steps_to_tolerance(found, Fraction(5, 1024) - Fraction(1, 10**40)).settled == 11
    ball = form("1/2*x^2", [1], find("momentum").rule, lr="1/4", momentum="1/4")
    [edge] = ball.at(20)
    assert steps_to_tolerance(ball, edge).settled == 20
    assert steps_to_tolerance(ball, edge - Fraction(1, 10**40)).settled == 21


def test_a_gap_that_swings_is_near_before_it_stays_there():
    found = form("1/2*x^2", [1], find("momentum").rule, lr="1/10", momentum="9/10")
    counted = steps_to_tolerance(found, Fraction(1, 10))
    assert counted.first < counted.settled
    [before], [at] = found.at(counted.settled - 1), found.at(counted.settled)
    assert abs(before) > Fraction(1, 10) >= abs(at)
