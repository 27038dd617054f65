"""Sums of square roots, computed exactly: against mpmath in 60 digits."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from symdescent.recurrence.surds import (
    ONE,
    ZERO,
    Surd,
    characteristic,
    null_vector,
    product,
    rational,
    read,
    root,
    solution,
    square_free,
    zeros,
)

ROOTS = (1, 2, 3, 6, 5, -1, -2, -15)


def drawn(draw, roots=ROOTS):
    parts = {d: Fraction(draw.randint(-9, 9), draw.randint(1, 9)) for d in draw.sample(roots, 3)}
    return Surd({d: q for d, q in parts.items() if q})


def value(surd):
    parts = (
        mpmath.mpf(q.numerator) / q.denominator * mpmath.sqrt(d) for d, q in surd.parts.items()
    )
    return mpmath.fsum(parts)


@pytest.mark.parametrize("seed", range(40))
def test_arithmetic_against_mpmath(seed):
    draw = random.Random(seed)
    a, b = drawn(draw), drawn(draw) + ONE
    with mpmath.workdps(60):
        x, y = value(a), value(b)
        pairs = [(a + b, x + y), (a - b, x - y), (a * b, x * y), (a**5, x**5)]
        pairs += [(a / b, x / y)] if b else []
        pairs += [(a.conjugate, mpmath.conj(x)), (a.real, x.real), (a.imaginary, x.imag)]
        assert all(abs(value(found) - known) < 1e-50 for found, known in pairs)
    assert read(a.expression) is None or a.imaginary or read(a.expression) == a


@pytest.mark.parametrize("seed", range(20))
def test_signs_and_floats(seed):
    a = drawn(random.Random(seed), (1, 2, 3, 5, 6))
    with mpmath.workdps(60):
        known = value(a)
    assert a.sign() == mpmath.sign(known)
    assert float(a) == pytest.approx(float(known), rel=1e-15)
    assert float(abs(a)) == abs(float(a))


def test_a_sign_that_floats_do_not_see():
    """Convergents p/q of sqrt(2) lie on either side of it in turn, 1/q^2 away."""
    p, q = 1, 1
    for k in range(80):
        assert (rational(Fraction(p, q)) - Surd({2: Fraction(1)})).sign() == (1 if k % 2 else -1)
        p, q = p + 2 * q, p + q


@pytest.mark.parametrize("d", [2, 3, 7, 10])
@pytest.mark.parametrize("a, b", [(1, 1), (3, -2), (-1, 1), (Fraction(1, 2), 5)])
def test_the_root_of_a_square_is_found_again(a, b, d):
    inner = rational(a) + rational(b) * Surd({d: Fraction(1)})
    square = inner * inner
    assert root(square) == abs(inner)
    assert root(-square) == abs(inner) * Surd({-1: Fraction(1)})


def test_roots_of_rationals():
    assert root(rational(Fraction(8, 27))) == Surd({6: Fraction(2, 9)})
    assert root(rational(-4)) == Surd({-1: Fraction(2)})
    assert root(ZERO) == ZERO
    assert root(ONE + Surd({2: Fraction(1)})) is None  # sqrt(1 + sqrt(2)) is nested


@pytest.mark.parametrize("n", [1, 4, 12, 97, 360, 10**6 + 3, 1009**2 * 8, 2**40])
def test_squares_are_taken_out(n):
    outer, inner = square_free(n)
    assert outer * outer * inner == n
    assert all(many == 1 for many in sp.factorint(inner).values())


def test_what_is_too_large_to_factor_is_not_guessed():
    assert square_free(1009**2 * 1013 * 1019) is None


def test_expressions_are_read_back():
    assert read(sp.sqrt(6) / 4 - 2 + sp.Rational(1, 3)) == Surd(
        {6: Fraction(1, 4), 1: Fraction(-5, 3)}
    )
    assert read(sp.sqrt(2) * (1 + sp.sqrt(3))) == Surd({2: Fraction(1), 6: Fraction(1)})
    assert [read(x) for x in (sp.pi, sp.cbrt(2), sp.Symbol("x"), 2 + sp.E)] == [None] * 4


def matrix(rows):
    return [[rational(Fraction(x)) for x in row] for row in rows]


def test_solutions():
    square = matrix([[1, 2], [3, 4]])
    found = solution(square, (ONE, ONE))
    assert product(square, found) == (ONE, ONE)
    flat = matrix([[1, 2], [2, 4]])
    assert solution(flat, (ONE, ONE)) is None
    assert product(flat, solution(flat, (ONE, rational(2)))) == (ONE, rational(2))
    assert product(flat, null_vector(flat)) == (ZERO, ZERO)
    assert null_vector(square) is None


@pytest.mark.parametrize("seed", range(10))
def test_characteristic_polynomials_against_sympy(seed):
    draw, size = random.Random(seed), 1 + seed % 4
    rows = [[draw.randint(-5, 5) for _ in range(size)] for _ in range(size)]
    expected = sp.Matrix(rows).charpoly().all_coeffs()
    assert [c.expression for c in characteristic(matrix(rows))] == expected


def test_zeros():
    assert zeros([rational(c) for c in (1, -4, 5, -2)]) == [(rational(2), 1), (ONE, 2)]
    assert zeros([rational(c) for c in (1, 0, 0, -2)]) is None
    [(first, _), (second, _)] = zeros([ONE, rational(-1), ONE])
    assert first == second.conjugate and first * second == ONE
    third = Surd({2: Fraction(1)})
    assert zeros([ONE, third, ZERO, ZERO]) == [(-third, 1), (ZERO, 2)]
