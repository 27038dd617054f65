"""Closed forms as mathematics: the trees are computed again, term by term, and spelt."""

import math
from fractions import Fraction

import pytest

from symdescent.language.notation import Bold, Chain, Combined, Indexed, Matrix, Relation
from symdescent.language.tree import Call, Name, Negative, Number, Power, Product, Sum
from symdescent.optimizers import GRADIENT_DESCENT
from symdescent.optimizers.catalogue import find
from symdescent.printing.text import text
from symdescent.recurrence.closed_form import angles, solution
from tests.recurrence.quadratics import NAMES, case
from tests.recurrence.test_closed_form import BOWL, form, of_case


def value(node, known):
    """What a tree is, in floats: a number, or a list for a point."""
    match node:
        case Number(size):
            return float(size)
        case Name(name):
            return known[name]
        case Negative(operand):
            return -value(operand, known)
        case Sum(terms):
            return sum(value(term, known) for term in terms)
        case Product(factors, divides):
            parts = zip(factors, divides, strict=True)
            return math.prod(value(p, known) ** (-1 if d else 1) for p, d in parts)
        case Power(base, exponent):
            return value(base, known) ** value(exponent, known)
        case Call(function, (inside,)):
            return getattr(math, function)(value(inside, known))
    raise TypeError(node)


def point(node, known):
    """What mathematics of columns is, in floats."""
    match node:
        case Matrix(rows):
            return [value(x, known) for (x,) in rows]
        case Chain(factors):
            [direction] = [point(f, known) for f in factors if isinstance(f, Matrix)]
            scale = math.prod(value(f, known) for f in factors if not isinstance(f, Matrix))
            return [scale * x for x in direction]
        case Combined(terms):
            rows = [(1 if plus else -1, point(term, known)) for plus, term in terms]
            return [sum(s * x[i] for s, x in rows) for i in range(len(rows[0][1]))]
    return [value(node, known)]


@pytest.mark.slow_beyond(27)
@pytest.mark.parametrize("seed", range(100))
def test_what_is_written_is_what_was_found(seed):
    given = case(seed)
    found = of_case(given)
    if found is None:
        return
    known = {}
    for relation in angles(found, NAMES):
        (cosine, number), operators = relation.sides, relation.operators
        [theta] = cosine.arguments
        assert operators == ("=",) and cosine.function == "cos"
        known[theta.name] = math.acos(value(number, {}))
    written = solution(found, NAMES[: given.n])
    walked = given.iterates(8)
    for k in range(8):
        there = point(written.sides[1], {**known, "k": k})
        expected = [float(x) for x in walked[k]]
        size = max(map(abs, expected))
        assert there == pytest.approx(expected, rel=1e-9, abs=1e-9 * (1 + size))


MOMENTUM = find("momentum").rule
LINES = [
    (("1/2*(x-4)^2", [14], GRADIENT_DESCENT, "1/10", None), "xₖ = 4 + 10(9/10)ᵏ"),
    (("1/2*(x-4)^2", [-6], GRADIENT_DESCENT, "1/10", None), "xₖ = 4 − 10(9/10)ᵏ"),
    (("1/2*(x-4)^2", [4], GRADIENT_DESCENT, "1/10", None), "xₖ = 4"),
    (("1/2*x^2", [-3], GRADIENT_DESCENT, "1/2", None), "xₖ = −3·2⁻ᵏ"),
    (("1/2*x^2", [0], GRADIENT_DESCENT, "1/2", None), "xₖ = 0"),
    (("1/2*x^2", [1], GRADIENT_DESCENT, "2", None), "xₖ = (−1)ᵏ"),
    (("1/2*(x-4)^2", [14], MOMENTUM, "1/10", "2/5"), "xₖ = 4 + 40/3·(4/5)ᵏ − 10/3·2⁻ᵏ"),
    (("1/2*(x-1)^2", [2], MOMENTUM, "1/4", "1/4"), "xₖ = 1 + (1 + ½k)·2⁻ᵏ"),
    (("1/2*(x-4)^2", [14], MOMENTUM, "1/10", "9/10"), "xₖ = 4 + 10(3·√10/10)ᵏ·cos(kθ)"),
    (
        (BOWL, [2, 11], GRADIENT_DESCENT, "1/20", None),
        "𝐱ₖ = 2·(3, 4)ᵀ·(19/20)ᵏ + (−4, 3)ᵀ·(−3/10)ᵏ",
    ),
    (("x^2 + y^2", [0, -3], GRADIENT_DESCENT, "1/3", None), "𝐱ₖ = −3·(0, 1)ᵀ·3⁻ᵏ"),
    (("(x + y - 1)^2", [1, 0], GRADIENT_DESCENT, "1/3", None), "𝐱ₖ = (1, 0)ᵀ"),
    (
        ("x^2 + y^2 + x*y", [2, 1], MOMENTUM, "1/4", "1/4"),
        "𝐱ₖ = (1, −1)ᵀ·(½ + ¼k)·2⁻ᵏ + 3/2·(1, 1)ᵀ·2⁻ᵏ·cos(kθ)",
    ),
]


@pytest.mark.parametrize("given, line", LINES, ids=[line for _, line in LINES])
def test_how_it_reads(given, line):
    formula, start, rule, rate, beta = given
    settings = {"lr": rate, **({"momentum": beta} if beta else {})}
    found = form(formula, start, rule, **settings)
    assert text(solution(found, "xyz"[: len(start)])) == line


def test_angles_have_names_of_their_own():
    found = form("x^2/2 + y^2", [1, 1], MOMENTUM, lr="1/10", momentum="9/10")
    first, second = angles(found, "xy")
    assert [text(a) for a in (first, second)] == ["cos(θ₁) = 3·√10/10", "cos(θ₂) = 17·√10/60"]
    assert solution(found, "xy").sides[0] == Indexed(Bold("x"), Name("k", 0, 0))
    assert isinstance(first, Relation) and Fraction(17, 60) ** 2 * 10 < 1


def test_an_angle_never_has_the_letter_of_a_variable():
    found = form("x^2/2 + y^2", [1, 1], MOMENTUM, lr="1/10", momentum="9/10")
    told = [text(angle) for angle in angles(found, ("theta_1", "x"))]
    assert [line[:7] for line in told] == ["cos(φ₁)", "cos(φ₂)"]
    assert "φ₂" in text(solution(found, ("theta", "x"))) and "θ" not in told[0]
