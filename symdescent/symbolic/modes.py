"""An AffineMap and a start go in; what happens along each eigenvector of the Hessian comes out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from sympy import Expr

from symdescent.symbolic.affine_map import AffineMap
from symdescent.symbolic.closed_form import Behaviour, ClosedForm, Geometric, Mode, Term, Turning
from symdescent.symbolic.elimination import (
    Vector,
    characteristic,
    null_vector,
    product,
    solution,
    zeros,
)
from symdescent.symbolic.surds import ONE, ZERO, Surd, rational, root

Matrix = list[list[Surd]]


@dataclass(frozen=True)
class Part:
    """A direction (n,), its eigenvalue, and the deviation (d,) of x and memory along it."""

    eigenvalue: Surd
    multiplicity: int
    direction: Vector
    deviation: Vector


@dataclass(frozen=True)
class Piece:
    """coefficient k^power zero^k of a sequence."""

    coefficient: Surd
    zero: Surd
    power: int


def by_modes(found: AffineMap, state: Sequence[Fraction]) -> ClosedForm | None:
    """x_k from the state (N,) at the start; None where it has no short spelling.

    None too where there is no place to rest, or where the step does not keep to the eigenvectors
    of the Hessian.
    """
    matrix, hessian = surds(found.matrix), surds(found.hessian)
    rest = resting(matrix, vector(found.shift))
    eigenvalues = zeros(characteristic(hessian))
    if rest is None or eigenvalues is None or len(matrix) % found.n:
        return None
    gap = tuple(s - r for s, r in zip(vector(state), rest, strict=True))
    eigenvalues = sorted(eigenvalues, key=lambda pair: float(pair[0]))
    parts = [p for each in eigenvalues for p in parted(hessian, each, eigenvalues, gap)]
    told = [mode(part, matrix) for part in parts]
    modes = [each for each in told if each is not None]
    if len(modes) < len(told):
        return None
    kept = [(offset, part.direction) for (_, offset), part in zip(modes, parts, strict=True)]
    fixed = moved(rest[: found.n], kept)
    still = not any(found.gradient([x.fraction for x in fixed]))
    return ClosedForm(
        tuple(x.expression for x in fixed), tuple(m for m, _ in modes), is_stationary=still
    )


def moved(point: Vector, offsets: Sequence[tuple[Surd, Vector]]) -> Vector:
    """The point with multiples of vectors added; a place of rest of a rational step is rational."""
    for offset, direction in offsets:
        point = tuple(x + offset * v for x, v in zip(point, direction, strict=True))
    assert all(x.is_rational for x in point)
    return point


def surds(rows: Sequence[Sequence[Fraction]]) -> Matrix:
    return [list(vector(row)) for row in rows]


def vector(numbers: Sequence[Fraction]) -> Vector:
    return tuple(map(rational, numbers))


def resting(matrix: Matrix, shift: Vector) -> Vector | None:
    """A state s with s = matrix s + shift."""
    rows = [
        [(ONE if i == j else ZERO) - entry for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    return solution(rows, shift)


def parted(
    hessian: Matrix, of: tuple[Surd, int], eigenvalues: Sequence[tuple[Surd, int]], gap: Vector
) -> list[Part]:
    """The directions of one eigenvalue that a deviation (N,) needs: one, but for odd memories."""
    (eigenvalue, many), n = of, len(hessian)
    others = [other for other, _ in eigenvalues if other != eigenvalue]
    blocks = [projected(hessian, eigenvalue, others, gap[i : i + n]) for i in range(0, len(gap), n)]
    basis: list[Vector] = []
    for block in blocks:
        if any(block) and within(block, basis) is None:
            basis.append(neat(block))
    if not basis:
        still = null_vector(less(hessian, eigenvalue))
        assert still is not None, "an eigenvalue has an eigenvector"
        return [Part(eigenvalue, many, neat(still), (ZERO,) * len(blocks))]
    shares = [within(block, basis) or () for block in blocks]
    return [
        Part(eigenvalue, many, direction, tuple(share[i] for share in shares))
        for i, direction in enumerate(basis)
    ]


def projected(hessian: Matrix, eigenvalue: Surd, others: Sequence[Surd], whole: Vector) -> Vector:
    """The part of a vector (n,) in one eigenspace of a symmetric matrix."""
    found = whole
    for other in others:
        scale = (eigenvalue - other).inverse()
        found = tuple(scale * x for x in product(less(hessian, other), found))
    return found


def less(matrix: Matrix, number: Surd) -> Matrix:
    """The matrix minus a number times the identity."""
    return [
        [entry - number if i == j else entry for j, entry in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def within(block: Vector, basis: Sequence[Vector]) -> Vector | None:
    """The coordinates of a vector in a basis; None where it lies outside."""
    if not basis:
        return None
    return solution(list(zip(*basis, strict=True)), block)


def neat(direction: Vector) -> Vector:
    """The same direction in whole numbers without a common divisor, where it is rational."""
    lead = next(x for x in direction if x).inverse()
    scaled = [lead * x for x in direction]
    below = math.lcm(*[q.denominator for x in scaled for q in x.parts.values()])
    return tuple(rational(below) * x for x in scaled)


def mode(part: Part, matrix: Matrix) -> tuple[Mode, Surd] | None:
    """The mode, and the constant that x keeps along it; None where there is no short spelling."""
    step = along(part.direction, matrix)
    if step is None:
        return None
    found = zeros(characteristic(step))
    if found is None:
        return None if any(part.deviation) else (resting_mode(part, []), ZERO)
    pieces = sequence(step, part.deviation, found)
    if pieces is None:
        return None
    constant = sum((p.coefficient for p in pieces if p.zero == ONE and not p.power), ZERO)
    moving = [p for p in pieces if p.zero != ONE or p.power]
    told = moved_mode(part, found, moving) if moving else resting_mode(part, found)
    return None if told is None else (told, constant)


def along(direction: Vector, matrix: Matrix) -> Matrix | None:
    """The step on (x, memory) along a direction (d, d); None where it leaves the direction."""
    n, pivot = len(direction), next(i for i, x in enumerate(direction) if x)
    scale, found = direction[pivot].inverse(), []
    for top in range(0, len(matrix), n):
        row = []
        for left in range(0, len(matrix), n):
            block = [line[left : left + n] for line in matrix[top : top + n]]
            image = product(block, direction)
            factor = image[pivot] * scale
            if any(a - factor * b for a, b in zip(image, direction, strict=True)):
                return None
            row.append(factor)
        found.append(row)
    return found


def sequence(step: Matrix, start: Vector, zeros: Sequence[tuple[Surd, int]]) -> list[Piece] | None:
    """x_k of the step from a start (d,) as powers of its zeros.

    None where it would need a number that only the first steps have, as for a double zero at 0.
    """
    states = [start]
    for _ in step[1:]:
        states.append(product(step, states[-1]))
    columns = [(zero, j) for zero, many in zeros for j in range(many if zero else 1)]
    rows = [[rational(k**j) * zero**k for zero, j in columns] for k in range(len(step))]
    found = solution(rows, [state[0] for state in states])
    if found is None:
        return None
    pairs = zip(found, columns, strict=True)
    return [Piece(value, zero, j) for value, (zero, j) in pairs if value]


def resting_mode(part: Part, zeros: Sequence[tuple[Surd, int]]) -> Mode:
    return Mode(
        part.eigenvalue.expression,
        part.multiplicity,
        tuple(x.expression for x in part.direction),
        listed(zeros),
        (),
        Behaviour.AT_REST,
        sp.S.Zero,
    )


def listed(zeros: Sequence[tuple[Surd, int]]) -> tuple[Expr, ...]:
    return tuple(zero.expression for zero, many in zeros for _ in range(many))


def moved_mode(
    part: Part, zeros: Sequence[tuple[Surd, int]], pieces: Sequence[Piece]
) -> Mode | None:
    """The mode of a sequence that moves; None where the size of a complex zero has no spelling."""
    sizes = [size(piece.zero) for piece in pieces]
    known = [s for s in sizes if s is not None]
    if len(known) < len(sizes):
        return None
    ordered = sorted(zip(known, pieces, strict=True), key=lambda p: -float(p[0]))
    factor, leading = ordered[0]
    kept = [(s, piece) for s, piece in ordered if piece.zero.imaginary.sign() >= 0]
    sign = -1 if is_turned(part.direction, kept[0][1]) else 1
    return Mode(
        part.eigenvalue.expression,
        part.multiplicity,
        tuple((rational(sign) * x).expression for x in part.direction),
        listed(zeros),
        tuple(term(piece, s, rational(sign)) for s, piece in kept),
        behaviour(leading, factor),
        factor.expression,
    )


def size(zero: Surd) -> Surd | None:
    """|zero|."""
    return root((zero * zero.conjugate).real) if zero.imaginary else abs(zero)


def is_turned(direction: Vector, piece: Piece) -> bool:
    """Whether the other way round reads better: fewer minuses, else a positive number in front."""
    balance = sum(x.sign() for x in direction)
    lead = (piece.coefficient.real or piece.coefficient.imaginary).sign()
    return balance < 0 or (balance == 0 and lead < 0)


def term(piece: Piece, size: Surd, sign: Surd) -> Term:
    factor, zero = sign * piece.coefficient, piece.zero
    if not zero.imaginary:
        return Geometric(factor.expression, zero.expression, piece.power)
    return Turning(
        size.expression,
        (zero.real / size).expression,
        (zero.imaginary / size).expression,
        (rational(2) * factor.real).expression,
        (rational(-2) * factor.imaginary).expression,
        piece.power,
    )


def behaviour(leading: Piece, factor: Surd) -> Behaviour:
    """By the zero of the largest size, which the long run follows."""
    beyond = (factor - ONE).sign()
    if beyond > 0 or (beyond == 0 and leading.power):
        return Behaviour.DIVERGING
    if leading.zero.imaginary:
        return Behaviour.ROTATING
    return Behaviour.OSCILLATING if leading.zero.sign() < 0 else Behaviour.MONOTONE
